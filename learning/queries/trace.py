"""The trace of changes."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from learning.models import Change, Organisation, Programme


def changes_of(session: Session, programme: Programme, *, offset: int = 0, most: int = 25) -> Sequence[Change]:
    """Changes of a programme, newest first."""
    found = select(Change).where(Change.programme_id == programme.id).order_by(Change.id.desc())
    return session.scalars(found.offset(offset).limit(most)).all()


def count_changes(session: Session, programme: Programme) -> int:
    return session.scalar(select(func.count()).where(Change.programme_id == programme.id)) or 0


def change_with_id(session: Session, programme: Programme, change_id: int) -> Change | None:
    return session.scalar(select(Change).where(Change.programme_id == programme.id, Change.id == change_id))


def last_change_of(session: Session, place: Programme | Organisation, subject: str) -> Change | None:
    """The newest change of something that people call ``subject``, in a programme or in the organisation itself."""
    where = Change.programme_id == place.id
    if isinstance(place, Organisation):
        where = (Change.organisation_id == place.id) & Change.programme_id.is_(None)
    found = select(Change).where(where, Change.subject == subject)
    return session.scalar(found.order_by(Change.id.desc()).limit(1))
