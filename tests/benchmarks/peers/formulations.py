"""Two ways to write the case down as a linear model.

``pairs``: a column for each seat and group that go together, the straightforward way.
``counts``: a column for each seat and each kind of group that meets at the same moments and suits
the same seats, and, for each group, how many people of each type come into it: people of one type
are alike under every limit. Far fewer columns; who sits where within a moment is read off afterwards.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from tests.benchmarks.peers import choices as add
from tests.benchmarks.peers.case import NOWHERE, Case, Ints
from tests.benchmarks.peers.greedy import Seating
from tests.benchmarks.peers.linear import Linear, Rows


def pairs(case: Case) -> Linear:
    """Columns: each pair, whether each group opens, whether each seat stays unplaced."""
    chosen = case.pairs
    opened = len(chosen) + np.arange(case.groups)
    unplaced = len(chosen) + case.groups + np.arange(case.seats)
    rows = Rows()
    add.add_one_each(rows, case, chosen, unplaced)
    add.add_sizes(rows, case, chosen[:, 1], np.arange(len(chosen)), opened)
    for values, most in zip(case.limit_value, case.limit_most, strict=True):
        known = np.flatnonzero(values[chosen[:, 0]] >= 0)
        key = values[chosen[known, 0]] * case.groups + chosen[known, 1]
        rows.add_at_most(key, known, np.full((int(values.max(initial=-1)) + 1) * case.groups, most))
    add.add_cover(rows, case, chosen)
    add.add_no_clash(rows, case, chosen)
    add.add_apart(rows, case, chosen)
    add.add_order_by_day(rows, case, chosen)
    opens = np.isin(np.arange(case.groups), case.start)
    start = np.concatenate([case.start[chosen[:, 0]] == chosen[:, 1], opens, case.start < 0])

    def read(values: Ints) -> Ints:
        group_of = np.full(case.seats, NOWHERE, dtype=np.int64)
        taken = chosen[values[: len(chosen)] > 0]
        group_of[taken[:, 0]] = taken[:, 1]
        return group_of

    cost = np.repeat([0, 1], [len(start) - case.seats, case.seats])
    return rows.model(cost, np.ones(len(start), dtype=np.int64), start.astype(np.int64), read)


@dataclass(frozen=True)
class Kinds:
    """Seats by type, groups by kind, and where their counts stand."""

    type_of: Ints
    """(seats,)"""
    kind_of: Ints
    """(groups,)"""
    choices: Ints
    """(n, 2) seat and the first group of the kind."""
    met: Ints
    """(n,) the pair of type and kind, type * kinds + kind, of each choice."""
    counts: Ints
    """(m, 2) type and group: how many of the type come into the group."""
    count_met: Ints
    """(m,) the pair of type and kind of each count."""


def kinds_of(case: Case) -> Kinds:
    """Seats of a type agree in strand and every limit; groups of a kind meet at one time and suit the same seats."""
    keys = np.concatenate([case.seat_strand[None, :], case.limit_value])
    type_of = np.unique(keys, axis=1, return_inverse=True)[1].reshape(-1)
    by_group = case.pairs[np.argsort(case.pairs[:, 1], kind="stable")]
    ends = np.searchsorted(by_group[:, 1], np.arange(case.groups + 1))
    seen: dict[tuple[object, ...], int] = {}
    first: list[int] = []
    kind_of = np.zeros(case.groups, dtype=np.int64)
    for group in range(case.groups):
        moments = case.running[case.running[:, 1] == group, 0].tobytes()
        suits = by_group[ends[group] : ends[group + 1], 0].tobytes()
        key = (case.group_strand[group], case.group_start[group], case.group_ready[group], moments, suits)
        if key not in seen:
            seen[key] = len(seen)
            first.append(group)
        kind_of[group] = seen[key]
    leader = np.array(first, dtype=np.int64)
    chosen = case.pairs[leader[kind_of[case.pairs[:, 1]]] == case.pairs[:, 1]]
    met = type_of[chosen[:, 0]] * len(leader) + kind_of[chosen[:, 1]]
    each = np.unique(met)
    of_kind = [np.flatnonzero(kind_of == kind) for kind in range(len(leader))]
    groups = [of_kind[kind] for kind in (each % max(len(leader), 1)).tolist()]
    count_met = np.repeat(each, [len(some) for some in groups])
    of_type = count_met // max(len(leader), 1)
    counts = np.stack([of_type, np.concatenate(groups) if groups else of_type], axis=1)
    return Kinds(type_of, kind_of, chosen, met, counts, count_met)


def counts(case: Case) -> Linear:
    """Columns: choices of a kind, counts of a type in a group, open groups, unplaced seats, stock between strands."""
    kinds = kinds_of(case)
    case = replace(case, start=kept_apart_in_time(case, kinds))
    chosen, counted = kinds.choices, kinds.counts
    count_column = len(chosen) + np.arange(len(counted))
    opened = len(chosen) + len(counted) + np.arange(case.groups)
    unplaced = len(chosen) + len(counted) + case.groups + np.arange(case.seats)
    rows = Rows()
    add.add_one_each(rows, case, chosen, unplaced)
    _, row = np.unique(np.concatenate([kinds.met, kinds.count_met]), return_inverse=True)
    signs = np.repeat([1, -1], [len(chosen), len(counted)])
    rows.add(row, np.concatenate([np.arange(len(chosen)), count_column]), signs, 0, 0)
    add.add_sizes(rows, case, counted[:, 1], count_column, opened)
    largest = add_alike(rows, case, kinds, count_column)
    add.add_cover(rows, case, chosen)
    add.add_no_clash(rows, case, chosen)
    add.add_apart(rows, case, chosen)
    stock = add.add_order_by_stock(rows, case, chosen, int(unplaced[-1]) + 1)
    upper = np.repeat([1, 0, 1], [len(chosen), len(counted), case.groups + case.seats + len(stock)])
    upper[count_column] = largest
    cost = np.zeros(len(upper), dtype=np.int64)
    cost[unplaced] = 1
    opens = np.isin(np.arange(case.groups), case.start)
    start = np.concatenate([*start_of(case, kinds), opens, case.start < 0, stock])
    return rows.model(cost, upper, start.astype(np.int64), reader(case, kinds))


def add_alike(rows: Rows, case: Case, kinds: Kinds, count_column: Ints) -> Ints:
    """Limits on members who are alike, over counts of types; returns the most that each count can be."""
    kind_members = np.bincount(kinds.met)[kinds.count_met]
    largest = np.minimum(kind_members, case.group_most[kinds.counts[:, 1]])
    example = np.zeros(int(kinds.type_of.max(initial=-1)) + 1, dtype=np.int64)
    example[kinds.type_of] = np.arange(case.seats)
    value_of = case.limit_value[:, example[kinds.counts[:, 0]]]
    for values, most in zip(value_of, case.limit_most, strict=True):
        largest = np.where(values >= 0, np.minimum(largest, most), largest)
    for values, most in zip(value_of, case.limit_most, strict=True):
        known = np.flatnonzero(values >= 0)
        key = values[known] * case.groups + kinds.counts[known, 1]
        limit = np.full((int(values.max(initial=-1)) + 1) * case.groups, most)
        rows.add_at_most(key, count_column[known], limit, largest[known])
    return largest


def kept_apart_in_time(case: Case, kinds: Kinds) -> Ints:
    """The greedy start without those who meet at the same moments as someone from whom they are kept apart.

    The model of counts keeps them apart in time and not only in group: within a kind it knows nobody.
    """
    seating = Seating(case)
    for seat in np.flatnonzero(case.start >= 0).tolist():
        seating.take(seat, int(case.start[seat]))
    for one, other in case.apart.tolist():
        group, beside = seating.group_of[[one, other]]
        if group >= 0 and beside >= 0 and kinds.kind_of[group] == kinds.kind_of[beside]:
            seating.leave(other)
    seating.close_small()
    return seating.group_of


def start_of(case: Case, kinds: Kinds) -> tuple[Ints, Ints]:
    """The greedy start as values of choices and counts."""
    seat, first = kinds.choices.T
    at = case.start[seat]
    chosen = (at >= 0) & (kinds.kind_of[at] == kinds.kind_of[first])
    seated = np.flatnonzero(case.start >= 0)
    taken = kinds.type_of[seated] * case.groups + case.start[seated]
    places, found = np.unique(taken, return_counts=True)
    key = kinds.counts[:, 0] * case.groups + kinds.counts[:, 1]
    where = np.minimum(np.searchsorted(places, key), max(len(places) - 1, 0))
    return chosen.astype(np.int64), np.where(places[where] == key, found[where], 0)


def reader(case: Case, kinds: Kinds) -> Callable[[Ints], Ints]:
    """Hand the seats of each type and kind, in their order, the places counted for them."""

    def read(values: Ints) -> Ints:
        group_of = np.full(case.seats, NOWHERE, dtype=np.int64)
        taken = np.flatnonzero(values[: len(kinds.choices)] > 0)
        number = values[len(kinds.choices) : len(kinds.choices) + len(kinds.counts)]
        places = np.repeat(np.arange(len(kinds.counts)), number)
        places = places[np.argsort(kinds.count_met[places], kind="stable")]
        taken = taken[np.argsort(kinds.met[taken], kind="stable")]
        group_of[kinds.choices[taken, 0]] = kinds.counts[places, 1]
        return group_of

    return read


FORMULATIONS: dict[str, Callable[[Case], Linear]] = {"pairs": pairs, "counts": counts}
