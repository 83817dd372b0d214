"""Ways to break a schedule: each takes a schedule that keeps every rule and spoils one thing at random.

A mutation returns None where the schedule gives it nothing to spoil. Which rule it breaks depends on
what it hits.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from random import Random
from typing import TypeVar

from scheduler.problem import Problem
from scheduler.schedule import Allocation, Reason, Schedule, Session, Unplaced

T = TypeVar("T")
Mutation = Callable[[Problem, Schedule, Random], Schedule | None]


def lose_somebody(problem: Problem, schedule: Schedule, r: Random) -> Schedule | None:
    if schedule.unplaced and r.random() < 0.5:
        return replace(schedule, unplaced=without(schedule.unplaced, r.choice(schedule.unplaced)))
    if not schedule.allocations:
        return None
    return replace(schedule, allocations=without(schedule.allocations, r.choice(schedule.allocations)))


def place_twice(problem: Problem, schedule: Schedule, r: Random) -> Schedule | None:
    pair = two_groups(schedule, r)
    return pair and replace(schedule, allocations=(*schedule.allocations, replace(pair[0], group_id=pair[1])))


def list_twice(problem: Problem, schedule: Schedule, r: Random) -> Schedule | None:
    if schedule.unplaced and r.random() < 0.5:
        return replace(schedule, unplaced=(*schedule.unplaced, r.choice(schedule.unplaced)))
    row = pick(schedule.allocations, r)
    return row and replace(schedule, unplaced=(*schedule.unplaced, leftover(row, Reason.CAPACITY)))


def add_stranger(problem: Problem, schedule: Schedule, r: Random) -> Schedule | None:
    listed = {(row.staff_id, row.strand) for row in (*schedule.allocations, *schedule.unplaced)}
    row = pick(schedule.allocations, r)
    strangers = [p for p in problem.people if row and (p.staff_id, row.strand) not in listed]
    if not row or not strangers:
        return None
    return replace(schedule, allocations=(*schedule.allocations, replace(row, staff_id=r.choice(strangers).staff_id)))


def add_ghost(problem: Problem, schedule: Schedule, r: Random) -> Schedule | None:
    row = pick(schedule.allocations, r)
    return row and replace(schedule, allocations=(*schedule.allocations, replace(row, staff_id="GHOST")))


def add_ghost_strand(problem: Problem, schedule: Schedule, r: Random) -> Schedule | None:
    session = pick(schedule.sessions, r)
    return session and replace(
        schedule, sessions=(*schedule.sessions, replace(session, session_id="NEW", strand="ghost"))
    )


def repeat_session_id(problem: Problem, schedule: Schedule, r: Random) -> Schedule | None:
    if len(schedule.sessions) < 2:
        return None
    one, two = r.sample(schedule.sessions, 2)
    return changed(schedule, one, replace(one, session_id=two.session_id))


def move_somebody(problem: Problem, schedule: Schedule, r: Random) -> Schedule | None:
    pair = two_groups(schedule, r)
    if not pair:
        return None
    rest = without(schedule.allocations, pair[0])
    return replace(schedule, allocations=(*rest, replace(pair[0], group_id=pair[1])))


def take_somebody_out(problem: Problem, schedule: Schedule, r: Random) -> Schedule | None:
    row = pick(schedule.allocations, r)
    return row and taken_out(schedule, [row], Reason.CAPACITY)


def take_pinned_out(problem: Problem, schedule: Schedule, r: Random) -> Schedule | None:
    pinned = {(lock.staff_id, lock.strand) for lock in problem.locks if lock.group_id}
    rows = [row for row in schedule.allocations if (row.staff_id, row.strand) in pinned]
    return taken_out(schedule, rows[:1], Reason.CAPACITY) if rows else None


def empty_group(problem: Problem, schedule: Schedule, r: Random) -> Schedule | None:
    row = pick(schedule.allocations, r)
    key = row and (row.strand, row.group_id)
    rows = [other for other in schedule.allocations if (other.strand, other.group_id) == key]
    return taken_out(schedule, rows, Reason.CAPACITY) if rows else None


def crowd_group(problem: Problem, schedule: Schedule, r: Random) -> Schedule | None:
    """Everyone of the strand who can be found, placed or not, into one group."""
    row = pick(schedule.allocations, r)
    if not row:
        return None
    ids = {a.staff_id for a in (*schedule.allocations, *schedule.unplaced) if a.strand == row.strand}
    others = tuple(a for a in schedule.allocations if a.strand != row.strand)
    crowd = tuple(Allocation(staff_id, row.strand, row.group_id) for staff_id in sorted(ids))
    left = tuple(u for u in schedule.unplaced if u.strand != row.strand)
    return replace(schedule, allocations=others + crowd, unplaced=left)


def place_unplaced(problem: Problem, schedule: Schedule, r: Random) -> Schedule | None:
    row = pick(schedule.unplaced, r)
    groups = sorted({a.group_id for a in schedule.allocations if row and a.strand == row.strand})
    if not row or not groups:
        return None
    new = Allocation(row.staff_id, row.strand, r.choice(groups))
    return replace(schedule, allocations=(*schedule.allocations, new), unplaced=without(schedule.unplaced, row))


def drop_session(problem: Problem, schedule: Schedule, r: Random) -> Schedule | None:
    session = pick(schedule.sessions, r)
    return session and replace(schedule, sessions=without(schedule.sessions, session))


def renumber(problem: Problem, schedule: Schedule, r: Random) -> Schedule | None:
    session = pick(schedule.sessions, r)
    return session and changed(schedule, session, replace(session, meeting=session.meeting + 1))


def move_session(problem: Problem, schedule: Schedule, r: Random) -> Schedule | None:
    """To any day near by, at a permitted time."""
    session = pick(schedule.sessions, r)
    if not session:
        return None
    strand = next(s for s in problem.strands if s.strand_id == session.strand)
    on = session.start.date() + timedelta(days=r.randint(-16, 16))
    return changed(schedule, session, at(session, datetime.combine(on, r.choice(strand.start_times))))


def shift_session(problem: Problem, schedule: Schedule, r: Random) -> Schedule | None:
    session = pick(schedule.sessions, r)
    minutes = r.choice([-20, 10, 45])
    return session and changed(schedule, session, at(session, session.start + timedelta(minutes=minutes)))


def lengthen_session(problem: Problem, schedule: Schedule, r: Random) -> Schedule | None:
    session = pick(schedule.sessions, r)
    return session and changed(schedule, session, replace(session, end=session.end + timedelta(minutes=5)))


def change_venue(problem: Problem, schedule: Schedule, r: Random) -> Schedule | None:
    session = pick(schedule.sessions, r)
    return session and changed(schedule, session, replace(session, venue_id=r.choice(problem.venues).venue_id))


def ghost_venue(problem: Problem, schedule: Schedule, r: Random) -> Schedule | None:
    session = pick(schedule.sessions, r)
    return session and changed(schedule, session, replace(session, venue_id="NOWHERE"))


def meet_together(problem: Problem, schedule: Schedule, r: Random) -> Schedule | None:
    """One session at, or soon after, the time and in the place of another."""
    if len(schedule.sessions) < 2:
        return None
    one, two = r.sample(schedule.sessions, 2)
    start = r.choice([two.start, two.end, two.end + timedelta(minutes=10)])
    venue = two.venue_id if r.random() < 0.7 else one.venue_id
    return changed(schedule, one, replace(at(one, start), venue_id=venue))


def drop_trainer(problem: Problem, schedule: Schedule, r: Random) -> Schedule | None:
    session = pick([s for s in schedule.sessions if s.trainer_ids], r)
    return session and changed(schedule, session, replace(session, trainer_ids=session.trainer_ids[1:]))


def change_trainer(problem: Problem, schedule: Schedule, r: Random) -> Schedule | None:
    """Another trainer for one session, or for all of a group."""
    session = pick([s for s in schedule.sessions if s.trainer_ids], r)
    others = [t.trainer_id for t in problem.trainers if session and t.trainer_id not in session.trainer_ids]
    if not session or not others:
        return None
    team, whole = (r.choice(others), *session.trainer_ids[1:]), r.random() < 0.5
    return replace(
        schedule,
        sessions=tuple(
            replace(s, trainer_ids=team) if s is session or (whole and s.group_id == session.group_id) else s
            for s in schedule.sessions
        ),
    )


def ghost_trainer(problem: Problem, schedule: Schedule, r: Random) -> Schedule | None:
    session = pick([s for s in schedule.sessions if s.trainer_ids], r)
    return session and changed(schedule, session, replace(session, trainer_ids=("GHOST", *session.trainer_ids[1:])))


def blank_detail(problem: Problem, schedule: Schedule, r: Random) -> Schedule | None:
    row = pick(schedule.unplaced, r)
    return row and replace(schedule, unplaced=(*without(schedule.unplaced, row), replace(row, detail="")))


def change_reason(problem: Problem, schedule: Schedule, r: Random) -> Schedule | None:
    row, reason = pick(schedule.unplaced, r), r.choice(list(Reason))
    return row and replace(schedule, unplaced=(*without(schedule.unplaced, row), replace(row, reason=reason)))


def claim_grouping(problem: Problem, schedule: Schedule, r: Random) -> Schedule | None:
    """Everyone whom capacity left out is told that grouping did."""
    if Reason.CAPACITY not in {row.reason for row in schedule.unplaced}:
        return None
    return replace(
        schedule,
        unplaced=tuple(
            replace(row, reason=Reason.GROUPING) if row.reason is Reason.CAPACITY else row for row in schedule.unplaced
        ),
    )


def pick(rows: tuple[T, ...] | list[T], r: Random) -> T | None:
    return r.choice(rows) if rows else None


def without(rows: tuple[T, ...], gone: T) -> tuple[T, ...]:
    return tuple(row for row in rows if row is not gone)


def changed(schedule: Schedule, old: Session, new: Session) -> Schedule:
    return replace(schedule, sessions=tuple(new if session is old else session for session in schedule.sessions))


def at(session: Session, start: datetime) -> Session:
    return replace(session, start=start, end=start + (session.end - session.start))


def leftover(row: Allocation, reason: Reason) -> Unplaced:
    return Unplaced(row.staff_id, row.strand, reason, "Somebody has to look into this.")


def taken_out(schedule: Schedule, rows: list[Allocation], reason: Reason) -> Schedule:
    kept = tuple(row for row in schedule.allocations if row not in rows)
    return replace(schedule, allocations=kept, unplaced=(*schedule.unplaced, *(leftover(row, reason) for row in rows)))


def two_groups(schedule: Schedule, r: Random) -> tuple[Allocation, str] | None:
    row = pick(schedule.allocations, r)
    if not row:
        return None
    others = sorted({a.group_id for a in schedule.allocations if a.strand == row.strand} - {row.group_id})
    return (row, r.choice(others)) if others else None
