"""How the search fares on random folders: whatever it finds has to be a result for both judges.

``python -m tests.fuzz_engine --folders 1000`` draws so many folders, searches each one in this process,
judges what was found with the judge here and the reference judge, and prints the figures. A folder that
went wrong is named with its seed; ``--first-seed`` begins elsewhere.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import traceback
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from types import ModuleType

from scheduler.engine.answer import answer
from scheduler.engine.budget import Budget
from scheduler.engine.build import build_instance
from scheduler.engine.objective import score
from scheduler.engine.plan import Plan
from scheduler.engine.search import Found, search
from scheduler.explain import explain
from scheduler.folder import read_folder
from scheduler.problem import Problem
from scheduler.referee import judge
from scheduler.schedule import Schedule
from tests.random_folders import write_random_folder
from tests.scheduler.referee.outside import load_outside, outside_names, write_rows

MOST_SECONDS = 0.3
"""For one folder: most are done before, and the rest have met every kind of move by then."""


@dataclass(frozen=True)
class Outcome:
    """What came of one folder. ``faults`` says in words everything that must not be."""

    seed: int
    faults: tuple[str, ...]
    placed: int = 0
    audience: int = 0
    schedules: int = 0
    """How many schedules, each better than the one before."""
    every_aim_tried: bool = False


def schedule_of(problem: Problem, plan: Plan) -> Schedule:
    """The plan as it would be written, with reasons."""
    sessions, allocations = answer(plan)
    return Schedule(sessions, allocations, explain(problem, sessions, allocations))


def try_folder(seed: int, folder: Path, outside: ModuleType | None, seconds: float) -> Outcome:
    """Search one random folder. Every better schedule goes before the judge here, the last before both."""
    write_random_folder(folder, seed)
    problem = read_folder(folder).problem
    faults: list[str] = []
    found = list(watched(problem, seed, seconds, faults))
    schedule = schedule_of(problem, found[-1].plan)
    if outside is not None:
        out = write_rows(schedule, folder / "schedule")
        faults += [f"outside: {name}" for name in sorted(outside_names(outside, outside.Programme(folder), out))]
    places = len(schedule.allocations)
    return Outcome(
        seed=seed,
        placed=places,
        audience=places + len(schedule.unplaced),
        schedules=sum(each.better for each in found),
        every_aim_tried=any(each.every_aim_tried for each in found),
        faults=tuple(faults),
    )


def watched(problem: Problem, seed: int, seconds: float, faults: list[str]) -> Iterator[Found]:
    """What the search tells; ``faults`` takes every breach and every step back."""
    best: Found | None = None
    for found in search(build_instance(problem), Budget(monotonic() + seconds, None, lambda: False), seed):
        yield found
        if not found.better:
            continue
        if best is not None and found.score <= best.score:
            faults.append(f"{found.stage}: called better, but {found.score} is no more than {best.score}")
        if found.score != score(found.plan):
            faults.append(f"{found.stage}: the score {found.score} is not that of the plan {score(found.plan)}")
        verdict = judge(problem, schedule_of(problem, found.plan))
        faults += [f"{found.stage}: {violation.sentence}" for violation in verdict.violations]
        best = found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folders", type=int, default=1000)
    parser.add_argument("--first-seed", type=int, default=0)
    parser.add_argument("--seconds", type=float, default=MOST_SECONDS, help="the most for one folder")
    asked = parser.parse_args()
    outside = load_outside()
    if outside is None:
        print("The reference judge is not here; set LEARNING_SHARED to the folder that holds it.")
        return 2
    told: Counter[str] = Counter()
    for seed in range(asked.first_seed, asked.first_seed + asked.folders):
        with tempfile.TemporaryDirectory() as folder:
            try:
                outcome = try_folder(seed, Path(folder), outside, asked.seconds)
            except Exception:
                # One folder that fails must not hide the others.
                outcome = Outcome(seed, faults=(traceback.format_exc(limit=-4),))
        told.update(placed=outcome.placed, audience=outcome.audience, schedules=outcome.schedules)
        told.update(fine=not outcome.faults, ended=outcome.every_aim_tried)
        for fault in outcome.faults[:5]:
            print(f"folder {seed}: {fault}", flush=True)
    print(
        f"{asked.folders} folders: {told['fine']} without a fault for either judge, "
        f"{told['schedules']} schedules in all, every aim tried in {told['ended']}; "
        f"{told['placed']} of {told['audience']} places filled."
    )
    return 0 if told["fine"] == asked.folders else 1


if __name__ == "__main__":
    sys.exit(main())
