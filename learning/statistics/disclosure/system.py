"""What a table says about itself and what is known besides: the equations that an attacker can use."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from learning.statistics.disclosure.tables import Counts, CountTable, Mask

Line = tuple[int, Counts]


@dataclass(frozen=True)
class System:
    """Cells that are whole numbers, and lines: in each, the first cell is the sum of the others.

    ``values`` is what a cell says when it is shown, ``known`` marks those that everybody knows anyway, ``open`` those
    that may be shown or hidden. Cells that are neither are never published, and their ``values`` mean nothing. What is
    not shown is from ``lowest`` to ``highest``, and everybody knows that.
    """

    lines: tuple[Line, ...]
    values: Counts
    known: Mask
    open: Mask
    lowest: Counts
    highest: Counts

    @property
    def size(self) -> int:
        return int(self.values.size)


def system_of(table: CountTable) -> System:
    """The table alone: everybody knows the grand total, and that no count is negative or above it."""
    values = table.values
    known = np.zeros(values.size, dtype=np.bool_)
    known[0] = True
    highest = np.full(values.size, max(int(values[0]), 1), dtype=np.int64)
    return System(tuple(table.lines()), values, known, ~known, np.zeros_like(values), highest)
