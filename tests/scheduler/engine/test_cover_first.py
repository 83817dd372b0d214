"""Strands that others follow, covered first: fewer groups than week by week, and every rule kept."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduler.engine.beginnings import first_plans
from scheduler.engine.budget import Budget
from scheduler.engine.cover_first import cover_early, covered_plan, worth_covering
from scheduler.engine.objective import groups, placed
from scheduler.engine.plan import Plan
from scheduler.problem import After, Grouping, GroupingRule, Person, Problem
from tests.scheduler.engine.recount import wrong_counts
from tests.scheduler.engine.small import breaches, empty_plan, never, plan_with, random_instance, strand_of
from tests.scheduler.explain.small import people, person, problem, strand, weekly

MORNINGS = weekly(mon=(9, 12), tue=(9, 12), wed=(9, 12))
AFTERNOONS = weekly(mon=(13, 17), tue=(13, 17), wed=(13, 17))


def halves_and_more() -> tuple[Person, ...]:
    """P1 and P2 come in the mornings, P3 and P4 in the afternoons, P5 and P6 at ten on Monday or two on Tuesday."""
    both = weekly(mon=(9, 12), tue=(13, 17), thu=(9, 17))
    return (
        *(person(f"P{n}", pattern=MORNINGS, attributes={"unit": ""}) for n in (1, 2)),
        *(person(f"P{n}", pattern=AFTERNOONS, attributes={"unit": ""}) for n in (3, 4)),
        *(person(f"P{n}", pattern=both, attributes={"unit": "U"}) for n in (5, 6)),
    )


def talk_and_circle(together: str = "") -> Problem:
    """A talk for all, then on another day a circle for P5 and P6, who are there on Thursdays."""
    return problem(
        [
            strand(max_size=5, grouping=Grouping(GroupingRule.OPEN, keep_together=together)),
            strand("circle", audience={"unit": frozenset({"U"})}, after=After(("talk",), 1)),
        ],
        halves_and_more(),
    )


def three_talks(case: Problem) -> Plan:
    """One talk for each two people: Monday at ten and at two, Tuesday at two."""
    return plan_with(case, ("talk", 0, ["P1", "P2"]), ("talk", 1, ["P3", "P4"]), ("talk", 3, ["P5", "P6"]))


def test_only_a_strand_that_others_follow_and_that_has_groups_to_spare_is_worth_covering() -> None:
    assert worth_covering(three_talks(talk_and_circle())) == [0]
    alone = problem([strand(max_size=5)], halves_and_more())
    assert worth_covering(three_talks(alone)) == []
    full = plan_with(talk_and_circle(), ("talk", 0, ["P1", "P2", "P5", "P6"]))
    assert worth_covering(full) == []


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("together", ["", "unit"])
def test_three_talks_become_two_where_what_follows_finds_its_place(together: str, seed: int) -> None:
    """Mornings and afternoons need a talk each; P5 and P6 fit into either, if it is on Monday or Tuesday."""
    case = talk_and_circle(together)
    other = three_talks(case)
    plan = covered_plan(other.instance, other, np.random.default_rng(seed), never)
    assert plan is not None
    assert int(strand_of(plan, "talk").open.sum()) == 2
    assert placed(plan) == 8
    assert breaches(plan) == []


@pytest.mark.parametrize("seed", range(5))
def test_groups_are_chosen_early_so_that_what_follows_has_time(seed: int) -> None:
    """From Monday to Friday the first half ends on Wednesday morning: nobody begins after it."""
    plan = empty_plan(problem([strand(max_size=4), strand("circle", after=After(("talk",), 1))], people(8)))
    assert cover_early(plan, 0, 4, np.random.default_rng(seed), never)
    talk = strand_of(plan, "talk")
    monday = int(plan.instance.slots.day[talk.arrays.columns[0, 0]])
    assert int(talk.open.sum()) == 2
    assert int(talk.last_day[talk.open].max()) <= monday + 2


def test_nothing_is_opened_where_no_cover_has_fewer_groups() -> None:
    """Mornings and afternoons need two groups: with two there are none to spare."""
    plan = empty_plan(talk_and_circle())
    assert not cover_early(plan, 0, 2, np.random.default_rng(0), never)
    assert not strand_of(plan, "talk").open.any()
    assert wrong_counts(plan) == []


def test_whoever_is_told_to_stop_makes_no_plan() -> None:
    other = three_talks(talk_and_circle())
    assert covered_plan(other.instance, other, np.random.default_rng(0), lambda: True) is None


@given(st.integers(0, 120), st.integers(0, 10**6))
@settings(max_examples=10)
def test_every_first_plan_keeps_every_rule_and_comes_again_with_the_same_seed(seed: int, choice: int) -> None:
    instance = random_instance(seed)
    twice = [list(first_plans(instance, np.random.default_rng(choice), Budget(None, None, never))) for _ in range(2)]
    for plan, again in zip(*twice, strict=True):
        assert wrong_counts(plan) == []
        assert breaches(plan) == []
        assert (placed(plan), groups(plan)) == (placed(again), groups(again))
