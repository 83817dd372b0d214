"""Bringing groups forward: they meet earlier, and nobody sits with others than before."""

from __future__ import annotations

from datetime import time

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduler.engine.copies import snapshot
from scheduler.engine.forward import bring_forward, bring_most_forward
from scheduler.engine.objective import finish
from scheduler.engine.plan import Plan, join
from scheduler.engine.settle import tidy
from scheduler.problem import After, GivenSession, Grouping, GroupingRule
from tests.scheduler.engine.recount import wrong_counts
from tests.scheduler.engine.small import breaches, names_in, never, plan_with, random_plan, strand_of
from tests.scheduler.explain.small import at, people, person, problem, strand, weekly

FRIDAY_MORNING = 8
"""The column, of two a day from Monday on."""


def companies(plan: Plan, strand_id: str = "talk") -> set[frozenset[str]]:
    """Who sits together."""
    one = strand_of(plan, strand_id)
    return {frozenset(names_in(plan, one, group)) for group in one.open_groups().tolist()}


def brought_forward(plan: Plan, seed: int = 0) -> Plan:
    bring_forward(plan, np.random.default_rng(seed), never)
    assert wrong_counts(plan) == []
    tidied = snapshot(plan)
    # Where somebody has no place, a group may now be open to them.
    tidy(tidied)
    assert breaches(tidied) == []
    return plan


def test_last_group_meets_as_early_as_the_trainer_can() -> None:
    plan = plan_with(problem([strand()], people(4)), ("talk", 0, ["P1", "P2"]), ("talk", 8, ["P3", "P4"]))
    assert finish(plan) == -4
    brought_forward(plan)
    assert finish(plan) == 0
    assert companies(plan) == {frozenset({"P1", "P2"}), frozenset({"P3", "P4"})}


def test_group_stays_whose_member_can_come_only_then() -> None:
    staff = [person("P3"), person("P4", pattern=weekly(fri=(9, 12)))]
    plan = plan_with(problem([strand()], staff), ("talk", FRIDAY_MORNING, ["P3", "P4"]))
    brought_forward(plan)
    assert finish(plan) == -4
    assert companies(plan) == {frozenset({"P3", "P4"})}


def test_group_follows_what_must_come_first() -> None:
    """The talk is on Tuesday, the circle two days later: Thursday is the first day that it can be."""
    talk = strand(first_day=at(1, 0).date(), last_day=at(1, 0).date())
    case = problem([talk, strand("circle", after=After(("talk",), min_days=2))], people(2))
    plan = plan_with(case, ("talk", 0, ["P1", "P2"]), ("circle", FRIDAY_MORNING, ["P1", "P2"]))
    brought_forward(plan)
    assert finish(plan) == -3


def test_another_group_gives_way_to_one_with_a_single_time() -> None:
    """P3 can come on Monday at ten or on Friday; Ann leads P1 and P2 on Monday at ten, who could come at two."""
    staff = [*people(2), *(person(f"P{n}", pattern=weekly(mon=(9, 12), fri=(9, 12))) for n in (3, 4))]
    plan = plan_with(problem([strand()], staff), ("talk", 0, ["P1", "P2"]), ("talk", 8, ["P3", "P4"]))
    brought_forward(plan)
    assert finish(plan) == 0
    assert companies(plan) == {frozenset({"P1", "P2"}), frozenset({"P3", "P4"})}


def six_people(**facts: object) -> Plan:
    """P1 can come on Thursday only and meets P2 then; P6, on Friday with the others, only on these two days."""
    staff = [
        person("P1", attributes={"team": "a", "office": "x"}, pattern=weekly(thu=(9, 12))),
        person("P2", attributes={"team": "a", "office": "x"}),
        *(person(f"P{n}", attributes={"team": "b", "office": "x"}) for n in (3, 4, 5)),
        person("P6", attributes={"team": "b", "office": "x"}, pattern=weekly(thu=(9, 12), fri=(9, 12))),
    ]
    case = problem([strand(start_times=(time(10),), **facts)], staff)
    return plan_with(case, ("talk", 3, ["P1", "P2"]), ("talk", 4, ["P3", "P4", "P5", "P6"]))


def test_who_cannot_come_sooner_goes_to_a_group_that_has_a_seat() -> None:
    plan = brought_forward(six_people())
    assert finish(plan) == -4, "the only trainer is taken on Thursday"
    bring_most_forward(plan, np.random.default_rng(0), never)
    assert finish(plan) == -3
    assert companies(plan) == {frozenset({"P1", "P2", "P6"}), frozenset({"P3", "P4", "P5"})}
    assert wrong_counts(plan) == []
    assert breaches(plan) == []


def test_who_cannot_come_sooner_breaks_up_no_group_of_another_team() -> None:
    plan = six_people(grouping=Grouping(GroupingRule.TEAM, fields=("team", "office")))
    bring_most_forward(plan, np.random.default_rng(0), never)
    assert frozenset({"P1", "P2"}) in companies(plan)
    assert finish(plan) == -4


def test_series_is_brought_forward_with_all_its_meetings() -> None:
    series = strand(meetings=2, gap_days=(1, 1), start_times=(time(10),))
    plan = plan_with(problem([series], people(2)), ("talk", 3, ["P1", "P2"]))
    assert finish(plan) == -4
    brought_forward(plan)
    assert finish(plan) == -1


def test_given_groups_stay() -> None:
    standing = GivenSession("S1", "talk", "talk-9", 1, at(4, 10), at(4, 11), "ONLINE", ("T1",))
    plan = plan_with(problem([strand(given=True)], people(2), given=(standing,)))
    for person_number in (0, 1):
        join(plan, strand_of(plan, "talk"), person_number, 0)
    brought_forward(plan)
    assert finish(plan) == -4


@given(st.integers(0, 120), st.integers(0, 10**6))
@settings(max_examples=15)
def test_finish_is_never_later_and_nobody_sits_with_others(seed: int, choice: int) -> None:
    plan = random_plan(seed)
    names = [one.arrays.strand.strand_id for one in plan.strands]
    before, together = finish(plan), [companies(plan, name) for name in names]
    brought_forward(plan, choice)
    assert finish(plan) >= before
    assert [companies(plan, name) for name in names] == together
