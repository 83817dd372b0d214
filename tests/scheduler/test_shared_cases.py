"""The shared cases, solved: no rule broken for either judge, and everybody placed who can be."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from scheduler.bounds import bounds
from scheduler.folder import read_folder, write_schedule
from scheduler.outcome import Limits, Progress
from scheduler.problem import Aim
from scheduler.referee import judge
from scheduler.solve import solve

MOST_SECONDS = 300.0
"""Far more than any case takes: the search is stopped as soon as it is told that all are placed."""

PLACES = {
    "tiny-60": 129,
    "planted1-1200": 1200,
    "planted3-1200": 2568,
    "everything-300": 673,
    "mixed-4500": 9639,
    "team-4500": 9639,
    "tight-4500": 9639,
}
"""Folder -> how many places can be filled: everybody's, but in everything-300, where 31 can never come."""


@dataclass
class UntilPlaced:
    """Says stop once so many are placed."""

    places: int
    placed: int = 0

    def hear(self, progress: Progress) -> None:
        self.placed = progress.placed

    def stop(self) -> bool:
        return self.placed >= self.places


@pytest.mark.parametrize("name", PLACES)
def test_everybody_who_can_be_placed_is_and_both_judges_agree(name: str, shared: Path, tmp_path: Path) -> None:
    folder = shared / "instances" / name
    problem = read_folder(folder).problem
    until = UntilPlaced(PLACES[name])

    result = solve(problem, Limits(time_seconds=MOST_SECONDS), progress=until.hear, stop=until.stop)

    assert result.schedule is not None
    assert judge(problem, result.schedule).violations == ()
    assert len(result.schedule.allocations) == PLACES[name]
    assert bounds(problem, result.schedule, aims={Aim.PLACED})[Aim.PLACED].value == PLACES[name]
    write_schedule(result.schedule, result.summary, tmp_path / "out")
    assert said_outside(shared, folder, tmp_path / "out") == "no rule broken"


def said_outside(shared: Path, folder: Path, out: Path) -> str:
    """The last line of the reference judge, which runs by itself."""
    command = [sys.executable, str(shared / "referee" / "referee.py"), str(folder), str(out)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return (done.stdout.strip() or done.stderr.strip() or "nothing").splitlines()[-1]
