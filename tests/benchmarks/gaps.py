"""How far every aim of the shared cases is from what is proven: value, bound and gap, and how it was proven.

``python -m tests.benchmarks.gaps --time-limit 60`` runs ``learning schedule`` on each case, or on those
named, and prints a row for each aim. Nothing is asserted: machines differ.
"""

from __future__ import annotations

import argparse
import os
import sys
from datetime import date
from pathlib import Path
from typing import Any

from tests.benchmarks.main_job import CASES, run_case


def gap(value: Any, bound: Any) -> str:
    """What lies between value and bound: days, a share of the bound, or nothing."""
    if value is None or bound is None:
        return "no bound" if bound is None and value is not None else "-"
    if isinstance(value, str):
        days = abs((date.fromisoformat(value) - date.fromisoformat(bound)).days)
        return f"{days} days" if days else "none"
    if value == bound:
        return "none"
    return f"{abs(value - bound) / max(abs(bound), 1e-9):.1%}"


def told(figure: Any) -> str:
    return f"{figure:.4f}" if isinstance(figure, float) else str(figure)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("cases", nargs="*", help=f"some of {', '.join(CASES)}; all of them if none is named")
    parser.add_argument("--time-limit", default="60")
    parser.add_argument("--proofs", action="store_true", help="print how each bound was proven as well")
    chosen = parser.parse_args()
    shared = Path(os.environ.get("LEARNING_SHARED") or Path(__file__).resolve().parents[3] / "shared")
    if not (shared / "instances").is_dir():
        print("The shared cases are not here; set LEARNING_SHARED to the folder that holds them.")
        return 2
    print("| case | aim | value | bound | gap |", "| --- | --- | --- | --- | --- |", sep="\n")
    for name in chosen.cases or CASES:
        run = run_case(shared / "instances" / name, ["--time-limit", chosen.time_limit])
        for aim, figures in run.told.get("aims", {}).items():
            value, bound = figures["value"], figures["bound"]
            print(f"| {name} | {aim} | {told(value)} | {told(bound)} | {gap(value, bound)} |", flush=True)
            if chosen.proofs:
                print(f"    {figures['proof']}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
