"""Dates that people declined in their calendars, as far as they still stand."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from learning.clock import now
from learning.models import CalendarAnswer, CalendarEntry, Programme
from learning.queries.appointments import Owner


def count_declined(session: Session, programme: Programme) -> int:
    found = select(func.count()).select_from(CalendarAnswer).join(CalendarEntry)
    return session.scalar(found.where(*_open(programme))) or 0


def declined_page(
    session: Session, programme: Programme, *, offset: int, most: int
) -> Sequence[tuple[CalendarAnswer, CalendarEntry]]:
    """The next dates first."""
    found = (
        select(CalendarAnswer, CalendarEntry)
        .join(CalendarEntry)
        .where(*_open(programme))
        .order_by(CalendarEntry.starts_at, CalendarAnswer.id)
    )
    return [(answer, entry) for answer, entry in session.execute(found.offset(offset).limit(most))]


def answer_with_id(session: Session, programme: Programme, answer_id: int) -> CalendarAnswer | None:
    found = select(CalendarAnswer).where(CalendarAnswer.programme_id == programme.id, CalendarAnswer.id == answer_id)
    return session.scalar(found)


def _open(programme: Programme) -> tuple[ColumnElement[bool], ...]:
    """Not settled, and about a date that is still as it was declined."""
    return (
        CalendarAnswer.programme_id == programme.id,
        CalendarAnswer.settled_at.is_(None),
        CalendarAnswer.sequence == CalendarEntry.sequence,
        CalendarEntry.cancelled.is_(False),
        CalendarEntry.starts_at > now(),
    )


def declined_keys(session: Session, programme: Programme, owner: Owner) -> frozenset[str]:
    """The dates of somebody that they declined and that still stand so."""
    found = (
        select(CalendarEntry.key)
        .join(CalendarAnswer, CalendarAnswer.entry_id == CalendarEntry.id)
        .where(
            CalendarEntry.programme_id == programme.id,
            CalendarEntry.role == owner.role,
            CalendarEntry.owner_id == owner.owner_id,
            CalendarAnswer.sequence == CalendarEntry.sequence,
        )
    )
    return frozenset(session.scalars(found))
