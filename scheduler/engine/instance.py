"""The problem as arrays: computed once, never changed by the search.

People, trainers and venues are numbered in the order of their ids, so that the order of rows in a
file changes nothing. -1 stands for "none" wherever an index is stored.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from scheduler.engine.prospects import Prospect, prospect
from scheduler.engine.slots import Bools, Ints, Slots
from scheduler.problem import (
    GivenSession,
    GroupingRule,
    Mode,
    Person,
    Problem,
    Strand,
    Trainer,
    Venue,
    Wish,
)

NO_LIMIT = 10**9


@dataclass(frozen=True)
class Limit:
    """At most ``most`` members of a group may share one value of a column."""

    values: Ints
    """(people,) the value's number, -1 for a blank."""
    count: int
    most: int


@dataclass(frozen=True)
class GivenGroup:
    """A group of the timetable that already stands."""

    group_id: str
    sessions: tuple[GivenSession, ...]
    slots: tuple[int, ...]
    venues: tuple[int, ...]
    trainers: tuple[tuple[int, ...], ...]
    """The trainers of each meeting."""
    places: int


@dataclass(frozen=True)
class StrandArrays:
    """One strand as arrays."""

    number: int
    strand: Strand
    audience: Bools
    columns: Ints
    """(columns, meetings) slot numbers of the candidate sets of starts."""
    limits: tuple[Limit, ...]
    mixing: tuple[tuple[Ints, int, float], ...]
    """(values, number of values, weight) of each column of the aim mix."""
    own: Ints
    """(people,) value of the first field of rule team."""
    unit: Ints
    """(people,) value of the last field of rule team; blanks share a number of their own."""
    alone: tuple[Ints, int] | None
    together: tuple[Ints, ...]
    """Units of keep_together within the audience with at least two members: people's numbers."""
    unit_of: Ints
    """(people,) the number of their unit in ``together``."""
    foes: dict[int, Ints]
    """Person -> people who may not be in their group."""
    trainer_foes: dict[int, Ints]
    """Trainer -> people whom they may not lead."""
    may_deliver: Bools
    """(trainers,)"""
    prerequisites: tuple[int, ...]
    min_gap_days: int
    max_gap_days: int
    given: tuple[GivenGroup, ...]
    locked: dict[int, str]
    """Person -> the group that they are pinned to."""

    @property
    def counts_for_cover(self) -> bool:
        return self.strand.grouping.rule is not GroupingRule.TEAM

    @property
    def team_based(self) -> bool:
        return self.strand.grouping.rule is GroupingRule.TEAM


@dataclass(frozen=True)
class Instance:
    """The whole problem as arrays."""

    problem: Problem
    slots: Slots
    people: tuple[Person, ...]
    trainers: tuple[Trainer, ...]
    venues: tuple[Venue, ...]
    person_free: Bools
    trainer_free: Bools
    venue_open: Bools
    suits: Bools
    """(people, venues + 1); the last column, all true, stands for "no venue"."""
    team: Ints
    team_limit: Ints
    """(teams,) the most members of a team away at once."""
    strands: tuple[StrandArrays, ...]
    order: tuple[int, ...]
    """Strand numbers, prerequisites first."""
    trainer_person: Ints
    ready_after: Ints
    """(trainers,) number of the strand that a trainer must have completed."""
    leads_as: dict[int, tuple[int, ...]]
    """Person -> the trainers who they are, for trainers who are staff."""
    moments: Ints
    """The distinct starts of slots: where the number of people away can rise."""
    moment_from: Ints
    moment_to: Ints
    """(slots,) the half-open range of moments that a slot covers."""

    @cached_property
    def wishes_of(self) -> dict[int, list[Wish]]:
        """Person -> their wishes."""
        numbers = {person.staff_id: number for number, person in enumerate(self.people)}
        found: dict[int, list[Wish]] = {}
        for wish in self.problem.wishes:
            found.setdefault(numbers[wish.staff_id], []).append(wish)
        return found

    @cached_property
    def venue_classes(self) -> tuple[Ints, ...]:
        """Venues that suit the same people, in groups; those that suit most first, online first."""
        found: dict[bytes, list[int]] = {}
        for number in range(len(self.venues)):
            found.setdefault(self.suits[:, number].tobytes(), []).append(number)
        groups = [sorted(group, key=self._venue_rank) for group in found.values()]
        groups.sort(key=lambda group: (-int(self.suits[:, group[0]].sum()), group[0]))
        return tuple(np.array(group, dtype=np.int64) for group in groups)

    @cached_property
    def must_place(self) -> tuple[Bools, ...]:
        """For each strand (people,) who needs a place in it because a lock holds them in a later strand."""
        found = [np.zeros(len(self.people), dtype=bool) for _ in self.strands]
        for number in reversed(self.order):
            arrays = self.strands[number]
            bound = found[number].copy()
            bound[list(arrays.locked)] = True
            for earlier in arrays.prerequisites:
                found[earlier] |= bound & self.strands[earlier].audience
        return tuple(found)

    @cached_property
    def prospects(self) -> tuple[Prospect, ...]:
        """For each strand who could attend it at all, and until which day that is of use for what comes after."""
        found: dict[int, Prospect] = {}
        for number in reversed(self.order):
            found[number] = prospect(self, self.strands[number], found)
        return tuple(found[number] for number in range(len(self.strands)))

    @cached_property
    def possible(self) -> tuple[Bools, ...]:
        """For each strand (people,) whom some candidate column or given group suits, whatever the others do."""
        return tuple(each.possible for each in self.prospects)

    @cached_property
    def class_suits(self) -> Bools:
        """(people, venue classes) whom the venues of a class suit."""
        return self.suits[:, [int(venues[0]) for venues in self.venue_classes]]

    def _venue_rank(self, number: int) -> tuple[bool, int]:
        return (self.venues[number].mode is not Mode.ONLINE, number)
