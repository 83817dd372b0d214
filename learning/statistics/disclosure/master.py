"""The integer programme that chooses what to hide: all rules of lines, and the cuts found so far."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from ortools.sat.python import cp_model

from learning.statistics.disclosure.cuts import Cut
from learning.statistics.disclosure.system import System
from learning.statistics.disclosure.tables import Counts, Mask


@dataclass(frozen=True)
class Choice:
    """``hidden`` is None where there is none; ``bound`` is under the price of every choice; ``spent`` is in the
    solver's deterministic time, about a second each."""

    hidden: Mask | None
    bound: int
    best: bool
    spent: float


@dataclass(frozen=True)
class Master:
    model: Any
    variables: dict[int, Any]
    prices: Counts
    system: System


def prices_of(system: System) -> Counts:
    """The least sum of counts, then the fewest cells: one price, as no sum of ones reaches the first."""
    return np.where(system.open, np.abs(system.values) * (int(system.open.sum()) + 1) + 1, 0)


def master_of(system: System, targets: Mask, line_min: int) -> Master:
    """Targets are hidden; no line has a single hidden cell; hidden parts of a shown total sum to ``line_min``."""
    model = cp_model.CpModel()
    variables = {int(cell): model.new_bool_var("") for cell in np.flatnonzero(system.open)}
    for cell in np.flatnonzero(targets):
        model.add(variables[int(cell)] == 1)
    for total, children in system.lines:
        if (~system.open & ~system.known)[children].any():
            continue
        parts = [variables[int(child)] for child in children if system.open[child]]
        whole = variables.get(total)
        _no_lone_cell(model, parts if whole is None else [*parts, whole])
        if line_min and parts:
            counts = [int(system.values[child]) for child in children if system.open[child]]
            _enough_hidden(model, parts, counts, whole, line_min)
    prices = prices_of(system)
    model.minimize(sum(int(prices[cell]) * variable for cell, variable in variables.items()))
    return Master(model, variables, prices, system)


def _no_lone_cell(model: Any, line: list[Any]) -> None:
    if not line:
        return
    used = model.new_bool_var("")
    for cell in line:
        model.add_implication(cell, used)
    model.add(sum(line) >= 2 * used)


def _enough_hidden(model: Any, parts: list[Any], counts: list[int], whole: Any, least: int) -> None:
    used = model.new_bool_var("")
    for part in parts:
        model.add_implication(part, used)
    hidden = sum(count * part for count, part in zip(counts, parts, strict=True))
    model.add(hidden + (0 if whole is None else least * whole) >= least * used)


def add_cut(master: Master, cut: Cut, *, wanted_always: bool) -> None:
    """Ask for a cut; one for a cell that need not be hidden binds only if it is."""
    terms = sum(
        int(weight) * master.variables[int(cell)]
        for cell, weight in zip(cut.cells, cut.weights, strict=True)
        if wanted_always or cell != cut.cell
    )
    master.model.add(terms >= (cut.least if wanted_always else cut.least * master.variables[cut.cell]))


def choose(master: Master, under: int | None, start: Mask | None, effort: float, seed: int) -> Choice:
    """The cheapest choice under the price ``under``; ``start`` is where the search begins."""
    model = master.model.clone()
    if under is not None:
        places = list(master.variables)
        model.add(
            sum(
                int(master.prices[cell]) * model.get_bool_var_from_proto_index(place)
                for place, cell in enumerate(places)
            )
            <= under - 1
        )
    if start is not None:
        for place, cell in enumerate(master.variables):
            model.add_hint(model.get_bool_var_from_proto_index(place), bool(start[cell]))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = seed
    solver.parameters.max_deterministic_time = effort
    solver.parameters.linearization_level = 2
    status = solver.solve(model)
    spent = float(solver.response_proto.deterministic_time)
    if status in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        hidden = np.zeros(master.system.size, dtype=np.bool_)
        for place, cell in enumerate(master.variables):
            hidden[cell] = bool(solver.value(model.get_bool_var_from_proto_index(place)))
        return Choice(hidden, round(solver.best_objective_bound), status == cp_model.OPTIMAL, spent)
    bound = 0 if status == cp_model.UNKNOWN else (under or 0)
    return Choice(None, max(bound, 0), status == cp_model.INFEASIBLE, spent)
