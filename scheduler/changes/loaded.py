"""A schedule beside its problem, looked up once so that questions about one person take moments."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from scheduler.measures import Part, Value, aims_of, group_tallies, parts_of
from scheduler.problem import Aim, Problem
from scheduler.referee.case import Case, Ground, GroupKey, ground_of, lay
from scheduler.referee.cover import Away, time_away
from scheduler.referee.grouping import Foes, foes_of, units_of
from scheduler.schedule import Schedule, Unplaced
from scheduler.tally import Counting, Tally, counting_of

Index = Mapping[str, Sequence[GroupKey]]
"""An id of something -> the groups that have to do with it."""


@dataclass(frozen=True, slots=True)
class Basis:
    """What is looked up of the problem alone, whatever the schedule."""

    ground: Ground
    counting: Counting
    foes: Foes
    units: Mapping[str, Mapping[str, frozenset[str]]]
    """Strand id -> value of its column of people kept together -> those people."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """A schedule that can be asked. ``before`` is the first day that can still change, None where all can."""

    basis: Basis
    case: Case
    before: date | None
    of_person: Index
    of_trainer: Index
    of_venue: Index
    away: Mapping[str, Sequence[Away]]
    """Team -> its members' time in sessions that count for service cover; empty without a cover rule."""
    unplaced: Mapping[str, Sequence[Unplaced]]
    """Staff id -> the rows of strands in which the person has no place."""
    tallies: Mapping[GroupKey, Tally]
    parts: Sequence[Part]
    aims: Mapping[Aim, Value]

    @property
    def problem(self) -> Problem:
        return self.case.problem

    @property
    def schedule(self) -> Schedule:
        return self.case.schedule


def load(problem: Problem, schedule: Schedule, *, before: date | None = None) -> Loaded:
    """Look up a problem and a schedule. What lies before the day ``before`` is a fact that no change may touch."""
    return reload(basis_of(problem), schedule, before)


def basis_of(problem: Problem) -> Basis:
    """What every schedule of a problem shares."""
    ground = ground_of(problem)
    empty = lay(ground, Schedule(), None, None)
    units = {
        strand_id: {value: frozenset(ids) for value, ids in units_of(empty, strand_id).items()}
        for strand_id in ground.strands
    }
    return Basis(ground, counting_of(problem), foes_of(empty), units)


def reload(basis: Basis, schedule: Schedule, before: date | None) -> Loaded:
    """Look up another schedule of a problem that is known already."""
    problem = basis.ground.problem
    case = lay(basis.ground, schedule, schedule if before else None, before)
    tallies = group_tallies(problem, schedule)
    parts = parts_of(problem, tallies, schedule.sessions)
    unplaced: defaultdict[str, list[Unplaced]] = defaultdict(list)
    for row in schedule.unplaced:
        unplaced[row.staff_id].append(row)
    return Loaded(
        basis=basis,
        case=case,
        before=before,
        of_person=_of_person(case),
        of_trainer=_of_sessions(case, "trainers"),
        of_venue=_of_sessions(case, "venues"),
        away=time_away(case) if case.cover else {},
        unplaced=unplaced,
        tallies=tallies,
        parts=parts,
        aims=aims_of(parts),
    )


def _of_person(case: Case) -> Index:
    found: defaultdict[str, list[GroupKey]] = defaultdict(list)
    for key, members in case.members.items():
        for staff_id in members:
            found[staff_id].append(key)
    return found


def _of_sessions(case: Case, what: str) -> Index:
    found: defaultdict[str, dict[GroupKey, None]] = defaultdict(dict)
    for key, group in case.groups.items():
        for session in group.sessions:
            for one in session.trainer_ids if what == "trainers" else (session.venue_id,):
                found[one][key] = None
    return {one: tuple(keys) for one, keys in found.items()}
