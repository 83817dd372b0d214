"""Packing: a first grouping, with sizes as even as one pass gets them.

Units are seated from the largest to the smallest, in chance order among equals, each in a group where
it costs least (bin packing, first fit decreasing, with what groups should be like in the place of
"first"): units that come late are small enough to fill what is left.
"""

from __future__ import annotations

import numpy as np

from scheduler.grouping.costs import Floats, Ints, unlike_heads
from scheduler.grouping.tables import Ground, Tables


def pack(ground: Ground, rng: np.random.Generator) -> Tables:
    """Seat all units one by one where the group then pays least, even sizes first."""
    groups = ground.task.groups
    low, over = divmod(ground.task.people, groups)
    room = np.full(groups, low)
    room[rng.permutation(groups)[:over]] += 1
    chance = rng.permutation(len(ground.units))
    place = np.zeros(len(ground.units), dtype=np.int64)
    counts = np.zeros((groups, len(ground.price)), dtype=np.int64)
    all_groups = np.arange(groups)
    for unit in np.lexsort([chance, *by_value(ground), -ground.unit_size]).tolist():
        size = int(ground.unit_size[unit])
        fitting = all_groups[room >= size]
        if not len(fitting):
            fitting = all_groups[room == room.max()]
        more = cost_of_joining(ground, counts, unit, fitting)
        # Large units go where there is most room, so that they spread; people on their own go where they fit best.
        rank = more if size == 1 else more - ground.even * room[fitting]
        # Where groups should be alike, people of one value fill group after group.
        fuller = room[fitting] if ground.alike else rng.random(len(fitting))
        group = int(fitting[np.lexsort([fuller, rank])[0]])
        place[unit] = group
        counts[group] += ground.unit_counts[unit]
        room[group] -= size
    return Tables(ground, place)


def by_value(ground: Ground) -> list[Ints]:
    """(units,) ranks by how common the first member's value is, most common first, where groups should be alike."""
    ranks = []
    for part, _ in ground.alike:
        inside = ground.unit_counts[:, part]
        heads = inside.sum(axis=0)
        # Values that are equally common stay apart by their number.
        rank = np.empty(len(heads), dtype=np.int64)
        rank[np.argsort(-heads, kind="stable")] = np.arange(len(heads))
        ranks.append(np.where(inside.any(axis=1), rank[inside.argmax(axis=1)], len(heads)))
    return ranks


def cost_of_joining(ground: Ground, counts: Ints, unit: int, groups: Ints) -> Floats:
    """(groups,) what each group pays more if the unit joins, without its size."""
    # The last two columns are sizes and blanks.
    own = np.flatnonzero(ground.unit_counts[unit][:-2])
    now = counts[np.ix_(groups, own)]
    more = (ground.price[own, now + ground.unit_counts[unit, own]] - ground.price[own, now]).sum(axis=1)
    for part, weight in ground.alike:
        before = counts[groups, part]
        more = more + weight * (unlike_heads(before + ground.unit_counts[unit, part]) - unlike_heads(before))
    return np.asarray(more)


def as_groups(ground: Ground, place: Ints) -> tuple[int, ...]:
    """The group of each person."""
    return tuple(int(group) for group in place[ground.unit_of])
