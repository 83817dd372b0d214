"""Bounds over whole tables, by CP-SAT, where the linear ones are not attained (three axes, linked tables)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from ortools.sat.python import cp_model

from learning.statistics.disclosure.attacker import Attacker, ContradictoryFactsError

EFFORT = 20.0
"""Deterministic time of CP-SAT for one bound."""


@dataclass(frozen=True)
class Interval:
    """From ``low`` to ``high``, both of which can be; with ``exact`` false the true interval may be narrower."""

    low: int
    high: int
    exact: bool

    @property
    def width(self) -> int:
        return self.high - self.low


def exact_interval(attacker: Attacker, cell: int) -> Interval:
    """The least and greatest value of a cell over whole tables; outer bounds, marked so, if the search ends early."""
    low, found_low = _bound(attacker, cell, 1)
    high, found_high = _bound(attacker, cell, -1)
    return Interval(low, -high, exact=found_low and found_high)


def _bound(attacker: Attacker, cell: int, sign: int) -> tuple[int, bool]:
    system = attacker.system
    model = cp_model.CpModel()
    variables = {
        int(place): model.new_int_var(int(system.lowest[place]), int(system.highest[place]), "")
        for place in np.flatnonzero(attacker.free)
    }
    for total, children in system.lines:
        terms = [variables.get(int(place), int(system.values[place])) for place in (*children, total)]
        if attacker.free[children].any() or attacker.free[total]:
            model.add(sum(terms[:-1]) == terms[-1])
    model.minimize(sign * variables[cell])
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = 0
    solver.parameters.max_deterministic_time = EFFORT
    status = solver.solve(model)
    if status == cp_model.INFEASIBLE:
        raise ContradictoryFactsError
    if status in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        whole = system.values.copy()
        for place, variable in variables.items():
            whole[place] = solver.value(variable)
        attacker.see(whole)
    return round(solver.best_objective_bound), status == cp_model.OPTIMAL
