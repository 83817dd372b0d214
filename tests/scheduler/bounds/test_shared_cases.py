"""The bounds of the shared cases, for everybody who can be placed."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest

from scheduler.bounds import Value, bounds
from scheduler.bounds.ground import Ground
from scheduler.folder import read_folder
from scheduler.measures import measure
from scheduler.problem import Aim, Problem
from scheduler.schedule import Allocation, Schedule

ROOT = Path(__file__).resolve().parents[3]
INSTANCES = Path(os.environ.get("LEARNING_SHARED", ROOT.parent / "shared")) / "instances"

EXPECTED: dict[str, tuple[int, int, date]] = {
    "tiny-60": (129, 25, date(2027, 2, 1)),
    "mixed-4500": (9639, 466, date(2027, 4, 13)),
    "team-4500": (9639, 474, date(2027, 4, 15)),
    "everything-300": (673, 49, date(2027, 6, 7)),
    "planted1-1200": (1200, 100, date(2027, 9, 14)),
}
"""Folder -> most places that can be filled, and then the fewest groups and the earliest finish."""


@pytest.mark.parametrize("name", EXPECTED)
def test_bounds_of_a_shared_case(name: str) -> None:
    if not (INSTANCES / name).exists():
        pytest.skip("the shared cases are not on this machine")
    problem = read_folder(INSTANCES / name).problem
    found = bounds(problem, everybody(problem), aims={Aim.PLACED, Aim.GROUPS, Aim.FINISH})
    values: tuple[Value, ...] = tuple(bound.value for bound in found.values())
    assert values == EXPECTED[name]


def everybody(problem: Problem) -> Schedule:
    """Everybody who can be placed, in one group for each strand: only how many are placed matters here."""
    ground = Ground(problem, measure(problem, Schedule()))
    rows = [
        Allocation(person.staff_id, strand.strand_id, "all")
        for strand in problem.strands
        for person in ground.people(strand)
    ]
    return Schedule((), tuple(rows))
