"""What every argument stands on: who could be placed, what the schedule reaches, and what is known.

A bound is for schedules that reach the same in the aims before it. What that leaves open is said
here: how many people may be left out, how many not in a group of their own team, how many groups.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from scheduler.bounds.facts import Facts
from scheduler.bounds.reach import Reach, attendance, cover_limits, most_members, reach_strands
from scheduler.bounds.seats import seat_strands
from scheduler.problem import Aim
from scheduler.realism.supply import Supply, supply_trainers, supply_venues
from scheduler.realism.survey import open_tables, survey_strands

if TYPE_CHECKING:
    from collections.abc import Iterable

    from scheduler.bounds.fewest import Fewest
    from scheduler.bounds.own_team import Teams
    from scheduler.measures import Measures
    from scheduler.problem import Person, Problem, Strand
    from scheduler.realism.diaries import BoolArray
    from scheduler.realism.survey import Tables


@dataclass(frozen=True, eq=False)
class Ground:
    """The facts under all arguments of one problem and one schedule's measures; filled as asked for."""

    problem: Problem
    measures: Measures
    facts: Facts = field(default_factory=Facts)
    teams: dict[str, Teams] = field(default_factory=dict)
    """The split of each team strand, once it has been asked for."""
    fewest: dict[tuple[str, int], Fewest] = field(default_factory=dict)
    """The fewest groups by strand and number of people to spare, once asked for."""
    _people: dict[str, list[Person]] = field(default_factory=dict)
    _counts: dict[tuple[str, str], Counter[str]] = field(default_factory=dict)
    _attendance: dict[str, BoolArray] = field(default_factory=dict)
    _supplies: dict[tuple[str, tuple[str, ...], str], Supply] = field(default_factory=dict)

    @cached_property
    def reaches(self) -> dict[str, Reach]:
        """The reach of every strand by id."""
        tables = self.tables
        return reach_strands(tables, survey_strands(tables))

    @cached_property
    def tables(self) -> Tables:
        return open_tables(self.problem)

    @property
    def placeable(self) -> int:
        """(Person, strand) pairs not proven impossible, over all strands."""
        return sum(reach.people for reach in self.reaches.values())

    def people(self, strand: Strand) -> list[Person]:
        """Whoever could be placed in the strand."""
        name = strand.strand_id
        if name not in self._people:
            self._people[name] = [self.problem.people[row] for row in self.reaches[name].rows.tolist()]
        return self._people[name]

    def counts(self, strand: Strand, column: str) -> Counter[str]:
        """How many of them have each value of a column; blanks are left out."""
        key = strand.strand_id, column
        if key not in self._counts:
            self._counts[key] = Counter(value for person in self.people(strand) if (value := person.value(column)))
        return self._counts[key]

    @cached_property
    def cover(self) -> dict[str, int]:
        """Team -> the most members away at once; empty without service cover."""
        return cover_limits(self.problem)

    def most(self, strand: Strand) -> int:
        """The most people that a group of the strand can have."""
        return most_members(self.problem, strand)

    def attendance(self, strand: Strand) -> BoolArray:
        """Person who could be placed x permitted start: free, and a venue suits. No given timetable."""
        name = strand.strand_id
        if name not in self._attendance:
            survey = self.reaches[name].survey
            kept = self.reaches[name].rows
            inside = dict(zip(survey.people.tolist(), range(len(survey.people)), strict=True))
            self._attendance[name] = attendance(self.tables, survey)[[inside[row] for row in kept.tolist()]]
        return self._attendance[name]

    def trainer_supply(self, strands: tuple[str, ...], kind: str = "") -> Supply:
        """The most trainer-sessions for these strands together, of one kind of trainer or of all."""
        key = ("trainers", strands, kind)
        if key not in self._supplies:
            surveys = [self.reaches[name].survey for name in strands]
            self._supplies[key] = supply_trainers(self.problem, surveys, kind)
        return self._supplies[key]

    def venue_supply(self, strands: tuple[str, ...]) -> Supply:
        """The most sessions of these strands together that the venues could hold."""
        key = ("venues", strands, "")
        if key not in self._supplies:
            surveys = [self.reaches[name].survey for name in strands]
            self._supplies[key] = supply_venues(self.problem, surveys)
        return self._supplies[key]

    def knows(self, aim: Aim, of: Aim) -> bool:
        """Whether ``of`` comes before ``aim``, so that what the schedule reaches there is taken as known."""
        order = self.problem.order
        return of in order and (aim not in order or order.index(of) < order.index(aim))

    def spare_people(self, aim: Aim) -> int:
        """The most placeable pairs that a schedule may leave out and still be compared in ``aim``."""
        if not self.knows(aim, Aim.PLACED):
            return self.placeable
        placed = self.measures.aims[Aim.PLACED]
        return max(0, self.placeable - placed) if isinstance(placed, int) else self.placeable

    @cached_property
    def seats(self) -> dict[str, int]:
        """Strand id -> the most people that it can place, whoever they are."""
        return seat_strands(self)

    def surely_left_out(self, strand: Strand, aim: Aim) -> int:
        """How many of the people have no seat in any schedule; 0 where nobody need be left out."""
        name = strand.strand_id
        if not self.knows(aim, Aim.PLACED) or not self.spare_people(aim):
            return 0
        return self.reaches[name].people - self.seats[name]

    def spare_seats(self, aim: Aim) -> int:
        """The most pairs for whom there is a seat and who may all the same be left out."""
        surely = sum(self.surely_left_out(strand, aim) for strand in self.problem.strands)
        return max(0, self.spare_people(aim) - surely)

    def spare_among(self, strands: Iterable[Strand], aim: Aim) -> int:
        """The most people of these strands who may be left out."""
        return sum(self.surely_left_out(strand, aim) for strand in strands) + self.spare_seats(aim)

    def groups_known(self, aim: Aim) -> int | None:
        """The number of groups of all strands together, where it is taken as known."""
        groups = self.measures.aims[Aim.GROUPS]
        return groups if self.knows(aim, Aim.GROUPS) and isinstance(groups, int) else None

    @property
    def strands_with_people(self) -> list[Strand]:
        """The strands in which somebody could be placed."""
        return [strand for strand in self.problem.strands if self.reaches[strand.strand_id].people]
