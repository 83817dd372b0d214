"""The fewest groups of a timetable that stands: which of them can seat everybody.

Times, venues and places of the groups are as they are; ``max_same``, service cover within a group,
locks and the least size hold. What sits in other strands, and order among strands, is dropped.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import numpy as np
from ortools.sat.python import cp_model

from scheduler.bounds.facts import FewestFact
from scheduler.problem import GroupingRule
from scheduler.proofs.solver import least
from scheduler.realism.diaries import minute_of

if TYPE_CHECKING:
    from scheduler.bounds.ground import Ground
    from scheduler.problem import GivenSession, Strand
    from scheduler.realism.diaries import BoolArray

MOST_SEATS = 50_000
"""Beyond so many pairs of a person and a group the model is not tried."""


def fewest_standing(ground: Ground, strand: Strand) -> FewestFact | None:
    """The fewest of the standing groups that seat everybody whom the strand could place; None: nothing is proven."""
    people, groups = ground.people(strand), _groups(ground, strand)
    if not people or len(people) * len(groups) > MOST_SEATS:
        return None
    model = cp_model.CpModel()
    used = {name: model.new_bool_var(name) for name in groups}
    seats: dict[str, dict[int, cp_model.IntVar]] = {name: {} for name in groups}
    locked = {lock.staff_id: lock.group_id for lock in ground.problem.locks if lock.strand == strand.strand_id}
    could = {name: _could_attend(ground, strand, sessions) for name, sessions in groups.items()}
    for place, person in enumerate(people):
        at = locked.get(person.staff_id, "")
        for name in [at] if at in groups else groups:
            if could[name][place] or at:
                seats[name][place] = model.new_bool_var("")
        model.add_exactly_one(seats[name][place] for name in groups if place in seats[name])
    for name, sessions in groups.items():
        _hold(model, ground, strand, seats[name], used[name], _places(strand, sessions))
    for name in set(locked.values()) & set(groups):
        model.add(used[name] == 1)
    proven = least(model, sum(used.values()))
    if proven is None:
        return None
    return FewestFact(strand.strand_id, proven, "the standing groups, their times and places, locks and limits")


def _groups(ground: Ground, strand: Strand) -> dict[str, list[GivenSession]]:
    found: defaultdict[str, list[GivenSession]] = defaultdict(list)
    for session in ground.problem.given:
        if session.strand == strand.strand_id:
            found[session.group_id].append(session)
    return dict(found)


def _places(strand: Strand, sessions: list[GivenSession]) -> int:
    return min([strand.max_size, *(session.places for session in sessions if session.places is not None)])


def _could_attend(ground: Ground, strand: Strand, sessions: list[GivenSession]) -> BoolArray:
    """Of the people who could be placed, whom the times and venues of a group suit."""
    rows, tables = ground.reaches[strand.strand_id].rows, ground.tables
    could = np.ones(len(rows), dtype=np.bool_)
    for session in sessions:
        start = minute_of(session.start)
        could &= tables.people.free(np.array([start], dtype=np.int64), minute_of(session.end) - start)[rows, 0]
        for number, venue in enumerate(ground.problem.venues):
            if venue.venue_id == session.venue_id:
                could &= tables.suits[rows, number]
    return could


def _hold(
    model: cp_model.CpModel,
    ground: Ground,
    strand: Strand,
    seats: dict[int, cp_model.IntVar],
    used: cp_model.IntVar,
    places: int,
) -> None:
    """What one group may hold, if it is used at all."""
    people = ground.people(strand)
    model.add(sum(seats.values()) <= places * used)
    model.add(sum(seats.values()) >= strand.min_size * used)
    limits: defaultdict[tuple[str, str], list[cp_model.IntVar]] = defaultdict(list)
    for place, seat in seats.items():
        model.add_implication(seat, used)
        for column in strand.grouping.max_same:
            if value := people[place].value(column):
                limits[column, value].append(seat)
        if strand.grouping.rule is not GroupingRule.TEAM and people[place].team in ground.cover:
            limits["", people[place].team].append(seat)
    for (column, value), those in limits.items():
        most = strand.grouping.max_same[column] if column else ground.cover[value]
        if len(those) > most:
            model.add(sum(those) <= most)
