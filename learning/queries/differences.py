"""What a schedule says otherwise than people were told, found by the database: it compares ten thousand dates faster.

Participants are compared there; trainers, of whom there are few, have their sessions in a list that databases do not
read alike, and are compared here.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import ColumnElement, String, and_, cast, exists, or_, select
from sqlalchemy.orm import Session

from learning.models import Allocation, CalendarEntry, LearningSession, Programme, Schedule
from learning.queries.appointments import Appointment, Owner, appointment_of
from learning.vocabulary import Role

Difference = tuple[Owner, CalendarEntry | None, Appointment | None]
"""Whose date it is, what they know of it, and what it is to be: one of both may be missing."""

KEY = LearningSession.strand.concat("/").concat(cast(LearningSession.meeting, String))
"""The key of a participant's date, as `learning.queries.appointments` makes it."""


def differences(session: Session, programme: Programme, schedule: Schedule, moment: datetime) -> Iterator[Difference]:
    """Every date after a moment that its owner does not know just so."""
    yield from _to_participants(session, programme, schedule, moment)
    yield from _no_longer_participants(session, programme, schedule, moment)
    yield from _of_trainers(session, programme, schedule, moment)


def _to_participants(
    session: Session, programme: Programme, schedule: Schedule, moment: datetime
) -> Iterator[Difference]:
    one, known = LearningSession, CalendarEntry
    otherwise = or_(
        known.id.is_(None),
        known.cancelled,
        known.starts_at != one.starts_at,
        known.ends_at != one.ends_at,
        known.venue_id != one.venue_id,
    )
    rows = session.execute(
        select(Allocation.staff_id, one.strand, one.meeting, one.starts_at, one.ends_at, one.venue_id, known)
        .join(Allocation, _in_group())
        .outerjoin(known, and_(_participants(programme), known.owner_id == Allocation.staff_id, known.key == KEY))
        .where(one.schedule_id == schedule.id, one.starts_at > moment, otherwise)
        .order_by(Allocation.staff_id, one.starts_at)
    )
    for staff_id, strand, meeting, starts_at, ends_at, venue_id, entry in rows:
        owner = Owner(Role.PARTICIPANT, staff_id)
        yield owner, entry, Appointment(owner, f"{strand}/{meeting}", strand, starts_at, ends_at, venue_id)


def _no_longer_participants(
    session: Session, programme: Programme, schedule: Schedule, moment: datetime
) -> Iterator[Difference]:
    stands = exists().where(
        Allocation.schedule_id == schedule.id,
        Allocation.staff_id == CalendarEntry.owner_id,
        Allocation.strand == CalendarEntry.strand,
        LearningSession.schedule_id == schedule.id,
        _in_group(),
        LearningSession.starts_at > moment,
        CalendarEntry.key == KEY,
    )
    gone = select(CalendarEntry).where(_participants(programme), *_coming(moment), ~stands)
    for entry in session.scalars(gone.order_by(CalendarEntry.owner_id, CalendarEntry.starts_at)):
        yield Owner(Role.PARTICIPANT, entry.owner_id), entry, None


def _of_trainers(session: Session, programme: Programme, schedule: Schedule, moment: datetime) -> Iterator[Difference]:
    own = select(CalendarEntry).where(CalendarEntry.programme_id == programme.id, CalendarEntry.role == Role.TRAINER)
    known = {(entry.owner_id, entry.key): entry for entry in session.scalars(own.order_by(CalendarEntry.id))}
    sessions = session.scalars(
        select(LearningSession).where(LearningSession.schedule_id == schedule.id, LearningSession.starts_at > moment)
    )
    standing = set()
    for one in sessions:
        for trainer_id in one.trainer_ids:
            owner = Owner(Role.TRAINER, trainer_id)
            standing.add((trainer_id, one.session_id))
            yield owner, known.get((trainer_id, one.session_id)), appointment_of(owner, one.session_id, one)
    for place, entry in known.items():
        if place not in standing and not entry.cancelled and entry.starts_at > moment:
            yield Owner(Role.TRAINER, entry.owner_id), entry, None


def _in_group() -> ColumnElement[bool]:
    return and_(
        Allocation.schedule_id == LearningSession.schedule_id,
        Allocation.strand == LearningSession.strand,
        Allocation.group_id == LearningSession.group_id,
    )


def _participants(programme: Programme) -> ColumnElement[bool]:
    return and_(CalendarEntry.programme_id == programme.id, CalendarEntry.role == Role.PARTICIPANT)


def _coming(moment: datetime) -> tuple[ColumnElement[bool], ...]:
    return CalendarEntry.cancelled.is_(False), CalendarEntry.starts_at > moment
