"""Programmes without a spare seat or trainer hour: what is planted keeps every rule, and the search finds the like."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from scheduler.engine.build import build_instance
from scheduler.folder import read_folder
from scheduler.outcome import Limits, Progress
from scheduler.problem import Problem
from scheduler.referee import judge
from scheduler.schedule import Schedule
from scheduler.solve import solve
from tests.cases import zero_slack, zero_slack_rules
from tests.cases.case import Case, write_case
from tests.scheduler.referee.outside import load_outside, outside_names, write_rows

CASES: dict[str, Case] = {
    "full_diaries": zero_slack.full_diaries(300),
    "full_weeks": zero_slack.full_weeks(300, seed=2),
    "full_weeks_of_two_kinds": zero_slack.full_weeks(300, kinds=True),
    "full_diaries_three": zero_slack.full_diaries_three(240),
    "woven_three": zero_slack.woven_three(240),
    "full_rooms": zero_slack_rules.full_rooms(240),
    "full_series": zero_slack_rules.full_series(240),
    "exact_gap": zero_slack_rules.exact_gap(240),
    "full_teams": zero_slack_rules.full_teams(216),
}


def written(name: str, folder: Path) -> tuple[Case, Schedule, Problem]:
    case = CASES[name]
    assert case.planted is not None
    return case, case.planted, read_folder(write_case(case, folder / "programme")).problem


@pytest.mark.parametrize("name", CASES)
def test_planted_schedule_is_complete_and_keeps_every_rule(name: str, tmp_path: Path) -> None:
    _, planted, problem = written(name, tmp_path)

    assert [violation.sentence for violation in judge(problem, planted).violations] == []
    assert not planted.unplaced
    outside = load_outside()
    if outside is None:
        pytest.skip("the reference judge is not there; LEARNING_SHARED names the folder that holds it")
    programme = outside.Programme(tmp_path / "programme")
    assert outside_names(outside, programme, write_rows(planted, tmp_path / "planted")) == frozenset()


@pytest.mark.parametrize("name", CASES)
def test_planted_schedule_leaves_no_seat_and_no_trainer_hour(name: str, tmp_path: Path) -> None:
    _, planted, problem = written(name, tmp_path)
    size = Counter(allocation.group_id for allocation in planted.allocations)
    capacity = {venue.venue_id: venue.capacity for venue in problem.venues}
    most = {strand.strand_id: strand.max_size for strand in problem.strands}

    for session in planted.sessions:
        assert size[session.group_id] == min(most[session.strand], capacity[session.venue_id] or most[session.strand])
    led = Counter(trainer for session in planted.sessions for trainer in session.trainer_ids)
    assert led == could_lead(problem)


def could_lead(problem: Problem) -> Counter[str]:
    """The most sessions that each trainer has time for: starts at which they are free, within their weekly limit."""
    instance = build_instance(problem)
    found: Counter[str] = Counter()
    for number, trainer in enumerate(instance.trainers):
        free = np.flatnonzero(instance.trainer_free[number])
        by_week = Counter(
            week for week, _ in {(int(instance.slots.week[s]), int(instance.slots.start[s])) for s in free}
        )
        limit = trainer.max_per_week
        found[trainer.trainer_id] = sum(n if limit is None else min(n, limit) for n in by_week.values())
    return found


@pytest.mark.parametrize("name", CASES)
def test_everybody_is_placed(name: str, tmp_path: Path) -> None:
    _, planted, problem = written(name, tmp_path)
    reached = [0]

    def note(progress: Progress) -> None:
        reached[0] = max(reached[0], progress.placed)

    # Time far beyond what any of them takes: the search is stopped once all are placed.
    result = solve(
        problem,
        Limits(time_seconds=120, workers=1),
        progress=note,
        stop=lambda: reached[0] == len(planted.allocations),
    )

    assert result.schedule is not None
    assert len(result.schedule.allocations) == len(planted.allocations)
    assert judge(problem, result.schedule).violations == ()
