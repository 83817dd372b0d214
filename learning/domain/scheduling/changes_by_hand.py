"""Changes that a coordinator makes to a schedule: facts, applied to sessions and places without asking any rule."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from learning.errors import Refusal
from scheduler.schedule import Allocation, Schedule, Session


@dataclass(frozen=True, slots=True)
class MovePerson:
    """Somebody goes into another group of a strand, or gets a first place in it."""

    staff_id: str
    strand: str
    group_id: str


@dataclass(frozen=True, slots=True)
class TakeOut:
    """Somebody loses their place in a strand."""

    staff_id: str
    strand: str


@dataclass(frozen=True, slots=True)
class SwapPeople:
    """Two people change places in a strand."""

    staff_id: str
    other_id: str
    strand: str


@dataclass(frozen=True, slots=True)
class ChangeSession:
    """A session is held at another time, in another venue or by other trainers; its length stays."""

    session_id: str
    start: datetime
    venue_id: str
    trainer_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CancelGroup:
    """A group with all its sessions goes; its people lose their place in the strand."""

    strand: str
    group_id: str


ChangeByHand = MovePerson | TakeOut | SwapPeople | ChangeSession | CancelGroup


def changed(schedule: Schedule, change: ChangeByHand) -> Schedule:
    """The schedule after the change, with the reasons of those without a place still as they were.

    Refuses a change of something that is not there.
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
    groups = {one.group_id for one in schedule.sessions if one.strand == change.strand}
    if change.group_id not in groups:
        raise Refusal("Choose a group of the strand", field="group")
    others = [one for one in schedule.allocations if not _is(one, change.staff_id, change.strand)]
    own = Allocation(change.staff_id, change.strand, change.group_id)
    return replace(schedule, allocations=(*others, own))


def _take_out(schedule: Schedule, change: TakeOut) -> Schedule:
    others = tuple(one for one in schedule.allocations if not _is(one, change.staff_id, change.strand))
    if len(others) == len(schedule.allocations):
        raise Refusal("This person has no place in the strand")
    return replace(schedule, allocations=others)


def _swap(schedule: Schedule, change: SwapPeople) -> Schedule:
    groups = {one.staff_id: one.group_id for one in schedule.allocations if one.strand == change.strand}
    if change.staff_id not in groups or change.other_id not in groups:
        raise Refusal("Both people need a place in the strand to change places", field="other")
    first = _move(schedule, MovePerson(change.staff_id, change.strand, groups[change.other_id]))
    return _move(first, MovePerson(change.other_id, change.strand, groups[change.staff_id]))


def _change(schedule: Schedule, change: ChangeSession) -> Schedule:
    def made(one: Session) -> Session:
        if one.session_id != change.session_id:
            return one
        end = change.start + (one.end - one.start)
        return replace(one, start=change.start, end=end, venue_id=change.venue_id, trainer_ids=change.trainer_ids)

    if all(one.session_id != change.session_id for one in schedule.sessions):
        raise Refusal("This session is not in the schedule")
    return replace(schedule, sessions=tuple(map(made, schedule.sessions)))


def _cancel(schedule: Schedule, change: CancelGroup) -> Schedule:
    def of_group(one: Session | Allocation) -> bool:
        return one.strand == change.strand and one.group_id == change.group_id

    sessions = tuple(one for one in schedule.sessions if not of_group(one))
    if len(sessions) == len(schedule.sessions):
        raise Refusal("This group is not in the schedule")
    return replace(
        schedule, sessions=sessions, allocations=tuple(one for one in schedule.allocations if not of_group(one))
    )


def _is(one: Allocation, staff_id: str, strand: str) -> bool:
    return one.staff_id == staff_id and one.strand == strand
