"""Gains: what a change of places brings the aims that it touches, told before it is made.

Changes of places leave times, trainers and venues as they are, so that they touch only the aims mix,
alone, own_team and wishes.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from scheduler.engine.demand import Floats
from scheduler.engine.objective import table_of, wish_value
from scheduler.engine.plan import Plan, StrandPlan
from scheduler.engine.slots import Ints
from scheduler.problem import Aim


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


def block_gain(tables: Tables, aim: Aim, home: int, there: int, ours: Ints, others: Ints) -> float:
    """How much the aim gains if the people ``ours`` of ``home`` change places with ``others`` of ``there``.

    As many on both sides or not: ``others`` may be empty.
    """
    if aim is Aim.MIX:
        return sum(each.share * block_mix(each, home, there, ours, others) for each in tables.mixing)
    if aim is Aim.WISHES:
        wishes, own, their = tables.wishes, tables.wisher[ours], tables.wisher[others]
        gone, come = wishes[home, own].sum() + wishes[there, their].sum(), wishes[there, own].sum()
        return float(come + wishes[home, their].sum() - gone)
    table = tables.alone if aim is Aim.ALONE else tables.own
    assert table is not None
    values, counts = table
    before = counts[[home, there]]
    after = rows_after(values, counts, home, there, ours, others)
    if aim is Aim.ALONE:
        return float((before == 1).sum() - (after == 1).sum())
    return float(in_pure(after) - in_pure(before))


def move_gain(tables: Tables, aim: Aim, home: int, groups: Ints, person: int) -> Floats:
    """(groups,) how much the aim gains if the person moves from ``home`` to each of the groups."""
    if aim is Aim.MIX:
        return sum((each.share * move_mix(each, home, groups, person) for each in tables.mixing), np.zeros(len(groups)))
    if aim is Aim.WISHES:
        of = tables.wisher[person]
        return np.asarray((tables.wishes[groups, of] - tables.wishes[home, of]).astype(float))
    table = tables.alone if aim is Aim.ALONE else tables.own
    assert table is not None
    values, counts = table
    value = values[person]
    if aim is Aim.ALONE:
        if value < 0:
            return np.zeros(len(groups))
        fewer = int(counts[home, value] == 1) - int(counts[home, value] == 2)
        return np.asarray((counts[groups, value] == 1).astype(float) - (counts[groups, value] == 0) + fewer)
    left = counts[home].copy()
    left[value] -= 1
    at_home = in_pure(left[None, :]) - in_pure(counts[home][None, :])
    sizes, top = counts[groups].sum(axis=1), counts[groups].max(axis=1, initial=0)
    return np.asarray((counts[groups, value] == sizes) * (sizes + 1.0) - (top == sizes) * sizes + at_home)


def move_mix(mixing: Mixing, home: int, groups: Ints, person: int) -> Floats:
    """(groups,) how much less of the pairs with known values are equals after the move."""
    value = mixing.values[person]
    if value < 0:
        return np.zeros(len(groups))
    equals = mixing.equals + mixing.counts[groups, value] - (mixing.counts[home, value] - 1)
    pairs = mixing.pairs + mixing.known[groups] - (mixing.known[home] - 1)
    return np.asarray(mixing.equals / max(1, mixing.pairs) - equals / np.maximum(1, pairs))


def rows_after(values: Ints, counts: Ints, home: int, there: int, ours: Ints, others: Ints) -> Ints:
    """(2, values) the counts of both groups after the change."""
    after = counts[[home, there]]
    own, their = values[ours], values[others]
    own, their = own[own >= 0], their[their >= 0]
    np.subtract.at(after[0], own, 1)
    np.add.at(after[1], own, 1)
    np.subtract.at(after[1], their, 1)
    np.add.at(after[0], their, 1)
    return after


def in_pure(rows: Ints) -> int:
    """How many sit in groups that are all of one value."""
    sizes = rows.sum(axis=1)
    return int(sizes[rows.max(axis=1, initial=0) == sizes].sum())


def block_mix(mixing: Mixing, home: int, there: int, ours: Ints, others: Ints) -> float:
    """How much less of the pairs with known values are equals after the change."""
    before = mixing.counts[[home, there]]
    after = rows_after(mixing.values, mixing.counts, home, there, ours, others)
    equals = mixing.equals + pairs_in(after) - pairs_in(before)
    pairs = mixing.pairs + pairs_in(after.sum(axis=1)) - pairs_in(before.sum(axis=1))
    return mixing.equals / max(1, mixing.pairs) - equals / max(1, pairs)


def pairs_in(counts: Ints) -> int:
    return int((counts * (counts - 1) // 2).sum())


def record(tables: Tables, person: int, before: int, after: int) -> None:
    """Keep the tables true as a person goes from one group to another."""
    rows = np.array([before, after])
    for each in tables.mixing:
        value = each.values[person]
        if value >= 0:
            # The person is no equal of their own: as many fewer there, as many more here.
            each.equals += int(each.counts[after, value] - (each.counts[before, value] - 1))
            each.pairs += int(each.known[after] - (each.known[before] - 1))
            each.known[rows] += np.array([-1, 1])
    touched = [(each.values, each.counts) for each in tables.mixing]
    for values, counts in touched + [table for table in (tables.alone, tables.own) if table]:
        if values[person] >= 0:
            counts[rows, values[person]] += np.array([-1, 1])
