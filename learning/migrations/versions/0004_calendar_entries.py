"""Dates as people were last told them, and messages that carry dates."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "calendar_entries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("owner_id", sa.String(length=120), nullable=False),
        sa.Column("key", sa.String(length=260), nullable=False),
        sa.Column("uid", sa.String(length=60), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("address", sa.String(length=254), nullable=False),
        sa.Column("strand", sa.String(length=120), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("venue_id", sa.String(length=120), nullable=False),
        sa.Column("cancelled", sa.Boolean(), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["programme_id"], ["programmes.id"], name=op.f("fk_calendar_entries_programme_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_entries")),
        sa.UniqueConstraint("uid", name=op.f("uq_calendar_entries_uid")),
        sa.UniqueConstraint(
            "programme_id", "role", "owner_id", "key", name=op.f("uq_calendar_entries_programme_id_role_owner_id_key")
        ),
    )
    with op.batch_alter_table("calendar_entries") as table:
        table.create_index("ix_calendar_entries_start", ["programme_id", "starts_at"], unique=False)
    with op.batch_alter_table("messages") as table:
        table.add_column(sa.Column("programme_id", sa.Integer(), nullable=True))
        table.add_column(sa.Column("calendar", sa.JSON(), nullable=True))
        table.create_foreign_key(op.f("fk_messages_programme_id"), "programmes", ["programme_id"], ["id"])
        table.create_index(op.f("ix_messages_programme_id"), ["programme_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("messages") as table:
        table.drop_index(op.f("ix_messages_programme_id"))
        table.drop_constraint(op.f("fk_messages_programme_id"), type_="foreignkey")
        table.drop_column("calendar")
        table.drop_column("programme_id")
    op.drop_table("calendar_entries")
