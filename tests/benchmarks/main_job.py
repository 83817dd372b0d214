"""What the main job costs: the whole command on the shared cases, from start to written files.

``python -m tests.benchmarks.main_job`` runs ``learning schedule`` on each case in a process of its own
and prints a table: seconds to the first complete schedule, seconds in all, the most memory that all
processes held together, and what was reached beside what is proven. ``--time-limit`` or ``--effort``
say how long to search; names of cases choose some of them. Nothing is asserted: machines differ.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

SECONDS_BETWEEN_SAMPLES = 0.02
MEGABYTE = 2**20
CASES = ("tiny-60", "everything-300", "planted1-1200", "planted3-1200", "mixed-4500", "team-4500", "tight-4500")
COMMAND = [sys.executable, "-c", "from learning.cli import main; main()", "schedule"]


@dataclass(frozen=True)
class Run:
    """One run of the command. ``told`` is its summary.json, empty where nothing was written."""

    name: str
    exit_status: int
    seconds: float
    peak_bytes: int
    told: dict[str, Any]


def children_of(process: int) -> list[int]:
    """The process and all that it started, and they started; those that ended meanwhile are left out."""
    found, queue = [], [process]
    while queue:
        current = queue.pop()
        found.append(current)
        try:
            tasks = list(Path(f"/proc/{current}/task").iterdir())
            queue += [int(child) for task in tasks for child in (task / "children").read_text().split()]
        except OSError:
            continue
    return found


def resident_bytes(process: int) -> int:
    """What the process holds in memory now; pages that processes share count for each of them."""
    try:
        pages = int(Path(f"/proc/{process}/statm").read_text().split()[1])
    except OSError:
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE")


def run_case(folder: Path, limits: list[str]) -> Run:
    """Run the command on a folder and watch the memory of its whole family."""
    with tempfile.TemporaryDirectory() as room:
        out = Path(room) / "schedule"
        started, peak = time.monotonic(), 0
        with subprocess.Popen([*COMMAND, str(folder), "--out", str(out), "--quiet", *limits]) as running:
            while running.poll() is None:
                peak = max(peak, sum(map(resident_bytes, children_of(running.pid))))
                time.sleep(SECONDS_BETWEEN_SAMPLES)
        seconds = time.monotonic() - started
        summary = out / "summary.json"
        told = json.loads(summary.read_text(encoding="utf-8")) if summary.exists() else {}
        return Run(folder.name, running.returncode, seconds, peak, told)


HEADINGS = ("case", "exit", "complete s", "whole s", "peak MB", "placed", "of", "bound", "groups", "bound")
WIDTHS = (16, 4, 10, 8, 8, 7, 7, 7, 7, 7)


def cells(run: Run) -> list[str]:
    """The row of a run; a dash for what is not known."""
    strands, aims = run.told.get("strands", {}), run.told.get("aims", {})
    placed, groups = aims.get("placed", {}), aims.get("groups", {})
    complete = run.told.get("seconds_to_first_complete")
    row = [
        run.name,
        run.exit_status,
        None if complete is None else f"{complete:.1f}",
        f"{run.seconds:.1f}",
        run.peak_bytes // MEGABYTE,
        placed.get("value"),
        sum(strand["audience"] for strand in strands.values()) if strands else None,
        placed.get("bound"),
        groups.get("value"),
        groups.get("bound"),
    ]
    return ["-" if value is None else str(value) for value in row]


def print_row(texts: list[str]) -> None:
    first, *rest = (text.rjust(width) for text, width in zip(texts, WIDTHS, strict=True))
    print(first.strip().ljust(WIDTHS[0]), *rest, flush=True)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("cases", nargs="*", help=f"some of {', '.join(CASES)}; all of them if none is named")
    parser.add_argument("--time-limit", type=float, help="seconds for each case, 60 if no effort is given")
    parser.add_argument("--effort", type=int, help="the deterministic limit instead")
    parser.add_argument("--workers", type=int, default=2)
    asked = parser.parse_args()
    shared = Path(os.environ.get("LEARNING_SHARED") or Path(__file__).resolve().parents[3] / "shared")
    if not (shared / "instances").is_dir():
        print("The shared cases are not here; set LEARNING_SHARED to the folder that holds them.")
        return 2
    limits = ["--workers", str(asked.workers)]
    limits += ["--effort", str(asked.effort)] if asked.effort is not None else []
    limits += ["--time-limit", str(asked.time_limit)] if asked.time_limit is not None else []
    print_row(list(HEADINGS))
    runs = []
    for name in asked.cases or CASES:
        runs.append(run_case(shared / "instances" / name, limits))
        print_row(cells(runs[-1]))
    return 0 if all(run.told for run in runs) else 1


if __name__ == "__main__":
    sys.exit(main())
