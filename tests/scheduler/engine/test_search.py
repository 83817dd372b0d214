"""The search: better and better plans, every one of them a result, on folders with every option."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

from scheduler.engine.answer import answer
from scheduler.engine.budget import Budget
from scheduler.engine.build import build_instance
from scheduler.engine.moves import take_apart
from scheduler.engine.objective import VALUES, score
from scheduler.engine.plan import Plan, join
from scheduler.engine.search import PATIENCE, Found, attempt, hopeless, search
from scheduler.engine.settle import Stop
from scheduler.problem import Aim, Grouping, GroupingRule, Problem
from tests.fuzz_engine import try_folder
from tests.scheduler.engine.small import breaches, empty_plan, number_of, open_at, plan_with, random_instance, strand_of
from tests.scheduler.explain.small import people, person, problem, strand, weekly
from tests.scheduler.referee.outside import load_outside

SECONDS = 0.2


@pytest.fixture(scope="module")
def outside(shared: Path) -> ModuleType:
    module = load_outside()
    if module is None:
        pytest.skip("the reference judge is not there")
    return module


@pytest.mark.parametrize("seed", range(40))
def test_search_of_a_random_folder_has_no_fault_for_either_judge(
    seed: int, tmp_path: Path, outside: ModuleType
) -> None:
    assert try_folder(seed, tmp_path, outside, SECONDS).faults == ()


def searched(case: Problem, effort: int = 60) -> list[Found]:
    return list(search(build_instance(case), Budget(None, effort, lambda: False), 0))


def test_each_plan_is_better_than_the_one_before_until_every_aim_was_tried() -> None:
    found = list(search(random_instance(4), Budget(None, 3, lambda: False), 4))
    scores = [each.score for each in found if each.better]
    assert scores == sorted(scores)
    assert len(set(scores)) == len(scores)
    assert found[-1].score == scores[-1]
    assert any(each.every_aim_tried for each in found)
    assert not found[0].every_aim_tried
    assert found[0].stage == "first schedule"


def test_plans_found_earlier_stay_as_they_were() -> None:
    """Each plan is a snapshot: what the search does later does not reach it."""
    kept, answers = [], []
    for found in search(random_instance(4), Budget(None, 3, lambda: False), 4):
        kept.append(found.plan)
        answers.append(answer(found.plan))
    assert [answer(plan) for plan in kept] == answers


def test_search_says_when_nothing_helps_any_more_and_goes_on_until_the_limit() -> None:
    budget = Budget(None, 2 * PATIENCE, lambda: False)
    found = list(search(build_instance(problem([strand(max_size=6)], people(13))), budget, 4))
    assert any(each.stale for each in found)
    assert budget.spent >= 2 * PATIENCE
    scores = [each.score for each in found]
    assert all(each.score == max(scores[: n + 1]) for n, each in enumerate(found)), "told a plan that is not the best"


def test_search_without_any_limit_ends_when_nothing_helps_any_more() -> None:
    budget = Budget(None, None, lambda: False)
    found = list(search(build_instance(problem([strand(max_size=6)], people(13))), budget, 4))
    assert found[-1].every_aim_tried
    assert budget.spent >= PATIENCE


def test_search_ends_at_once_when_told_to_stop() -> None:
    found = list(search(random_instance(4), Budget(None, None, lambda: True), 4))
    assert len(found) == 1
    assert found[0].better
    assert not found[0].every_aim_tried


def test_same_seed_is_the_same_search() -> None:
    one, other = ([each.score for each in search(random_instance(7), Budget(None, 3, lambda: False), 5)] for _ in "ab")
    assert one == other


def test_known_best_is_reached_for_every_aim_of_a_tiny_programme() -> None:
    """Eight people, half of each team, groups of four: two groups, on Monday, half of whose pairs differ at least."""
    rules = Grouping(GroupingRule.MIXED, max_same={"team": 2}, mix={"team": Fraction(1)})
    staff = [person(f"P{n}", attributes={"team": "X" if n < 4 else "Y"}) for n in range(8)]
    plan = searched(problem([strand(grouping=rules)], staff))[-1].plan
    assert VALUES[Aim.PLACED](plan) == 8
    assert VALUES[Aim.GROUPS](plan) == -2
    assert VALUES[Aim.FINISH](plan) == 0
    # Two and two in each group: four of the six pairs differ.
    assert VALUES[Aim.MIX](plan) == pytest.approx(4 / 6)


def test_group_that_blocks_the_only_trainer_moves_for_those_who_cannot() -> None:
    rare = [person(f"R{n}", pattern=weekly(mon=(9, 12))) for n in range(2)]
    plan = searched(problem([strand(max_size=2)], [*people(4), *rare]))[-1].plan
    assert VALUES[Aim.PLACED](plan) == 6


def test_swaps_after_a_move_leave_nobody_out_who_then_simply_fits() -> None:
    """P5 may not sit with P1. When a swap takes P1 away to mix the teams, the place is free for P5."""
    rules = Grouping(GroupingRule.MIXED, max_same={"grade": 1}, mix={"team": Fraction(1)})
    staff = [
        person("P1", attributes={"team": "a", "grade": "X"}),
        *(person(f"P{n}", attributes={"team": "ab"[n > 2]}) for n in (2, 3, 4)),
        person("P5", attributes={"grade": "X"}, pattern=weekly(mon=(9, 12))),
    ]
    case = problem([strand(max_size=3, grouping=rules)], staff)
    plan = plan_with(case, ("talk", 0, ["P1", "P3"]), ("talk", 2, ["P2", "P4"]))
    best = Found("", plan, score(plan), better=True)
    for seed in range(10):
        found = attempt(best, (meet_in_teams,), np.random.default_rng(seed), lambda: False, "")
        assert breaches(found.plan) == []


def meet_in_teams(trial: Plan, _rng: np.random.Generator, _stop: Stop) -> None:
    """A move that is worse for the mix, so that swaps follow."""
    talk = strand_of(trial, "talk")
    for group in talk.open_groups().tolist():
        take_apart(trial, talk, group)
    for column, staff_ids in ((0, ("P1", "P2")), (2, ("P3", "P4"))):
        group = open_at(trial, talk, column)
        for staff_id in staff_ids:
            join(trial, talk, number_of(trial, staff_id), group)


def test_aim_that_no_move_can_help_is_left_alone() -> None:
    plain = empty_plan(problem([strand()], people(2)))
    assert hopeless(plain, Aim.OWN_TEAM)
    assert hopeless(plain, Aim.MIX)
    assert hopeless(plain, Aim.ALONE)
    assert hopeless(plain, Aim.WISHES)
    assert not hopeless(plain, Aim.PLACED)
    never_there = person("P1", pattern=weekly(sun=(9, 17)))
    assert hopeless(empty_plan(problem([strand()], [never_there])), Aim.PLACED)
    assert not np.array([hopeless(plain, aim) for aim in (Aim.GROUPS, Aim.FINISH, Aim.LOAD)]).any()
