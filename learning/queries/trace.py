"""The trace of changes."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from learning.models import Change, Programme


def changes_of(session: Session, programme: Programme, *, offset: int = 0, most: int = 25) -> Sequence[Change]:
    """Changes of a programme, newest first."""
    found = select(Change).where(Change.programme_id == programme.id).order_by(Change.id.desc())
    return session.scalars(found.offset(offset).limit(most)).all()


def count_changes(session: Session, programme: Programme) -> int:
    return session.scalar(select(func.count()).where(Change.programme_id == programme.id)) or 0


def change_with_id(session: Session, programme: Programme, change_id: int) -> Change | None:
    return session.scalar(select(Change).where(Change.programme_id == programme.id, Change.id == change_id))
