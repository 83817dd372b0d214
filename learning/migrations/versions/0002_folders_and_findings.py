"""Uploaded folders, and what was found in an uploaded table."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "folder_imports",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("file_name", sa.String(length=255), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("findings", sa.LargeBinary(), nullable=False),
        sa.Column("base_sha256", sa.String(length=64), nullable=False),
        sa.Column("after_sha256", sa.String(length=64), nullable=False),
        sa.Column("before", sa.LargeBinary(), nullable=True),
        sa.Column("uploaded_by", sa.String(length=200), nullable=False),
        sa.Column("uploaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("applied_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["programme_id"], ["programmes.id"], name=op.f("fk_folder_imports_programme_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_folder_imports")),
    )
    with op.batch_alter_table("folder_imports") as table:
        table.create_index("ix_folder_imports_programme", ["programme_id", "id"], unique=False)
    with op.batch_alter_table("table_imports") as table:
        table.add_column(sa.Column("checked_at", sa.DateTime(timezone=True), nullable=True))
        table.add_column(sa.Column("findings", sa.LargeBinary(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("table_imports") as table:
        table.drop_column("findings")
        table.drop_column("checked_at")
    op.drop_table("folder_imports")
