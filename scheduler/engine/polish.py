"""Polishing: two people of one strand change places so that the later aims gain.

Swaps leave sizes, times, trainers and venues as they are, so that they touch only the aims mix,
alone, own_team and wishes (exchange heuristic as in anticlustering, Papenberg and Klau 2021,
doi 10.1037/met0000301).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from scheduler.engine.chains import immovable, may_join
from scheduler.engine.demand import Floats
from scheduler.engine.objective import table_of, wish_value
from scheduler.engine.options import all_options
from scheduler.engine.plan import Plan, StrandPlan, join, leave
from scheduler.engine.slots import Bools, Ints
from scheduler.problem import Aim

Stop = Callable[[], bool]
TRIES = 3
"""How many of the best partners of a person are tried against the rules."""
CLEARLY = 1e-9


@dataclass
class Mixing:
    """One column of the aim mix: who sits where by value, and how many pairs are equals."""

    values: Ints
    counts: Ints
    """(groups, values)"""
    share: float
    """The column's part of the aim."""
    known: Ints = field(init=False)
    """(groups,) members whose value is known."""
    equals: int = field(init=False)
    pairs: int = field(init=False)

    def __post_init__(self) -> None:
        self.recount()

    def recount(self) -> None:
        self.known = self.counts.sum(axis=1)
        self.equals = int((self.counts * (self.counts - 1) // 2).sum())
        self.pairs = int((self.known * (self.known - 1) // 2).sum())


@dataclass
class Tables:
    """Counts of a strand by group and value that swaps change; kept true as they are made."""

    mixing: list[Mixing]
    alone: tuple[Ints, Ints] | None
    own: tuple[Ints, Ints] | None
    wishes: Ints
    """(groups, people with wishes + 1) weight of the wishes that a place would keep; the last column: no wishes."""
    wisher: Ints
    """(people,) their column in ``wishes``."""


def polish(
    plan: Plan, strand: StrandPlan, rng: np.random.Generator, stop: Stop, *, people: Ints | None = None, rounds: int = 4
) -> int:
    """Swap people (all, or the given ones with anybody) as long as that helps; the number of swaps made."""
    aims = [aim for aim in plan.instance.problem.order if aim in aims_of(plan, strand)]
    if not aims or not strand.open.any():
        return 0
    groups = np.arange(len(strand.open))
    table = all_options(plan, strand, groups)
    movable = ~immovable(plan, strand) & (strand.place >= 0)
    tables = build_tables(plan, strand)
    swaps = 0
    for _ in range(rounds):
        made = 0
        for person in rng.permutation(np.flatnonzero(movable) if people is None else people[movable[people]]).tolist():
            if stop():
                return swaps + made
            made += swap_best(plan, strand, person, table, movable, tables, aims)
        swaps += made
        if not made:
            break
    return swaps


def aims_of(plan: Plan, strand: StrandPlan) -> set[Aim]:
    """Which of the aims swaps within this strand can change."""
    found = set()
    if strand.arrays.mixing:
        found.add(Aim.MIX)
    if strand.arrays.alone is not None:
        found.add(Aim.ALONE)
    if strand.arrays.team_based:
        found.add(Aim.OWN_TEAM)
    name = strand.arrays.strand.strand_id
    if any(wish.strand in ("", name) for wish in plan.instance.problem.wishes):
        found.add(Aim.WISHES)
    return found


def build_tables(plan: Plan, strand: StrandPlan) -> Tables:
    arrays = strand.arrays
    mixing = [Mixing(values, table_of(strand, values, count), weight) for values, count, weight in arrays.mixing]
    mixing = [each for each in mixing if each.pairs]
    total = sum(each.share for each in mixing)
    for each in mixing:
        each.share /= total
    wishers = [person for person in plan.instance.wishes_of if arrays.audience[person]]
    wisher = np.full(len(strand.place), len(wishers), dtype=np.int64)
    wishes = np.zeros((len(strand.open), len(wishers) + 1), dtype=np.int64)
    for column, person in enumerate(wishers):
        wisher[person] = column
        for group in strand.open_groups().tolist():
            wishes[group, column] = wish_value(plan, strand, person, group)
    return Tables(
        mixing=mixing,
        alone=None if arrays.alone is None else (arrays.alone[0], table_of(strand, *arrays.alone)),
        own=(arrays.own, table_of(strand, arrays.own, int(arrays.own.max(initial=0)) + 1))
        if arrays.team_based
        else None,
        wishes=wishes,
        wisher=wisher,
    )


def swap_best(
    plan: Plan, strand: StrandPlan, person: int, table: Bools, movable: Bools, tables: Tables, aims: list[Aim]
) -> bool:
    """Swap the person with whoever helps most, if anybody helps at all."""
    home = int(strand.place[person])
    partners = movable & table[home]
    partners &= table[:, person][strand.place] & (strand.place != home)
    others = np.flatnonzero(partners)
    others = others[within_limits(strand, person, others)]
    if not len(others):
        return False
    gains = [gain(strand, tables, aim, person, others) for aim in aims]
    better = np.zeros(len(others), dtype=bool)
    undecided = np.ones(len(others), dtype=bool)
    for values in gains:
        better |= undecided & (values > CLEARLY)
        undecided &= np.abs(values) <= CLEARLY
    if not better.any():
        return False
    found = np.flatnonzero(better)
    ranked = found[np.lexsort([-np.round(values[found], 9) for values in reversed(gains)])]
    return any(swap(plan, strand, tables, person, int(others[row])) for row in ranked[:TRIES])


def within_limits(strand: StrandPlan, person: int, others: Ints) -> Bools:
    """(others,) with whom a swap keeps max_same in both groups."""
    home, theirs = int(strand.place[person]), strand.place[others]
    fine = np.ones(len(others), dtype=bool)
    for limit, counts in zip(strand.arrays.limits, strand.counts, strict=True):
        own, value = limit.values[person], limit.values[others]
        if own >= 0:
            fine &= (counts[theirs, own] < limit.most) | (value == own)
        fine &= (value < 0) | (counts[home, value] < limit.most) | (value == own)
    return fine


def gain(strand: StrandPlan, tables: Tables, aim: Aim, person: int, others: Ints) -> Floats:
    """(others,) how much the aim gains if the person swaps with each of them; more is better."""
    home, theirs = int(strand.place[person]), strand.place[others]
    if aim is Aim.MIX:
        total = np.zeros(len(others))
        for mixing in tables.mixing:
            total += mixing.share * mix_gain(mixing, home, theirs, person, others)
        return total
    if aim is Aim.ALONE:
        assert tables.alone is not None
        return -changed(*tables.alone, home, theirs, person, others, lone)
    if aim is Aim.OWN_TEAM:
        assert tables.own is not None
        return own_gain(*tables.own, home, theirs, person, others)
    wishes, own, their = tables.wishes, tables.wisher[person], tables.wisher[others]
    result: Floats = (wishes[theirs, own] + wishes[home, their] - wishes[home, own] - wishes[theirs, their]).astype(
        float
    )
    return result


def mix_gain(mixing: Mixing, home: int, theirs: Ints, person: int, others: Ints) -> Floats:
    """(others,) how much less of the pairs with known values are equals after the swap."""
    # Where one of the two has a blank, each group gains or loses the pairs of one known member.
    own, other = int(mixing.values[person] >= 0), (mixing.values[others] >= 0).astype(np.int64)
    more = (other - own) * ((mixing.known[home] - own) - (mixing.known[theirs] - other))
    equals_after = mixing.equals + more_equals(mixing.values, mixing.counts, home, theirs, person, others)
    after: Floats = equals_after / np.maximum(1, mixing.pairs + more)
    return mixing.equals / max(1, mixing.pairs) - after


def more_equals(values: Ints, counts: Ints, home: int, theirs: Ints, person: int, others: Ints) -> Floats:
    """(others,) how many more pairs of equals there are after the swap."""
    own, value = values[person], values[others]
    total = np.zeros(len(others))
    if own >= 0:
        total += counts[theirs, own] - (counts[home, own] - 1)
    total += np.where(value >= 0, counts[home, value] - (counts[theirs, value] - 1), 0)
    total -= 2.0 * ((value == own) & (own >= 0))
    return total


def lone(counts: Ints) -> Ints:
    return np.asarray(counts == 1, dtype=np.int64)


def changed(
    values: Ints, counts: Ints, home: int, theirs: Ints, person: int, others: Ints, measure: Callable[[Ints], Ints]
) -> Floats:
    """(others,) the change of a measure summed over the four counts that a swap touches."""
    own, value = values[person], values[others]
    total = np.zeros(len(others))
    if own >= 0:
        total += measure(counts[theirs, own] + 1) - measure(counts[theirs, own])
        total += measure(counts[home, own] - 1) - measure(counts[home, own])
    known = value >= 0
    total += known * (measure(counts[home, value] + 1) - measure(counts[home, value]))
    total += known * (measure(counts[theirs, value] - 1) - measure(counts[theirs, value]))
    result: Floats = np.where(value == own, 0.0, total)
    return result


def own_gain(values: Ints, counts: Ints, home: int, theirs: Ints, person: int, others: Ints) -> Floats:
    """(others,) how many more people sit in a group that is all of one team."""
    sizes = counts.sum(axis=1)
    own, value = values[person], values[others]
    pure = counts.max(axis=1) == sizes
    before = pure[home] * sizes[home] + pure[theirs] * sizes[theirs]
    home_pure = counts[home, value] == sizes[home] - 1
    theirs_pure = counts[theirs, own] == sizes[theirs] - 1
    after = (home_pure & (value != own)) * sizes[home] + (theirs_pure & (value != own)) * sizes[theirs]
    result: Floats = np.where(value == own, 0.0, after - before)
    return result


def swap(plan: Plan, strand: StrandPlan, tables: Tables, person: int, other: int) -> bool:
    """Let two people change places if every rule holds; False and nothing changed otherwise."""
    home, theirs = leave(plan, strand, person), leave(plan, strand, other)
    if may_join(plan, strand, person, theirs):
        join(plan, strand, person, theirs)
        if may_join(plan, strand, other, home):
            join(plan, strand, other, home)
            record(tables, person, home, theirs)
            record(tables, other, theirs, home)
            return True
        leave(plan, strand, person)
    join(plan, strand, person, home)
    join(plan, strand, other, theirs)
    return False


def record(tables: Tables, person: int, before: int, after: int) -> None:
    touched = [(each.values, each.counts) for each in tables.mixing]
    for values, counts in touched + [table for table in (tables.alone, tables.own) if table]:
        if values[person] >= 0:
            counts[before, values[person]] -= 1
            counts[after, values[person]] += 1
    for each in tables.mixing:
        each.recount()
