"""Whom a strand is for, and who of them has no group."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from scheduler.problem import TAGS, Person, Problem, Strand


@dataclass(frozen=True, slots=True)
class Audience:
    """The people of a strand by staff id, in order of id."""

    people: Mapping[str, Person]

    def __contains__(self, staff_id: str) -> bool:
        return staff_id in self.people


def audiences_of(problem: Problem) -> dict[str, Audience]:
    """The audience of every strand: matching people, less the excluded and those exempt by a lock."""
    people = sorted(problem.people, key=lambda person: person.staff_id)
    exempt = {(lock.staff_id, lock.strand) for lock in problem.locks if not lock.group_id}
    return {strand.strand_id: _audience(strand, people, exempt) for strand in problem.strands}


def _audience(strand: Strand, people: list[Person], exempt: set[tuple[str, str]]) -> Audience:
    return Audience(
        {
            person.staff_id: person
            for person in people
            if _matches(person, strand.audience)
            and not (strand.exclude and _matches(person, strand.exclude))
            and (person.staff_id, strand.strand_id) not in exempt
        }
    )


def _matches(person: Person, wanted: Mapping[str, frozenset[str]]) -> bool:
    return all(
        not values.isdisjoint(person.tags) if column == TAGS else person.value(column) in values
        for column, values in wanted.items()
    )


def units_of(strand: Strand, audience: Audience) -> dict[str, tuple[str, ...]]:
    """Staff id -> everybody of the audience who must be in the same group, for units of two or more."""
    column = strand.grouping.keep_together
    if not column:
        return {}
    by_value: dict[str, list[str]] = {}
    for staff_id, person in audience.people.items():
        if value := person.value(column):
            by_value.setdefault(value, []).append(staff_id)
    return {staff_id: tuple(unit) for unit in by_value.values() if len(unit) > 1 for staff_id in unit}
