"""Demand: what is counted of those who wait stays true as people are seated and teams run short."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduler.engine.demand import build_demand, drop_short, full_size, serve
from scheduler.engine.plan import join
from scheduler.problem import Grouping, GroupingRule
from tests.scheduler.engine.small import empty_plan, open_at, random_plan, strand_of
from tests.scheduler.explain.small import person, problem, strand


@given(st.integers(0, 100), st.integers(0, 10**6))
@settings(max_examples=40)
def test_counts_and_weights_are_those_of_the_people_who_wait(seed: int, choice: int) -> None:
    plan, rng = random_plan(seed), np.random.default_rng(choice)
    suits = plan.instance.class_suits
    for each in plan.strands:
        waiting = each.unplaced
        if not len(each.arrays.columns) or not len(waiting):
            continue
        demand = build_demand(plan, each, waiting, rng)
        for _ in range(2):
            column = int(rng.integers(len(each.arrays.columns)))
            members = rng.permutation(waiting)[:3].tolist()
            group = open_at(plan, each, column)
            for member in members:
                if each.place[member] < 0 and each.suits[group, member]:
                    join(plan, each, member, group)
            serve(demand, suits, members)
            drop_short(plan, each, demand, suits, column, members)
        left = demand.waiting
        those = suits[demand.people[left]]
        assert set(demand.people[~left].tolist()) <= set(waiting.tolist())
        assert (demand.count == those.T.astype(int) @ demand.eligible[left].astype(int)).all()
        weight = (those.T * demand.urgency[left]) @ demand.eligible[left]
        assert np.allclose(demand.weight, weight, rtol=1e-3, atol=1e-3)


def test_colleagues_of_those_just_seated_are_no_longer_eligible_at_that_time() -> None:
    staff = [person(f"P{n}", attributes={"team": "X" if n < 4 else "Y"}) for n in range(8)]
    plan = empty_plan(problem([strand()], staff, cover=Fraction(1, 4)))
    talk = strand_of(plan, "talk")
    demand = build_demand(plan, talk, np.arange(8), np.random.default_rng(0))
    assert demand.eligible.all()
    join(plan, talk, 0, open_at(plan, talk, 3))
    serve(demand, plan.instance.class_suits, [0])
    drop_short(plan, talk, demand, plan.instance.class_suits, 3, [0])
    assert demand.count[0].tolist() == [7, 7, 7, 4, 7, 7, 7, 7, 7, 7]
    assert not demand.eligible[1:4, 3].any()


def test_group_is_full_with_fewer_where_one_value_asks_for_more_groups() -> None:
    """Six of one grade, at most one to a group: six groups of two, whatever the room."""
    rules = Grouping(GroupingRule.MIXED, max_same={"grade": 1})
    staff = [person(f"P{n:02}", attributes={"grade": "A" if n < 6 else ""}) for n in range(12)]
    talk = strand_of(empty_plan(problem([strand(grouping=rules)], staff)), "talk")
    seats, scarce = full_size(talk, np.arange(12))
    assert seats == 2
    assert scarce.tolist() == [True] * 6 + [False] * 6
    assert full_size(talk, np.arange(6, 12))[0] == 4
