"""Who could change places with a person, so that both are well placed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from scheduler.changes.applying import ChangeError
from scheduler.changes.considering import consider
from scheduler.changes.costs import AimChange
from scheduler.changes.facts import SwapPeople
from scheduler.changes.loaded import Loaded
from scheduler.changes.places import find_person, find_strand
from scheduler.changes.suiting import Company, company_of, could_come, fits_in, seeker_of
from scheduler.problem import Person
from scheduler.referee.case import Group
from scheduler.schedule import Session

MOST = 12
A_GROUP = 1


@dataclass(frozen=True, slots=True)
class Swap:
    """Somebody who could change places with a person; it breaks nothing. ``sessions`` are those of their group."""

    other_id: str
    group_id: str
    sessions: tuple[Session, ...]
    aims: tuple[AimChange, ...]


def swaps_for(
    loaded: Loaded, staff_id: str, strand_id: str, *, group_id: str = "", most: int = MOST, a_group: int = A_GROUP
) -> tuple[Swap, ...]:
    """People with whom a person could change places in a strand so that no rule is broken for anybody.

    The earliest dates stand first; at most ``a_group`` people of each group and ``most`` in all; with ``group_id``
    only of that group. Raises `ChangeError` where there is no such person or strand, or where they have no place.
    """
    person, strand = find_person(loaded, staff_id), find_strand(loaded, strand_id)
    own = loaded.case.groups.get((strand_id, loaded.case.placed.get((staff_id, strand_id), "")))
    if own is None:
        raise ChangeError(f"{staff_id} has no place in strand {strand_id} to give for another", "staff")
    if loaded.case.has_begun(own):
        return ()
    seeker, company = seeker_of(loaded, person, strand), company_of(loaded, own)
    found: list[Swap] = []
    for group in sorted(_others(loaded, own, group_id), key=lambda one: (one.first.start, one.group_id)):
        if len(found) < most and could_come(loaded, seeker, group):
            found += _in_group(loaded, person, company, group, min(a_group, most - len(found)))
    return tuple(found)


def _others(loaded: Loaded, own: Group, group_id: str) -> Iterator[Group]:
    for (strand_id, other_id), group in loaded.case.groups.items():
        if strand_id == own.strand.strand_id and other_id != own.group_id and group_id in ("", other_id):
            yield group


def _in_group(loaded: Loaded, person: Person, own: Company, group: Group, most: int) -> list[Swap]:
    found: list[Swap] = []
    company = company_of(loaded, group)
    for other in company.people.values():
        if len(found) >= most:
            break
        if not fits_in(loaded, other, own, person.staff_id) or not fits_in(loaded, person, company, other.staff_id):
            continue
        if could_come(loaded, seeker_of(loaded, other, own.group.strand), own.group):
            found += _tried(loaded, person, other, group)
    return found


def _tried(loaded: Loaded, person: Person, other: Person, group: Group) -> Iterator[Swap]:
    consequences = consider(loaded, SwapPeople(person.staff_id, other.staff_id, group.strand.strand_id))
    if not consequences.broken:
        yield Swap(other.staff_id, group.group_id, group.sessions, consequences.aims)
