"""Who could be placed in which strand: everyone not proven impossible.

Each test drops all rules but one or two, so that nobody is lost who could be placed by any schedule:
times and places, what must come first (neither too soon nor too late after it), units that stay
together, and groups that do not find their least number.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from math import floor
from typing import TYPE_CHECKING

import numpy as np

from scheduler.problem import MINUTES_A_DAY, GroupingRule, KeepApart
from scheduler.realism.groups import given_places, largest_group
from scheduler.realism.series import NEVER, earliest_days

if TYPE_CHECKING:
    from scheduler.problem import Person, Problem, Strand
    from scheduler.realism.diaries import BoolArray, IntArray
    from scheduler.realism.survey import StrandSurvey, Tables


@dataclass(frozen=True, slots=True, eq=False)
class Reach:
    """One strand: rows of `Problem.people` in its audience, and why some of them cannot be placed."""

    survey: StrandSurvey
    rows: IntArray
    """Rows of the people not proven impossible."""
    cannot_attend: int
    held_back: int
    no_group: int
    """People kept out by their unit, or by too few others for any group."""

    @property
    def strand(self) -> Strand:
        return self.survey.strand

    @property
    def people(self) -> int:
        return len(self.rows)


def reach_strands(tables: Tables, surveys: dict[str, StrandSurvey]) -> dict[str, Reach]:
    """The reach of each strand by id; repeated until no one's loss costs another a place."""
    can = {name: survey.to_place.copy() for name, survey in surveys.items()}
    held = {name: survey.held_back.copy() for name, survey in surveys.items()}
    for name, survey in surveys.items():
        late = can[name] & _too_late(tables, surveys, survey)
        held[name] |= late
        can[name] &= ~late & _in_possible_unit(tables, survey)
    while _narrow(tables.problem, surveys, can, held):
        pass
    return {name: _reach(survey, can[name], held[name]) for name, survey in surveys.items()}


def attendance(tables: Tables, survey: StrandSurvey) -> BoolArray:
    """Person of the audience x permitted start: free, and an open venue suits. No given timetable."""
    strand = survey.strand
    permitted = np.array([venue.mode in strand.modes for venue in tables.problem.venues], dtype=np.bool_)
    open_venues = tables.venues.free(survey.starts, strand.duration_minutes) & permitted[:, None]
    suits = tables.people.free(survey.starts, strand.duration_minutes)[survey.people]
    suits &= (tables.suits[survey.people].astype(np.float32) @ open_venues.astype(np.float32)) > 0
    return suits


def most_members(problem: Problem, strand: Strand) -> int:
    """The most people that one group of the strand can have; 0 if there can be no group."""
    places = given_places(problem, strand) if strand.given else [largest_group(problem, strand)]
    most = max(places, default=0)
    return most if most >= strand.min_size else 0


def cover_limits(problem: Problem) -> dict[str, int]:
    """Team -> the most members away at once; empty without service cover."""
    if problem.cover is None:
        return {}
    sizes = Counter(person.team for person in problem.people if person.team)
    return {team: max(1, floor(problem.cover * size)) for team, size in sizes.items()}


def _reach(survey: StrandSurvey, can: BoolArray, held: BoolArray) -> Reach:
    cannot, held_back = int(survey.cannot_attend.sum()), int(held.sum())
    no_group = len(survey.people) - int(can.sum()) - cannot - held_back
    return Reach(survey, survey.people[can], cannot, held_back, no_group)


def _too_late(tables: Tables, surveys: dict[str, StrandSurvey], survey: StrandSurvey) -> BoolArray:
    """Whoever could begin only when the most days since an earlier strand have passed."""
    after, late = survey.strand.after, np.zeros(len(survey.people), dtype=np.bool_)
    if after is None or after.max_days is None or survey.strand.given or not len(survey.starts):
        return late
    by_day, days = _by_day(tables, survey)
    for name in after.strands:
        earlier = surveys[name]
        first = np.full(len(tables.problem.people), -1, dtype=np.int64)
        last = np.full(len(tables.problem.people), NEVER, dtype=np.int64)
        first[earlier.people], last[earlier.people] = earlier.possible_last, _latest_last(tables, earlier)
        begins = first[survey.people] + after.min_days
        could = earliest_days(by_day, days, begins, survey.strand.meetings, survey.strand.gap_days)[0]
        late |= (could < NEVER) & (could > last[survey.people] + after.max_days)
    return late


def _latest_last(tables: Tables, survey: StrandSurvey) -> IntArray:
    """The latest day on which each person could complete the strand; `NEVER` where it is not known."""
    if survey.strand.given or not len(survey.starts):
        return np.full(len(survey.people), NEVER, dtype=np.int64)
    by_day, days = _by_day(tables, survey)
    ever = np.full(len(survey.people), -NEVER, dtype=np.int64)
    mirrored = earliest_days(by_day[:, ::-1], -days[::-1], ever, survey.strand.meetings, survey.strand.gap_days)[0]
    return np.where(mirrored < NEVER, -mirrored, NEVER)


def _by_day(tables: Tables, survey: StrandSurvey) -> tuple[BoolArray, IntArray]:
    days, begin = np.unique(survey.starts // MINUTES_A_DAY, return_index=True)
    by_day: BoolArray = np.logical_or.reduceat(attendance(tables, survey), begin, axis=1)
    return by_day, days


def _in_possible_unit(tables: Tables, survey: StrandSurvey) -> BoolArray:
    """False for members of units that no group of the strand can hold as a whole."""
    strand, problem = survey.strand, tables.problem
    column = strand.grouping.keep_together
    fine = np.ones(len(survey.people), dtype=np.bool_)
    if not column:
        return fine
    common = None if strand.given else attendance(tables, survey)
    most, limits = most_members(problem, strand), cover_limits(problem)
    for places in units_of(problem, survey, column).values():
        members = [problem.people[survey.people[place]] for place in places]
        holds = len(members) <= most and _may_meet(strand, members, limits)
        if common is not None and holds:
            holds = bool(common[places].all(axis=0).any())
        fine[places] = holds
    return fine


def units_of(problem: Problem, survey: StrandSurvey, column: str) -> dict[str, list[int]]:
    """Value that is not blank -> places in ``survey.people`` of the audience who share it."""
    units: defaultdict[str, list[int]] = defaultdict(list)
    for place, row in enumerate(survey.people):
        if value := problem.people[row].value(column):
            units[value].append(place)
    return units


def _may_meet(strand: Strand, members: list[Person], limits: dict[str, int]) -> bool:
    """Whether people who stay together keep the other rules that depend on them alone."""
    if KeepApart.LINE_MANAGER in strand.grouping.keep_apart:
        ids = {person.staff_id for person in members}
        if any(person.line_manager_id in ids - {person.staff_id} for person in members):
            return False
    for column, most in strand.grouping.max_same.items():
        if max(Counter(value for person in members if (value := person.value(column))).values(), default=0) > most:
            return False
    teams = Counter(person.team for person in members if person.team)
    return all(count <= limits.get(team, count) for team, count in teams.items())


def _narrow(
    problem: Problem, surveys: dict[str, StrandSurvey], can: dict[str, BoolArray], held: dict[str, BoolArray]
) -> bool:
    """One round of taking out whoever depends on people taken out before; whether anyone was."""
    changed = False
    for name, survey in surveys.items():
        waits = can[name] & _waits_in_vain(problem, surveys, can, survey)
        held[name] |= waits
        fine = can[name] & ~waits
        fine &= _whole_units(problem, survey, fine)
        fine &= _enough(problem, survey, fine)
        changed |= bool((fine != can[name]).any())
        can[name] = fine
    return changed


def _waits_in_vain(
    problem: Problem, surveys: dict[str, StrandSurvey], can: dict[str, BoolArray], survey: StrandSurvey
) -> BoolArray:
    barred = np.zeros(len(problem.people), dtype=np.bool_)
    for name in survey.strand.after.strands if survey.strand.after else ():
        barred[surveys[name].people[~can[name]]] = True
    return barred[survey.people]


def _whole_units(problem: Problem, survey: StrandSurvey, fine: BoolArray) -> BoolArray:
    whole = np.ones(len(fine), dtype=np.bool_)
    if column := survey.strand.grouping.keep_together:
        for places in units_of(problem, survey, column).values():
            whole[places] = fine[places].all()
    return whole


def _enough(problem: Problem, survey: StrandSurvey, fine: BoolArray) -> BoolArray:
    """Whether so many are left, in the strand or in the person's unit, that a least group can be."""
    strand = survey.strand
    if most_members(problem, strand) == 0:
        return np.zeros(len(fine), dtype=np.bool_)
    if strand.grouping.rule is not GroupingRule.TEAM:
        return np.full(len(fine), fine.sum() >= strand.min_size, dtype=np.bool_)
    units = [problem.people[row].value(strand.grouping.fields[-1]) for row in survey.people]
    sizes = Counter(unit for unit, one in zip(units, fine, strict=True) if one)
    return np.array([sizes[unit] >= strand.min_size for unit in units], dtype=np.bool_)
