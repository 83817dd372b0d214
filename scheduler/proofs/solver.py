"""One solve: a model in, what is proven about its optimum out.

One thread and a deterministic limit, so that a model always gives the same answer.
"""

from __future__ import annotations

from math import ceil, floor

from ortools.sat.python import cp_model

DETERMINISTIC_SECONDS = 1.0
ROUNDING = 1e-6


def least(
    model: cp_model.CpModel, objective: cp_model.LinearExprT, seconds: float = DETERMINISTIC_SECONDS
) -> int | None:
    """What the objective cannot fall below; None if nothing is proven, or no solution was found."""
    model.minimize(objective)
    bound = _bound(model, seconds)
    return None if bound is None else ceil(bound - ROUNDING)


def most(
    model: cp_model.CpModel, objective: cp_model.LinearExprT, seconds: float = DETERMINISTIC_SECONDS
) -> int | None:
    """What the objective cannot exceed; None if nothing is proven, or no solution was found."""
    model.maximize(objective)
    bound = _bound(model, seconds)
    return None if bound is None else floor(bound + ROUNDING)


def _bound(model: cp_model.CpModel, seconds: float) -> float | None:
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.max_deterministic_time = seconds
    status = solver.solve(model)
    # Without a solution the solver may report a bound that it has not proven.
    return solver.best_objective_bound if status in (cp_model.OPTIMAL, cp_model.FEASIBLE) else None
