"""The rows that any model of choices shares: a choice is a column that says that a seat goes somewhere.

``choices`` is (columns, 2): seat and group. Where one column stands for several groups that meet
at the same moments, the group is any of them.
"""

from __future__ import annotations

import numpy as np

from tests.benchmarks.peers.case import Case, Ints
from tests.benchmarks.peers.linear import UNBOUNDED, Rows


def add_one_each(rows: Rows, case: Case, choices: Ints, unplaced: Ints) -> None:
    """A seat goes to one place, or its column in ``unplaced`` says that it has none."""
    row = np.concatenate([choices[:, 0], np.arange(case.seats)])
    rows.add(row, np.concatenate([np.arange(len(choices)), unplaced]), 1, 1, 1)


def add_sizes(rows: Rows, case: Case, group: Ints, column: Ints, opened: Ints) -> None:
    """A group that opens has members between its least and most; ``opened[group]`` is the column of that."""
    groups, row = np.unique(group, return_inverse=True)
    every, ones = np.arange(len(groups)), np.ones(len(column), dtype=np.int64)
    row, column = np.concatenate([row, every]), np.concatenate([column, opened[groups]])
    rows.add(row, column, np.concatenate([ones, -case.group_most[groups]]), -UNBOUNDED, 0)
    rows.add(row, column, np.concatenate([ones, -case.group_least[groups]]), 0, UNBOUNDED)


def at_moments(case: Case, choices: Ints) -> tuple[Ints, Ints]:
    """Every choice and moment at which its group meets."""
    order = np.argsort(case.running[:, 1], kind="stable")
    moment, group = case.running[order].T
    first, last = (np.searchsorted(group, choices[:, 1], side) for side in ("left", "right"))
    column = np.repeat(np.arange(len(choices)), last - first)
    offset = np.arange(len(column)) - np.repeat(np.cumsum(last - first) - (last - first), last - first)
    return column, moment[first[column] + offset]


def add_cover(rows: Rows, case: Case, choices: Ints) -> None:
    """No team has more members away at one moment than may be."""
    column, moment = at_moments(case, choices)
    team = case.seat_team[choices[column, 0]]
    kept = team >= 0
    moments = int(case.running[:, 0].max(initial=0)) + 1
    rows.add_at_most(team[kept] * moments + moment[kept], column[kept], np.repeat(case.team_limit, moments))


def add_no_clash(rows: Rows, case: Case, choices: Ints) -> None:
    """Nobody is in two groups at one moment; strands that follow each other cannot clash."""
    people = int(case.seat_person.max(initial=-1)) + 1
    seats = np.bincount(case.seat_person, minlength=people)
    ordered = np.bincount(case.seat_person[case.follow[:, 0]], minlength=people)
    may_clash = seats * (seats - 1) // 2 > ordered
    column, moment = at_moments(case, choices)
    person = case.seat_person[choices[column, 0]]
    kept = may_clash[person]
    moments = int(case.running[:, 0].max(initial=0)) + 1
    key, column = person[kept] * moments + moment[kept], column[kept]
    rows.add_at_most(key, column, np.ones(people * moments, dtype=np.int64))


def add_apart(rows: Rows, case: Case, choices: Ints) -> None:
    """Who is kept apart is not in one place: for whoever is kept from the most people, one row for each place."""
    if not len(case.apart):
        return
    degree = np.bincount(case.apart.ravel(), minlength=case.seats)
    swap = degree[case.apart[:, 1]] > degree[case.apart[:, 0]]
    pairs = np.where(swap[:, None], case.apart[:, ::-1], case.apart)
    place = choices[:, 0] * case.groups + choices[:, 1]
    pair, foe = columns_of(pairs[:, 1], choices, case.seats)
    wanted = pairs[pair, 0] * case.groups + choices[foe, 1]
    at = np.minimum(np.searchsorted(place, wanted), len(place) - 1)
    met = place[at] == wanted
    hubs, row = np.unique(at[met], return_inverse=True)
    foes = np.bincount(row, minlength=len(hubs))
    most = np.minimum(foes, case.group_most[choices[hubs, 1]])
    row, column = np.concatenate([row, np.arange(len(hubs))]), np.concatenate([foe[met], hubs])
    rows.add(row, column, np.concatenate([np.ones(int(met.sum()), dtype=np.int64), most]), 0, most)


def add_order_by_day(rows: Rows, case: Case, choices: Ints) -> None:
    """Who follows begins no sooner than what came first is ready: one weighted sum for each two seats.

    The straightforward way: the rank of the start is no less than that of readiness, unless nothing follows.
    """
    times = np.unique(np.concatenate([case.group_start, case.group_ready]))
    start, ready = np.searchsorted(times, case.group_start), np.searchsorted(times, case.group_ready)
    edge_before, before = columns_of(case.follow[:, 0], choices, case.seats)
    edge_after, after = columns_of(case.follow[:, 1], choices, case.seats)
    row, column = np.concatenate([edge_before, edge_after]), np.concatenate([before, after])
    first, then = np.ones(len(before), dtype=np.int64), np.ones(len(after), dtype=np.int64)
    rows.add(row, column, np.concatenate([first, -then]), 0, UNBOUNDED)
    late = len(times)
    weights = np.concatenate([ready[choices[before, 1]], late - start[choices[after, 1]]])
    rows.add(row, column, weights, 0, late)


def add_order_by_stock(rows: Rows, case: Case, choices: Ints, first_column: int) -> Ints:
    """The same, level by level: what is ready goes into stock, what follows takes it out.

    This is a network, so the linear relaxation loses little by it. Returns the values in the greedy
    start of the new columns, which begin at ``first_column``: the stock of each two seats at each level.
    """
    edge_before, before = columns_of(case.follow[:, 0], choices, case.seats)
    edge_after, after = columns_of(case.follow[:, 1], choices, case.seats)
    levels = np.unique(case.group_ready[choices[before, 1]])
    comes, goes = levels_of(case, levels)
    stock = np.arange(len(case.follow) * len(levels))
    onward = stock[stock % max(len(levels), 1) < len(levels) - 1]
    row = [edge_before * len(levels) + comes[choices[before, 1]], edge_after * len(levels) + goes[choices[after, 1]]]
    column = [before, after, first_column + stock, first_column + onward]
    signs = np.repeat([1, -1, -1, 1], [len(each) for each in column])
    rows.add(np.concatenate([*row, stock, onward + 1]), np.concatenate(column), signs, 0, 0)
    seated = case.start[case.follow]
    reached = np.arange(len(levels))[None, :]
    came = (seated[:, :1] >= 0) & (comes[seated[:, :1]] <= reached)
    went = (seated[:, 1:] >= 0) & (goes[seated[:, 1:]] <= reached)
    return (came.astype(np.int64) - went).ravel()


def levels_of(case: Case, levels: Ints) -> tuple[Ints, Ints]:
    """(groups,) the level at which a group puts into stock, and the highest from which it may take."""
    return np.searchsorted(levels, case.group_ready), np.searchsorted(levels, case.group_start, "right") - 1


def columns_of(seats: Ints, choices: Ints, count: int) -> tuple[Ints, Ints]:
    """For each entry of ``seats``, the columns of that seat: (position, column)."""
    ends = np.searchsorted(choices[:, 0], np.arange(count + 1))
    length = ends[seats + 1] - ends[seats]
    position = np.repeat(np.arange(len(seats)), length)
    return position, np.repeat(ends[seats] - np.cumsum(length) + length, length) + np.arange(int(length.sum()))
