"""Migrations run inside the application, so that they know its database and every table."""

from __future__ import annotations

from typing import Literal

import sqlalchemy as sa
from alembic import context
from flask import current_app

import learning.models  # noqa: F401 - every table
from learning.database import UTCDateTime

store = current_app.extensions["migrate"].db


def plain_type(kind: str, item: object, _context: object) -> str | Literal[False]:
    """Write types as the database knows them: a migration stays true when our own types change."""
    if kind == "type" and isinstance(item, UTCDateTime):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(item, sa.Enum):
        return f"sa.String(length={item.length})"
    return False


def run() -> None:
    """Apply migrations one transaction each, on the application's database."""
    with store.engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=store.metadata,
            transaction_per_migration=True,
            render_as_batch=True,
            compare_type=True,
            render_item=plain_type,
        )
        with context.begin_transaction():
            context.run_migrations()


if context.is_offline_mode():
    raise SystemExit("Migrations need the database: run them without --sql.")
run()
