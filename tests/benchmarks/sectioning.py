"""What many strands a person in a given timetable cost and reach: the whole command, its bound, and a peer.

``python -m tests.benchmarks.sectioning`` makes programmes of 5,000 people with ten strands each and 1,000
groups, runs ``learning schedule`` on each in a process of its own, and prints a table: what was placed,
of how many, the proven bound and how far it is away, the seconds in all and the most memory; and, as a
peer, what one maximum flow for each strand reaches, the strand with the fewest options first. Kinds:
``planted`` (everybody can be placed, no place to spare), ``tight`` (2 % to spare), ``overloaded`` (not
everybody can be placed). Nothing is asserted: machines differ.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

from scheduler.engine.build import build_instance
from scheduler.engine.first import first_plan, orders
from scheduler.folder import read_folder
from tests.benchmarks.main_job import MEGABYTE, run_case
from tests.cases.case import Case, write_case
from tests.cases.sectioning import overloaded_sectioning, student_sectioning

KINDS = ("planted", "tight", "overloaded")
HEADINGS = ("kind", "flows only", "in s", "placed", "of", "bound", "gap %", "complete s", "whole s", "peak MB")


def case_of(kind: str, asked: argparse.Namespace) -> Case:
    size = {"staff": asked.staff, "each": asked.each, "strands": asked.strands, "groups": asked.groups}
    if kind == "overloaded":
        return overloaded_sectioning(**size, seed=asked.seed, starts=asked.starts)
    return student_sectioning(**size, seed=asked.seed, starts=asked.starts, seats=1.0 if kind == "planted" else 1.02)


def flows_only(folder: Path) -> tuple[int, float]:
    """How many places one flow for each strand fills, and the seconds that it takes without reading."""
    began = time.monotonic()
    instance = build_instance(read_folder(folder).problem)
    rng = np.random.default_rng(0)
    plan = first_plan(instance, orders(instance, rng, 1)[0], rng, lambda: False)
    return sum(int((strand.place >= 0).sum()) for strand in plan.strands), time.monotonic() - began


def cells(kind: str, folder: Path, limits: list[str]) -> list[str]:
    """One row of the table."""
    flows, seconds = flows_only(folder)
    run = run_case(folder, limits)
    if not run.told:
        return [kind, f"{flows:,}", f"{seconds:.1f}", f"exit status {run.exit_status}"]
    placed = run.told["aims"]["placed"]
    value, bound = placed["value"], placed["bound"]
    gap = "-" if bound is None else f"{100 * (bound - value) / max(1, bound):.2f}"
    wanted = sum(strand["audience"] for strand in run.told["strands"].values())
    complete = run.told["seconds_to_first_complete"]
    return [
        kind,
        f"{flows:,}",
        f"{seconds:.1f}",
        f"{value:,}",
        f"{wanted:,}",
        "-" if bound is None else f"{bound:,}",
        gap,
        "-" if complete is None else f"{complete:.1f}",
        f"{run.seconds:.1f}",
        str(run.peak_bytes // MEGABYTE),
    ]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("kinds", nargs="*", help=f"some of {', '.join(KINDS)}; all of them if none is named")
    for name, size in (("staff", 5000), ("each", 10), ("strands", 50), ("groups", 1000), ("starts", 18), ("seed", 1)):
        parser.add_argument(f"--{name}", type=int, default=size)
    parser.add_argument("--time-limit", type=float, default=60)
    parser.add_argument("--workers", type=int, default=2)
    asked = parser.parse_args()
    limits = ["--time-limit", str(asked.time_limit), "--workers", str(asked.workers)]
    print(*(heading.rjust(10) for heading in HEADINGS), flush=True)
    for kind in asked.kinds or KINDS:
        with tempfile.TemporaryDirectory() as folder:
            write_case(case_of(kind, asked), Path(folder) / kind)
            print(*(cell.rjust(10) for cell in cells(kind, Path(folder) / kind, limits)), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
