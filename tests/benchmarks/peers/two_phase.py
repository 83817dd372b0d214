"""2PML, the two-phase must-link heuristic, as its authors describe it, to be compared with.

Papenberg et al. 2025, doi 10.1101/2025.03.03.641320; first published in the R package anticlust 0.8.9,
which our registries do not carry. This is code of our own after the paper and its supplement:

Phase 1, half of the restarts: must-link units are put, one after the other, into the first group of a
chance order that has room (randomised fit), people without company fill the rest by chance. Then the
local maximum search LCW (Weitz and Lakshminarayanan 1998): each unit in turn makes the exchange with a
unit of the same size that gains most, until a whole round brings nothing.

Phase 2, the other half, from the best of phase 1: each must-link unit in turn is offered one chance
combination of as many people from one other group (with even odds people without company only, or a
chance way of making up its size from units and people), and the exchange is made if it gains. Then LCW
again.

The objective is the diversity, the sum of the distances of all pairs of people of one group.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass
class Case:
    """Units with the distances between all of their people summed up."""

    distances: Floats
    """(units, units), zero on the diagonal; within units nothing can be changed."""
    sizes: Ints
    groups: int
    people: int


def merged(distances: Floats, unit_of: Ints, groups: int) -> Case:
    units = int(unit_of.max()) + 1
    indicator = np.zeros((units, len(unit_of)))
    indicator[unit_of, np.arange(len(unit_of))] = 1.0
    summed = indicator @ distances @ indicator.T
    np.fill_diagonal(summed, 0.0)
    return Case(summed, np.bincount(unit_of), groups, len(unit_of))


def two_phase_must_link(case: Case, rng: np.random.Generator, restarts: int) -> Ints:
    """(units,) the group of each unit after ``restarts`` restarts, half of them of each phase."""
    half = max(1, restarts // 2)
    best, most = None, -np.inf
    for _ in range(half):
        place = local_maximum(case, randomised_fit(case, rng))
        if diversity(case, place) > most:
            best, most = place, diversity(case, place)
    assert best is not None
    for _ in range(half):
        best = local_maximum(case, improvement(case, best, rng))
    return best


def diversity(case: Case, place: Ints) -> float:
    """Of units in one group; the constant part within units is left out."""
    return float(case.distances[place[:, None] == place[None, :]].sum()) / 2


def randomised_fit(case: Case, rng: np.random.Generator) -> Ints:
    for _ in range(1000):
        place, room = np.full(len(case.sizes), -1), even_sizes(case)
        for unit in np.flatnonzero(case.sizes > 1).tolist():
            fitting = [g for g in rng.permutation(case.groups).tolist() if room[g] >= case.sizes[unit]]
            if not fitting:
                break
            place[unit] = fitting[0]
            room[fitting[0]] -= case.sizes[unit]
        else:
            place[place < 0] = rng.permutation(np.repeat(np.arange(case.groups), room))
            return place
    raise RuntimeError("the units did not fit into the groups in a thousand tries")


def even_sizes(case: Case) -> Ints:
    low, over = divmod(case.people, case.groups)
    return low + (np.arange(case.groups) < over)


def local_maximum(case: Case, place: Ints) -> Ints:
    """LCW: the best exchange of each unit in turn, until a round brings nothing."""
    place, distances = place.copy(), case.distances
    to_group = distances @ (place[:, None] == np.arange(case.groups)).astype(float)
    alike = [np.flatnonzero(case.sizes == size) for size in case.sizes.tolist()]
    better = True
    while better:
        better = False
        for unit in range(len(place)):
            home, others = place[unit], alike[unit]
            theirs = place[others]
            gain = to_group[unit, theirs] + to_group[others, home] - 2 * distances[unit, others]
            gain -= to_group[unit, home] + to_group[others, theirs]
            gain[theirs == home] = -np.inf
            best = int(gain.argmax())
            if gain[best] > 1e-7:
                exchange(case, place, to_group, [unit], [int(others[best])])
                better = True
    return place


def exchange(case: Case, place: Ints, to_group: Floats, ours: list[int], theirs: list[int]) -> None:
    home, there = place[ours[0]], place[theirs[0]]
    shift = case.distances[:, theirs].sum(axis=1) - case.distances[:, ours].sum(axis=1)
    to_group[:, home] += shift
    to_group[:, there] -= shift
    place[ours], place[theirs] = there, home


def improvement(case: Case, place: Ints, rng: np.random.Generator) -> Ints:
    place, distances = place.copy(), case.distances
    to_group = distances @ (place[:, None] == np.arange(case.groups)).astype(float)
    for unit in np.flatnonzero(case.sizes > 1).tolist():
        size, home = int(case.sizes[unit]), place[unit]
        only_singles = rng.random() < 0.5 or size == 2
        found = singles_for(case, place, size, rng) if only_singles else combination_for(case, place, size, rng)
        if not found or place[found[0]] == home:
            continue
        there = place[found[0]]
        gain = to_group[unit, there] - distances[unit, found].sum() - to_group[unit, home]
        gain += (to_group[found, home] - distances[found, unit] - to_group[found, there]).sum()
        # Distances among those who move together are counted on both sides.
        gain += distances[np.ix_(found, found)].sum()
        if gain > 1e-7:
            exchange(case, place, to_group, [unit], found)
    return place


def singles_for(case: Case, place: Ints, size: int, rng: np.random.Generator) -> list[int]:
    """So many people without company from one chance group that has them."""
    singles = np.flatnonzero(case.sizes == 1)
    having = np.flatnonzero(np.bincount(place[singles], minlength=case.groups) >= size)
    if not len(having):
        return []
    group = rng.choice(having)
    return [int(one) for one in rng.choice(singles[place[singles] == group], size=size, replace=False)]


def combination_for(case: Case, place: Ints, size: int, rng: np.random.Generator) -> list[int]:
    """Units and people of one chance group that make up the size, by a chance way of making it up."""
    ways = [way for way in partitions(size, size) if 1 < len(way) < size]
    for at in rng.permutation(len(ways)).tolist():
        groups = [g for g in range(case.groups) if holds(case, place, g, ways[at])]
        if groups:
            group, found = int(rng.choice(groups)), []
            for part in sorted(set(ways[at])):
                fitting = np.flatnonzero((place == group) & (case.sizes == part))
                found += [int(u) for u in rng.choice(fitting, size=ways[at].count(part), replace=False)]
            return found
    return []


def holds(case: Case, place: Ints, group: int, way: tuple[int, ...]) -> bool:
    sizes = case.sizes[place == group].tolist()
    return all(sizes.count(part) >= way.count(part) for part in set(way))


def partitions(total: int, largest: int) -> Iterator[tuple[int, ...]]:
    """All ways to write a number as a sum of parts that do not grow."""
    if not total:
        yield ()
    for part in range(min(total, largest), 0, -1):
        for rest in partitions(total - part, part):
            yield (part, *rest)
