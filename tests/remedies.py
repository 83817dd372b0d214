"""Every remedy on the shared cases, and on tightened variants of them, before two judges.

``python -m tests.remedies`` takes each case and its variants (fewer trainers, an earlier last day, lower
cover, smaller rooms, fewer venues, smaller groups, ...), makes a schedule, studies whoever has no place,
and holds every remedy against the judge here and the outside one. The outside judge reads the folder of
the programme as the remedy's edits leave it, so that these are tried too. Names of variants choose some
of them: ``python -m tests.remedies tiny-60/fewer_trainers``.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from types import ModuleType

from scheduler.bottlenecks import Edit, Effort, Report, apply_all, bottlenecks
from scheduler.bottlenecks.changes import Change
from scheduler.folder import read_folder, write_schedule
from scheduler.judging import judge_found
from scheduler.outcome import Limits
from scheduler.problem import Problem
from scheduler.referee import judge
from scheduler.schedule import Schedule
from scheduler.solve import solve
from tests.cases.edited import edited
from tests.cases.tightened import VARIANTS, tighten
from tests.scheduler.bottlenecks.checking import faults
from tests.scheduler.referee.outside import load_outside

CASES = ("tiny-60", "everything-300", "planted1-1200", "planted3-1200", "mixed-4500", "team-4500", "tight-4500")


@dataclass(frozen=True)
class Outcome:
    """What came of one variant. ``faults`` says in words everything that must not be."""

    left: int
    report: Report
    verified: int
    seconds: float
    faults: tuple[str, ...]


def try_variant(
    folder: Path, outside: ModuleType | None, solve_seconds: float, study_seconds: float, workers: int
) -> Outcome:
    """Solve the programme in ``folder``, study it, and try every remedy on a copy of the folder."""
    problem = read_folder(folder).problem
    schedule = solved(problem, solve_seconds)
    began = monotonic()
    report = bottlenecks(problem, schedule, effort=Effort(), time_seconds=study_seconds, workers=workers)
    seconds = monotonic() - began
    found = faults(problem, schedule, report)
    verified = 0
    for remedy in report.remedies:
        wrong = tried(folder, problem, [remedy.change], remedy.edits, remedy.schedule, outside)
        found += [f"{remedy.sentence} {fault}" for fault in wrong]
        verified += not wrong
    if report.together is not None:
        together = report.together
        changes = [remedy.change for remedy in together.remedies]
        found += [
            f"the set: {fault}" for fault in tried(folder, problem, changes, together.edits, together.schedule, outside)
        ]
    return Outcome(len(schedule.unplaced), report, verified, seconds, tuple(found))


def solved(problem: Problem, seconds: float) -> Schedule:
    """The best schedule that the search reaches; nothing at all is an empty one."""
    found = solve(problem, Limits(time_seconds=seconds)).schedule
    return found if found is not None else judge_found(problem, (), ()).schedule


def tried(
    folder: Path,
    problem: Problem,
    changes: list[Change],
    edits: tuple[Edit, ...],
    schedule: Schedule,
    outside: ModuleType | None,
) -> list[str]:
    """What is wrong with changes and their schedule: for the judge here, as edits, and for the outside judge."""
    changed = apply_all(changes, problem)
    found = [f"judge: {breach.sentence}" for breach in judge(changed, schedule).violations]
    with tempfile.TemporaryDirectory() as room:
        copy = edited(folder, edits, Path(room) / "programme")
        reread = read_folder(copy).problem
        if differing(reread, changed):
            found.append(f"the edits make another programme: {differing(reread, changed)}")
        write_schedule(schedule, {}, Path(room) / "schedule")
        if outside is not None:
            breaches = outside.judge(outside.Programme(copy), Path(room) / "schedule")[0]
            found += [f"outside judge: {breach}" for breach in breaches]
    return found


def differing(one: Problem, other: Problem) -> list[str]:
    """In which of their facts two problems differ; what a person's row says is compared by what it means."""
    names = [name for name in Problem.__dataclass_fields__ if name not in ("people", "closed_later")]
    found = [name for name in names if getattr(one, name) != getattr(other, name)]
    mine = [(p.staff_id, p.modes, p.sites, p.needs, p.pattern, p.absences) for p in one.people]
    theirs = [(p.staff_id, p.modes, p.sites, p.needs, p.pattern, p.absences) for p in other.people]
    return found + (["people"] if mine != theirs else [])


HEADINGS = (
    "variant",
    "left",
    "longer",
    "groups",
    "proven",
    "remedies",
    "verified",
    "set",
    "cost",
    "filled",
    "rest",
    "s",
)
WIDTHS = (34, 6, 6, 6, 6, 8, 8, 4, 5, 6, 6, 6)


def cells(name: str, outcome: Outcome) -> list[str]:
    report, together = outcome.report, outcome.report.together
    return [
        name,
        str(outcome.left),
        str(len(report.longer_search)),
        str(len(report.bottlenecks)),
        str(sum(each.proven for each in report.bottlenecks)),
        str(len(report.remedies)) + ("" if report.complete else "+"),
        str(outcome.verified),
        str(len(together.remedies)) if together else "-",
        str(together.cost) if together else "-",
        str(len(together.places)) if together else "0",
        str(len(together.left) if together else len(report.left)),
        f"{outcome.seconds:.0f}",
    ]


def print_row(texts: list[str]) -> None:
    first, *rest = (text.rjust(width) for text, width in zip(texts, WIDTHS, strict=True))
    print(first.strip().ljust(WIDTHS[0]), *rest, flush=True)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", help="CASE or CASE/VARIANT; all of them if none is named")
    parser.add_argument("--solve-seconds", type=float, default=15)
    parser.add_argument("--study-seconds", type=float, default=100)
    parser.add_argument("--workers", type=int, default=2)
    asked = parser.parse_args()
    shared = Path(os.environ.get("LEARNING_SHARED") or Path(__file__).resolve().parents[2] / "shared")
    if not (shared / "instances").is_dir():
        print("The shared cases are not here; set LEARNING_SHARED to the folder that holds them.")
        return 2
    outside = load_outside()
    print_row(list(HEADINGS))
    wrong = 0
    for case in CASES:
        for variant in VARIANTS:
            name = f"{case}/{variant}"
            if asked.names and case not in asked.names and name not in asked.names:
                continue
            with tempfile.TemporaryDirectory() as room:
                folder = tighten(shared / "instances" / case, variant, Path(room) / "programme")
                if folder is None:
                    continue
                outcome = try_variant(folder, outside, asked.solve_seconds, asked.study_seconds, asked.workers)
            print_row(cells(name, outcome))
            wrong += len(outcome.faults)
            for fault in outcome.faults[:5]:
                print(f"  {fault}", flush=True)
    print("Nothing wrong with any remedy." if not wrong else f"{wrong} faults.")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
