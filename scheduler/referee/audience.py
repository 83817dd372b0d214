"""Whom a strand is for."""

from __future__ import annotations

from collections.abc import Mapping

from scheduler.problem import TAGS, Person, Problem, Strand


def audiences(problem: Problem) -> dict[str, frozenset[str]]:
    """Strand id -> staff ids of everyone whom it is for, without those exempt by a lock."""
    exempt = {(lock.staff_id, lock.strand) for lock in problem.locks if not lock.group_id}
    return {strand.strand_id: _audience(problem, strand, exempt) for strand in problem.strands}


def _audience(problem: Problem, strand: Strand, exempt: set[tuple[str, str]]) -> frozenset[str]:
    inside, outside = strand.audience, strand.exclude
    return frozenset(
        person.staff_id
        for person in problem.people
        if _holds(person, inside)
        and not (outside and _holds(person, outside))
        and (person.staff_id, strand.strand_id) not in exempt
    )


def _holds(person: Person, wanted: Mapping[str, frozenset[str]]) -> bool:
    return all(
        bool(person.tags & values) if column == TAGS else person.value(column) in values
        for column, values in wanted.items()
    )
