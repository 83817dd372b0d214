"""The product on the case: the whole command from files to files, ended once everybody is placed."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scheduler import judge, read_folder, read_schedule
from tests.benchmarks.main_job import COMMAND, SECONDS_BETWEEN_SAMPLES, children_of, resident_bytes
from tests.benchmarks.peers.race import confine

FILE = "programme.toml"
LARGEST_SIZE = re.compile(r"(^size\s*=\s*\{[^}]*\bmax\s*=\s*)(\d+)", re.MULTILINE)


@dataclass(frozen=True)
class Ours:
    """One run of the command. ``seconds`` are those of the whole command, from start to written files."""

    seconds: float
    complete_seconds: float | None
    peak_bytes: int
    placed: int
    possible: int
    """No schedule places more: the bound that the command proves."""
    breaches: int
    """What the judge finds in the written schedule."""
    out: Path


class NothingReachedError(Exception):
    """The command placed nobody, or not everybody who can be, within its limit."""


def run_product(folder: Path, out: Path, limit: float, cores: int) -> Ours:
    """One run of the command that ends once everybody is placed who can be; raises `NothingReachedError`."""
    ours = run_once(folder, out, limit, cores)
    if ours is None or ours.placed < ours.possible:
        raise NothingReachedError(f"learning schedule does not place everybody who can be within {limit:g} seconds.")
    return ours


def run_once(folder: Path, out: Path, limit: float, cores: int) -> Ours | None:
    """Run the command and watch the memory of its whole family; None if nothing was written."""
    options = ["--out", str(out), "--quiet", "--until-complete", "--time-limit", str(limit), "--workers", str(cores)]
    started, peak = time.monotonic(), 0
    with subprocess.Popen([*COMMAND, str(folder), *options], preexec_fn=lambda: confine(cores)) as running:
        while running.poll() is None:
            peak = max(peak, sum(map(resident_bytes, children_of(running.pid))))
            time.sleep(SECONDS_BETWEEN_SAMPLES)
    seconds = time.monotonic() - started
    if not (out / "summary.json").exists():
        return None
    told: dict[str, Any] = json.loads((out / "summary.json").read_text(encoding="utf-8"))
    placed = told["aims"]["placed"]
    breaches = len(judge(read_folder(folder).problem, read_schedule(out)).violations)
    return Ours(seconds, told["seconds_to_first_complete"], peak, placed["value"], placed["bound"], breaches, out)


def roomier_folder(folder: Path, spare: int, room: Path) -> Path:
    """A copy of the programme whose groups are smaller by so many seats: its timetable has more groups."""
    made = room / f"{folder.name}-smaller-groups"
    shutil.copytree(folder, made)
    text = (made / FILE).read_text(encoding="utf-8")
    smaller = LARGEST_SIZE.sub(lambda found: f"{found[1]}{int(found[2]) - spare}", text)
    (made / FILE).write_text(smaller, encoding="utf-8")
    return made


def given_folder(folder: Path, sessions: Path, room: Path) -> Path:
    """A copy of the programme in which the sessions of a schedule stand as given."""
    made = room / f"{folder.name}-given"
    made.mkdir()
    for file in folder.iterdir():
        if file.is_file():
            shutil.copyfile(file, made / file.name)
    (made / "sessions.csv").write_bytes(sessions.read_bytes())
    return made
