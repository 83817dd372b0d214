"""Whole groups brought forward: the members stay together and meet at another time, before a day."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scheduler.engine.chains import find_chain, immovable, others_own
from scheduler.engine.construct import barred
from scheduler.engine.eligibility import eligibility
from scheduler.engine.instance import NO_LIMIT
from scheduler.engine.members import pick_members
from scheduler.engine.objective import finish
from scheduler.engine.plan import Plan, StrandPlan, close_group, join, leave, occupy, open_group
from scheduler.engine.resources import find_resources
from scheduler.engine.settle import Stop
from scheduler.engine.slots import Bools, Ints
from scheduler.engine.teams import open_columns

MOST_LATE = 8
"""Up to 2 to this power groups are brought forward at once, one of them at least."""
TRIES = 6
"""Columns that are tried for one group."""
MOST_FRUITLESS = 3
"""Rounds without gain after which no more are tried at once."""
GIVE_WAY = 12
"""Groups that are asked to go elsewhere, so that one finds a trainer."""

MOST_APART = 3
"""Members who may leave a group so that the others meet earlier."""
MOST_VISITED = 100
"""People looked at to find a seat for one who leaves."""


@dataclass(frozen=True)
class Late:
    """The groups of one strand that meet too late, and when each could meet with all of its members."""

    strand: StrandPlan
    groups: Ints
    could: Bools
    """(groups, columns) where every member is free and in time, and it ends early enough."""


def bring_forward(plan: Plan, rng: np.random.Generator, stop: Stop) -> None:
    """Let the groups that meet last meet earlier, each with all of its members, as long as the finish gains by it."""
    fruitless = 0
    while fruitless < MOST_FRUITLESS and not stop():
        before = finish(plan)
        bring_some_forward(plan, rng, stop)
        fruitless = 0 if finish(plan) > before else fruitless + 1


def bring_some_forward(plan: Plan, rng: np.random.Generator, stop: Stop) -> None:
    """Move one group or many, the last first, until one of them cannot be moved.

    For a group that no trainer is left for, others give way that can meet at another time.
    """
    days = np.sort(np.concatenate([strand.last_day[strand.open] for strand in plan.strands]))
    if not len(days):
        return
    most = min(MOST_LATE, len(days).bit_length() - 1)
    latest = int(days[-(1 << int(rng.integers(0, most + 1)))]) - 1
    waiting: list[tuple[int, Late, int]] = []
    for strand in plan.strands:
        groups = strand.open_groups()
        groups = groups[strand.last_day[groups] > latest]
        late = find_late(plan, strand, groups, strand.last_day[groups] - 1)
        waiting += [(int(strand.last_day[group]), late, number) for number, group in enumerate(late.groups.tolist())]
    for _, late, number in sorted(waiting, key=lambda each: -each[0]):
        if stop() or not move_late(plan, late, number, latest, rng):
            # The finish is the day of the one that stays: what meets before that has time.
            return


def move_late(plan: Plan, late: Late, number: int, latest: int, rng: np.random.Generator) -> bool:
    """Let one late group meet where the fewest others could, or where others give way to it.

    Not after the latest day, if that can be; else at least before its own.
    """
    group, could = int(late.groups[number]), late.could[number]
    beyond = plan.instance.slots.day[late.strand.arrays.columns].max(axis=1) > latest
    rank = late.could.sum(axis=0) + rng.random(len(could)) + beyond * len(late.groups)
    return group in movable_groups(late.strand) and (
        move_whole(plan, late.strand, group, could, rank) or let_others_give_way(plan, late, number, latest, rng)
    )


def bring_most_forward(plan: Plan, rng: np.random.Generator, stop: Stop) -> None:
    """Let the groups that meet last meet earlier without the few who cannot; those find seats in other groups."""
    latest = -int(finish(plan)) - 1
    for strand in plan.strands:
        groups = movable_groups(strand)
        for group in groups[strand.last_day[groups] > latest].tolist():
            if stop() or not move_most(plan, strand, group, latest, rng):
                return
    bring_forward(plan, rng, stop)


def move_most(plan: Plan, strand: StrandPlan, group: int, latest: int, rng: np.random.Generator) -> bool:
    """Let a group meet when most of its members can; False if others find no seat, or it no trainer.

    Whoever cannot come sits in a group of their own team or a shared one, not in that of another team.
    """
    members, columns = strand.members(group), strand.arrays.columns
    early = plan.instance.slots.day[columns].max(axis=1) <= latest
    table = eligibility(plan, strand, members) & (early & ~(columns == strand.slots[group]).all(axis=1))[None, :]
    value = table.sum(axis=0) + MOST_APART * rng.random(len(columns))
    value[table.sum(axis=0) < max(strand.arrays.strand.min_size, len(members) - MOST_APART)] = -1
    column = int(np.argmax(value)) if len(value) else -1
    if column < 0 or value[column] < 0:
        return False
    stays = table[:, column]
    if immovable(plan, strand)[members[~stays]].any():
        return False
    for person in members[~stays].tolist():
        leave(plan, strand, person)
        closed = others_own(strand, person) | (strand.last_day > latest)
        if find_chain(plan, strand, person, closed, MOST_VISITED) is None:
            return False
    return move_whole(plan, strand, group, table[stays].all(axis=0), rng.random(len(columns)))


def movable_groups(strand: StrandPlan) -> Ints:
    """The open groups that are neither given nor hold anybody locked."""
    held = strand.place[strand.frozen & (strand.place >= 0)]
    groups = strand.open_groups()
    return groups[np.array([strand.given[group] < 0 for group in groups.tolist()], dtype=bool) & ~np.isin(groups, held)]


def find_late(plan: Plan, strand: StrandPlan, groups: Ints, latest: Ints) -> Late:
    """When each of the groups could meet as it is, on its latest day or before."""
    columns = strand.arrays.columns
    people = np.flatnonzero(np.isin(strand.place, groups))
    could = np.zeros((len(groups), len(columns)), dtype=bool)
    if not len(people) or not len(columns):
        return Late(strand, groups, could)
    table = eligibility(plan, strand, people)
    for number, group in enumerate(groups.tolist()):
        could[number] = table[strand.place[people] == group].all(axis=0)
    could &= plan.instance.slots.day[columns].max(axis=1)[None, :] <= latest[:, None]
    return Late(strand, groups, could)


def move_whole(plan: Plan, strand: StrandPlan, group: int, could: Bools, rank: NDArray[np.float64]) -> bool:
    """Let a group meet in one of the columns, in the order of their rank; it stays where it is if it cannot."""
    members = strand.members(group)
    if not could.any() or not len(members):
        return False
    label = int(strand.label[group])
    for person in members.tolist():
        leave(plan, strand, person)
    close_group(plan, strand, group)
    suits = plan.instance.class_suits[members].all(axis=0)
    for kind in np.flatnonzero(suits).tolist():
        columns = np.flatnonzero(could & open_columns(plan, strand, kind))
        for column in columns[np.argsort(rank[columns], kind="stable")][:TRIES].tolist():
            if open_whole(plan, strand, kind, column, members, label):
                return True
    # As it was, under its number: others may know the group by it.
    occupy(plan, strand, group, 1)
    strand.open[group] = True
    fill_again(plan, strand, group, members)
    return False


def open_whole(plan: Plan, strand: StrandPlan, kind: int, column: int, members: Ints, label: int) -> bool:
    """Open a group with all of these members, or none."""
    slots = tuple(strand.arrays.columns[column].tolist())
    found = find_resources(plan, strand.arrays, slots, plan.instance.venue_classes[kind], len(members), members)
    if found is None:
        return False
    venues, trainers = found
    rooms = (plan.instance.venues[v].capacity or NO_LIMIT for v in venues)
    seats = min([strand.arrays.strand.max_size, *rooms])
    people = barred(plan, strand, members, trainers, slots)
    if len(pick_members(plan, strand, people, slots, seats)) < len(members):
        return False
    fill_again(plan, strand, open_group(plan, strand, slots, venues, (trainers,) * len(slots), label=label), members)
    return True


def fill_again(plan: Plan, strand: StrandPlan, group: int, members: Ints) -> None:
    for person in members.tolist():
        join(plan, strand, person, group)


def let_others_give_way(plan: Plan, late: Late, number: int, latest: int, rng: np.random.Generator) -> bool:
    """Move groups of other times elsewhere until this one finds a trainer in a week in which it could meet."""
    week, could = plan.instance.slots.week, late.could[number]
    weeks = np.unique(week[late.strand.arrays.columns[could]])
    near = [
        (strand, group)
        for strand in plan.strands
        for group in movable_groups(strand).tolist()
        if strand.last_day[group] <= latest and np.isin(week[list(strand.slots[group])], weeks).any()
    ]
    for chosen in rng.permutation(len(near))[:GIVE_WAY].tolist():
        strand, group = near[chosen]
        elsewhere = find_late(plan, strand, np.array([group]), np.array([latest])).could[0]
        # Other weeks first: it is most often the sessions of the week that a trainer has no more of.
        rank = np.isin(week[strand.arrays.columns], weeks).any(axis=1) + rng.random(len(elsewhere))
        elsewhere &= (strand.arrays.columns != strand.slots[group]).any(axis=1)
        if move_whole(plan, strand, group, elsewhere, rank) and move_whole(
            plan, late.strand, int(late.groups[number]), could, rng.random(len(could))
        ):
            return True
    return False
