"""How many days before a session people are told of it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


# Without a batch: SQLite would drop and make again a table that others refer to.


def upgrade() -> None:
    op.add_column("programmes", sa.Column("notice_days", sa.Integer(), nullable=False, server_default="14"))


def downgrade() -> None:
    op.drop_column("programmes", "notice_days")
