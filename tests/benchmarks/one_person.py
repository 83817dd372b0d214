"""How long questions about one person take on a schedule of thousands that is loaded, and how long loading takes.

``python -m tests.benchmarks.one_person`` asks of the shared cases with 4,500 people, as often as ``--times`` says,
and prints medians, the slowest, and how many times longer judging the whole schedule before and after takes.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from random import Random
from statistics import median

from scheduler.changes import (
    CancelGroup,
    ChangeSession,
    Loaded,
    MovePerson,
    SwapPeople,
    TakeOut,
    carried,
    changed,
    consider,
    load,
    places_for,
    swaps_for,
)
from scheduler.folder import read_folder
from scheduler.measures import measure
from scheduler.outcome import Limits
from scheduler.problem import Problem
from scheduler.referee import judge
from scheduler.schedule import Schedule
from scheduler.solve import solve

CASES = ("mixed-4500", "team-4500")
Question = Callable[[Loaded, Random], object]


def move(loaded: Loaded, r: Random) -> MovePerson:
    place = r.choice(loaded.schedule.allocations)
    groups = sorted(key[1] for key in loaded.case.groups if key[0] == place.strand)
    return MovePerson(place.staff_id, place.strand, r.choice(groups))


def swap(loaded: Loaded, r: Random) -> SwapPeople:
    place = r.choice(loaded.schedule.allocations)
    others = [one.staff_id for one in loaded.schedule.allocations if one.strand == place.strand]
    return SwapPeople(place.staff_id, r.choice(others), place.strand)


def take_out(loaded: Loaded, r: Random) -> TakeOut:
    place = r.choice(loaded.schedule.allocations)
    return TakeOut(place.staff_id, place.strand)


def cancel(loaded: Loaded, r: Random) -> CancelGroup:
    session = r.choice(loaded.schedule.sessions)
    return CancelGroup(session.strand, session.group_id)


def another_time(loaded: Loaded, r: Random) -> ChangeSession:
    session, other = r.choice(loaded.schedule.sessions), r.choice(loaded.schedule.sessions)
    return ChangeSession(session.session_id, other.start, other.venue_id, session.trainer_ids)


CHANGES = {"move": move, "swap": swap, "take out": take_out, "cancel": cancel, "another time": another_time}


def timed(question: Callable[[], object]) -> float:
    """Milliseconds that one question takes."""
    began = time.perf_counter()
    question()
    return (time.perf_counter() - began) * 1000


def schedule_of(problem: Problem, seconds: float) -> Schedule:
    found = solve(problem, Limits(time_seconds=seconds, workers=1)).schedule
    if found is None:
        raise SystemExit("No schedule was reached in that time; give --seconds more.")
    return found


def report(name: str, times: list[float], beside: float | None = None) -> None:
    ratio = f", whole judge {beside / median(times):.0f} times as long" if beside else ""
    print(f"  {name:<22} median {median(times):6.1f} ms, slowest {max(times):6.1f} ms{ratio}")


def measure_case(problem: Problem, schedule: Schedule, times: int) -> None:
    r = Random(0)
    report("load", [timed(lambda: load(problem, schedule)) for _ in range(3)])
    loaded = load(problem, schedule)
    for name, draw in CHANGES.items():
        changes = [draw(loaded, r) for _ in range(times)]
        after = changed(schedule, changes[0])
        whole = [
            timed(lambda: [(judge(problem, one), measure(problem, one)) for one in (schedule, after)])  # noqa: B023
            for _ in range(3)
        ]
        report(f"consider: {name}", [timed(lambda: consider(loaded, one)) for one in changes], median(whole))  # noqa: B023
        report(f"carry out: {name}", [timed(lambda: carried(loaded, one)) for one in changes[:5]])  # noqa: B023
    for strand in problem.strands:
        places = [one for one in schedule.allocations if one.strand == strand.strand_id]
        asked = r.sample(places, min(times, len(places)))
        report(f"places: {strand.strand_id}", [timed(lambda: places_for(loaded, a.staff_id, a.strand)) for a in asked])  # noqa: B023
        report(f"swaps: {strand.strand_id}", [timed(lambda: swaps_for(loaded, a.staff_id, a.strand)) for a in asked])  # noqa: B023


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=10, help="how long each case is solved before it is asked")
    asked = parser.parse_args()
    shared = os.environ.get("LEARNING_SHARED")
    if not shared:
        print("The shared cases are not here; set LEARNING_SHARED to the folder that holds them.")
        return 2
    for case in CASES:
        problem = read_folder(Path(shared) / "instances" / case).problem
        print(f"{case}: {len(problem.people):,} people")
        measure_case(problem, schedule_of(problem, asked.seconds), asked.times)
    return 0


if __name__ == "__main__":
    sys.exit(main())
