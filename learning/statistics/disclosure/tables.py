"""A table of counts with all its margins: one to three axes, each flat or a hierarchy."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import product

import numpy as np
from numpy.typing import NDArray

TOTAL = "total"
Counts = NDArray[np.int64]
Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Axis:
    """One way of dividing people. ``nodes[0]`` is everybody; a node without children is a leaf.

    ``columns`` are the headings that together name a node, the outermost first; a node's label has a text for each,
    `TOTAL` where it does not divide. ``parents`` has the place of each node's parent, -1 for the first.
    """

    columns: tuple[str, ...]
    nodes: tuple[tuple[str, ...], ...]
    parents: tuple[int, ...]

    @cached_property
    def children(self) -> dict[int, tuple[int, ...]]:
        found: dict[int, list[int]] = {}
        for node, parent in enumerate(self.parents):
            if parent >= 0:
                found.setdefault(parent, []).append(node)
        return {parent: tuple(places) for parent, places in found.items()}

    @cached_property
    def leaves(self) -> tuple[int, ...]:
        return tuple(node for node in range(len(self.nodes)) if node not in self.children)

    @cached_property
    def members(self) -> Counts:
        """nodes x leaves: 1 where the leaf belongs to the node."""
        found = np.zeros((len(self.nodes), len(self.leaves)), dtype=np.int64)
        for place, leaf in enumerate(self.leaves):
            node = leaf
            while node >= 0:
                found[node, place] = 1
                node = self.parents[node]
        return found


def flat_axis(column: str, values: Iterable[str]) -> Axis:
    """Everybody, and a leaf for each of ``values``, which differ."""
    nodes = ((TOTAL,), *((value,) for value in values))
    return Axis((column,), nodes, (-1, *([0] * (len(nodes) - 1))))


def nested_axis(columns: tuple[str, str], pairs: Iterable[tuple[str, str]]) -> Axis:
    """Everybody, the values of the outer column, and within each the values of the inner one."""
    nodes: list[tuple[str, ...]] = [(TOTAL, TOTAL)]
    parents = [-1]
    inner_of: dict[str, list[str]] = {}
    for outer, inner in pairs:
        within = inner_of.setdefault(outer, [])
        if inner not in within:
            within.append(inner)
    for outer, within in inner_of.items():
        parent = len(nodes)
        nodes.append((outer, TOTAL))
        parents.append(0)
        nodes += [(outer, inner) for inner in within]
        parents += [parent] * len(within)
    return Axis(columns, tuple(nodes), tuple(parents))


@dataclass(frozen=True)
class CountTable:
    """People by leaf of each axis: ``counts`` has one dimension for each axis, whole numbers, none negative."""

    axes: tuple[Axis, ...]
    counts: Counts

    @cached_property
    def shape(self) -> tuple[int, ...]:
        """Nodes of each axis: the published cells, margins and all, in C order; cell 0 is the grand total."""
        return tuple(len(axis.nodes) for axis in self.axes)

    @cached_property
    def values(self) -> Counts:
        """The count of each published cell."""
        found = self.counts
        for place, axis in enumerate(self.axes):
            found = np.moveaxis(np.tensordot(axis.members, found, axes=(1, place)), 0, place)
        return np.ascontiguousarray(found).reshape(-1)

    @cached_property
    def inner(self) -> Counts:
        """The published cell of each leaf of the table, in C order."""
        return np.arange(self.values.size).reshape(self.shape)[np.ix_(*(axis.leaves for axis in self.axes))].reshape(-1)

    @property
    def columns(self) -> tuple[str, ...]:
        return tuple(column for axis in self.axes for column in axis.columns)

    def labels(self) -> Iterator[tuple[str, ...]]:
        """What each published cell is called: a text for each column, `TOTAL` where everybody is meant."""
        for nodes in product(*(axis.nodes for axis in self.axes)):
            yield tuple(text for node in nodes for text in node)

    def lines(self) -> Iterator[tuple[int, Counts]]:
        """Each published cell that others add up to along one axis, and those others."""
        cells = np.arange(self.values.size).reshape(self.shape)
        for place, axis in enumerate(self.axes):
            along = np.moveaxis(cells, place, 0).reshape(self.shape[place], -1)
            for parent, children in axis.children.items():
                below = along[list(children)]
                for other in range(along.shape[1]):
                    yield int(along[parent, other]), below[:, other]


def table_of(axes: Sequence[Axis], counts: dict[tuple[str, ...], int]) -> CountTable:
    """A table from counts by label of the inner cells; those not named are 0."""
    table = CountTable(tuple(axes), np.zeros(tuple(len(axis.leaves) for axis in axes), dtype=np.int64))
    labels = list(table.labels())
    given = np.array([counts.get(labels[cell], 0) for cell in table.inner], dtype=np.int64)
    return CountTable(table.axes, given.reshape(table.counts.shape))
