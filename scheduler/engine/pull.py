"""Pulling: a new group for people without one, filled up from groups that can spare members."""

from __future__ import annotations

import numpy as np

from scheduler.engine.chains import immovable, may_join
from scheduler.engine.construct import barred
from scheduler.engine.eligibility import column_free, eligibility
from scheduler.engine.members import pick_members
from scheduler.engine.plan import Plan, StrandPlan, join, leave, open_group
from scheduler.engine.resources import find_resources, trainer_column, venue_column
from scheduler.engine.slots import Ints


def open_for(plan: Plan, strand: StrandPlan, seeds: Ints, *, tries: int = 6) -> bool:
    """Open one group for some of the people in ``seeds``, who have none; False if none can be."""
    columns = strand.arrays.columns
    seeds = seeds[strand.arrays.unit_of[seeds] < 0]
    if not len(columns) or not len(seeds):
        return False
    if strand.arrays.team_based:
        units = strand.arrays.unit[seeds]
        if len(set(units.tolist())) > 1:
            return any(open_for(plan, strand, seeds[units == unit], tries=tries) for unit in np.unique(units))
    eligible = eligibility(plan, strand, seeds)
    open_columns = trainer_column(plan, strand.arrays, columns)
    ranked: list[tuple[float, int, int]] = []
    for number, venues in enumerate(plan.instance.venue_classes):
        can = eligible & plan.instance.suits[seeds, int(venues[0])][:, None]
        count = np.where(open_columns, can.sum(axis=0), 0)
        if not count.any():
            continue
        count = np.where(venue_column(plan, strand.arrays, venues, columns), count, 0)
        best = np.argsort(-count, kind="stable")[:tries]
        ranked += [(-float(count[c]), number, int(c)) for c in best if count[c]]
    return any(open_around(plan, strand, seeds, number, column) for _, number, column in sorted(ranked)[:tries])


def open_around(plan: Plan, strand: StrandPlan, seeds: Ints, kind: int, column: int) -> bool:
    """Open a group at a column with as many seeds as fit and no more donors than it needs."""
    arrays, instance = strand.arrays, plan.instance
    slots = tuple(int(s) for s in arrays.columns[column])
    found = find_resources(plan, arrays, slots, instance.venue_classes[kind], arrays.strand.max_size, seeds)
    if found is None:
        return False
    venues, trainers = found
    label = int(arrays.unit[seeds[0]]) if arrays.team_based else -1
    audience = np.flatnonzero(
        arrays.audience
        & instance.suits[:, list(venues)].all(axis=1)
        & ((strand.place < 0) | ~immovable(plan, strand))
        & ((arrays.unit == label) if arrays.team_based else True)
    )
    audience = barred(plan, strand, audience, trainers, slots)
    can = audience[eligibility(plan, strand, audience, arrays.columns[[column]])[:, 0]]
    capacities = [instance.venues[v].capacity or 10**9 for v in venues]
    seats = min([arrays.strand.max_size, *capacities])
    waiting = can[strand.place[can] < 0]
    # The seeds first, and among all those who have the fewest columns to go to.
    columns_left = column_free(plan, waiting, arrays.columns).sum(axis=1)
    waiting = waiting[np.lexsort([columns_left, ~np.isin(waiting, seeds)])]
    members = pick_members(plan, strand, waiting, slots, seats)
    if not np.isin(members, seeds).any():
        return False
    missing = arrays.strand.min_size - len(members)
    if missing > 0:
        donors = largest_first(strand, can[(strand.place[can] >= 0) & (arrays.unit_of[can] < 0)])
        spare = strand.size - arrays.strand.min_size
        members = pick_members(plan, strand, donors, slots, arrays.strand.min_size, members, spare)
        if len(members) < arrays.strand.min_size:
            return False
    group = open_group(plan, strand, slots, venues, (trainers,) * len(slots), label=label)
    for person in members:
        before = leave(plan, strand, person) if strand.place[person] >= 0 else -1
        if may_join(plan, strand, person, group):
            join(plan, strand, person, group)
        elif before >= 0:
            join(plan, strand, person, before)
    return True


def largest_first(strand: StrandPlan, people: Ints) -> Ints:
    """The people in the order of their groups' sizes, the largest first."""
    return people[np.argsort(-strand.size[strand.place[people]], kind="stable")]
