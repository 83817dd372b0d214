"""The fewest groups of a strand, and how many people no group can take."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scheduler.problem import GroupingRule
from scheduler.realism.report import GroupingChoice, GroupsCause, UnitChoice

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from scheduler.problem import Person, Problem, Strand

TEAM = "team"
DIRECTORATE = "directorate"


@dataclass(frozen=True, slots=True)
class FewestGroups:
    """At least ``groups`` are needed for ``people``; ``left_over`` more fit into no group."""

    groups: int
    people: int
    left_over: int
    cause: GroupsCause
    sentence: str


def fewest_by_size(people: int, least: int, most: int) -> tuple[int, int]:
    """The fewest groups that take as many of ``people`` as can be taken, and how many are left over.

    ``people // least`` groups is the most that can be filled, and each takes ``most``; so many
    people can be placed, and no fewer groups than their number divided by ``most`` can hold them.
    """
    placed = min(people, people // least * most) if most >= least else 0
    return math.ceil(placed / most) if placed else 0, people - placed


def largest_group(problem: Problem, strand: Strand) -> int:
    """The most people that one group can have: ``size.max``, or less if no permitted venue holds it."""
    capacities = [
        strand.max_size if venue.capacity is None else venue.capacity
        for venue in problem.venues
        if venue.mode in strand.modes
    ]
    return min(strand.max_size, max(capacities, default=0))


def fewest_groups(problem: Problem, strand: Strand, people: Sequence[Person]) -> FewestGroups:
    """The fewest groups for the people whom the strand can place.

    A lower bound, because every rule but one is dropped at a time: the size of the groups; the most
    of one value in a group (``max_same``, and service cover, which lets no more of a team be in one
    group than may be away at once); for teams, the size within each unit, as no group crosses units.
    """
    if strand.given:
        return _fewest_given(problem, strand, len(people))
    most = largest_group(problem, strand)
    if strand.grouping.rule is GroupingRule.TEAM:
        return _fewest_in_units(people, strand.grouping.fields[-1], strand.min_size, most)
    groups, left_over = fewest_by_size(len(people), strand.min_size, most)
    best = FewestGroups(
        groups,
        len(people) - left_over,
        left_over,
        GroupsCause.SIZE,
        f"{len(people) - left_over:,} people in groups of {most} at most",
    )
    return _spread(best, strand.min_size, _limits(problem, strand), people)


def _limits(problem: Problem, strand: Strand) -> list[tuple[GroupsCause, str, Mapping[str, int] | int]]:
    """(cause, column, the most of one value in one group: one number, or one for each value)."""
    limits: list[tuple[GroupsCause, str, Mapping[str, int] | int]] = [
        (GroupsCause.MAX_SAME, column, most) for column, most in strand.grouping.max_same.items()
    ]
    if problem.cover is not None:
        sizes = Counter(person.team for person in problem.people)
        away = {team: max(1, math.floor(problem.cover * size)) for team, size in sizes.items()}
        limits.append((GroupsCause.COVER, TEAM, away))
    return limits


def _spread(
    best: FewestGroups,
    least: int,
    limits: Sequence[tuple[GroupsCause, str, Mapping[str, int] | int]],
    people: Sequence[Person],
) -> FewestGroups:
    """Raise the bound by the values that have to be spread over many groups.

    No more than ``people // least`` groups can be filled; of a value, only so many times its limit
    can be placed, and the rest is left over.
    """
    fillable = len(people) // least
    for cause, column, limit in limits:
        counts = Counter(value for person in people if (value := person.value(column)))
        most = {value: limit if isinstance(limit, int) else limit[value] for value in counts}
        left_over = sum(max(0, count - most[value] * fillable) for value, count in counts.items())
        if left_over > best.left_over:
            best = FewestGroups(best.groups, len(people) - left_over, left_over, best.cause, best.sentence)
        needs = {value: math.ceil(min(count, most[value] * fillable) / most[value]) for value, count in counts.items()}
        value = max(needs, key=lambda key: (needs[key], key), default="")
        if value and needs[value] > best.groups:
            why = "be away at once" if cause is GroupsCause.COVER else "share a group"
            sentence = f"{counts[value]:,} people of one {column}, of whom {most[value]} at most may {why}"
            best = FewestGroups(needs[value], best.people, best.left_over, cause, sentence)
    return best


def _fewest_in_units(people: Sequence[Person], column: str, least: int, most: int) -> FewestGroups:
    counts = Counter(person.value(column) for person in people)
    parts = [fewest_by_size(count, least, most) for count in counts.values()]
    left_over = sum(left for _, left in parts)
    sentence = f"{len(people) - left_over:,} people in {len(counts):,} units ({column}), in groups of {most} at most"
    groups = sum(number for number, _ in parts)
    return FewestGroups(groups, len(people) - left_over, left_over, GroupsCause.UNITS, sentence)


def given_places(problem: Problem, strand: Strand) -> list[int]:
    """The places of each group of a given timetable, largest first."""
    places: dict[str, int] = {}
    for session in problem.given:
        if session.strand == strand.strand_id:
            here = strand.max_size if session.places is None else min(session.places, strand.max_size)
            places[session.group_id] = min(here, places.get(session.group_id, here))
    return sorted(places.values(), reverse=True)


def _fewest_given(problem: Problem, strand: Strand, people: int) -> FewestGroups:
    """The fewest of the standing groups whose places reach; all of them if they do not."""
    places = given_places(problem, strand)
    taken = groups = 0
    while taken < people and groups < len(places):
        taken += places[groups]
        groups += 1
    sentence = f"{people:,} people, the largest of the {len(places):,} standing groups first"
    return FewestGroups(groups, people, 0, GroupsCause.GIVEN, sentence)


def compare_groupings(problem: Problem, strand: Strand, people: Sequence[Person]) -> GroupingChoice:
    """Mixed or in teams: the fewest groups either way.

    Units are the columns that the strand's rules or the house itself speak of: ``max_same`` and
    ``fields``, and ``team`` and ``directorate`` where the table has them.
    """
    most = largest_group(problem, strand)
    columns = dict.fromkeys((*strand.grouping.fields, TEAM, DIRECTORATE, *strand.grouping.max_same))
    size, left_over = fewest_by_size(len(people), strand.min_size, most)
    mixed = FewestGroups(size, len(people) - left_over, left_over, GroupsCause.SIZE, "")
    if strand.grouping.rule is GroupingRule.MIXED:
        mixed = _spread(mixed, strand.min_size, _limits(problem, strand), people)
    units = []
    for column in columns:
        values = {person.value(column) for person in people}
        if values - {""}:
            fewest = _fewest_in_units(people, column, strand.min_size, most)
            units.append(UnitChoice(column, len(values), fewest.groups, fewest.left_over))
    return GroupingChoice(mixed.groups, tuple(units))
