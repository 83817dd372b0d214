"""What reminders are made from: coming sessions, who is in them, what they were told, and who was reminded."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from learning.models import CalendarEntry, LearningSession, Programme, Reminder, Schedule
from learning.queries.appointments import Appointment, Owner, appointments_in
from learning.vocabulary import ReminderKind, ScheduleState


def releases_in_force(session: Session) -> Sequence[tuple[Programme, Schedule]]:
    """Every programme with the schedule that is in force there."""
    found = select(Programme, Schedule).join(Schedule, Schedule.programme_id == Programme.id)
    rows = session.execute(found.where(Schedule.state == ScheduleState.RELEASED).order_by(Programme.id))
    return [(programme, schedule) for programme, schedule in rows]


def appointments_between(
    session: Session, schedule: Schedule, after: datetime, until: datetime
) -> Iterator[Appointment]:
    """Every date of participants and trainers that begins after one moment, and at another at the latest."""
    sessions = select(LearningSession).where(
        LearningSession.schedule_id == schedule.id,
        LearningSession.starts_at > after,
        LearningSession.starts_at <= until,
    )
    return appointments_in(session, schedule, session.scalars(sessions).all())


def entries_between(
    session: Session, programme: Programme, after: datetime, until: datetime
) -> dict[tuple[Owner, str], CalendarEntry]:
    """What people know of dates between two moments, by whose they are."""
    found = select(CalendarEntry).where(
        CalendarEntry.programme_id == programme.id,
        CalendarEntry.cancelled.is_(False),
        CalendarEntry.starts_at > after,
        CalendarEntry.starts_at <= until,
    )
    return {(Owner(one.role, one.owner_id), one.key): one for one in session.scalars(found)}


def reminded_between(
    session: Session, programme: Programme, kind: ReminderKind, after: datetime, until: datetime
) -> set[tuple[Owner, str, datetime]]:
    """Who was reminded of which date at which time."""
    found = select(Reminder.role, Reminder.owner_id, Reminder.key, Reminder.starts_at).where(
        Reminder.programme_id == programme.id,
        Reminder.kind == kind,
        Reminder.starts_at > after,
        Reminder.starts_at <= until,
    )
    return {(Owner(role, owner_id), key, starts_at) for role, owner_id, key, starts_at in session.execute(found)}
