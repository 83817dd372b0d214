"""A change made in a schedule, or in a part of one, without asking any rule."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from scheduler.changes.facts import CancelGroup, Change, ChangeSession, MovePerson, SwapPeople, TakeOut
from scheduler.schedule import Allocation, Schedule, Session


class ChangeError(ValueError):
    """The change is of something that is not there; ``field`` names what of the change is wrong."""

    def __init__(self, sentence: str, field: str = "") -> None:
        super().__init__(sentence)
        self.field = field


def changed(schedule: Schedule, change: Change) -> Schedule:
    """The schedule after the change.

    Whoever gets a place is no longer listed without one; whoever loses theirs is not listed yet (see `carried`).
    Raises `ChangeError` for a change of something that is not there.
    """
    makers: dict[type, Callable[..., Schedule]] = {
        MovePerson: _move,
        TakeOut: _take_out,
        SwapPeople: _swap,
        ChangeSession: _change,
        CancelGroup: _cancel,
    }
    return makers[type(change)](schedule, change)


def _move(schedule: Schedule, change: MovePerson) -> Schedule:
    if all(one.strand != change.strand or one.group_id != change.group_id for one in schedule.sessions):
        raise ChangeError(f"Strand {change.strand} has no group {change.group_id}", "group")
    own = Allocation(change.staff_id, change.strand, change.group_id)
    others = tuple(one for one in schedule.allocations if not _is(one, change.staff_id, change.strand))
    left = tuple(one for one in schedule.unplaced if not _is(one, change.staff_id, change.strand))
    return replace(schedule, allocations=(*others, own), unplaced=left)


def _take_out(schedule: Schedule, change: TakeOut) -> Schedule:
    others = tuple(one for one in schedule.allocations if not _is(one, change.staff_id, change.strand))
    if len(others) == len(schedule.allocations):
        raise ChangeError(f"{change.staff_id} has no place in strand {change.strand}", "staff")
    return replace(schedule, allocations=others)


def _swap(schedule: Schedule, change: SwapPeople) -> Schedule:
    groups = {
        one.staff_id: one.group_id
        for one in schedule.allocations
        if one.strand == change.strand and one.staff_id in (change.staff_id, change.other_id)
    }
    if not groups.keys() >= {change.staff_id, change.other_id}:
        raise ChangeError("Both people need a place in the strand to change places", "other")
    first = _move(schedule, MovePerson(change.staff_id, change.strand, groups[change.other_id]))
    return _move(first, MovePerson(change.other_id, change.strand, groups[change.staff_id]))


def _change(schedule: Schedule, change: ChangeSession) -> Schedule:
    def made(one: Session) -> Session:
        if one.session_id != change.session_id:
            return one
        end = change.start + (one.end - one.start)
        return replace(one, start=change.start, end=end, venue_id=change.venue_id, trainer_ids=change.trainer_ids)

    if all(one.session_id != change.session_id for one in schedule.sessions):
        raise ChangeError(f"There is no session {change.session_id}", "session")
    return replace(schedule, sessions=tuple(map(made, schedule.sessions)))


def _cancel(schedule: Schedule, change: CancelGroup) -> Schedule:
    def of_group(one: Session | Allocation) -> bool:
        return one.strand == change.strand and one.group_id == change.group_id

    sessions = tuple(one for one in schedule.sessions if not of_group(one))
    if len(sessions) == len(schedule.sessions):
        raise ChangeError(f"Strand {change.strand} has no group {change.group_id}", "group")
    return replace(
        schedule, sessions=sessions, allocations=tuple(one for one in schedule.allocations if not of_group(one))
    )


def _is(one: Any, staff_id: str, strand: str) -> bool:
    return bool(one.staff_id == staff_id and one.strand == strand)
