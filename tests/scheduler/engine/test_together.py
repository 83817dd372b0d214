"""Together: all groups made anew at once; everybody has a place whenever a timetable exists that allows it."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduler.engine.build import build_instance
from scheduler.engine.dealing import seat, shared_out
from scheduler.engine.first import first_plan
from scheduler.engine.objective import placed
from scheduler.engine.plan import Plan
from scheduler.engine.together import place_all, place_some
from scheduler.folder import read_folder
from scheduler.problem import After, Grouping, GroupingRule, Person, Trainer
from tests.cases.case import write_case
from tests.cases.zero_slack import full_weeks, woven_three
from tests.scheduler.engine.recount import wrong_counts
from tests.scheduler.engine.small import breaches, empty_plan, never, open_at, seats, strand_of
from tests.scheduler.explain.small import person, problem, strand, weekly

DAYS = ("mon", "tue", "wed", "thu")
free_days = st.sets(st.sampled_from(range(4)), min_size=1, max_size=3)


def mornings(staff_id: str, days: set[int], **attributes: str) -> Person:
    return person(staff_id, attributes=attributes, pattern=weekly(**{DAYS[day]: (9, 12) for day in days}))


def everybody_placed(plan: Plan) -> bool:
    return placed(plan) == sum(int(each.arrays.audience.sum()) for each in plan.strands)


@given(st.lists(free_days, min_size=1, max_size=6), st.integers(1, 3))
@settings(max_examples=40)
def test_everybody_is_placed_exactly_when_some_timetable_allows_it(free: list[set[int]], most: int) -> None:
    """One trainer with so many sessions a week, one session a morning, two or three people in each."""
    trainer = Trainer("T1", frozenset({"talk"}), max_per_week=most)
    people = [mornings(f"P{n}", days) for n, days in enumerate(free)]
    plan = empty_plan(problem([strand(max_size=3)], people, trainers=(trainer,)))
    place_all(plan, np.random.default_rng(0), never)

    possible = any(
        len(set(days)) <= most and all(2 <= days.count(day) <= 3 for day in set(days)) for days in product(*free)
    )
    assert everybody_placed(plan) == possible
    assert wrong_counts(plan) == []


@given(st.lists(free_days, min_size=2, max_size=4))
@settings(max_examples=30)
def test_order_of_strands_is_part_of_what_is_asked(free: list[set[int]]) -> None:
    """The circle one or two days after the talk, and one trainer for one session a morning in all."""
    people = [mornings(f"P{n}", days) for n, days in enumerate(free)]
    after = After(("talk",), min_days=1, max_days=2)
    plan = empty_plan(problem([strand(), strand("circle", after=after)], people))
    place_all(plan, np.random.default_rng(0), never)

    of_each = [[(a, b) for a in days for b in days if 1 <= b - a <= 2] for days in free]
    possible = any(
        not {a for a, _ in both} & {b for _, b in both}
        and all([days for pair in both for days in pair].count(day) in range(2, 5) for pair in both for day in pair)
        for both in product(*of_each)
    )
    assert everybody_placed(plan) == possible
    assert wrong_counts(plan) == []


@given(st.integers(1, 4), st.lists(st.integers(1, 8), min_size=1, max_size=8))
@settings(max_examples=40)
def test_whatever_the_counts_allow_is_dealt_out(groups: int, sizes: list[int]) -> None:
    """Teams with at most two for each group, directorates of two teams with at most three for each."""
    people = []
    for team, size in enumerate(sizes):
        others = sum(each.attributes["directorate"] == f"D{team // 2}" for each in people)
        for _ in range(min(size, 2 * groups, 3 * groups - others)):
            name = f"P{len(people):02}"
            people.append(person(name, attributes={"team": f"T{team}", "directorate": f"D{team // 2}"}))
    rule = Grouping(GroupingRule.MIXED, max_same={"team": 2, "directorate": 3})
    size = -(-len(people) // groups)
    plan = empty_plan(problem([strand(min_size=1, max_size=max(1, size), grouping=rule)], people))
    talk = strand_of(plan, "talk")
    seat(plan, talk, [open_at(plan, talk, 0) for _ in range(groups)], tuple(range(len(people))))
    assert (talk.place >= 0).all()
    assert wrong_counts(plan) == []


def test_trainers_are_shared_out_so_that_every_group_has_the_kinds_it_needs() -> None:
    crew = tuple(Trainer(f"T{n}", frozenset({"talk"}), kind="internal" if n < 3 else "provider") for n in range(6))
    talk = strand(trainers=2, trainer_kinds={"internal": 1, "provider": 1})
    plan = empty_plan(problem([talk], (), trainers=crew))
    teams = shared_out(plan, plan.strands[0], tuple(range(6)), 3)
    assert sorted(t for team in teams for t in team) == list(range(6))
    assert all({crew[t].kind for t in team} == {"internal", "provider"} for team in teams)


def full_plan(folder: object, *, woven: bool) -> Plan:
    """The first plan of a programme without a spare seat, in which somebody is left out."""
    case = woven_three(300) if woven else full_weeks(600, kinds=True)
    instance = build_instance(read_folder(write_case(case, folder)).problem)  # type: ignore[arg-type]
    plan = first_plan(instance, instance.order, np.random.default_rng(1), never)
    assert not everybody_placed(plan)
    return plan


@pytest.mark.parametrize("woven", [True, False])
def test_everybody_is_placed_where_nothing_is_spare(tmp_path_factory: pytest.TempPathFactory, woven: bool) -> None:
    plan = full_plan(tmp_path_factory.mktemp("full"), woven=woven)
    for choice in range(20):
        if not everybody_placed(plan):
            place_all(plan, np.random.default_rng(choice), never)
    assert everybody_placed(plan)
    assert wrong_counts(plan) == []
    assert breaches(plan) == []


def test_one_seed_gives_one_plan_and_who_says_stop_is_heard(tmp_path_factory: pytest.TempPathFactory) -> None:
    plans = [full_plan(tmp_path_factory.mktemp("full"), woven=True) for _ in range(3)]
    for plan in plans[:2]:
        place_some(plan, np.random.default_rng(3), never)
    assert seats(plans[0]) == seats(plans[1])
    before = placed(plans[2])
    place_all(plans[2], np.random.default_rng(3), lambda: True)
    assert placed(plans[2]) == before
    assert wrong_counts(plans[2]) == []
