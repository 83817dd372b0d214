"""What a set of hidden cells lacks: for each cell that could be found out, an inequality that mends it.

Capacity inequalities of Fischetti and Salazar-Gonzalez (2001), doi 10.1198/016214501753209054: by duality the width
of an attacker's interval is at most a constant and a sum over hidden cells; asking that this bound reach the width
that is wanted is valid for every safe set, and cuts the present one off.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from learning.statistics.disclosure.attacker import NEARLY, Attacker, Floats, Found
from learning.statistics.disclosure.exact import exact_interval
from learning.statistics.disclosure.system import System
from learning.statistics.disclosure.tables import Counts, Mask

SCALE = 1000
STIRRED = 40
"""From how many cells on it pays to look at far-flung tables first."""


@dataclass(frozen=True)
class Cut:
    """Hidden cells weighted by ``weights`` (those of ``cells``) must reach ``least``; all whole numbers."""

    cell: int
    cells: Counts
    weights: Counts
    least: int


def unsafe(system: System, hidden: Mask, cells: Counts, width: int, most: int | None = None) -> list[Cut]:
    """A cut for each of ``cells`` whose interval is narrower than ``width``, at most ``most``; none: all are safe.

    ``hidden`` includes ``cells``. Raises ContradictoryFactsError where no table agrees.
    """
    attacker = Attacker(system, hidden)
    if cells.size > STIRRED:
        attacker.stir(cells, seed=0)
    found: list[Cut] = []
    for cell in (int(place) for place in cells):
        if most is not None and len(found) >= most:
            break
        if attacker.seen_width(cell) >= width:
            continue
        if not attacker.free[cell]:
            found.append(_widening(attacker, cell))
            continue
        low, high = attacker.least_of({cell: 1.0}), attacker.least_of({cell: -1.0})
        if attacker.seen_width(cell) >= width:
            continue
        if -high.bound - low.bound < width - NEARLY:
            found.append(_capacity(system, cell, low, high, width))
            continue
        # Bounds of a search that ended early prove nothing: only two whole tables in hand do.
        exact_interval(attacker, cell)
        if attacker.seen_width(cell) < width:
            found.append(_widening(attacker, cell))
    return found


def _capacity(system: System, cell: int, low: Found, high: Found, width: int) -> Cut:
    weights = np.zeros(system.size)
    reached = 0.0
    for found in (low, high):
        constant, of_cells = _dual(system, found.reduced)
        weights += of_cells
        reached -= constant
    lacking = width - reached
    kept = system.open & (weights > NEARLY)
    scaled = np.ceil(SCALE * np.minimum(weights[kept], lacking) - NEARLY).astype(np.int64)
    return Cut(cell, np.flatnonzero(kept), scaled, int(np.floor(SCALE * lacking + NEARLY)))


def _dual(system: System, reduced: Floats) -> tuple[float, Floats]:
    """The dual bound when all is shown, and by how much it falls for each cell that is hidden."""
    up, down = np.maximum(reduced, 0.0), np.maximum(-reduced, 0.0)
    fixed = system.known | system.open
    own = np.where(fixed, reduced * system.values, up * system.lowest - down * system.highest)
    falls = up * (system.values - system.lowest) + down * (system.highest - system.values)
    return float(own.sum()), np.where(system.open, falls, 0.0)


def _widening(attacker: Attacker, cell: int) -> Cut:
    """Hiding more is all that can help where only whole numbers are too few: at least one cell of those still shown."""
    others = np.flatnonzero(attacker.system.open & ~attacker.free)
    return Cut(cell, others, np.ones(others.size, dtype=np.int64), 1)
