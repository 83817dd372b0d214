"""CP-SAT of OR-Tools on a linear model of the case, with the greedy start as a complete hint."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from ortools.sat.python import cp_model

from tests.benchmarks.peers.formulations import FORMULATIONS
from tests.benchmarks.peers.linear import Linear
from tests.benchmarks.peers.telling import Teller, called


class Listener(cp_model.CpSolverSolutionCallback):
    """Tells of every better answer and stops at the first that places everybody."""

    def __init__(self, linear: Linear, teller: Teller) -> None:
        super().__init__()
        self.linear, self.teller = linear, teller

    def on_solution_callback(self) -> None:
        values = np.array(self.response_proto.solution, dtype=np.int64)
        if self.teller.better(self.linear.read(values)):
            self.stop_search()


def model_of(linear: Linear) -> cp_model.CpModel:
    """The linear model row by row; rows of exactly or at most one get the constraint made for them."""
    model = cp_model.CpModel()
    columns = [
        model.new_bool_var("") if upper == 1 else model.new_int_var(0, upper, "") for upper in linear.upper.tolist()
    ]
    binary = linear.upper <= 1
    ends = linear.row_from.tolist()
    lower, upper = linear.row_lower.tolist(), linear.row_upper.tolist()
    for row, (first, last) in enumerate(pairwise(ends)):
        numbers = linear.column[first:last]
        entries = [columns[number] for number in numbers.tolist()]
        coefficients = linear.coefficient[first:last]
        plain = bool((coefficients == 1).all())
        if plain and upper[row] == 1 and binary[numbers].all():
            (model.add_exactly_one if lower[row] == 1 else model.add_at_most_one)(entries)
        else:
            total = cp_model.LinearExpr.weighted_sum(entries, coefficients.tolist())
            model.add_linear_constraint(total, lower[row], upper[row])
    costly = np.flatnonzero(linear.cost)
    assert (linear.cost[costly] == 1).all()
    model.minimize(cp_model.LinearExpr.sum([columns[number] for number in costly.tolist()]))
    for column, value in zip(columns, linear.start.tolist(), strict=True):
        model.add_hint(column, value)
    return model


def solve(linear: Linear, teller: Teller) -> str:
    """Search until everybody is placed or the time is up; what the solver says at the end."""
    model = model_of(linear)
    teller.tell("built", columns=len(linear.cost), rows=len(linear.row_lower))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = teller.cores
    solver.parameters.max_time_in_seconds = teller.left()
    status = solver.solve(model, Listener(linear, teller))
    return solver.status_name(status).lower()


def main() -> None:
    case, formulation, teller = called()
    teller.better(case.start)
    teller.tell("ended", status=solve(FORMULATIONS[formulation](case), teller))


if __name__ == "__main__":
    main()
