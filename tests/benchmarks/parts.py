"""What the parts that judge cost for 4,500 people: reading, judging, measuring, bounds, in seconds of the processor.

``python -m tests.benchmarks.parts``. Nothing is asserted: machines differ.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time

from scheduler.bounds import bounds
from scheduler.folder import read_folder
from scheduler.measures import measure
from scheduler.problem import After, Grouping, GroupingRule, Interval, Problem
from scheduler.referee import judge
from scheduler.sample import write_sample
from scheduler.schedule import Allocation, Reason, Schedule, Session
from tests.scheduler.referee.small import MONDAY, TIMES, person, placed, problem, session, strand, trainer, unplaced

STAFF = 4500


def organisation() -> tuple[Problem, Schedule]:
    """Everyone in groups of 75, then of 12, a tenth in a third strand; 450 people left out of the second."""
    ids = [f"P{number:04d}" for number in range(STAFF)]
    last_day = MONDAY + timedelta(days=180)
    rules = Grouping(GroupingRule.MIXED, max_same={"team": 2}, mix={"team": Fraction(1)})
    strands = (
        strand("talk", max_size=75, last_day=last_day),
        strand("circle", max_size=13, last_day=last_day, grouping=rules, after=After(("talk",), 1)),
        strand("lead", max_size=12, last_day=last_day, audience={"grade": frozenset({"9"})}),
    )
    starts = [session("X", day=day).start for day in range(70, 130, 10)]
    absences = tuple(Interval(start, start + timedelta(days=1)) for start in starts)
    people = tuple(
        replace(person(i, team=f"T{number % 300}", grade=str(number % 10)), absences=absences)
        for number, i in enumerate(ids)
    )
    case = problem(*strands, people=people, trainers=(trainer("T1", "talk", "circle", "lead"),))
    parts = [grouped("talk", ids, 75, 0), grouped("circle", ids[:-450], 12, 30), grouped("lead", ids[9::10], 12, 60)]
    return case, Schedule(
        tuple(one for sessions, _ in parts for one in sessions),
        tuple(row for _, rows in parts for row in rows),
        unplaced(*ids[-450:], strand_id="circle", reason=Reason.CAPACITY),
    )


def grouped(strand_id: str, ids: list[str], size: int, first_day: int) -> tuple[list[Session], list[Allocation]]:
    sessions: list[Session] = []
    rows: list[Allocation] = []
    for number in range(0, len(ids), size):
        day, at = divmod(number // size, len(TIMES))
        name = f"{strand_id}{number}"
        sessions.append(session(name, day=first_day + day, at=TIMES[at], strand_id=strand_id))
        rows += placed(name, *ids[number : number + size], strand_id=strand_id)
    return sessions, rows


def spent(part: Callable[[], object]) -> float:
    """The least of three runs."""
    seconds = []
    for _ in range(3):
        start = process_time()
        part()
        seconds.append(process_time() - start)
    return min(seconds)


def main() -> int:
    case, schedule = organisation()
    with TemporaryDirectory() as room:
        folder = Path(room) / "programme"
        write_sample(folder, staff=STAFF)
        parts: dict[str, Callable[[], object]] = {
            "reading a folder": lambda: read_folder(folder),
            "judging": lambda: judge(case, schedule),
            "measuring": lambda: measure(case, schedule),
            "bounds": lambda: bounds(case, schedule),
        }
        for name, part in parts.items():
            print(f"{name:18} {spent(part):6.2f} s", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
