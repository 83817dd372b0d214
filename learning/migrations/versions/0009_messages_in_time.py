"""Until when a message is worth sending."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


# Without a batch: SQLite would drop and make again a table that others refer to.


def upgrade() -> None:
    op.add_column("messages", sa.Column("useful_until", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    op.drop_column("messages", "useful_until")
