"""No valid schedule, however it came about, may do better than the bounds of the realism report."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from scheduler.folder import read_folder
from scheduler.measures import StrandMeasures, measure
from scheduler.realism import Outlook, Realism, StrandRealism, realism
from scheduler.realism.survey import open_tables, survey_strands
from scheduler.referee import judge
from tests.random_folders import write_random_folder
from tests.scheduler.referee.naive import naive_schedule

if TYPE_CHECKING:
    from pathlib import Path

    from scheduler.problem import Problem
    from scheduler.schedule import Schedule

SEEDS = range(80)


@pytest.mark.parametrize("seed", SEEDS)
def test_bounds_hold_against_a_valid_schedule(seed: int, tmp_path: Path) -> None:
    problem, schedule = make_case(tmp_path / "folder", seed)
    if not judge(problem, schedule).valid:
        pytest.skip("the greedy schedule cannot keep this folder's locks")
    report = realism(problem)
    measures = measure(problem, schedule)
    for strand in report.strands:
        check_supply(problem, schedule, strand)
        check_needs(strand, measures.strands[strand.strand])
        check_balances(report, strand, measures.strands[strand.strand])
    check_weeks(problem, schedule, report)
    check_people(problem, schedule)
    if all(measures.strands[strand.strand].placed == strand.people for strand in report.strands):
        assert report.outlook is not Outlook.IMPOSSIBLE


def test_bounds_are_tried_on_strands_that_are_complete(tmp_path: Path) -> None:
    """Otherwise the check of the needs above would prove nothing."""
    complete = 0
    for seed in SEEDS[:40]:
        problem, schedule = make_case(tmp_path / f"{seed}", seed)
        reached = measure(problem, schedule).strands
        complete += sum(
            0 < reached[strand.strand].placed == strand.people_to_place for strand in realism(problem).strands
        )
    assert complete >= 10


def make_case(folder: Path, seed: int) -> tuple[Problem, Schedule]:
    write_random_folder(folder, seed)
    problem = read_folder(folder).problem
    return problem, naive_schedule(problem, seed)


def check_supply(problem: Problem, schedule: Schedule, strand: StrandRealism) -> None:
    """What the schedule uses of trainers, venues and seats was available."""
    given = {item.strand_id for item in problem.strands if item.given}
    sessions = [item for item in schedule.sessions if item.strand == strand.strand and item.strand not in given]
    members = Counter(item.group_id for item in schedule.allocations if item.strand == strand.strand)
    hours = sum((item.end - item.start) / timedelta(hours=1) * len(item.trainer_ids) for item in sessions)
    assert sum(len(item.trainer_ids) for item in sessions) <= strand.trainer_sessions_available
    assert hours <= strand.trainer_hours_available + 1e-9
    assert len(sessions) <= strand.venue_sessions_available
    assert sum(members[item.group_id] for item in sessions) <= strand.seats_available


def check_needs(strand: StrandRealism, reached: StrandMeasures) -> None:
    """Nobody proven unplaceable is placed; whoever places all the others needs what is said, and as long."""
    assert reached.placed <= strand.people_to_place
    assert reached.audience == strand.people
    if reached.sessions:
        assert strand.first_possible_day is not None
        assert reached.first_day is not None
        assert reached.first_day >= strand.first_possible_day
    if reached.placed == strand.people_to_place and reached.placed:
        assert reached.groups >= strand.groups_at_least
        assert reached.sessions >= strand.sessions_at_least
        assert reached.last_day is not None
        assert all(bound.day <= reached.last_day for bound in strand.finish_bounds)


def check_balances(report: Realism, strand: StrandRealism, reached: StrandMeasures) -> None:
    """Where everyone who can be placed is, nothing that the strand needs by itself was called impossible."""
    if reached.placed == strand.people_to_place:
        own = [balance for balance in report.balances if balance.strands == (strand.strand,)]
        assert all(balance.needed <= balance.available for balance in own)


def check_weeks(problem: Problem, schedule: Schedule, report: Realism) -> None:
    """No week has more trainer-sessions than the report allows it, and all together no more than the whole."""
    given = {item.strand_id for item in problem.strands if item.given}
    used = defaultdict(int)
    for session in schedule.sessions:
        if session.strand not in given:
            monday = session.start.date() - timedelta(days=session.start.weekday())
            used[monday] += len(session.trainer_ids)
    allowed = {week.monday: week.trainer_sessions_available for week in report.weeks}
    assert all(sessions <= allowed.get(monday, 0) for monday, sessions in used.items())
    assert sum(used.values()) <= report.whole.trainer_sessions_available


def check_people(problem: Problem, schedule: Schedule) -> None:
    """Nobody completes a strand before their own earliest day."""
    last_days: dict[tuple[str, str], int] = defaultdict(int)
    for session in schedule.sessions:
        key = session.strand, session.group_id
        last_days[key] = max(last_days[key], session.start.toordinal())
    for strand_id, survey in survey_strands(open_tables(problem)).items():
        earliest = {
            problem.people[row].staff_id: int(day) for row, day in zip(survey.people, survey.earliest_last, strict=True)
        }
        for item in schedule.allocations:
            if item.strand == strand_id:
                assert last_days[strand_id, item.group_id] >= earliest[item.staff_id]
