"""Programmes with not one spare seat or trainer hour, before the whole command.

``python -m tests.benchmarks.zero_slack`` makes them in the sizes in which they are asked for, with a few seeds,
runs ``learning schedule`` on each in a process of its own and prints people, strands, places filled and wanted,
seconds to the first complete schedule and in all. Every plant and every schedule is judged, by the
reference judge too where LEARNING_SHARED leads to it. ``--seeds`` and ``--kind`` choose some of the cases, ``--staff``
and ``--time-limit`` other sizes and limits. Nothing is asserted: machines differ.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from scheduler.folder import read_folder
from scheduler.referee import judge
from tests.benchmarks.main_job import Run, run_case
from tests.cases.case import Case, write_case
from tests.cases.zero_slack import full_diaries, full_diaries_three, full_weeks, woven_three
from tests.scheduler.referee.outside import load_outside, write_rows


@dataclass(frozen=True)
class Kind:
    """A kind of case: what makes it, for how many people, and how long the search may take."""

    make: Callable[..., Case]
    staff: int
    seconds: int


KINDS = {
    "one strand": Kind(full_diaries, 4500, 60),
    "one strand, weeks": Kind(full_weeks, 4500, 60),
    "three strands, 600": Kind(full_diaries_three, 600, 600),
    "three strands woven, 600": Kind(woven_three, 600, 600),
    "three strands": Kind(full_diaries_three, 4500, 600),
    "three strands woven": Kind(woven_three, 4500, 600),
}
WIDTHS = (26, 4, 6, 7, 6, 6, 10, 8, 7, 8)


def plant_is_sound(case: Case, folder: Path, room: Path) -> bool:
    """Whether the planted schedule keeps every rule for both judges and places everybody."""
    assert case.planted is not None
    problem = read_folder(folder).problem
    sound = judge(problem, case.planted).valid and not case.planted.unplaced
    outside = load_outside()
    if outside is not None:
        sound &= not outside.judge(outside.Programme(folder), write_rows(case.planted, room))[0]
    return sound


def cells(name: str, seed: int, case: Case, run: Run, sound: bool) -> list[str]:
    assert case.planted is not None
    placed = run.told.get("aims", {}).get("placed", {}).get("value")
    complete = run.told.get("seconds_to_first_complete")
    row = [
        name,
        seed,
        len(case.staff),
        len(case.strands),
        placed,
        len(case.planted.allocations),
        None if complete is None else f"{complete:.1f}",
        f"{run.seconds:.1f}",
        run.peak_bytes // 2**20,
        "yes" if sound else "NO",
    ]
    return ["-" if value is None else str(value) for value in row]


def print_row(texts: list[str]) -> None:
    print(*(text.rjust(width) for text, width in zip(texts, WIDTHS, strict=True)), flush=True)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kind", action="append", choices=list(KINDS), help="some of the kinds; all if none is named")
    parser.add_argument("--seeds", type=int, default=2, help="how many of each kind")
    parser.add_argument("--first-seed", type=int, default=1)
    parser.add_argument("--staff", type=int, help="so many people instead")
    parser.add_argument("--time-limit", type=int, help="so many seconds for each instead")
    asked = parser.parse_args()
    print_row(["case", "seed", "people", "strands", "placed", "of", "complete s", "whole s", "peak MB", "plant ok"])
    told = True
    for name in asked.kind or KINDS:
        for seed in range(asked.first_seed, asked.first_seed + asked.seeds):
            kind = KINDS[name]
            case = kind.make(staff=asked.staff or kind.staff, seed=seed)
            with tempfile.TemporaryDirectory() as room:
                folder = write_case(case, Path(room) / "programme")
                sound = plant_is_sound(case, folder, Path(room) / "planted")
                run = run_case(folder, ["--until-complete", "--time-limit", str(asked.time_limit or kind.seconds)])
            print_row(cells(name, seed, case, run, sound))
            told &= bool(run.told)
    return 0 if told else 1


if __name__ == "__main__":
    sys.exit(main())
