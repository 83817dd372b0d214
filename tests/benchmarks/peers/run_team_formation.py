"""Runs the package team-formation on a job, with the Python that has it installed (`teams.py` starts it).

Reads a job (JSON) from standard input and prints what it reached: the team of each person, the seconds
from the start of building the model to its best solution, the seconds in all, the solutions on the
way, and the most memory held.
"""

from __future__ import annotations

import json
import resource
import sys
import time

import pandas as pd
from ortools.sat.python import cp_model
from team_formation.team_assignment import TeamAssignment


class Watch(cp_model.CpSolverSolutionCallback):
    """Notes when each solution was found."""

    def __init__(self, began: float) -> None:
        super().__init__()
        self.began = began
        self.found: list[tuple[float, float]] = []

    def on_solution_callback(self) -> None:
        self.found.append((time.perf_counter() - self.began, self.objective_value))


def main() -> None:
    job = json.load(sys.stdin)
    people = pd.DataFrame(job["attributes"])
    rows = [[name, job["types"][name], 1] for name in job["attributes"]]
    wanted = pd.DataFrame(rows, columns=["attribute", "type", "weight"])
    began = time.perf_counter()
    asked = TeamAssignment(people, wanted, job["team_size"], less_than_target=False)
    watch = Watch(began)
    asked.solve(solution_callback=watch, max_time_in_seconds=job["seconds"])
    told = {
        "place": [int(team) for team in people["team_num"]] if asked.solution_found else None,
        "seconds_to_best": watch.found[-1][0] if watch.found else None,
        "seconds": time.perf_counter() - began,
        "found": watch.found,
        "optimal": asked.status == cp_model.OPTIMAL,
        "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }
    print(json.dumps(told))


if __name__ == "__main__":
    main()
