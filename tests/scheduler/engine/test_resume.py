"""A schedule taken up again as a plan, and extended for those left out."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from scheduler.engine.answer import answer
from scheduler.engine.build import build_instance
from scheduler.engine.extend import extend
from scheduler.engine.first import first_plan
from scheduler.engine.objective import score
from scheduler.engine.resume import NotOfThisProblemError, resume
from scheduler.folder import read_folder
from scheduler.judging import StartRefusedError
from scheduler.outcome import Limits
from scheduler.problem import Grouping, GroupingRule
from scheduler.schedule import Schedule
from scheduler.solve import solve
from tests.random_folders import write_random_folder
from tests.scheduler.engine.small import breaches, never, schedule_of
from tests.scheduler.explain.small import at, members, people, problem, session, strand

FOUR = problem([strand()], people(4))
TWO_IN_ONE = Schedule((session("G", at(0, 10)),), members("G", "P1", "P2"))


@pytest.mark.parametrize("seed", range(12))
def test_plan_becomes_a_schedule_and_the_same_plan_again(seed: int, tmp_path: Path) -> None:
    write_random_folder(tmp_path, seed)
    instance = build_instance(read_folder(tmp_path).problem)
    plan = first_plan(instance, instance.order, np.random.default_rng(seed), never)

    again = resume(instance, *answer(plan))

    assert answer(again) == answer(plan)
    assert score(again) == score(plan)


def test_nobody_loses_their_place_where_others_find_one() -> None:
    instance = build_instance(problem([strand(max_size=2)], people(4)))
    plan = resume(instance, TWO_IN_ONE.sessions, TWO_IN_ONE.allocations)

    extended = extend(plan, np.random.default_rng(0), never, 0)

    talk = schedule_of(extended)
    assert len(talk.allocations) == 4
    assert {a.group_id for a in talk.allocations if a.staff_id in ("P1", "P2")} == {"talk-001"}
    assert breaches(extended) == []


@pytest.mark.parametrize(
    ("schedule", "word"),
    [
        (Schedule((session("G", at(0, 10), venue_id="NOWHERE"),)), "no venue"),
        (Schedule((session("G", at(0, 10), trainer_ids=("X",)),)), "not all of whom are trainers"),
        (Schedule((session("G", at(0, 11)),)), "no permitted start"),
        (Schedule((session("G", at(0, 10), strand_id="other"),)), "no strand 'other'"),
        (Schedule((session("G", at(0, 10)),), members("G", "STRANGER")), "'STRANGER' is not among"),
        (Schedule((), members("G", "P1")), "no session that could stand"),
    ],
)
def test_schedule_of_another_problem_is_refused_in_words(schedule: Schedule, word: str) -> None:
    with pytest.raises(NotOfThisProblemError, match=word):
        resume(build_instance(FOUR), schedule.sessions, schedule.allocations)


def test_solve_begins_from_a_schedule_and_keeps_what_it_can_not_better() -> None:
    everybody = Schedule((session("G", at(3, 14)),), members("G", "P1", "P2", "P3", "P4"))

    result = solve(FOUR, Limits(time_seconds=30, effort=0, workers=1), start=everybody)

    assert result.schedule is not None
    assert len(result.schedule.allocations) == 4


def test_solve_refuses_a_start_that_breaks_a_rule() -> None:
    alone = Schedule((session("G", at(0, 10)),), members("G", "P1"))

    with pytest.raises(StartRefusedError):
        solve(FOUR, Limits(time_seconds=5), start=alone)


def test_solve_takes_a_start_that_leaves_somebody_out_for_nothing() -> None:
    result = solve(FOUR, Limits(time_seconds=30, effort=0, workers=1), start=TWO_IN_ONE)

    assert result.schedule is not None
    assert len(result.schedule.allocations) == 4


def test_team_without_any_venue_is_left_out_and_nothing_breaks() -> None:
    grouping = Grouping(GroupingRule.TEAM, fields=("team",))
    nowhere = build_instance(problem([strand(grouping=grouping)], people(3, attributes={"team": "X"}), venues=()))

    plan = first_plan(nowhere, nowhere.order, np.random.default_rng(0), never)

    assert len(schedule_of(plan).unplaced) == 3


@pytest.mark.parametrize("seed", range(3))
def test_many_moves_place_others_and_nobody_who_was_placed_is_left(seed: int, tmp_path: Path) -> None:
    write_random_folder(tmp_path, seed)
    whole = read_folder(tmp_path).problem
    instance = build_instance(replace(whole, trainers=whole.trainers[::2]))
    plan = first_plan(instance, instance.order, np.random.default_rng(seed), never)
    seated = [strand.place >= 0 for strand in plan.strands]

    extended = extend(plan, np.random.default_rng(seed), never, 25)

    assert not any((had & (strand.place < 0)).any() for had, strand in zip(seated, extended.strands, strict=True))
