"""Demand: who of those without a group could come when, and how urgently they need it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scheduler.engine.eligibility import eligibility, short_teams
from scheduler.engine.plan import Plan, StrandPlan
from scheduler.engine.slots import Bools, Ints

Floats = NDArray[np.float64]
MUST = 1000.0
"""How much more urgent somebody is whom a lock in a later strand needs here."""
SCARCE = 10.0
"""How much more urgent somebody is whose value of a limited column needs nearly every group."""
NEARLY_ALL = 0.9
MILLION = 1e6
CHUNK = 1000


@dataclass
class Demand:
    """Who of those without a group could come to which column, and how urgently."""

    people: Ints
    eligible: Bools
    """(people, columns)"""
    factor: Floats
    """(people,) what makes somebody more urgent than others with as many columns."""
    left: Ints
    """(people,) how many columns are still to come, as the construction goes from week to week."""
    urgency: Floats
    """(people,) the fewer the columns that are still to come, the more urgent."""
    waiting: Bools
    """(people,) who still has no group."""
    row_of: dict[int, int]
    count: Ints
    """(venue classes, columns) how many waiting people could come."""
    weight: Floats
    """(venue classes, columns) the sum of their urgency."""
    seats: int
    """How many members a full group is to have."""


def build_demand(plan: Plan, strand: StrandPlan, people: Ints, rng: np.random.Generator) -> Demand:
    eligible = eligibility(plan, strand, people)
    factor = 1 + 0.01 * rng.random(len(people))
    seats, scarce = full_size(strand, people)
    factor[scarce] *= SCARCE
    factor[plan.instance.must_place[strand.arrays.number][people]] *= MUST
    left = eligible.sum(axis=1)
    urgency = whole(factor / np.maximum(1, left))
    suits = plan.instance.class_suits[people]
    return Demand(
        people=people,
        eligible=eligible,
        factor=factor,
        left=left,
        urgency=urgency,
        waiting=np.ones(len(people), dtype=bool),
        seats=seats,
        row_of={int(p): i for i, p in enumerate(people)},
        count=exact_counts(suits, eligible),
        weight=weigh(suits.T * urgency, eligible),
    )


def look_ahead(demand: Demand, suits: Bools, now: Bools) -> None:
    """Weigh the columns of ``now`` by what people have left from now on: those whose time runs out come first."""
    demand.urgency = whole(demand.factor / np.maximum(1, demand.left))
    demand.left = demand.left - demand.eligible[:, now].sum(axis=1)
    rows, columns = np.flatnonzero(demand.waiting), np.flatnonzero(now)
    urgency = suits[demand.people[rows]].T * demand.urgency[rows]
    demand.weight[:, columns] = weigh(urgency, demand.eligible[np.ix_(rows, columns)])


def whole(urgency: Floats) -> Floats:
    """Urgency in whole millionths: sums of whole numbers are the same in any order, on any machine."""
    return np.rint(urgency * MILLION)


def weigh(urgency: Floats, eligible: Bools) -> Floats:
    """(venue classes, people) by (people, columns): the sums of urgency, a thousand columns at a time."""
    parts = [urgency @ eligible[:, at : at + CHUNK].astype(np.float64) for at in range(0, eligible.shape[1], CHUNK)]
    return np.concatenate(parts, axis=1) if parts else np.zeros((len(urgency), 0))


def exact_counts(suits: Bools, eligible: Bools) -> Ints:
    """The same product in floating point, which is exact for counts below 2^24 and much faster."""
    product = suits.T.astype(np.float32) @ eligible.astype(np.float32)
    return np.rint(product).astype(np.int64)


def serve(demand: Demand, suits: Bools, members: list[int]) -> None:
    """These people are no longer waiting."""
    rows = np.array([demand.row_of[p] for p in members if p in demand.row_of], dtype=np.int64)
    rows = rows[demand.waiting[rows]]
    demand.waiting[rows] = False
    those = suits[demand.people[rows]]
    demand.count -= those.T.astype(np.int64) @ demand.eligible[rows].astype(np.int64)
    demand.weight -= (those.T * demand.urgency[rows]) @ demand.eligible[rows].astype(np.float64)


def drop_short(plan: Plan, strand: StrandPlan, demand: Demand, suits: Bools, column: int, members: list[int]) -> None:
    """Colleagues of new members who can no longer be spared at that time are no longer eligible then."""
    instance = plan.instance
    if instance.problem.cover is None or not strand.arrays.counts_for_cover:
        return
    teams = np.unique(instance.team[members])
    teams = teams[teams >= 0]
    columns = overlapping(plan, strand, column)
    short = short_teams(plan, teams, strand.arrays.columns[columns])
    for team, gone in zip(teams.tolist(), (columns[row] for row in short), strict=True):
        rows = np.flatnonzero(demand.waiting & (instance.team[demand.people] == team)) if len(gone) else gone
        if len(rows):
            lost = demand.eligible[np.ix_(rows, gone)]
            those = suits[demand.people[rows]]
            demand.count[:, gone] -= those.T.astype(np.int64) @ lost.astype(np.int64)
            demand.weight[:, gone] -= (those.T * demand.urgency[rows]) @ lost.astype(np.float64)
            demand.eligible[np.ix_(rows, gone)] = False


def overlapping(plan: Plan, strand: StrandPlan, column: int) -> Ints:
    """Columns with a meeting that overlaps one of the given column's."""
    slots, columns = plan.instance.slots, strand.arrays.columns
    found = np.zeros(len(columns), dtype=bool)
    for own in columns[column].tolist():
        for theirs in columns.T:
            found |= (slots.start[theirs] < slots.end[own]) & (slots.end[theirs] > slots.start[own])
    return np.flatnonzero(found)


def full_size(strand: StrandPlan, people: Ints) -> tuple[int, Bools]:
    """The size of a full group, and (people,) who has a value that decides it.

    Where one value is so frequent that max_same asks for more groups than the sizes do, groups are
    made smaller from the start: filled to the brim, they would leave people of that value over.
    """
    sizes = strand.arrays.strand
    fewest = -(-len(people) // sizes.max_size)
    needed, scarce = fewest, np.zeros(len(people), dtype=bool)
    for limit in strand.arrays.limits:
        values = limit.values[people]
        groups = -(-np.bincount(values[values >= 0], minlength=limit.count) // limit.most)
        if limit.count and groups.max() > NEARLY_ALL * fewest:
            needed = max(needed, int(groups.max()))
            scarce |= (values >= 0) & (groups[values] > NEARLY_ALL * fewest)
    if needed <= fewest:
        # A rest that is too small for a group of its own is spread over the others from the start.
        left = len(people) - (fewest - 1) * sizes.max_size
        even = max(sizes.min_size, -(-len(people) // max(1, fewest)))
        return sizes.max_size if left >= sizes.min_size else even, scarce
    return min(sizes.max_size, max(sizes.min_size, len(people) // needed)), scarce
