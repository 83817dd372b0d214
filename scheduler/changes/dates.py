"""The dates among which somebody can choose: those that are free, and those that would do but are full."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import chain

from scheduler.changes.considering import consider
from scheduler.changes.facts import MovePerson
from scheduler.changes.loaded import Loaded
from scheduler.changes.places import find_person, find_strand
from scheduler.changes.suiting import company_of, hindrances, most_of, objections, seeker_of
from scheduler.referee.case import Group
from scheduler.schedule import Session

FULL = frozenset({"full", "alike"})
"""What stands in the way of a date only until somebody leaves it."""


@dataclass(frozen=True, slots=True)
class ChoosableDate:
    """A group that somebody could go into. ``seats`` are those left, less those held for others; 0 where it is full."""

    group_id: str
    sessions: tuple[Session, ...]
    seats: int


@dataclass(frozen=True, slots=True)
class Dates:
    """What somebody can choose among, the earliest first. ``tied`` where their own group would become too small."""

    free: tuple[ChoosableDate, ...]
    full: tuple[ChoosableDate, ...]
    tied: bool


def dates_for(loaded: Loaded, staff_id: str, strand_id: str, *, held: Mapping[str, int], most: int) -> Dates:
    """At most ``most`` free and as many full dates for a person in a strand.

    ``held`` says how many seats of a group are kept for others. A free date keeps every rule; for a full one nothing
    is in the way but who is there now. Why another date is no choice is not said: it may be confidential. Raises
    `ChangeError` where there is no such person or strand.
    """
    person, strand = find_person(loaded, staff_id), find_strand(loaded, strand_id)
    seeker = seeker_of(loaded, person, strand)
    own = loaded.case.groups.get((strand_id, loaded.case.placed.get((staff_id, strand_id), "")))
    if staff_id not in loaded.case.audience[strand_id] or (own is not None and loaded.case.has_begun(own)):
        return Dates((), (), tied=False)
    tied = own is not None and len(own.members) <= strand.min_size
    free: list[ChoosableDate] = []
    full: list[ChoosableDate] = []
    for group in _others(loaded, strand_id, staff_id):
        if len(free) >= most and len(full) >= most:
            break
        company = company_of(loaded, group)
        faults = set(chain(hindrances(loaded, seeker, group), objections(loaded, person, company)))
        seats = max(0, company.most - len(company.members) - held.get(group.group_id, 0))
        if faults <= FULL and (faults or not seats or tied):
            full.append(ChoosableDate(group.group_id, group.sessions, 0 if faults else seats))
        elif not faults and len(free) < most and _breaks_nothing(loaded, staff_id, group):
            free.append(ChoosableDate(group.group_id, group.sessions, seats))
    return Dates(tuple(free), tuple(full[:most]), tied)


def seats_left(loaded: Loaded, strand_id: str, group_id: str) -> int:
    """How many more a group and its venues may hold; 0 where there is no such group."""
    group = loaded.case.groups.get((strand_id, group_id))
    return 0 if group is None else max(0, most_of(loaded, group) - len(group.members))


def _breaks_nothing(loaded: Loaded, staff_id: str, group: Group) -> bool:
    return not consider(loaded, MovePerson(staff_id, group.strand.strand_id, group.group_id)).broken


def _others(loaded: Loaded, strand_id: str, staff_id: str) -> list[Group]:
    groups = [
        group
        for (of, _), group in loaded.case.groups.items()
        if of == strand_id and staff_id not in group.members and not loaded.case.has_begun(group)
    ]
    return sorted(groups, key=lambda group: (group.first.start, group.group_id))
