"""A linear model in whole numbers, for every solver that takes one: columns from 0 to a limit, rows between two."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from tests.benchmarks.peers.case import Ints

UNBOUNDED = 2**31
"""Stands for no limit; no row of these models comes near it."""


@dataclass(frozen=True)
class Linear:
    """Minimise the cost of whole columns, 0 <= column <= upper, with every row between its two limits."""

    cost: Ints
    upper: Ints
    row_from: Ints
    """(rows + 1,) where the entries of each row begin."""
    column: Ints
    """(entries,)"""
    coefficient: Ints
    """(entries,)"""
    row_lower: Ints
    row_upper: Ints
    start: Ints
    """(columns,) values that keep every row: the greedy start."""
    read: Callable[[Ints], Ints]
    """From the values of the columns to the group of each seat, -1 for none."""

    def broken_rows(self, values: Ints) -> Ints:
        """The rows that the values break."""
        totals = np.add.reduceat(self.coefficient * values[self.column], self.row_from[:-1])
        return np.flatnonzero((totals < self.row_lower) | (totals > self.row_upper))


@dataclass
class Rows:
    """Rows so far, added many at a time."""

    row: list[Ints] = field(default_factory=list)
    column: list[Ints] = field(default_factory=list)
    coefficient: list[Ints] = field(default_factory=list)
    lower: list[Ints] = field(default_factory=list)
    upper: list[Ints] = field(default_factory=list)
    count: int = 0

    def add(self, row: Ints, column: Ints, coefficient: Ints | int, lower: Ints | int, upper: Ints | int) -> None:
        """Add rows by their entries; ``row`` counts the new ones from 0, each of which has an entry."""
        count = int(row.max(initial=-1)) + 1
        self.row.append(row + self.count)
        self.column.append(column)
        self.coefficient.append(np.broadcast_to(np.asarray(coefficient, dtype=np.int64), row.shape))
        self.lower.append(np.broadcast_to(np.asarray(lower, dtype=np.int64), (count,)))
        self.upper.append(np.broadcast_to(np.asarray(upper, dtype=np.int64), (count,)))
        self.count += count

    def add_at_most(self, key: Ints, column: Ints, most: Ints, largest: Ints | int = 1) -> None:
        """Add a row for each different key: the sum of its columns is at most ``most[key]``.

        Left out where the columns, each no more than ``largest``, could not reach beyond it.
        """
        keys, row = np.unique(key, return_inverse=True)
        reach = np.zeros(len(keys), dtype=np.int64)
        np.add.at(reach, row, largest)
        binding = reach > most[keys]
        new = np.cumsum(binding) - 1
        kept = binding[row]
        self.add(new[row[kept]], column[kept], 1, 0, most[keys[binding]])

    def model(self, cost: Ints, upper: Ints, start: Ints, read: Callable[[Ints], Ints]) -> Linear:
        row = np.concatenate(self.row)
        order = np.argsort(row, kind="stable")
        row_from = np.searchsorted(row[order], np.arange(self.count + 1))
        return Linear(
            cost,
            upper,
            row_from,
            np.concatenate(self.column)[order],
            np.concatenate(self.coefficient)[order],
            np.concatenate(self.lower),
            np.concatenate(self.upper),
            start,
            read,
        )
