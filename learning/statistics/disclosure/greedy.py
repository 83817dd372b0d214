"""A safe choice at once: for each cell in danger the cheapest change of the table that moves it, then the line rules.

The linear programme of Kelly, Golden and Assad (1992), doi 10.1002/net.3230220407: what the change touches is hidden,
so that the table before and the one after both agree with what is shown.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from ortools.linear_solver import pywraplp

from learning.statistics.disclosure.attacker import NEARLY, Attacker
from learning.statistics.disclosure.cuts import unsafe
from learning.statistics.disclosure.system import System
from learning.statistics.disclosure.tables import Counts, Mask


class Paths:
    """Cheapest changes of one table; keeps the solver's basis from question to question."""

    def __init__(self, system: System, prices: Counts) -> None:
        self.system = system
        self.prices = prices
        self._solver: Any = pywraplp.Solver.CreateSolver("GLOP")
        nothing = np.zeros(system.size, dtype=np.bool_)
        table = Attacker(system, nothing).least_of({}).values
        moving = ~system.known
        self._up: dict[int, Any] = {}
        self._down: dict[int, Any] = {}
        for cell in (int(place) for place in np.flatnonzero(moving)):
            self._up[cell] = self._solver.NumVar(0.0, float(system.highest[cell]) - float(table[cell]), "")
            self._down[cell] = self._solver.NumVar(0.0, float(table[cell]) - float(system.lowest[cell]), "")
        for total, children in system.lines:
            row = self._solver.Constraint(0.0, 0.0)
            for cell, sign in (*((int(child), 1.0) for child in children), (total, -1.0)):
                if cell in self._up:
                    row.SetCoefficient(self._up[cell], sign)
                    row.SetCoefficient(self._down[cell], -sign)
        for cell in self._up:
            self.reprice(cell, free=not system.open[cell])

    def reprice(self, cell: int, *, free: bool) -> None:
        price = NEARLY if free else float(self.prices[cell])
        for variable in (self._up[cell], self._down[cell]):
            self._solver.Objective().SetCoefficient(variable, price)

    def cheapest(self, cell: int, width: int) -> Counts | None:
        """Cells touched by the cheapest change that moves ``cell`` by ``width`` up or down; None if there is none."""
        best, found = np.inf, None
        for moved, other in ((self._up[cell], self._down[cell]), (self._down[cell], self._up[cell])):
            limits, others = (moved.lb(), moved.ub()), (other.lb(), other.ub())
            if limits[1] < width:
                continue
            moved.SetBounds(float(width), float(width))
            other.SetBounds(0.0, 0.0)
            if self._solver.Solve() == pywraplp.Solver.OPTIMAL and self._solver.Objective().Value() < best:
                best = self._solver.Objective().Value()
                found = self._touched()
            moved.SetBounds(*limits)
            other.SetBounds(*others)
        return found

    def _touched(self) -> Counts:
        touched = [
            cell
            for cell, up in self._up.items()
            if self.system.open[cell] and abs(up.solution_value() - self._down[cell].solution_value()) > NEARLY
        ]
        return np.array(touched, dtype=np.int64)


def repair(system: System, paths: Paths, hidden: Mask, targets: Counts, line_min: int, width: int) -> Mask:
    """``hidden`` and more, so that every target is safe and every line keeps its rules. Hiding all must be safe."""
    hidden = hidden.copy()
    while True:
        before = hidden.sum()
        keep_lines(system, hidden, line_min)
        _hide_paths(system, paths, hidden, targets, width)
        if hidden.sum() == before:
            return hidden


def _hide_paths(system: System, paths: Paths, hidden: Mask, targets: Counts, width: int) -> None:
    for cell in np.flatnonzero(system.open):
        paths.reprice(int(cell), free=bool(hidden[cell]))
    for cut in unsafe(system, hidden, targets, width):
        touched = paths.cheapest(cut.cell, width)
        if touched is None or hidden[touched].all():
            touched = cut.cells
        for cell in touched[~hidden[touched]]:
            hidden[cell] = True
            paths.reprice(int(cell), free=True)


def keep_lines(system: System, hidden: Mask, line_min: int) -> None:
    """Hide the smallest other cells of each line that has a single hidden cell, or parts under ``line_min``."""
    shaky = True
    while shaky:
        shaky = False
        for total, children in system.lines:
            line = np.append(children, total)
            if not hidden[line].any() or (~system.open & ~system.known)[children].any():
                continue
            lone = hidden[line].sum() == 1
            few = not hidden[total] and system.values[children[hidden[children]]].sum() < line_min
            rest = line[system.open[line] & ~hidden[line]]
            if (lone or few) and rest.size:
                hidden[rest[np.argmin(_wanting(system, rest))]] = True
                shaky = True


def _wanting(system: System, cells: Counts) -> Counts:
    """Zeros last: they add nothing to a sum and cannot move down."""
    return np.where(system.values[cells] == 0, np.iinfo(np.int64).max, system.values[cells])
