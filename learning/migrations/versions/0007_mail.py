"""Mail made whole: why a message failed and when it is tried again, quiet mode, wording, reminders, feeds, answers."""

from __future__ import annotations

import secrets

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0004"
branch_labels = None
depends_on = None


# Columns without a batch: SQLite would drop and make again a table that others refer to.


def upgrade() -> None:
    op.add_column("messages", sa.Column("role", sa.String(length=20), nullable=True))
    op.add_column("messages", sa.Column("owner_id", sa.String(length=120), nullable=False, server_default=""))
    op.add_column("messages", sa.Column("name", sa.Text(), nullable=False, server_default=""))
    op.add_column("messages", sa.Column("fault", sa.Text(), nullable=False, server_default=""))
    op.add_column("messages", sa.Column("next_try_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index("ix_messages_list", "messages", ["programme_id", "state", "id"])
    op.add_column("programmes", sa.Column("quiet", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("programmes", sa.Column("quiet_addresses", sa.JSON(), nullable=False, server_default="[]"))
    op.add_column("programmes", sa.Column("uid_secret", sa.String(length=64), nullable=False, server_default=""))
    _draw_secrets()
    op.add_column("strands", sa.Column("reminder_days", sa.Integer(), nullable=False, server_default="3"))
    _add_wordings()
    _add_reminders()
    _add_feeds()
    _add_answers()


def _draw_secrets() -> None:
    programmes = sa.table("programmes", sa.column("id", sa.Integer()), sa.column("uid_secret", sa.String()))
    connection = op.get_bind()
    for programme_id in connection.scalars(sa.select(programmes.c.id)).all():
        connection.execute(
            programmes.update().where(programmes.c.id == programme_id).values(uid_secret=secrets.token_hex(16))
        )


def _add_wordings() -> None:
    op.create_table(
        "wordings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("part", sa.String(length=20), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_name", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["programme_id"], ["programmes.id"], name=op.f("fk_wordings_programme_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wordings")),
        sa.UniqueConstraint("programme_id", "part", "version", name=op.f("uq_wordings_programme_id_part_version")),
    )


def _add_reminders() -> None:
    op.create_table(
        "reminders",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("owner_id", sa.String(length=120), nullable=False),
        sa.Column("key", sa.String(length=260), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["programme_id"], ["programmes.id"], name=op.f("fk_reminders_programme_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reminders")),
        sa.UniqueConstraint(
            *("programme_id", "kind", "role", "owner_id", "key", "starts_at"),
            name=op.f("uq_reminders_programme_id_kind_role_owner_id_key_starts_at"),
        ),
    )


def _add_feeds() -> None:
    op.create_table(
        "calendar_feeds",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("membership_id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["membership_id"], ["memberships.id"], name=op.f("fk_calendar_feeds_membership_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_feeds")),
        sa.UniqueConstraint("membership_id", name=op.f("uq_calendar_feeds_membership_id")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_calendar_feeds_token_hash")),
    )


def _add_answers() -> None:
    op.create_table(
        "calendar_answers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["programme_id"], ["programmes.id"], name=op.f("fk_calendar_answers_programme_id")),
        sa.ForeignKeyConstraint(["entry_id"], ["calendar_entries.id"], name=op.f("fk_calendar_answers_entry_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_answers")),
        sa.UniqueConstraint("entry_id", "sequence", name=op.f("uq_calendar_answers_entry_id_sequence")),
    )
    op.create_index("ix_calendar_answers_open", "calendar_answers", ["programme_id", "settled_at"])


def downgrade() -> None:
    for table in ("calendar_answers", "calendar_feeds", "reminders", "wordings"):
        op.drop_table(table)
    op.drop_column("strands", "reminder_days")
    for column in ("uid_secret", "quiet_addresses", "quiet"):
        op.drop_column("programmes", column)
    op.drop_index("ix_messages_list", "messages")
    for column in ("next_try_at", "fault", "name", "owner_id", "role"):
        op.drop_column("messages", column)
