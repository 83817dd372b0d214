"""How far the judge here agrees with the reference judge: on random folders, as made and as broken.

``python -m tests.agreement --folders 1000`` draws so many folders, makes a schedule for each, judges
it with both, then spoils it in several ways, afresh and as a repair, and prints the figures. The
schedules are made naively, or with ``--seconds`` by the solver.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from random import Random
from types import ModuleType

from scheduler.folder import read_folder
from scheduler.outcome import Limits
from scheduler.problem import Problem
from scheduler.referee import judge
from scheduler.rules import Rule
from scheduler.schedule import Reason, Schedule
from scheduler.solve import solve
from tests.random_folders import write_random_folder
from tests.scheduler.referee.breaking import MUTATIONS, REPAIR_MUTATIONS
from tests.scheduler.referee.naive import could_come, naive_schedule
from tests.scheduler.referee.outside import differences, load_outside, outside_names, write_rows

OPERATORS = sorted(
    {m for kinds in (MUTATIONS, REPAIR_MUTATIONS) for ms in kinds.values() for m in ms},
    key=lambda mutation: mutation.__name__,
)


@dataclass(frozen=True)
class Trial:
    """One schedule before both judges."""

    name: str
    names: frozenset[str]
    rules: frozenset[Rule]
    repair: bool

    @property
    def differences(self) -> list[str]:
        return differences(self.names, self.rules, self.repair)


@dataclass(frozen=True)
class Court:
    """One random folder, read by both judges, and room for schedules."""

    seed: int
    folder: Path
    problem: Problem
    outside: ModuleType
    programme: object

    def trial(
        self, name: str, schedule: Schedule, earlier: Schedule | None = None, before: date | None = None
    ) -> Trial:
        verdict = judge(self.problem, schedule, earlier=earlier, before=before)
        out = write_rows(schedule, self.folder / "schedule")
        was = write_rows(earlier, self.folder / "earlier") if earlier else None
        names = outside_names(self.outside, self.programme, out, was, before)
        return Trial(f"folder {self.seed}, {name}", names, frozenset(v.rule for v in verdict.violations), bool(earlier))


def open_court(outside: ModuleType, folder: Path, seed: int) -> Court:
    write_random_folder(folder, seed)
    return Court(seed, folder, read_folder(folder).problem, outside, outside.Programme(folder))


def trials(court: Court, mutations: int, seconds: float = 0) -> Iterator[Trial]:
    """The schedule as made, some mutations of it, then the same as a repair half-way through."""
    r = Random(court.seed)
    schedule = solved(court.problem, seconds) if seconds else naive_schedule(court.problem, court.seed)
    yield court.trial("as made", schedule)
    for mutation in r.sample(OPERATORS, min(mutations, len(OPERATORS))):
        spoilt = mutation(court.problem, schedule, r)
        if spoilt:
            yield court.trial(mutation.__name__, spoilt)
    before = middle(court.problem)
    kept = kept_schedule(court.problem, schedule, before)
    yield court.trial("kept in a repair", kept, schedule, before)
    for mutation in r.sample(OPERATORS, min(mutations // 2, len(OPERATORS))):
        spoilt = mutation(court.problem, kept, r)
        if spoilt:
            yield court.trial(f"{mutation.__name__} in a repair", spoilt, schedule, before)


def solved(problem: Problem, seconds: float) -> Schedule:
    """What the solver reaches in so many seconds; nothing at all counts as an empty schedule."""
    return solve(problem, Limits(time_seconds=seconds, workers=1)).schedule or Schedule()


def middle(problem: Problem) -> date:
    return problem.first_day + timedelta(days=(problem.last_day - problem.first_day).days // 2)


def kept_schedule(problem: Problem, schedule: Schedule, before: date) -> Schedule:
    """The same schedule, its reasons told as from the day of the repair."""
    strands = {strand.strand_id: strand for strand in problem.strands}
    people = {person.staff_id: person for person in problem.people}
    return replace(
        schedule,
        unplaced=tuple(
            row
            if row.reason is Reason.PREREQUISITE
            or could_come(problem, strands[row.strand], people[row.staff_id], before)
            else replace(row, reason=Reason.AVAILABILITY)
            for row in schedule.unplaced
        ),
    )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folders", type=int, default=1000)
    parser.add_argument("--first-seed", type=int, default=0)
    parser.add_argument("--mutations", type=int, default=8)
    parser.add_argument("--seconds", type=float, default=0, help="solve for so long instead of placing people naively")
    asked = parser.parse_args()
    outside = load_outside()
    if outside is None:
        print("The reference judge is not here; set LEARNING_SHARED to the folder that holds it.")
        return 2
    judged, valid, agreed, found, differing = 0, 0, 0, Counter[Rule](), Counter[str]()
    for seed in range(asked.first_seed, asked.first_seed + asked.folders):
        with tempfile.TemporaryDirectory() as folder:
            for trial in trials(open_court(outside, Path(folder), seed), asked.mutations, asked.seconds):
                judged += 1
                valid += not trial.rules
                agreed += not trial.differences
                found.update(trial.rules)
                differing.update(trial.differences)
                if trial.differences:
                    print(f"{trial.name}: {'; '.join(trial.differences)}")
    print(f"{asked.folders} folders, {judged} schedules, {valid} without a breach; both judges agree on {agreed}.")
    listed = ", ".join(f"{rule.value} {count}" for rule, count in found.most_common())
    print(f"{len(found)} of {len(Rule)} rules broken at least once: {listed}")
    print("Differences:", "; ".join(f"{name} {count}" for name, count in differing.most_common()) or "none")
    return 0 if agreed == judged else 1


if __name__ == "__main__":
    sys.exit(main())
