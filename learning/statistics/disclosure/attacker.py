"""What somebody who knows all that is published can find out about each hidden cell, by linear programme.

The attacker of Fischetti and Salazar-Gonzalez (2001), doi 10.1198/016214501753209054: the least and the greatest
value of a cell over all tables that agree with what is shown. Values of solutions are rounded and then verified in
whole numbers, so that a cell is only called safe because two whole tables are in hand in which it differs.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from ortools.linear_solver import pywraplp

from learning.statistics.disclosure.system import System
from learning.statistics.disclosure.tables import Counts, Mask

NEARLY = 1e-6
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Found:
    """One solution: the bound, the cells' values, and what of the bound each cell's own limits carry."""

    bound: float
    values: Floats
    reduced: Floats


class ContradictoryFactsError(Exception):
    """No table at all agrees with what is shown and known."""


class Attacker:
    """All tables that agree with what is shown; keeps the solver's basis from question to question.

    ``least`` and ``most`` are, for each cell, the extremes over the whole tables seen so far.
    """

    def __init__(self, system: System, hidden: Mask) -> None:
        self.system = system
        self.free = ~system.known & (~system.open | hidden)
        self.least = np.where(self.free, np.iinfo(np.int64).max, system.values)
        self.most = np.where(self.free, np.iinfo(np.int64).min, system.values)
        self.solved = 0
        self._cells = np.flatnonzero(self.free)
        self._solver: Any = pywraplp.Solver.CreateSolver("GLOP")
        self._variables: dict[int, Any] = {}
        self._rows: list[tuple[int, Any]] = []
        self._build()
        if not (self.free & ~system.open).any():
            self.least[self.free] = self.most[self.free] = system.values[self.free]

    def _build(self) -> None:
        system, solver = self.system, self._solver
        for cell in self._cells:
            low, high = float(system.lowest[cell]), float(system.highest[cell])
            self._variables[int(cell)] = solver.NumVar(low, high, "")
        for number, (total, children) in enumerate(system.lines):
            free = children[self.free[children]]
            if not free.size and not self.free[total]:
                continue
            rest = float(system.values[children[~self.free[children]]].sum())
            rest -= 0.0 if self.free[total] else float(system.values[total])
            row = solver.Constraint(-rest, -rest)
            for child in free:
                row.SetCoefficient(self._variables[int(child)], 1.0)
            if self.free[total]:
                row.SetCoefficient(self._variables[total], -1.0)
            self._rows.append((number, row))

    def least_of(self, weights: dict[int, float]) -> Found:
        """The table in which the weighted sum of cells is least. ``weights`` names free cells only."""
        objective = self._solver.Objective()
        objective.Clear()
        for cell, weight in weights.items():
            objective.SetCoefficient(self._variables[cell], weight)
        objective.SetMinimization()
        self.solved += 1
        if self._solver.Solve() != pywraplp.Solver.OPTIMAL:
            raise ContradictoryFactsError
        values = self.system.values.astype(np.float64)
        values[self._cells] = [self._variables[int(cell)].solution_value() for cell in self._cells]
        self._remember(values)
        return Found(objective.Value(), values, self._reduced(weights))

    def _reduced(self, weights: dict[int, float]) -> Floats:
        found = np.zeros(self.system.size)
        for cell, weight in weights.items():
            found[cell] = weight
        for number, row in self._rows:
            price = row.dual_value()
            if abs(price) > NEARLY:
                total, children = self.system.lines[number]
                found[children] -= price
                found[total] += price
        found[np.abs(found) < NEARLY] = 0.0
        return found

    def _remember(self, values: Floats) -> None:
        whole = np.rint(values).astype(np.int64)
        if np.abs(values - whole).max(initial=0.0) < NEARLY and self.agrees(whole):
            self.see(whole)

    def see(self, whole: Counts) -> None:
        """Take note of a whole table that agrees."""
        np.minimum(self.least, whole, out=self.least)
        np.maximum(self.most, whole, out=self.most)

    def agrees(self, whole: Counts) -> bool:
        """Whether a whole table agrees with what is shown and known; no rounding is involved."""
        system = self.system
        fixed = ~self.free
        if (whole[fixed] != system.values[fixed]).any():
            return False
        if ((whole < system.lowest) | (whole > system.highest))[self.free].any():
            return False
        return all(whole[total] == whole[children].sum() for total, children in system.lines)

    def seen_width(self, cell: int) -> int:
        """How far apart two whole tables in hand put the cell; negative before there is one."""
        return int(self.most[cell]) - int(self.least[cell]) if self.most[cell] >= self.least[cell] else -1

    def stir(self, cells: Counts, seed: int, times: int = 4) -> None:
        """See some far-flung tables: most cells then need no question of their own."""
        generator = np.random.default_rng(seed)
        for _ in range(times):
            signs = generator.choice((-1.0, 1.0), size=cells.size) * generator.uniform(0.5, 1.5, size=cells.size)
            both = dict(zip((int(cell) for cell in cells), (float(sign) for sign in signs), strict=True))
            self.least_of(both)
            self.least_of({cell: -sign for cell, sign in both.items()})
