"""HiGHS on a linear model of the case, with the greedy start as its first solution.

Never in a process that also loads OR-Tools: the two do not go together.
"""

from __future__ import annotations

from typing import Any

import highspy
import numpy as np

from tests.benchmarks.peers.formulations import FORMULATIONS
from tests.benchmarks.peers.linear import UNBOUNDED, Linear
from tests.benchmarks.peers.telling import Teller, called


def model_of(linear: Linear) -> highspy.HighsLp:
    """The linear model as HiGHS takes it, whole arrays at a time."""
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = len(linear.cost), len(linear.row_lower)
    lp.col_cost_ = linear.cost.astype(np.float64)
    lp.col_lower_ = np.zeros(len(linear.cost))
    lp.col_upper_ = linear.upper.astype(np.float64)
    lower, upper = linear.row_lower.astype(np.float64), linear.row_upper.astype(np.float64)
    lower[linear.row_lower <= -UNBOUNDED] = -highspy.kHighsInf
    upper[linear.row_upper >= UNBOUNDED] = highspy.kHighsInf
    lp.row_lower_, lp.row_upper_ = lower, upper
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_ = linear.row_from.astype(np.int32)
    lp.a_matrix_.index_ = linear.column.astype(np.int32)
    lp.a_matrix_.value_ = linear.coefficient.astype(np.float64)
    lp.integrality_ = [highspy.HighsVarType.kInteger] * len(linear.cost)
    return lp


def solve(linear: Linear, teller: Teller) -> str:
    """Search until everybody is placed or the time is up; what the solver says at the end."""
    solver = highspy.Highs()
    solver.setOptionValue("output_flag", False)  # noqa: FBT003
    solver.setOptionValue("threads", teller.cores)
    solver.setOptionValue("parallel", "on")
    # As soon as nobody more than must is without a place, the answer is as good as can be.
    solver.setOptionValue("objective_target", float(len(linear.read(linear.start)) - teller.enough))
    solver.passModel(model_of(linear))
    start = highspy.HighsSolution()
    start.col_value = linear.start.astype(np.float64)
    start.value_valid = True
    solver.setSolution(start)
    teller.tell("built", columns=len(linear.cost), rows=len(linear.row_lower))

    def improved(event: Any) -> None:
        teller.better(linear.read(np.rint(np.array(event.data_out.mip_solution)).astype(np.int64)))

    solver.cbMipImprovingSolution.subscribe(improved)
    solver.setOptionValue("time_limit", teller.left())
    solver.run()
    if solver.getInfo().primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible:
        values = np.rint(np.array(solver.getSolution().col_value)).astype(np.int64)
        teller.better(linear.read(values))
    return str(solver.modelStatusToString(solver.getModelStatus())).lower()


def main() -> None:
    case, formulation, teller = called()
    teller.better(case.start)
    teller.tell("ended", status=solve(FORMULATIONS[formulation](case), teller))


if __name__ == "__main__":
    main()
