"""One case before the whole command and both judges.

``python -m tests.cases.trial NAME [ARGUMENT=VALUE ...] [--seconds 20]`` prints what came out.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

from scheduler.folder import read_folder, read_schedule
from scheduler.referee import judge
from scheduler.schedule import Schedule
from tests.cases import (
    delivery,
    hard,
    impossible,
    order,
    planted,
    presence,
    sectioning,
    teams,
    zero_slack,
    zero_slack_rules,
)
from tests.cases.case import Case, write_case
from tests.scheduler.referee.outside import load_outside

MODULES: tuple[ModuleType, ...] = (
    order,
    teams,
    presence,
    delivery,
    planted,
    impossible,
    hard,
    sectioning,
    zero_slack,
    zero_slack_rules,
)
KILOBYTES_A_PAGE = 4


@dataclass(frozen=True)
class Outcome:
    """What the command reached and what is wrong with it."""

    summary: dict[str, object]
    schedule: Schedule
    faults: tuple[str, ...]
    seconds: float
    megabytes: int


def find_case(name: str, **arguments: object) -> Case:
    """The case that a function of this name makes."""
    for module in MODULES:
        if hasattr(module, name):
            case = getattr(module, name)(**arguments)
            assert isinstance(case, Case)
            return case
    raise LookupError(name)


def run_case(case: Case, folder: Path, *options: str) -> Outcome:
    """Write the folder, run the command, let both judges and the case's own statement speak."""
    write_case(case, folder / "programme")
    out = folder / "schedule"
    began = time.monotonic()
    command = [sys.executable, "-c", "from learning.cli import main; main()", "schedule", str(folder / "programme")]
    with subprocess.Popen(
        [*command, "--out", str(out), "--quiet", *options], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as running:
        memory: list[int] = [0]
        watching = threading.Thread(target=watch_memory, args=(running, memory), daemon=True)
        watching.start()
        _, errors = running.communicate()
    seconds = time.monotonic() - began
    if running.returncode not in (0, 3):
        return Outcome({}, Schedule(), (f"exit {running.returncode}: {errors[-2000:]}",), seconds, memory[0])
    problem = read_folder(folder / "programme").problem
    schedule = read_schedule(out, problem)
    faults = [f"judge: {each.sentence}" for each in judge(problem, schedule).violations]
    outside = load_outside()
    if outside is not None:
        faults += [f"outside: {each}" for each in outside.judge(outside.Programme(folder / "programme"), out)[0]]
    faults += unkept(case, schedule)
    summary = json.loads((out / "summary.json").read_text(encoding="utf-8"))
    return Outcome(summary, schedule, tuple(faults), seconds, memory[0])


def unkept(case: Case, schedule: Schedule) -> list[str]:
    """Where the schedule falls short of what the case says must hold."""
    found = {(row.staff_id, row.strand): row.reason for row in schedule.unplaced}
    faults = [
        f"{who} in {what}: {found.get((who, what), 'placed')} and not {reason}"
        for (who, what), reason in case.hopeless.items()
        if found.get((who, what)) is not reason
    ]
    others = {key: reason for key, reason in found.items() if key not in case.hopeless}
    if case.least_placed is not None and len(schedule.allocations) < case.least_placed:
        faults.append(f"{len(schedule.allocations)} placed and not {case.least_placed}")
    elif case.complete and others:
        faults.append(f"left out: {dict(Counter((strand, str(reason)) for (_, strand), reason in others.items()))}")
    if case.only_reason and set(others.values()) - {case.only_reason}:
        faults.append(f"reasons: {dict(Counter(map(str, others.values())))} and not {case.only_reason} alone")
    return faults


def watch_memory(running: subprocess.Popen[str], most: list[int]) -> None:
    """Note the most megabytes that the process and its children held together."""
    while running.poll() is None:
        most[0] = max(most[0], sum(resident(number) for number in family(running.pid)))
        time.sleep(0.2)


def family(root: int) -> list[int]:
    try:
        children = Path(f"/proc/{root}/task/{root}/children").read_text(encoding="ascii").split()
    except OSError:
        children = []
    return [root, *(number for child in children for number in family(int(child)))]


def resident(number: int) -> int:
    try:
        return int(Path(f"/proc/{number}/statm").read_text(encoding="ascii").split()[1]) * KILOBYTES_A_PAGE // 1024
    except (OSError, IndexError):
        return 0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("name")
    parser.add_argument("arguments", nargs="*")
    parser.add_argument("--seconds", default="15")
    parser.add_argument("--folder", type=Path)
    asked = parser.parse_args()
    given = {key: float(text) if "." in text else int(text) for key, text in (a.split("=") for a in asked.arguments)}
    case = find_case(asked.name, **given)
    with tempfile.TemporaryDirectory() as temporary:
        outcome = run_case(case, asked.folder or Path(temporary), "--time-limit", asked.seconds)
    aims = outcome.summary.get("aims") or {}
    assert isinstance(aims, dict)
    text = {name: f"{value.get('value')}/{value.get('bound')}" for name, value in aims.items()}
    told = {key: outcome.summary.get(key) for key in ("status", "seconds_to_first_complete", "seconds")}
    print(asked.name, given, told, f"{outcome.seconds:.1f} s {outcome.megabytes} MB", text, flush=True)
    for fault in outcome.faults[:8]:
        print("   !!", fault, flush=True)
    return len(outcome.faults)


if __name__ == "__main__":
    sys.exit(main())
