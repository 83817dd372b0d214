"""Runs our grouping on a job, in a process of its own (`teams.py` starts it); the twin of `run_team_formation.py`."""

from __future__ import annotations

import json
import resource
import sys
import time

from scheduler.grouping import Alike, GroupingTask, Shares, group_people


def main() -> None:
    job = json.load(sys.stdin)
    # team-formation does not count the last value of an attribute that is to be diversified.
    aims = tuple(
        Alike(name) if job["types"][name] == "cluster" else Shares(name, left_out=frozenset({max(values)}))
        for name, values in job["attributes"].items()
    )
    people = len(next(iter(job["attributes"].values())))
    began = time.perf_counter()
    task = GroupingTask(job["attributes"], people // job["team_size"], aims)
    found = group_people(task, seconds=job["seconds"])
    told = {
        "place": found.place,
        "cost": found.cost,
        "seconds": time.perf_counter() - began,
        "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }
    print(json.dumps(told))


if __name__ == "__main__":
    main()
