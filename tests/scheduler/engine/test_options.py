"""Options and obstacles: where one person may sit, as the judge would have it."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduler.engine.answer import answer
from scheduler.engine.chains import may_join
from scheduler.engine.eligibility import eligibility
from scheduler.engine.options import all_options, free_groups, obstacles, options
from scheduler.engine.plan import Plan, StrandPlan, join, leave, open_group
from scheduler.problem import After, Grouping, GroupingRule, KeepApart
from scheduler.referee import judge
from scheduler.rules import Rule
from scheduler.schedule import Schedule
from tests.scheduler.engine.small import empty_plan, number_of, open_at, plan_with, random_plan, strand_of
from tests.scheduler.explain.small import people, person, problem, strand

SEEDS = st.integers(0, 60)
PERSONAL = frozenset(
    {
        Rule.GROUP_SIZE,
        Rule.VENUE_TOO_SMALL,
        Rule.VENUE_LACKS_FEATURE,
        Rule.PERSON_NOT_AVAILABLE,
        Rule.PERSON_CANNOT_ATTEND,
        Rule.PERSON_IN_TWO_SESSIONS,
        Rule.COVER,
        Rule.PREREQUISITE_MISSING,
        Rule.BEFORE_PREREQUISITE,
        Rule.PREREQUISITE_GAP,
        Rule.TOO_MANY_ALIKE,
        Rule.TEAM_GROUP_MIXED,
        Rule.WITH_LINE_MANAGER,
        Rule.LED_BY_OWN_TEAM,
        Rule.APART_TOGETHER,
        Rule.NOT_IN_AUDIENCE,
        Rule.LOCK_BROKEN,
    }
)
"""The rules that one more member of a group can break."""


def broken_by_place(plan: Plan) -> int:
    """How many breaches the judge finds of the rules that a place can break."""
    sessions, allocations = answer(plan)
    verdict = judge(plan.instance.problem, Schedule(sessions, allocations))
    return sum(violation.rule in PERSONAL for violation in verdict.violations)


@given(SEEDS, st.integers(0, 10**6))
@settings(max_examples=60)
def test_person_may_join_just_where_the_judge_finds_nothing_against_it(seed: int, choice: int) -> None:
    plan = random_plan(seed)
    sitting = [(strand, int(p)) for strand in plan.strands for p in np.flatnonzero(strand.place >= 0)]
    movable = [(s, p) for s, p in sitting if s.arrays.unit_of[p] < 0 and not s.frozen[p] and s.size[s.place[p]] > 1]
    # Whose training or following strands hang on this place would break other rules by leaving it.
    movable = [(s, p) for s, p in movable if p not in plan.instance.leads_as and not followed(plan, s, p)]
    if not movable:
        return
    strand, person = movable[choice % len(movable)]
    home = leave(plan, strand, person)
    before = broken_by_place(plan)
    for group in strand.open_groups().tolist():
        if not strand.size[group] and group != home:
            continue
        allowed = may_join(plan, strand, person, group)
        join(plan, strand, person, group)
        added = broken_by_place(plan) - before
        leave(plan, strand, person)
        if strand.size[group] + 1 >= strand.arrays.strand.min_size:
            assert allowed == (added <= 0), (strand.arrays.strand.strand_id, group)


def followed(plan: Plan, strand: StrandPlan, person: int) -> bool:
    return any(
        strand.arrays.number in other.arrays.prerequisites and other.place[person] >= 0 for other in plan.strands
    )


@given(SEEDS)
@settings(max_examples=40)
def test_options_of_all_are_the_options_of_each(seed: int) -> None:
    plan = random_plan(seed)
    for each in plan.strands:
        groups = each.open_groups()
        table = all_options(plan, each, groups)
        rows = np.array([options(plan, each, number)[groups] for number in range(len(plan.instance.people))])
        assert (table == rows.T).all()


@given(SEEDS)
@settings(max_examples=40)
def test_everybody_may_stay_where_they_are(seed: int) -> None:
    plan = random_plan(seed)
    for each in plan.strands:
        for number in np.flatnonzero((each.place >= 0) & ~each.frozen).tolist():
            group = int(each.place[number])
            assert options(plan, each, number)[group]
            assert obstacles(plan, each, number).none[group]


@given(SEEDS)
@settings(max_examples=30)
def test_columns_open_to_a_person_are_where_a_group_would_suit_them(seed: int) -> None:
    """Eligibility asks for times only: a group there, in no venue and led by nobody, is an option for whoever waits.

    Beyond that it leaves out days after which the strands that follow could no longer be reached.
    """
    plan = random_plan(seed)
    for each in plan.strands:
        people = each.unplaced[:12]
        columns = each.arrays.columns[:: max(1, len(each.arrays.columns) // 5)]
        if not len(columns) or not len(people):
            continue
        table = eligibility(plan, each, people, columns)
        for number, column in enumerate(columns):
            group = open_alone(plan, each, tuple(int(slot) for slot in column))
            useful = plan.instance.prospects[each.arrays.number].last_useful >= each.last_day[group]
            expected = [
                options(plan, each, p)[group] and not obstacles(plan, each, p).cover[group] and useful[p]
                for p in people.tolist()
            ]
            assert table[:, number].tolist() == expected


def open_alone(plan: Plan, strand: StrandPlan, slots: tuple[int, ...]) -> int:
    """A group anywhere, led by nobody."""
    return open_group(plan, strand, slots, (-1,) * len(slots), ((),) * len(slots))


def test_times_of_other_sessions_and_the_order_of_strands_decide_the_options() -> None:
    circle = strand("circle", after=After(("talk",), min_days=1, max_days=2))
    plan = plan_with(problem([strand(), circle], people(4)), ("talk", 2, ["P1"]))
    later = strand_of(plan, "circle")
    groups = [open_at(plan, later, column) for column in (1, 2, 4, 6, 8)]
    allowed = options(plan, later, number_of(plan, "P1"))
    # The talk is on Tuesday morning: Wednesday and Thursday are one and two days after it.
    assert [bool(allowed[group]) for group in groups] == [False, False, True, True, False]
    assert not options(plan, later, number_of(plan, "P2")).any()


def test_earlier_strand_may_only_move_where_the_later_one_still_follows() -> None:
    circle = strand("circle", after=After(("talk",), min_days=1))
    case = problem([strand(), circle], people(4))
    plan = plan_with(case, ("talk", 0, ["P1"]), ("circle", 4, ["P1"]))
    talk = strand_of(plan, "talk")
    groups = [open_at(plan, talk, column) for column in (1, 3, 4, 6)]
    allowed = options(plan, talk, number_of(plan, "P1"))
    assert [bool(allowed[group]) for group in groups] == [True, True, False, False]


def test_each_obstacle_is_named_group_by_group() -> None:
    rules = Grouping(GroupingRule.MIXED, max_same={"grade": 1}, keep_apart=frozenset({KeepApart.PAIRS}))
    staff = [
        person("P1", attributes={"grade": "A", "team": "X"}),
        person("P2", attributes={"grade": "A"}),
        person("P3", attributes={"grade": "B"}),
        person("P4", attributes={"grade": "C", "team": "X"}),
        person("P5"),
        person("P6"),
    ]
    case = problem(
        [strand(max_size=2, grouping=rules)],
        staff,
        apart=frozenset({frozenset({"P1", "P3"})}),
        cover=Fraction(1, 4),
    )
    plan = plan_with(case, ("talk", 0, ["P2"]), ("talk", 2, ["P3"]), ("talk", 4, ["P4"]), ("talk", 6, ["P5", "P6"]))
    talk = strand_of(plan, "talk")
    empty = open_at(plan, talk, 8)

    found = obstacles(plan, talk, number_of(plan, "P1"))

    assert found.same[0][:5].tolist() == [True, False, False, False, False]
    assert found.foes[:5].tolist() == [0, 1, 0, 0, 0]
    assert found.cover[:5].tolist() == [False, False, True, False, False]
    assert found.full[:5].tolist() == [False, False, False, True, False]
    assert free_groups(plan, talk, number_of(plan, "P1"), np.zeros(len(talk.size), bool)).tolist() == [empty]


def test_own_seat_does_not_stand_in_the_way_of_moving() -> None:
    case = problem([strand()], [person(f"P{n}", attributes={"team": "X"}) for n in range(1, 5)], cover=Fraction(1, 4))
    plan = plan_with(case, ("talk", 0, ["P1"]))
    talk = strand_of(plan, "talk")
    same_time = open_at(plan, talk, 0)
    assert not obstacles(plan, talk, number_of(plan, "P1")).cover.any()
    assert obstacles(plan, talk, number_of(plan, "P2")).cover[[0, same_time]].all()


def test_team_based_group_takes_only_its_unit() -> None:
    rules = Grouping(GroupingRule.TEAM, fields=("team",))
    staff = [person(f"P{n}", attributes={"team": "XY"[n % 2]}) for n in range(4)]
    plan = empty_plan(problem([strand(grouping=rules)], staff))
    talk = strand_of(plan, "talk")
    group = open_at(plan, talk, 0)
    assert all(options(plan, talk, person)[group] for person in range(4))
    join(plan, talk, 0, group)
    assert [bool(options(plan, talk, person)[group]) for person in range(4)] == [True, False, True, False]
    leave(plan, talk, 0)
    assert all(options(plan, talk, person)[group] for person in range(4))
