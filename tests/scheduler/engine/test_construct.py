"""Construction: the first timetable of a strand seats whoever can be seated and keeps every rule."""

from __future__ import annotations

from datetime import time

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduler.engine.build import build_instance
from scheduler.engine.construct import fill_strand
from scheduler.engine.first import backward_plan, fill, first_plan, orders, ranked_order
from scheduler.engine.plan import Plan, join, open_group
from scheduler.engine.resources import find_trainers, find_venues, venue_free
from scheduler.problem import After, Mode, Person, Problem, Trainer, Venue
from scheduler.referee import judge
from scheduler.rules import Rule
from tests.scheduler.engine.recount import wrong_counts
from tests.scheduler.engine.small import (
    breaches,
    empty_plan,
    names_in,
    never,
    random_instance,
    random_plan,
    schedule_of,
    strand_of,
)
from tests.scheduler.explain.small import MONDAY, people, person, problem, strand, weekly

OF_VENUES_AND_TRAINERS = {rule for rule in Rule if "VENUE" in rule.name or "TRAINER" in rule.name} - {
    Rule.VENUE_TOO_SMALL,
    Rule.VENUE_LACKS_FEATURE,
}


def made(case: Problem) -> Plan:
    instance = build_instance(case)
    return first_plan(instance, instance.order, np.random.default_rng(0), never)


def sizes(plan: Plan, strand_id: str = "talk") -> list[int]:
    one = strand_of(plan, strand_id)
    return sorted(one.size[one.open].tolist())


def test_full_groups_come_first_and_as_early_as_may_be() -> None:
    last = MONDAY.replace(day=28)
    plan = made(problem([strand(last_day=last)], people(8), last_day=last))
    talk = strand_of(plan, "talk")
    assert sizes(plan) == [4, 4]
    assert talk.last_day[talk.open].max() <= 4


def test_people_with_few_times_are_seated_before_those_with_many() -> None:
    """One group on Monday and one on Tuesday; whoever can come on Monday only must not be crowded out."""
    rare = [person(f"R{n}", pattern=weekly(mon=(9, 12))) for n in range(4)]
    case = problem([strand(weekdays=frozenset({0, 1}), start_times=(time(10),))], [*people(4), *rare])
    plan = made(case)
    assert not len(strand_of(plan, "talk").unplaced)
    assert breaches(plan) == []


def test_leftovers_share_a_smaller_group() -> None:
    assert sizes(made(problem([strand()], people(7)))) == [3, 4]
    assert sizes(made(problem([strand()], people(5)))) == [2, 3]
    assert sizes(made(problem([strand()], people(1)))) == []


def test_later_strand_keeps_its_distance() -> None:
    circle = strand("circle", after=After(("talk",), min_days=2, max_days=3))
    plan = made(problem([circle, strand()], people(4)))
    assert sizes(plan, "circle") == [4]
    assert breaches(plan) == []


def test_group_is_as_large_as_its_room() -> None:
    rooms = (Venue("SMALL", Mode.ONLINE, capacity=2), Venue("LARGE", Mode.ONLINE, capacity=3))
    plan = made(problem([strand(min_size=2)], people(6), venues=rooms))
    assert sizes(plan) == [3, 3]
    assert breaches(plan) == []


def test_nobody_meets_where_some_cannot_come() -> None:
    rooms = (Venue("NORTH", Mode.IN_PERSON, site="N"), Venue("SOUTH", Mode.IN_PERSON, site="S"))
    staff = [person(f"P{n}", sites=frozenset("NS"[n % 2])) for n in range(4)]
    plan = made(problem([strand()], staff, venues=rooms))
    talk = strand_of(plan, "talk")
    assert {frozenset(names_in(plan, talk, g)) for g in talk.open_groups().tolist()} == {
        frozenset({"P0", "P2"}),
        frozenset({"P1", "P3"}),
    }


def test_trainers_of_every_kind_asked_lead_together() -> None:
    trainers = tuple(Trainer(f"T{n}", frozenset({"talk"}), kind="internal" if n < 3 else "provider") for n in range(4))
    plan = made(
        problem([strand(trainers=2, trainer_kinds={"internal": 1, "provider": 1})], people(4), trainers=trainers)
    )
    assert breaches(plan) == []
    assert plan.trainer_load.tolist() in ([1, 0, 0, 1], [0, 1, 0, 1], [0, 0, 1, 1])


def test_no_group_is_opened_that_meets_after_the_latest_day() -> None:
    plan = empty_plan(problem([strand(max_size=2)], people(8)))
    talk = strand_of(plan, "talk")
    fill_strand(plan, talk, np.random.default_rng(0), never, latest_day=1)
    assert talk.last_day[talk.open].max() <= 1
    assert talk.open.sum() == 4
    assert len(empty_plan(problem([strand()], people(8))).strands[0].unplaced) == 8


def test_nothing_is_opened_once_told_to_stop() -> None:
    plan = empty_plan(problem([strand()], people(8)))
    fill(plan, plan.strands[0], np.random.default_rng(0), lambda: True)
    assert not plan.strands[0].open.any()


@given(st.integers(0, 400))
@settings(max_examples=25)
def test_first_schedule_of_any_folder_keeps_every_rule(seed: int) -> None:
    plan = random_plan(seed)
    assert wrong_counts(plan) == []
    assert breaches(plan) == []


@given(st.integers(0, 200))
@settings(max_examples=15)
def test_schedule_made_from_the_last_strand_to_the_first_keeps_every_rule(seed: int) -> None:
    plan = backward_plan(random_instance(seed), np.random.default_rng(seed), never)
    assert wrong_counts(plan) == []
    assert breaches(plan) == []


def test_first_strand_is_paced_by_one_that_must_follow_closely() -> None:
    """One trainer for the circle: made forwards, all talks are held at once and most circles come too late."""
    last = MONDAY.replace(day=28)
    facts = {"last_day": last, "start_times": (time(10),), "min_size": 2, "max_size": 2}
    close = After(("talk",), min_days=1, max_days=2)
    trainers = (*(Trainer(f"T{n}", frozenset({"talk"})) for n in range(4)), Trainer("T9", frozenset({"circle"})))
    rooms = (Venue("ROOMS", Mode.ONLINE, parallel=9),)
    strands = [strand(**facts), strand("circle", **facts, after=close)]
    case = problem(strands, people(16), trainers=trainers, venues=rooms, last_day=last)
    plan = backward_plan(build_instance(case), np.random.default_rng(0), never)
    assert not len(strand_of(plan, "talk").unplaced)
    assert not len(strand_of(plan, "circle").unplaced)
    assert breaches(plan) == []


@given(st.integers(0, 100))
@settings(max_examples=25)
def test_free_venues_and_trainers_are_those_whom_the_judge_lets_pass(seed: int) -> None:
    """One more group anywhere that looks free breaks no rule of venues or trainers."""
    plan = random_plan(seed)
    for each in plan.strands:
        for column in each.arrays.columns[:: max(1, len(each.arrays.columns) // 4)]:
            slots = tuple(int(slot) for slot in column)
            everywhere, nobody = np.arange(len(plan.instance.venues)), np.zeros(0, dtype=np.int64)
            venues = find_venues(plan, each.arrays, slots, everywhere, each.arrays.strand.max_size)
            trainers = None if venues is None else find_trainers(plan, each.arrays, slots, venues, nobody)
            if venues is None or trainers is None:
                continue
            assert all(venue_free(plan, venue, slot) for venue, slot in zip(venues, slots, strict=True))
            group = open_group(plan, each, slots, venues, (trainers,) * len(slots))
            lone = next((int(p) for p in each.unplaced if each.suits[group, p]), None)
            if lone is not None:
                join(plan, each, lone, group)
    broken = {violation.rule for violation in judge(plan.instance.problem, schedule_of(plan)).violations}
    assert broken & OF_VENUES_AND_TRAINERS == set()


def test_strands_come_after_those_that_they_wait_for_in_every_order() -> None:
    for seed in range(30):
        instance = random_instance(seed)
        for order in orders(instance, np.random.default_rng(seed), 4):
            assert sorted(order) == list(range(len(instance.strands)))
            for arrays in instance.strands:
                assert all(order.index(before) < order.index(arrays.number) for before in arrays.prerequisites)


def test_ranked_order_follows_the_rank_where_nothing_must_come_first() -> None:
    staff: tuple[Person, ...] = people(2)
    instance = build_instance(problem([strand("a"), strand("b"), strand("c", after=After(("a",)))], staff))
    assert ranked_order(instance, {0: 2.0, 1: 3.0, 2: 1.0}) == (0, 2, 1)
