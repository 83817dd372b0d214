"""Schedules and what is in them, as pages ask for it: few questions, whatever the size of the programme."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import ColumnElement, Select, func, literal, select, union_all
from sqlalchemy.orm import Session, aliased, defer

from learning.models import Allocation, LearningSession, Programme, Schedule, Trainer, Unplaced, Venue
from learning.vocabulary import ScheduleState


@dataclass(frozen=True, slots=True)
class Meeting:
    """A session with the number of people in its group."""

    session: LearningSession
    people: int


def release_in_force(session: Session, programme: Programme) -> Schedule | None:
    return session.scalar(
        select(Schedule).where(Schedule.programme_id == programme.id, Schedule.state == ScheduleState.RELEASED)
    )


def latest_draft(session: Session, programme: Programme) -> Schedule | None:
    return session.scalar(
        select(Schedule)
        .where(Schedule.programme_id == programme.id, Schedule.state == ScheduleState.DRAFT)
        .order_by(Schedule.number.desc())
        .limit(1)
    )


def schedules_of(session: Session, programme: Programme) -> Sequence[Schedule]:
    """Every schedule that was not discarded, newest first, without its summary."""
    return session.scalars(
        select(Schedule)
        .where(Schedule.programme_id == programme.id, Schedule.state != ScheduleState.DISCARDED)
        .order_by(Schedule.number.desc())
        .options(defer(Schedule.summary))
    ).all()


def schedule_with_number(session: Session, programme: Programme, number: int) -> Schedule | None:
    return session.scalar(select(Schedule).where(Schedule.programme_id == programme.id, Schedule.number == number))


def _meetings(schedule: Schedule) -> Select[LearningSession, int]:
    people = (
        select(func.count())
        .where(
            Allocation.schedule_id == LearningSession.schedule_id,
            Allocation.strand == LearningSession.strand,
            Allocation.group_id == LearningSession.group_id,
        )
        .correlate(LearningSession)
        .scalar_subquery()
    )
    return select(LearningSession, people).where(LearningSession.schedule_id == schedule.id)


def meetings_between(session: Session, schedule: Schedule, first: date, last: date) -> Sequence[Meeting]:
    """The sessions of the days from ``first`` to ``last``, both included, in order of time."""
    begin, end = datetime.combine(first, time()), datetime.combine(last + timedelta(days=1), time())
    rows = session.execute(
        _meetings(schedule)
        .where(LearningSession.start >= begin, LearningSession.start < end)
        .order_by(LearningSession.start, LearningSession.strand, LearningSession.session_id)
    )
    return [Meeting(one, people) for one, people in rows]


def meetings_of(session: Session, schedule: Schedule) -> Sequence[Meeting]:
    """Every session in order of time."""
    counts = people_in_groups(session, schedule)
    rows = session.scalars(
        select(LearningSession)
        .where(LearningSession.schedule_id == schedule.id)
        .order_by(LearningSession.start, LearningSession.strand, LearningSession.session_id)
    )
    return [Meeting(one, counts.get((one.strand, one.group_id), 0)) for one in rows]


def people_in_groups(session: Session, schedule: Schedule) -> Mapping[tuple[str, str], int]:
    rows = session.execute(
        select(Allocation.strand, Allocation.group_id, func.count())
        .where(Allocation.schedule_id == schedule.id)
        .group_by(Allocation.strand, Allocation.group_id)
    )
    return {(strand, group_id): count for strand, group_id, count in rows}


def meetings_of_group(session: Session, schedule: Schedule, strand: str, group_id: str) -> Sequence[LearningSession]:
    return session.scalars(
        select(LearningSession)
        .where(
            LearningSession.schedule_id == schedule.id,
            LearningSession.strand == strand,
            LearningSession.group_id == group_id,
        )
        .order_by(LearningSession.meeting)
    ).all()


def changed_between(session: Session, schedule: Schedule, earlier: Schedule, first: date, last: date) -> frozenset[str]:
    """The ids of the sessions of some days that ``earlier`` has not or has otherwise.

    Time, venue, trainers and the people of the group are compared.
    """
    before = {one.session_id: _seen(one) for one in session.scalars(_days(earlier, first, last))}
    moves = places_that_differ(session, schedule, earlier)
    moved = {(move.strand, group_id) for move in moves for group_id in (move.now, move.then)}
    return frozenset(
        one.session_id
        for one in session.scalars(_days(schedule, first, last))
        if before.get(one.session_id) != _seen(one) or (one.strand, one.group_id) in moved
    )


@dataclass(frozen=True, slots=True)
class PlaceDiffers:
    """Somebody's group in a strand by one schedule and by an earlier one; None is no place."""

    strand: str
    now: str | None
    then: str | None


def places_that_differ(session: Session, schedule: Schedule, earlier: Schedule) -> Sequence[PlaceDiffers]:
    """Every place that is not the same in both schedules; the database compares, so that only these are read."""
    own, other = aliased(Allocation), aliased(Allocation)

    def beside(other_schedule: Schedule) -> ColumnElement[bool]:
        same_place = (other.staff_id == own.staff_id) & (other.strand == own.strand)
        return same_place & (other.schedule_id == other_schedule.id)

    now = session.execute(
        select(own.strand, own.group_id, other.group_id)
        .outerjoin(other, beside(earlier))
        .where(own.schedule_id == schedule.id, other.id.is_(None) | (other.group_id != own.group_id))
    )
    lost = session.execute(
        select(own.strand, own.group_id)
        .outerjoin(other, beside(schedule))
        .where(own.schedule_id == earlier.id, other.id.is_(None))
    )
    return [PlaceDiffers(*row) for row in now] + [PlaceDiffers(strand, None, then) for strand, then in lost]


def _seen(one: LearningSession) -> tuple[object, ...]:
    return one.strand, one.group_id, one.start, one.end, one.venue_id, tuple(one.trainer_ids)


def _days(schedule: Schedule, first: date, last: date) -> Select[LearningSession]:
    begin, end = datetime.combine(first, time()), datetime.combine(last + timedelta(days=1), time())
    return select(LearningSession).where(
        LearningSession.schedule_id == schedule.id, LearningSession.start >= begin, LearningSession.start < end
    )


def session_with_id(session: Session, schedule: Schedule, session_id: str) -> LearningSession | None:
    return session.scalar(
        select(LearningSession).where(
            LearningSession.schedule_id == schedule.id, LearningSession.session_id == session_id
        )
    )


def sessions_led(session: Session, schedule: Schedule, trainer_ids: Collection[str]) -> Sequence[LearningSession]:
    """The sessions that any of some trainers leads, in order of time."""
    wanted = set(trainer_ids)
    rows = session.scalars(
        select(LearningSession)
        .where(LearningSession.schedule_id == schedule.id)
        .order_by(LearningSession.start, LearningSession.session_id)
    )
    return [one for one in rows if wanted & set(one.trainer_ids)]


def first_and_last_day(session: Session, schedule: Schedule) -> tuple[date, date] | None:
    """The days of the first and the last session; None for a schedule without any."""
    starts = select(LearningSession.start).where(LearningSession.schedule_id == schedule.id)
    first = session.scalar(starts.order_by(LearningSession.start).limit(1))
    last = session.scalar(starts.order_by(LearningSession.start.desc()).limit(1))
    return None if first is None or last is None else (first.date(), last.date())


def names_of_venues(session: Session, programme: Programme) -> Mapping[str, str]:
    rows = session.execute(select(Venue.venue_id, Venue.name).where(Venue.programme_id == programme.id))
    return {venue_id: name or venue_id for venue_id, name in rows}


def names_of_trainers(session: Session, programme: Programme) -> Mapping[str, str]:
    rows = session.execute(select(Trainer.trainer_id, Trainer.name).where(Trainer.programme_id == programme.id))
    return {trainer_id: name or trainer_id for trainer_id, name in rows}


def placed_and_unplaced(session: Session, schedule: Schedule) -> Mapping[str, tuple[int, int]]:
    """For each strand how many have a place and how many have none."""
    placed = select(literal(0), Allocation.strand, func.count()).where(Allocation.schedule_id == schedule.id)
    left = select(literal(1), Unplaced.strand, func.count()).where(Unplaced.schedule_id == schedule.id)
    rows = union_all(placed.group_by(Allocation.strand), left.group_by(Unplaced.strand))
    counts: dict[str, list[int]] = {}
    for place, strand, count in session.execute(rows):
        counts.setdefault(strand, [0, 0])[place] = count
    return {strand: (has, lacks) for strand, (has, lacks) in counts.items()}
