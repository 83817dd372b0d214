"""Regrouping: whole units change places with as many others, and people move to smaller groups.

Every change is checked against the rules as it is made, and made only if the first aim that it touches
gains. Where no aim that it touches changes at all, a person still moves from a larger to a smaller
group, so that sizes come out even.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from scheduler.engine.chains import may_join
from scheduler.engine.demand import Floats
from scheduler.engine.gains import Tables, block_gain, move_gain, record
from scheduler.engine.plan import Plan, StrandPlan, join, leave
from scheduler.engine.slots import Bools, Ints
from scheduler.problem import Aim

CLEARLY = 1e-9
GROUPS_ASKED = 12
"""In how many other groups a unit looks for others to change places with."""
WAYS = 3
"""How many combinations of people are tried in each."""
TRIES = 3
"""How many of the best groups for a person, or partners, are tried against the rules."""
Moves = list[tuple[int, int]]
"""(person, group to go to)"""


def exchange_units(
    plan: Plan, strand: StrandPlan, rng: np.random.Generator, table: Bools, tables: Tables, aims: list[Aim]
) -> int:
    """Let every unit that may move change places where that helps; the number of exchanges made."""
    made = 0
    units = strand.arrays.together
    loose = [n for n, unit in enumerate(units) if strand.place[unit[0]] >= 0 and not strand.frozen[unit].any()]
    for number in rng.permutation(loose).tolist():
        unit = units[number]
        home = int(strand.place[unit[0]])
        for others, there in partners_of(strand, rng, unit, table):
            gains = [block_gain(tables, aim, home, there, unit, others) for aim in aims]
            moves = [(int(p), there) for p in unit] + [(int(p), home) for p in others]
            if helps(gains) and move_people(plan, strand, moves, tables):
                made += 1
                break
    return made


def helps(gains: list[float]) -> bool:
    """Whether the first aim that changes gains."""
    return next((value > 0 for value in gains if abs(value) > CLEARLY), False)


def partners_of(strand: StrandPlan, rng: np.random.Generator, unit: Ints, table: Bools) -> Iterator[tuple[Ints, int]]:
    """People of another group, as many as the unit has, and their group: all may come to the unit's group."""
    home = int(strand.place[unit[0]])
    fit = np.flatnonzero(table[:, unit].all(axis=1) & strand.open)
    for there in rng.permutation(fit[fit != home])[:GROUPS_ASKED].tolist():
        members = strand.members(there)
        free = members[table[home, members] & ~strand.frozen[members]]
        blocks = blocks_of(strand, free)
        for _ in range(WAYS):
            chosen = fill_up(blocks, len(unit), rng)
            if chosen is not None:
                yield chosen, there
        if strand.size[there] + len(unit) <= strand.size[home] - len(unit) + 1:
            yield np.zeros(0, dtype=np.int64), there


def blocks_of(strand: StrandPlan, people: Ints) -> list[Ints]:
    """The people as units that are all among them, and single people; those of other units are left out."""
    unit_of = strand.arrays.unit_of[people]
    whole = [strand.arrays.together[n] for n in np.unique(unit_of[unit_of >= 0]).tolist()]
    inside = set(people.tolist())
    return [unit for unit in whole if inside.issuperset(unit.tolist())] + [
        np.array([person]) for person in people[unit_of < 0].tolist()
    ]


def fill_up(blocks: list[Ints], size: int, rng: np.random.Generator) -> Ints | None:
    """Blocks in chance order, as they fit, until they have the size together; None if they do not."""
    chosen: list[Ints] = []
    left = size
    for at in rng.permutation(len(blocks)).tolist():
        if len(blocks[at]) <= left:
            chosen.append(blocks[at])
            left -= len(blocks[at])
            if not left:
                return np.concatenate(chosen)
    return None


def move_to_smaller(
    plan: Plan,
    strand: StrandPlan,
    people: Ints,
    table: Bools,
    tables: Tables,
    aims: list[Aim],
) -> int:
    """Let people move to groups with fewer members, where an aim gains or, if none changes, sizes get even."""
    made, least = 0, strand.arrays.strand.min_size
    for person in people.tolist():
        home = int(strand.place[person])
        room = strand.open & (strand.size < np.minimum(strand.capacity, strand.size[home]))
        if strand.size[home] <= least or not room.any():
            continue
        groups = np.flatnonzero(room & table[:, person])
        gains = [move_gain(tables, aim, home, groups, person) for aim in aims]
        even = np.maximum(0, strand.size[home] - strand.size[groups] - 1).astype(float)
        for at in best_first([*gains, even])[:TRIES]:
            if move_people(plan, strand, [(person, int(groups[at]))], tables):
                made += 1
                break
    return made


def best_first(gains: list[Floats]) -> list[int]:
    """Those whose first gain that is not nothing is above it, the best first."""
    better, undecided = np.zeros(len(gains[0]), dtype=bool), np.ones(len(gains[0]), dtype=bool)
    for values in gains:
        better |= undecided & (values > CLEARLY)
        undecided &= np.abs(values) <= CLEARLY
    found = np.flatnonzero(better)
    ranked = found[np.lexsort([-np.round(values[found], 9) for values in reversed(gains)])]
    return [int(at) for at in ranked]


def move_people(plan: Plan, strand: StrandPlan, moves: Moves, tables: Tables | None = None) -> bool:
    """Make all the moves, or none if a rule stands in the way."""
    before = [(person, leave(plan, strand, person)) for person, _ in moves]
    for done, (person, group) in enumerate(moves):
        if not may_join(plan, strand, person, group):
            for moved, _ in moves[:done]:
                leave(plan, strand, moved)
            for moved, group_before in before:
                join(plan, strand, moved, group_before)
            return False
        join(plan, strand, person, group)
    if tables is not None:
        for (person, home), (_, there) in zip(before, moves, strict=True):
            record(tables, person, home, there)
    return True
