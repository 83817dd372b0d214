"""The best places for one person in a strand: a joiner, somebody with a clash, somebody who asks for another date."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from itertools import chain
from operator import itemgetter

from scheduler.changes.applying import ChangeError
from scheduler.changes.considering import consider
from scheduler.changes.costs import AimChange, aim_changes, aims_with, losses
from scheduler.changes.facts import MovePerson
from scheduler.changes.loaded import Loaded
from scheduler.changes.suiting import Seeker, company_of, hindrances, most_of, objections, seeker_of
from scheduler.problem import Person, Strand
from scheduler.referee.case import Group, GroupKey
from scheduler.referee.verdict import Violation
from scheduler.schedule import Session

BEST = 12
NEAREST = 6


@dataclass(frozen=True, slots=True)
class Place:
    """A group that somebody could go into, with what that breaks and costs. ``seats`` are those left before it."""

    group_id: str
    sessions: tuple[Session, ...]
    seats: int
    broken: tuple[Violation, ...]
    aims: tuple[AimChange, ...]


def places_for(
    loaded: Loaded, staff_id: str, strand_id: str, *, best: int = BEST, nearest: int = NEAREST
) -> tuple[Place, ...]:
    """The places for a person in a strand: at most ``best`` that break nothing, then ``nearest`` others.

    The first are those whose aims lose least, of equals the earliest; the others those that break the fewest kinds
    of rules. The group in which the person is now and groups that have met are no places. Raises `ChangeError`
    where there is no such person or strand.
    """
    seeker = seeker_of(loaded, find_person(loaded, staff_id), find_strand(loaded, strand_id))
    free: list[Place] = []
    others: list[Place] = []
    for faults, group in _ranked(loaded, seeker):
        if len(free) < best if faults == 0 else len(others) < nearest:
            place = _place(loaded, seeker, group)
            (others if place.broken else free).append(place)
        if len(free) >= best and len(others) >= nearest:
            break
    return (*free, *sorted(others, key=lambda place: len(place.broken))[:nearest])


def find_person(loaded: Loaded, staff_id: str) -> Person:
    """Raises `ChangeError` where nobody has the id."""
    person = loaded.case.people.get(staff_id)
    if person is None:
        raise ChangeError(f"Nobody in the staff table has the id {staff_id}", "staff")
    return person


def find_strand(loaded: Loaded, strand_id: str) -> Strand:
    """Raises `ChangeError` where the programme has no such strand."""
    strand = loaded.case.strands.get(strand_id)
    if strand is None:
        raise ChangeError(f"The programme has no strand {strand_id}", "strand")
    return strand


def _ranked(loaded: Loaded, seeker: Seeker) -> list[tuple[int, Group]]:
    """Every other group that has not met, the most promising first, each with the kinds of rules in its way."""
    found: list[tuple[tuple[int, tuple[Fraction, ...], datetime, str], Group]] = []
    for (strand_id, group_id), group in loaded.case.groups.items():
        if strand_id != seeker.strand.strand_id or loaded.case.has_begun(group):
            continue
        if seeker.person.staff_id not in group.members:
            company = company_of(loaded, group)
            faults = sum(
                1 for _ in chain(hindrances(loaded, seeker, group), objections(loaded, seeker.person, company))
            )
            lost = () if faults else _lost(loaded, seeker, group)
            found.append(((faults, lost, group.first.start, group_id), group))
    return [(rank[0], group) for rank, group in sorted(found, key=itemgetter(0))]


def _lost(loaded: Loaded, seeker: Seeker, group: Group) -> tuple[Fraction, ...]:
    staff_id, strand_id = seeker.person.staff_id, seeker.strand.strand_id
    members: dict[GroupKey, Sequence[str]] = {(strand_id, group.group_id): (*group.members, staff_id)}
    own = strand_id, loaded.case.placed.get((staff_id, strand_id), "")
    if own in loaded.case.members:
        members[own] = [one for one in loaded.case.members[own] if one != staff_id]
    return losses(loaded, aim_changes(loaded, aims_with(loaded, members)))


def _place(loaded: Loaded, seeker: Seeker, group: Group) -> Place:
    found = consider(loaded, MovePerson(seeker.person.staff_id, seeker.strand.strand_id, group.group_id))
    seats = max(0, most_of(loaded, group) - len(group.members))
    return Place(group.group_id, group.sessions, seats, found.broken, found.aims)
