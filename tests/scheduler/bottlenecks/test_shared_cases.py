"""A tightened shared case, studied: every remedy passes before both judges. The full form is `tests.remedies`."""

from __future__ import annotations

from pathlib import Path

from scheduler.bottlenecks import Effort, bottlenecks
from scheduler.folder import read_folder
from tests.cases.tightened import tighten
from tests.remedies import tried
from tests.scheduler.bottlenecks.checking import best_known, faults
from tests.scheduler.referee.outside import load_outside


def test_remedies_of_a_case_with_half_its_trainers_pass_before_both_judges(shared: Path, tmp_path: Path) -> None:
    folder = tighten(shared / "instances" / "tiny-60", "fewer_trainers", tmp_path / "programme")
    assert folder is not None
    problem = read_folder(folder).problem
    schedule = best_known(problem)

    report = bottlenecks(problem, schedule, effort=Effort(rounds=1), time_seconds=10)

    assert report.left
    assert faults(problem, schedule, report) == []
    for remedy in report.remedies:
        assert tried(folder, problem, [remedy.change], remedy.edits, remedy.schedule, load_outside()) == []
