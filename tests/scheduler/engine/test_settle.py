"""Settling and tidying: everybody who can be placed is, and nothing void is left standing."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduler.engine.plan import leave
from scheduler.engine.settle import dissolve, mend_small, place_unit, settle, tidy
from scheduler.problem import After, GivenSession, Grouping, Lock, Trainer
from tests.scheduler.engine.recount import wrong_counts
from tests.scheduler.engine.small import (
    breaches,
    empty_plan,
    names_in,
    never,
    number_of,
    open_at,
    plan_with,
    random_plan,
    seats,
    strand_of,
)
from tests.scheduler.explain.small import at, people, person, problem, strand


def test_group_too_small_takes_from_larger_ones() -> None:
    plan = plan_with(
        problem([strand(min_size=2, max_size=4)], people(5)), ("talk", 0, ["P1", "P2", "P3", "P4"]), ("talk", 2, ["P5"])
    )
    talk = strand_of(plan, "talk")
    mend_small(plan, talk)
    assert sorted(talk.size[talk.open].tolist()) == [2, 3]


def test_group_that_stays_too_small_goes_and_its_members_find_others() -> None:
    plan = plan_with(
        problem([strand(min_size=2, max_size=4)], people(3)), ("talk", 0, ["P1", "P2"]), ("talk", 2, ["P3"])
    )
    talk = strand_of(plan, "talk")
    mend_small(plan, talk)
    assert talk.open_groups().tolist() == [0]
    assert names_in(plan, talk, 0) == {"P1", "P2", "P3"}
    assert plan.trainer_load.tolist() == [1]


def test_whoever_lost_the_strand_before_leaves_the_later_one_too() -> None:
    circle = strand("circle", min_size=1, after=After(("talk",)))
    plan = plan_with(
        problem([strand(min_size=1, max_size=2), circle], people(3)),
        ("talk", 0, ["P1", "P2"]),
        ("circle", 2, ["P1", "P2", "P3"]),
    )
    tidy(plan)
    assert names_in(plan, strand_of(plan, "circle"), 0) == {"P1", "P2"}
    assert breaches(plan) == []


def test_loss_runs_on_through_units_and_strands_until_nothing_is_void() -> None:
    """P3 has no talk; that takes the unit of P3 out of the circle, and the circle is then too small."""
    circle = strand("circle", min_size=2, after=After(("talk",)), grouping=Grouping(keep_together="unit"))
    last = strand("last", min_size=1, after=After(("circle",)))
    staff = [person(f"P{n}", attributes={"unit": "U" if n > 1 else ""}) for n in (1, 2, 3)]
    trainers = (Trainer("T1", frozenset({"talk", "circle", "last"})),)
    plan = plan_with(
        problem([strand(min_size=2, max_size=2), circle, last], staff, trainers=trainers),
        ("talk", 0, ["P1", "P2"]),
        ("circle", 2, ["P1", "P2", "P3"]),
        ("last", 4, ["P1"]),
    )
    tidy(plan)
    assert not strand_of(plan, "circle").open.any()
    assert not strand_of(plan, "last").open.any()
    assert wrong_counts(plan) == []


def test_group_whose_trainer_is_not_ready_goes() -> None:
    trainers = (
        Trainer("T1", frozenset({"talk"})),
        Trainer("T2", frozenset({"circle"}), "", staff_id="P1", ready_after="talk"),
    )
    case = problem([strand(min_size=1), strand("circle", min_size=1)], people(3), trainers=trainers)
    ready = plan_with(case, ("talk", 0, ["P1"]), ("circle", 2, ["P2"]))
    tidy(ready)
    assert strand_of(ready, "circle").open.any()
    same_day = plan_with(case, ("talk", 0, ["P1"]), ("circle", 1, ["P2"]))
    tidy(same_day)
    assert not strand_of(same_day, "circle").open.any()
    untrained = plan_with(case, ("talk", 0, ["P2"]), ("circle", 2, ["P3"]))
    leave(untrained, strand_of(untrained, "talk"), number_of(untrained, "P2"))
    tidy(untrained)
    assert not strand_of(untrained, "circle").open.any()


def test_locked_people_are_never_put_out() -> None:
    circle = strand("circle", given=True, min_size=1, after=After(("talk",)))
    case = problem(
        [strand(min_size=1), circle],
        people(2),
        given=(GivenSession("s1", "circle", "g1", 1, at(3, 10), at(3, 11), "ONLINE"),),
        locks=(Lock("P1", "circle", "g1"),),
    )
    plan = empty_plan(case)
    tidy(plan)
    assert names_in(plan, strand_of(plan, "circle"), 0) == {"P1"}
    assert not dissolve(plan, strand_of(plan, "circle"), 0)


def test_unit_is_seated_whole_and_others_make_room() -> None:
    staff = [person(f"P{n}", attributes={"unit": "U" if n < 3 else ""}) for n in range(1, 6)]
    case = problem([strand(min_size=1, max_size=3, grouping=Grouping(keep_together="unit"))], staff)
    plan = plan_with(case, ("talk", 0, ["P3", "P4", "P5"]))
    talk = strand_of(plan, "talk")
    before = seats(plan)
    unit = [number_of(plan, "P1"), number_of(plan, "P2")]
    assert not place_unit(plan, talk, unit)
    assert seats(plan) == before
    open_at(plan, talk, 2)
    talk.capacity[1] = 1
    assert not place_unit(plan, talk, unit)
    assert seats(plan) == before
    talk.capacity[1] = 3
    assert place_unit(plan, talk, unit)
    assert talk.place[unit[0]] == talk.place[unit[1]]
    assert (talk.place >= 0).all()


def test_settling_opens_a_group_for_those_left_and_fills_it_up_from_others() -> None:
    case = problem([strand(min_size=2, max_size=4)], people(5))
    plan = plan_with(case, ("talk", 0, ["P1", "P2", "P3", "P4"]))
    talk = strand_of(plan, "talk")
    settle(plan, talk, never)
    assert not len(talk.unplaced)
    assert sorted(talk.size[talk.open].tolist()) == [2, 3]
    assert breaches(plan) == []


def test_settling_without_leave_to_open_makes_no_group() -> None:
    plan = plan_with(problem([strand()], people(5)), ("talk", 0, ["P1", "P2", "P3", "P4"]))
    settle(plan, strand_of(plan, "talk"), never, may_open=False)
    assert strand_of(plan, "talk").open.sum() == 1


@given(st.integers(0, 80), st.integers(0, 10**6), st.integers(1, 12))
@settings(max_examples=40)
def test_tidying_after_people_leave_anywhere_gives_a_result(seed: int, choice: int, count: int) -> None:
    plan = random_plan(seed)
    rng = np.random.default_rng(choice)
    for _ in range(count):
        strand = plan.strands[int(rng.integers(len(plan.strands)))]
        sitting = np.flatnonzero((strand.place >= 0) & ~strand.frozen & (strand.arrays.unit_of < 0))
        if len(sitting):
            leave(plan, strand, int(rng.choice(sitting)))
    tidy(plan)
    assert wrong_counts(plan) == []
    assert breaches(plan) == []


def test_tidy_brings_back_whoever_simply_fits() -> None:
    plan = plan_with(problem([strand()], people(3)), ("talk", 0, ["P1", "P2"]))
    tidy(plan)
    assert names_in(plan, strand_of(plan, "talk"), 0) == {"P1", "P2", "P3"}
