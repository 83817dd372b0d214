"""Members: who of the people that could come is let into a new group."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduler.engine.members import pick_members
from scheduler.engine.options import obstacles
from scheduler.engine.plan import Plan, join, new_plan, open_group
from scheduler.problem import Grouping, GroupingRule, KeepApart, Person
from tests.scheduler.engine.small import empty_plan, number_of, plan_with, random_instance, strand_of
from tests.scheduler.explain.small import person, problem, strand


def picked(plan: Plan, seats: int, *staff_ids: str, chosen: tuple[str, ...] = ()) -> list[str]:
    talk = strand_of(plan, "talk")
    numbers = np.array([number_of(plan, staff_id) for staff_id in staff_ids], dtype=np.int64)
    inside = [number_of(plan, staff_id) for staff_id in chosen]
    found = pick_members(plan, talk, numbers, (0,), seats, inside)
    return [plan.instance.people[number].staff_id for number in found]


def staff(**attributes: str) -> list[Person]:
    """``staff(team="XXY")``: people P1, P2 ... with one letter each; a dot is a blank."""
    count = len(next(iter(attributes.values())))
    return [
        person(f"P{n + 1}", attributes={column: text[n].replace(".", "") for column, text in attributes.items()})
        for n in range(count)
    ]


def test_first_in_line_come_first_until_the_seats_are_taken() -> None:
    plan = empty_plan(problem([strand()], staff(team="....")))
    assert picked(plan, 3, "P4", "P2", "P1", "P3") == ["P4", "P2", "P1"]


def test_limits_on_alike_people_let_others_pass() -> None:
    rules = Grouping(GroupingRule.MIXED, max_same={"team": 1})
    plan = empty_plan(problem([strand(grouping=rules)], staff(team="XXY..")))
    assert picked(plan, 5, "P1", "P2", "P3", "P4", "P5") == ["P1", "P3", "P4", "P5"]
    assert picked(plan, 5, "P2", "P3", chosen=("P1",)) == ["P1", "P3"]


def test_people_to_keep_apart_are_not_let_in_together() -> None:
    rules = Grouping(keep_apart=frozenset({KeepApart.LINE_MANAGER}))
    people = [person("P1"), person("P2", line_manager_id="P1"), person("P3", line_manager_id="P2")]
    plan = empty_plan(problem([strand(grouping=rules)], people))
    assert picked(plan, 3, "P1", "P2", "P3") == ["P1", "P3"]
    assert picked(plan, 3, "P2", "P1", "P3") == ["P2"]


def test_service_cover_counts_those_already_away() -> None:
    case = problem([strand(), strand("circle")], staff(team="XXXXXXXX"), cover=Fraction(1, 4))
    assert picked(empty_plan(case), 8, *(f"P{n}" for n in range(1, 9))) == ["P1", "P2"]
    away = plan_with(case, ("circle", 0, ["P8"]))
    assert picked(away, 8, *(f"P{n}" for n in range(1, 8))) == ["P1"]


def test_unit_comes_whole_or_not_at_all() -> None:
    rules = Grouping(keep_together="unit")
    plan = empty_plan(problem([strand(grouping=rules)], staff(unit="UU.VV.")))
    everyone = ("P1", "P2", "P3", "P4", "P5", "P6")
    assert picked(plan, 4, *everyone) == ["P1", "P2", "P3", "P6"]
    assert picked(plan, 4, "P1", "P3", "P4", "P5", "P6") == ["P3", "P4", "P5", "P6"]


def test_unit_that_breaks_a_rule_among_itself_leaves_no_trace() -> None:
    rules = Grouping(GroupingRule.MIXED, max_same={"team": 1}, keep_together="unit")
    people = staff(unit="UU.", team="XXX")
    plan = empty_plan(problem([strand(grouping=rules)], people))
    assert picked(plan, 3, "P1", "P2", "P3") == ["P3"]


@given(st.integers(0, 60), st.integers(0, 10**6), st.integers(1, 20))
@settings(max_examples=60)
def test_whoever_was_let_in_breaks_no_rule_together(seed: int, choice: int, seats: int) -> None:
    plan = new_plan(random_instance(seed))
    strands = [strand for strand in plan.strands if len(strand.arrays.columns)]
    if not strands:
        return
    talk = strands[choice % len(strands)]
    column = talk.arrays.columns[choice % len(talk.arrays.columns)]
    slots = tuple(int(slot) for slot in column)
    order = np.random.default_rng(choice).permutation(np.flatnonzero(talk.arrays.audience))
    members = pick_members(plan, talk, order, slots, seats)
    assert len(members) == len(set(members)) <= seats
    group = open_group(plan, talk, slots, (-1,) * len(slots), ((),) * len(slots))
    for member in members:
        join(plan, talk, member, group)
    talk.capacity[group] = seats
    assert all(obstacles(plan, talk, member).none[group] for member in members)
    for unit in talk.arrays.together:
        assert len(set(talk.place[unit].tolist())) == 1
    # Nobody was left standing who would have fitted in as the last.
    for other in set(order.tolist()) - set(members):
        alone = talk.arrays.unit_of[other] < 0
        assert not (alone and obstacles(plan, talk, other).none[group])
