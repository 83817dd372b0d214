"""What reminders are made from: coming sessions, who is in them, what they were told, and who was reminded."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from learning.models import (
    Allocation,
    AttendanceMark,
    CalendarEntry,
    LearningSession,
    Membership,
    Programme,
    Reminder,
    Schedule,
)
from learning.queries.appointments import Appointment, Owner, appointments_in
from learning.vocabulary import ReminderKind, Role, ScheduleState


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


def sessions_without_register(
    session: Session, programme: Programme, schedule: Schedule, after: datetime, until: datetime
) -> Sequence[LearningSession]:
    """Sessions that began between two moments, in which fewer people have a mark than have a place."""
    one = LearningSession
    places = (
        select(func.count())
        .where(
            Allocation.schedule_id == one.schedule_id,
            Allocation.strand == one.strand,
            Allocation.group_id == one.group_id,
        )
        .scalar_subquery()
    )
    marks = (
        select(func.count())
        .where(AttendanceMark.programme_id == programme.id, AttendanceMark.session_id == one.session_id)
        .scalar_subquery()
    )
    found = select(one).where(
        one.schedule_id == schedule.id, one.starts_at > after, one.starts_at <= until, marks < places
    )
    return session.scalars(found.order_by(one.starts_at, one.session_id)).all()


def trainers_with_accounts(session: Session, programme: Programme) -> frozenset[str]:
    """The trainers who can sign in and fill in a register."""
    found = select(Membership.trainer_id).where(
        Membership.programme_id == programme.id, Membership.role == Role.TRAINER, Membership.trainer_id != ""
    )
    return frozenset(session.scalars(found))
