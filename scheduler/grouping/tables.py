"""Tables: a grouping while it is being made, with everything counted that an aim or a rule counts.

Every value of every attribute is a column. What a group pays is a sum over columns of a table looked
up at the number of members; one more column counts everybody (for sizes), and the last one, for
blanks, is free.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from scheduler.grouping.costs import Floats, Ints, aim_table, coded, uneven_heads, unlike_heads, wrong_heads
from scheduler.grouping.task import Alike, AtMost, GroupingTask


@dataclass(frozen=True)
class Ground:
    """A task as arrays: computed once, never changed by the search."""

    task: GroupingTask
    units: tuple[tuple[int, ...], ...]
    """Who must stay together; a person without company is a unit of their own."""
    unit_size: Ints
    first: Ints
    """(units,) the first member of each."""
    unit_of: Ints
    """(people,) the number of their unit."""
    columns: Ints
    """(people, attributes + 1) the column of each value; the last one counts everybody."""
    unit_counts: Ints
    """(units, columns) how many of the unit have each value."""
    price: Floats
    """(columns, people + 1) what a group pays for each number of members."""
    alike: tuple[tuple[slice, float], ...]
    """Columns of an attribute in which a group should be alike, and the price of a head that is not."""
    foes: dict[int, tuple[int, ...]]
    """Unit -> units that may not be in its group, once for each pair of people who are kept apart."""
    breach: float
    """The price of a broken rule: more than all aims and sizes can weigh against it."""
    even: float
    """The price of a head by which a size is not even."""


def build_ground(task: GroupingTask) -> Ground:
    people, most = task.people, task.people
    units = units_of(task)
    unit_of = np.zeros(people, dtype=np.int64)
    for number, unit in enumerate(units):
        unit_of[list(unit)] = number
    columns, price, alike, breach, even = priced_columns(task, most, max(map(len, units), default=1))
    counts = np.zeros((len(units), len(price)), dtype=np.int64)
    np.add.at(counts, (np.repeat(unit_of, columns.shape[1]), columns.ravel()), 1)
    counts[:, -1] = 0
    foes: dict[int, tuple[int, ...]] = {}
    for one, other in sorted(task.apart):
        a, b = int(unit_of[one]), int(unit_of[other])
        foes[a] = (*foes.get(a, ()), b)
        foes[b] = (*foes.get(b, ()), a)
    sizes = np.array([len(unit) for unit in units], dtype=np.int64)
    first = np.array([unit[0] for unit in units], dtype=np.int64)
    return Ground(task, units, sizes, first, unit_of, columns, counts, price, alike, foes, breach, even)


def units_of(task: GroupingTask) -> tuple[tuple[int, ...], ...]:
    """Units in the order of their first member, so that names do not matter."""
    found: dict[str, list[int]] = {}
    for person in range(task.people):
        name = task.together[person] if task.together else ""
        found.setdefault(name or f"\0{person}", []).append(person)
    return tuple(tuple(members) for members in found.values())


def priced_columns(
    task: GroupingTask, most: int, largest_unit: int
) -> tuple[Ints, Floats, tuple[tuple[slice, float], ...], float, float]:
    """Columns of all people, the price of each, where to be alike, and what a broken rule and an uneven head cost."""
    names = sorted({aim.attribute for aim in task.aims})
    softs, limits, codes, alike, at = [], [], [], [], 0
    for name in names:
        code, values = coded(task.attributes[name])
        soft, limit = np.zeros((len(values), most + 1)), np.zeros((len(values), most + 1))
        for aim in task.aims:
            if aim.attribute == name:
                table = aim_table(aim, task.attributes[name], task.groups, most)
                soft, limit = (soft, limit + table) if isinstance(aim, AtMost) else (soft + table, limit)
                alike += [(slice(at, at + len(values)), aim.weight)] if isinstance(aim, Alike) else []
        softs.append(soft)
        limits.append(limit)
        codes.append(np.where(code >= 0, code + at, -1))
        at += len(values)
    steps = sum(float(np.abs(np.diff(soft, axis=1)).max(initial=0)) for soft in softs)
    steps += sum(abs(weight) for _, weight in alike)
    even = 10.0 * max(1.0, steps) * largest_unit
    breach = 100.0 * even * largest_unit
    size = np.arange(most + 1)
    uneven, wrong = uneven_heads(task.people, task.groups, size), wrong_heads(task.smallest, task.largest or most, size)
    sizes = even * uneven + breach * wrong
    price = np.vstack([*(a + breach * b for a, b in zip(softs, limits, strict=True)), sizes, np.zeros(most + 1)])
    columns = np.array([*codes, np.full(task.people, at)], dtype=np.int64).T
    return np.where(columns < 0, at + 1, columns), price, tuple(alike), breach, even


@dataclass
class Tables:
    """Where everybody sits and what it costs; kept true by `move`."""

    ground: Ground
    place: Ints
    """(units,) the group of each unit."""
    counts: Ints = field(init=False)
    """(groups, columns) how many members have each value."""
    cost: Floats = field(init=False)
    """(groups,) what each group pays, without pairs to be kept apart."""
    leaving: Floats = field(init=False)
    """(groups, columns) what a group pays more if one with the value leaves. Where a group should be alike,
    as if the value that most have stayed the same: it may turn out to be less."""
    coming: Floats = field(init=False)
    """(groups, columns) what a group pays more if one with the value comes; as for leaving."""
    foes_in: Ints | None = field(init=False)
    """(groups, units) how many of a unit's foes sit in the group; None where there are none."""
    total: float = field(init=False)

    def __post_init__(self) -> None:
        groups, ground = self.ground.task.groups, self.ground
        self.counts = np.zeros((groups, len(ground.price)), dtype=np.int64)
        np.add.at(self.counts, self.place, ground.unit_counts)
        self.cost = np.zeros(groups)
        self.leaving = np.zeros(self.counts.shape)
        self.coming = np.zeros(self.counts.shape)
        self.refresh(np.arange(groups))
        self.foes_in = None
        if ground.foes:
            self.foes_in = np.zeros((groups, len(ground.units)), dtype=np.int64)
            for unit, others in ground.foes.items():
                np.add.at(self.foes_in[:, unit], self.place[list(others)], 1)
        self.total = float(self.cost.sum()) + ground.breach * self.foes_together()

    def foes_together(self) -> int:
        if self.foes_in is None:
            return 0
        return int(self.foes_in[self.place, np.arange(len(self.place))].sum()) // 2

    def refresh(self, groups: Ints) -> None:
        """Look up anew what the groups pay and would pay."""
        price, counts = self.ground.price, self.counts[groups]
        column, most = np.arange(len(price)), price.shape[1] - 1
        now = price[column, counts]
        self.cost[groups] = now.sum(axis=1)
        self.leaving[groups] = price[column, np.maximum(counts - 1, 0)] - now
        self.coming[groups] = price[column, np.minimum(counts + 1, most)] - now
        for part, weight in self.ground.alike:
            self.cost[groups] += weight * unlike_heads(counts[:, part])
            unlike = np.full(counts[:, part].shape, weight)
            unlike[np.arange(len(groups)), counts[:, part].argmax(axis=1)] = 0.0
            self.leaving[groups, part] -= unlike
            self.coming[groups, part] += unlike

    def move(self, units: Sequence[int], group: int) -> None:
        """Put units into a group, wherever they sat; the caller refreshes the groups and `total`."""
        ground = self.ground
        for unit in units:
            before = int(self.place[unit])
            self.counts[before] -= ground.unit_counts[unit]
            self.counts[group] += ground.unit_counts[unit]
            self.place[unit] = group
            if self.foes_in is not None:
                for other in ground.foes.get(unit, ()):
                    self.foes_in[before, other] -= 1
                    self.foes_in[group, other] += 1

    def members(self, group: int) -> Ints:
        found: Ints = (self.place == group).nonzero()[0]
        return found
