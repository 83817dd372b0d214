"""Chains: one more person finds a place because others move on, one after another."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduler.engine.chains import (
    carry_out,
    find_chain,
    immovable,
    join_if_free,
    others_own,
    place_by_chain,
    preferred,
)
from scheduler.engine.plan import Plan, join, leave
from scheduler.problem import GivenSession, Grouping, GroupingRule, Lock, Person, Trainer
from tests.scheduler.engine.recount import wrong_counts
from tests.scheduler.engine.small import (
    breaches,
    empty_plan,
    names_in,
    number_of,
    open_at,
    plan_with,
    random_plan,
    seats,
    strand_of,
)
from tests.scheduler.explain.small import ONLINE, at, person, problem, strand, weekly

MONDAYS, TUESDAYS, WEDNESDAYS = 0, 2, 4
"""The columns of ten o'clock on the first days of the week."""


def free_on(staff_id: str, *days: str) -> Person:
    return person(staff_id, pattern=weekly(**dict.fromkeys(days, (9, 17))))


def pairs(*staff: Person, **facts: object) -> Plan:
    """Groups of at most two on Monday, Tuesday and Wednesday mornings; nobody in them yet."""
    plan = empty_plan(problem([strand(max_size=2, min_size=1, **facts)], staff))
    for column in (MONDAYS, TUESDAYS, WEDNESDAYS):
        open_at(plan, strand_of(plan, "talk"), column)
    return plan


def seat(plan: Plan, group: int, *staff_ids: str) -> None:
    for staff_id in staff_ids:
        join(plan, strand_of(plan, "talk"), number_of(plan, staff_id), group)


def groups_of(plan: Plan) -> list[set[str]]:
    return [names_in(plan, strand_of(plan, "talk"), group) for group in range(3)]


def place(plan: Plan, staff_id: str, *closed: int) -> int | None:
    """How many people moved to place one more; None if there was no way."""
    talk = strand_of(plan, "talk")
    shut = np.zeros(len(talk.size), dtype=bool)
    shut[list(closed)] = True
    moves = find_chain(plan, talk, number_of(plan, staff_id), shut, 400)
    return None if moves is None else len(moves)


def test_seat_that_is_free_is_taken_without_moving_anybody() -> None:
    plan = pairs(free_on("P1", "mon"), free_on("P2", "mon"))
    seat(plan, 0, "P1")
    assert place(plan, "P2") == 1
    assert groups_of(plan) == [{"P1", "P2"}, set(), set()]


def test_one_person_moves_on_to_make_room() -> None:
    plan = pairs(free_on("P1", "mon", "tue"), free_on("P2", "mon"), free_on("P3", "mon"))
    seat(plan, 0, "P1", "P2")
    assert place(plan, "P3") == 2
    assert groups_of(plan) == [{"P2", "P3"}, {"P1"}, set()]


def test_two_people_move_on_where_one_is_not_enough() -> None:
    staff = [free_on("P1", "mon", "tue"), free_on("P2", "mon"), free_on("P3", "tue", "wed"), free_on("P4", "tue")]
    plan = pairs(*staff, free_on("P5", "mon"))
    seat(plan, 0, "P1", "P2")
    seat(plan, 1, "P3", "P4")
    assert place(plan, "P5") == 3
    assert groups_of(plan) == [{"P2", "P5"}, {"P1", "P4"}, {"P3"}]
    assert wrong_counts(plan) == []


def test_nothing_changes_where_there_is_no_way() -> None:
    plan = pairs(free_on("P1", "mon"), free_on("P2", "mon"), free_on("P3", "mon"), free_on("P4", "tue"))
    seat(plan, 0, "P1", "P2")
    before = seats(plan)
    assert place(plan, "P3") is None
    assert not place_by_chain(plan, strand_of(plan, "talk"), number_of(plan, "P3"))
    assert seats(plan) == before
    assert wrong_counts(plan) == []


def test_chain_that_breaks_off_half_way_is_taken_back_whole() -> None:
    plan = pairs(free_on("P1", "mon", "tue"), free_on("P2", "mon"), free_on("P3", "wed"))
    seat(plan, 0, "P1", "P2")
    talk, before = strand_of(plan, "talk"), seats(plan)
    one, two, three = (number_of(plan, staff_id) for staff_id in ("P1", "P2", "P3"))
    # The newcomer cannot come on Monday; then somebody who sits there cannot go on to Tuesday.
    assert not carry_out(plan, talk, [(one, 0, 1), (three, -1, 0)])
    assert seats(plan) == before
    assert not carry_out(plan, talk, [(one, 0, 1), (two, 0, 1), (three, -1, 0)])
    assert seats(plan) == before
    assert wrong_counts(plan) == []


def test_closed_groups_are_left_out_of_a_chain() -> None:
    plan = pairs(free_on("P1", "mon", "tue"), free_on("P2", "mon"), free_on("P3", "mon"))
    seat(plan, 0, "P1", "P2")
    assert place(plan, "P3", 1, 2) is None
    assert place(plan, "P3", 2) == 2


def test_limits_are_kept_all_along_the_chain() -> None:
    """The newcomer may only take the seat of their like; that one may not sit with its like on Tuesday."""
    rules = Grouping(GroupingRule.MIXED, max_same={"grade": 1})

    def of(staff_id: str, grade: str, *days: str) -> Person:
        pattern = weekly(**dict.fromkeys(days, (9, 17)))
        return person(staff_id, attributes={"grade": grade}, pattern=pattern)

    staff = [of("P1", "A", "mon", "tue", "wed"), of("P2", "B", "mon"), of("P3", "A", "tue"), of("P4", "A", "mon")]
    plan = pairs(*staff, grouping=rules)
    seat(plan, 0, "P1", "P2")
    seat(plan, 1, "P3")
    assert place(plan, "P4") == 2
    assert groups_of(plan) == [{"P2", "P4"}, {"P3"}, {"P1"}]


def test_locked_people_units_and_trainers_in_training_do_not_move() -> None:
    staff = [person(f"P{n}", attributes={"unit": "U" if n < 3 else ""}) for n in range(1, 8)]
    case = problem(
        [strand(given=True, grouping=Grouping(keep_together="unit")), strand("circle")],
        staff,
        trainers=(Trainer("T1", frozenset({"circle"}), staff_id="P4", ready_after="talk"),),
        given=(GivenSession("s1", "talk", "g1", 1, at(0, 9), at(0, 10), "ONLINE"),),
        locks=(Lock("P5", "talk", "g1"),),
    )
    plan = empty_plan(case)
    talk = strand_of(plan, "talk")
    fixed = {staff[n].staff_id for n in np.flatnonzero(immovable(plan, talk))}
    assert fixed == {"P1", "P2", "P5"}
    join(plan, talk, number_of(plan, "P4"), 0)
    open_at(plan, strand_of(plan, "circle"), 4)
    assert immovable(plan, talk)[number_of(plan, "P4")]


def test_group_that_is_still_too_small_is_preferred_then_the_smallest() -> None:
    staff = [person(f"P{n}") for n in range(1, 10)]
    plan = empty_plan(problem([strand(min_size=2, max_size=4)], staff))
    talk = strand_of(plan, "talk")
    for column in (0, 2, 4, 6):
        open_at(plan, talk, column)
    sizes = {0: 3, 1: 2, 2: 1}
    free = iter(range(9))
    for group, size in sizes.items():
        for _ in range(size):
            join(plan, talk, next(free), group)
    assert preferred(talk, np.array([0, 1, 2, 3])) == 2
    assert preferred(talk, np.array([0, 1, 3])) == 1
    assert preferred(talk, np.array([0, 3])) == 0


def test_groups_all_of_another_team_are_broken_up_last() -> None:
    rules = Grouping(GroupingRule.TEAM, fields=("team", "directorate"))
    staff = [person(f"P{n}", attributes={"team": team, "directorate": "D"}) for n, team in enumerate("XXYZZ")]
    plan = plan_with(problem([strand(grouping=rules)], staff), ("talk", 0, ["P0"]), ("talk", 2, ["P2", "P3"]))
    talk = strand_of(plan, "talk")
    assert others_own(talk, number_of(plan, "P4"))[:2].tolist() == [True, False]
    assert place_by_chain(plan, talk, number_of(plan, "P4"))
    assert names_in(plan, talk, 1) == {"P2", "P3", "P4"}
    leave(plan, talk, number_of(plan, "P4"))
    talk.capacity[1] = 2
    assert place_by_chain(plan, talk, number_of(plan, "P4"))
    assert names_in(plan, talk, 0) == {"P0", "P4"}


@given(st.integers(0, 60), st.integers(0, 10**6))
@settings(max_examples=50)
def test_chain_on_any_plan_keeps_every_rule_or_changes_nothing(seed: int, choice: int) -> None:
    plan = random_plan(seed)
    waiting = [(s, p) for s in plan.strands for p in s.unplaced.tolist() if s.arrays.unit_of[p] < 0 and s.open.any()]
    if not waiting:
        return
    strand, newcomer = waiting[choice % len(waiting)]
    placed_before = {int(p) for p in np.flatnonzero(strand.place >= 0)}
    before = seats(plan)

    found = place_by_chain(plan, strand, newcomer)

    assert wrong_counts(plan) == []
    if found:
        assert {int(p) for p in np.flatnonzero(strand.place >= 0)} == placed_before | {newcomer}
    else:
        assert seats(plan) == before


@given(st.integers(0, 60), st.integers(0, 10**6))
@settings(max_examples=40)
def test_whoever_lost_a_place_finds_one_again(seed: int, choice: int) -> None:
    plan = random_plan(seed)
    sitting = [
        (s, int(p))
        for s in plan.strands
        for p in np.flatnonzero((s.place >= 0) & ~immovable(plan, s))
        if s.size[s.place[p]] > s.arrays.strand.min_size and int(p) not in plan.instance.leads_as
    ]
    if not sitting:
        return
    strand, person = sitting[choice % len(sitting)]
    leave(plan, strand, person)
    assert join_if_free(plan, strand, person)
    assert breaches(plan) == []


def test_venue_and_strand_bound_the_seats() -> None:
    small_room = ONLINE.__class__("ROOM", ONLINE.mode, capacity=1)
    plan = plan_with(problem([strand()], [person("P1"), person("P2")], venues=(small_room,)), ("talk", 0, ["P1"]))
    assert not place_by_chain(plan, strand_of(plan, "talk"), number_of(plan, "P2"))
