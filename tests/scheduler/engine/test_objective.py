"""The search counts the aims as the schedule's own measures do."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduler.engine.build import build_instance
from scheduler.engine.objective import LOST_LOCK, VALUES, score
from scheduler.engine.plan import Plan, join
from scheduler.measures import Measures, measure
from scheduler.problem import After, Aim, GivenSession, Lock, Mode, Wish
from tests.scheduler.engine.small import empty_plan, plan_with, random_plan, schedule_of
from tests.scheduler.explain.small import at, people, problem, strand


def as_counted(plan: Plan, measures: Measures, aim: Aim) -> float:
    """What the engine has to say where the measures say this: more is better, nothing measured is the best."""
    value = measures.aims[aim]
    if aim in (Aim.OWN_TEAM, Aim.MIX):
        return 1.0 if value is None else float(value)  # type: ignore[arg-type]
    if aim is Aim.FINISH:
        return 0.0 if value is None else -float((value - plan.instance.slots.origin) // timedelta(days=1))  # type: ignore[operator]
    number = 0.0 if value is None else float(value)  # type: ignore[arg-type]
    return number if aim in (Aim.PLACED, Aim.WISHES) else -number


@given(st.integers(0, 300))
@settings(max_examples=40)
def test_every_aim_is_what_the_measures_say(seed: int) -> None:
    plan = random_plan(seed)
    # A given group that nobody is in stands in the plan and is left out of the schedule.
    for each in plan.strands:
        each.open[: len(each.slots)] &= each.size[: len(each.slots)] > 0
    measures = measure(plan.instance.problem, schedule_of(plan))
    for aim in Aim:
        if aim is Aim.LOAD and any(group >= 0 for each in plan.strands for group in each.given):
            continue  # the trainers of a given group that goes are free then
        assert VALUES[aim](plan) == pytest.approx(as_counted(plan, measures, aim)), aim


@given(st.integers(0, 100), st.permutations(list(Aim)))
@settings(max_examples=20)
def test_score_follows_the_order_of_the_problem(seed: int, order: list[Aim]) -> None:
    plan = random_plan(seed)
    by_aim = dict(zip(plan.instance.problem.order, score(plan)[: len(order)], strict=True))
    other = replace(plan.instance, problem=replace(plan.instance.problem, order=tuple(order)))
    plan.instance = other
    assert score(plan)[: len(order)] == tuple(by_aim[aim] for aim in order)


def test_locked_person_without_the_strand_before_is_worse_than_anything() -> None:
    case = problem(
        [strand(min_size=1), strand("circle", given=True, min_size=1, after=After(("talk",)))],
        people(5),
        given=(GivenSession("s1", "circle", "g1", 1, at(3, 10), at(3, 11), "ONLINE"),),
        locks=(Lock("P1", "circle", "g1"),),
    )
    assert VALUES[Aim.PLACED](empty_plan(case)) == 1 - LOST_LOCK
    assert VALUES[Aim.PLACED](plan_with(case, ("talk", 0, ["P1", "P2"]))) == 3


def test_wish_for_a_mode_is_kept_where_the_place_is_open() -> None:
    """A given group without a venue suits every mode; a wish counts once for each meeting."""
    meetings = tuple(GivenSession(f"s{n}", "talk", "g1", n, at(n, 10), at(n, 11)) for n in (1, 2))
    wishes = (Wish("P1", modes=frozenset({Mode.IN_PERSON}), weight=3), Wish("P1", weekdays=frozenset({1}), weight=5))
    plan = empty_plan(problem([strand(given=True)], people(1), given=meetings, wishes=wishes))
    join(plan, plan.strands[0], 0, 0)
    assert VALUES[Aim.WISHES](plan) == 2 * 3 + 5
    online = plan_with(problem([strand()], people(1), wishes=wishes), ("talk", 2, ["P1"]))
    assert VALUES[Aim.WISHES](online) == 5


def test_empty_programme_has_a_score() -> None:
    instance = build_instance(problem([strand()], ()))
    assert len(instance.people) == 0
    assert score(empty_plan(instance.problem)) == (0.0, 1.0, -0.0, -0.0, 1.0, -0.0, -0.0, 0.0, -0.0, -0.0)
