"""Other dates: waiting lists, offers, who changed places since a release; what people state of themselves."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table in ("absences", "apart_pairs"):
        op.add_column(table, sa.Column("stated_by", sa.String(120), nullable=False, server_default=""))
    op.add_column("schedules", sa.Column("mark", sa.String(32), nullable=False, server_default=""))
    op.add_column("programmes", sa.Column("offer_hours", sa.Integer(), nullable=False, server_default="48"))
    op.create_table(
        "waiting_entries",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("programme_id", sa.Integer(), sa.ForeignKey("programmes.id"), nullable=False),
        sa.Column("staff_id", sa.String(120), nullable=False),
        sa.Column("strand", sa.String(120), nullable=False),
        sa.Column("group_ids", sa.JSON(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
    )
    still_open = sa.text("closed_at IS NULL")
    op.create_index(
        "ix_waiting_entries_open", "waiting_entries", ["programme_id", "strand", "staff_id"], unique=True,
        sqlite_where=still_open, postgresql_where=still_open,
    )  # fmt: skip
    op.create_table(
        "place_offers",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("entry_id", sa.Integer(), sa.ForeignKey("waiting_entries.id"), nullable=False),
        sa.Column("group_id", sa.String(120), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("outcome", sa.String(20), nullable=True),
    )
    unanswered = sa.text("outcome IS NULL")
    op.create_index(
        "ix_place_offers_open", "place_offers", ["entry_id"], unique=True, sqlite_where=unanswered,
        postgresql_where=unanswered,
    )  # fmt: skip
    op.create_table(
        "place_changes",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("schedule_id", sa.Integer(), sa.ForeignKey("schedules.id"), nullable=False),
        sa.Column("staff_id", sa.String(120), nullable=False),
        sa.Column("strand", sa.String(120), nullable=False),
        sa.Column("from_group", sa.String(120), nullable=False),
        sa.Column("to_group", sa.String(120), nullable=False),
        sa.Column("way", sa.String(20), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_name", sa.String(200), nullable=False),
    )
    op.create_index("ix_place_changes_schedule", "place_changes", ["schedule_id", "made_at"])


def downgrade() -> None:
    op.drop_table("place_changes")
    op.drop_table("place_offers")
    op.drop_table("waiting_entries")
    op.drop_column("programmes", "offer_hours")
    op.drop_column("schedules", "mark")
    for table in ("apart_pairs", "absences"):
        op.drop_column(table, "stated_by")
