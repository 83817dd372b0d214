"""Flow: everybody of a strand seated anew in the groups that stand, as many as there can be."""

from __future__ import annotations

from itertools import product

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduler.engine.flow import nested, reallocate
from scheduler.engine.plan import Plan, join
from scheduler.engine.settle import tidy
from scheduler.problem import Grouping, GroupingRule, Person
from tests.scheduler.engine.recount import wrong_counts
from tests.scheduler.engine.small import breaches, empty_plan, open_at, plan_with, random_plan, strand_of
from tests.scheduler.explain.small import people, person, problem, strand, weekly

DAYS = ("mon", "tue", "wed")
free_days = st.sets(st.sampled_from(DAYS), min_size=1)


def on_three_days(staff: list[Person], grouping: Grouping, seats: int) -> Plan:
    """Groups of so many on three mornings, empty."""
    plan = empty_plan(problem([strand(min_size=1, max_size=seats, grouping=grouping)], staff))
    for column in (0, 2, 4):
        open_at(plan, strand_of(plan, "talk"), column)
    return plan


def free_on(staff_id: str, days: set[str], **attributes: str) -> Person:
    return person(staff_id, attributes=attributes, pattern=weekly(**dict.fromkeys(days, (9, 12))))


@given(st.lists(free_days, min_size=1, max_size=10), st.integers(1, 3))
@settings(max_examples=40)
def test_as_many_are_seated_as_there_are_seats_that_they_can_come_to(free: list[set[str]], seats: int) -> None:
    """The least over sets of days of: their seats, and the people who can come on another day (Koenig)."""
    plan = on_three_days([free_on(f"P{n}", days) for n, days in enumerate(free)], Grouping(), seats)
    talk = strand_of(plan, "talk")
    reallocate(plan, talk)
    least = min(
        seats * sum(full) + sum(any(not full[DAYS.index(day)] for day in days) for days in free)
        for full in product((False, True), repeat=3)
    )
    assert (talk.place >= 0).sum() == least
    assert wrong_counts(plan) == []


@given(st.lists(st.tuples(free_days, st.sampled_from("ABC")), min_size=1, max_size=6), st.integers(1, 2))
@settings(max_examples=30)
def test_as_many_are_seated_as_limits_within_limits_allow(staff: list[tuple[set[str], str]], of_team: int) -> None:
    """Teams A and B are one directorate, C the other; tried against every way to seat them."""
    rules = Grouping(GroupingRule.MIXED, max_same={"team": of_team, "directorate": 2})
    rows = [
        free_on(f"P{n}", days, team=team, directorate="D" if team in "AB" else "E")
        for n, (days, team) in enumerate(staff)
    ]
    plan = on_three_days(rows, rules, 3)
    talk = strand_of(plan, "talk")
    reallocate(plan, talk)
    assert (talk.place >= 0).sum() == max(seated(way, staff, of_team) for way in ways(staff))
    assert wrong_counts(plan) == []


def ways(staff: list[tuple[set[str], str]]) -> product[tuple[str, ...]]:
    return product(*(("", *sorted(days)) for days, _ in staff))


def seated(way: tuple[str, ...], staff: list[tuple[set[str], str]], of_team: int) -> int:
    """How many a way to seat people seats; none if it breaks a limit."""
    for day in DAYS:
        teams = [team for (_, team), chosen in zip(staff, way, strict=True) if chosen == day]
        of_d = sum(team in "AB" for team in teams)
        if len(teams) > 3 or max(of_d, len(teams) - of_d) > 2 or any(teams.count(team) > of_team for team in teams):
            return 0
    return sum(bool(chosen) for chosen in way)


@given(st.integers(0, 150), st.integers(0, 10**6))
@settings(max_examples=40)
def test_everybody_seated_anew_keeps_every_rule(seed: int, choice: int) -> None:
    plan = random_plan(seed)
    reallocate(plan, plan.strands[choice % len(plan.strands)])
    assert wrong_counts(plan) == []
    tidy(plan)
    assert breaches(plan) == []


def test_who_may_not_be_moved_keeps_the_seat() -> None:
    plan = plan_with(problem([strand(max_size=2)], people(3)), ("talk", 0, ["P1", "P2"]))
    talk = strand_of(plan, "talk")
    talk.frozen[0] = True
    open_at(plan, talk, 2)
    reallocate(plan, talk)
    assert talk.place[0] == 0
    assert (talk.place >= 0).all()


def test_limits_nest_where_each_value_has_one_of_the_next() -> None:
    rules = Grouping(GroupingRule.MIXED, max_same={"team": 1, "directorate": 2, "grade": 1})
    rows = [("A", "D", "1"), ("B", "D", "2"), ("C", "E", "1"), ("C", "E", "2")]
    staff = [
        person(f"P{n}", attributes={"team": team, "directorate": directorate, "grade": grade})
        for n, (team, directorate, grade) in enumerate(rows)
    ]
    talk = strand_of(empty_plan(problem([strand(grouping=rules)], staff)), "talk")
    chain = nested(talk.arrays.limits, np.arange(4))
    assert [limit.count for limit in chain] == [3, 2]
    assert chain[-1].most == 2


def test_nobody_to_seat_and_nowhere_to_sit_is_fine() -> None:
    reallocate(nobody := empty_plan(problem([strand()], ())), nobody.strands[0])
    reallocate(nowhere := empty_plan(problem([strand()], people(2))), nowhere.strands[0])
    join(nowhere, nowhere.strands[0], 0, open_at(nowhere, nowhere.strands[0], 0))
    assert wrong_counts(nowhere) == []
