"""Plan a learning programme: people, groups, sessions, trainers and venues, with every rule kept.

    from pathlib import Path
    from scheduler import Limits, read_folder, solve, write_schedule

    if __name__ == "__main__":  # the search starts processes that load this file again
        reading = read_folder(Path("programme"))
        result = solve(reading.problem, Limits(time_seconds=30))
        if result.schedule is not None:
            write_schedule(result.schedule, result.summary, Path("out"))

No solver is loaded here: the search loads it in a process of its own. Some names (`bounds`,
`explain`, `realism`, `solve`) are functions and hide the modules that they come from.
"""

from scheduler.bounds import Bound, bounds
from scheduler.errors import Defect, FolderError
from scheduler.explain import explain
from scheduler.folder import Reading, read_folder, read_schedule, write_schedule
from scheduler.grouping import Grouped, GroupingError, GroupingTask, group_people
from scheduler.measures import Measures, measure
from scheduler.outcome import Limits, Progress, Result, Status, Step
from scheduler.problem import Aim, Problem
from scheduler.realism import realism
from scheduler.referee import Verdict, Violation, judge
from scheduler.sample import write_sample
from scheduler.schedule import Reason, Schedule
from scheduler.solve import solve

__all__ = [
    "Aim",
    "Bound",
    "Defect",
    "FolderError",
    "Grouped",
    "GroupingError",
    "GroupingTask",
    "Limits",
    "Measures",
    "Problem",
    "Progress",
    "Reading",
    "Reason",
    "Result",
    "Schedule",
    "Status",
    "Step",
    "Verdict",
    "Violation",
    "bounds",
    "explain",
    "group_people",
    "judge",
    "measure",
    "read_folder",
    "read_schedule",
    "realism",
    "solve",
    "write_sample",
    "write_schedule",
]
