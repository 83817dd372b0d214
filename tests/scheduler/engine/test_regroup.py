"""Regrouping: units change places as a whole, people move to smaller groups, and nothing is broken."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduler.engine.gains import aims_of, block_gain, build_tables, move_gain
from scheduler.engine.objective import VALUES, score, strand_mix
from scheduler.engine.plan import Plan, StrandPlan, join, leave
from scheduler.engine.polish import even_out, polish
from scheduler.engine.regroup import move_people
from scheduler.engine.stirring import stir, stir_strand
from scheduler.problem import Aim, Grouping, GroupingRule
from tests.scheduler.engine.recount import wrong_counts
from tests.scheduler.engine.small import breaches, names_in, never, plan_with, random_plan, strand_of
from tests.scheduler.explain.small import person, problem, strand

MIXED = Grouping(GroupingRule.MIXED, mix={"team": Fraction(1)}, keep_together="unit")


def broken(plan: Plan) -> list[str]:
    """What the judge says, but for people who could simply be added."""
    return [row for row in breaches(plan) if "could simply be added" not in row]


def amount(plan: Plan, each: StrandPlan, aim: Aim) -> float:
    if aim is Aim.MIX:
        return strand_mix(each) or 0.0
    if aim is Aim.OWN_TEAM:
        return VALUES[aim](plan) * sum(int((s.place >= 0).sum()) for s in plan.strands if s.arrays.team_based)
    return VALUES[aim](plan)


@given(st.integers(0, 200), st.integers(0, 10**6))
@settings(max_examples=60)
def test_gain_told_for_a_block_is_what_its_change_of_places_brings(seed: int, choice: int) -> None:
    """Some of one group against some, or none, of another; a single person also as a move to a group."""
    plan, rng = random_plan(seed), np.random.default_rng(choice)
    for each in plan.strands:
        full = np.unique(each.place[each.place >= 0])
        if len(full) < 2:
            continue
        home, there = rng.choice(full, size=2, replace=False).tolist()
        ours = rng.permutation(each.members(home))[: int(rng.integers(1, 4))]
        others = rng.permutation(each.members(there))[: int(rng.integers(0, 4))]
        for aim in aims_of(plan, each):
            tables, before = build_tables(plan, each), amount(plan, each, aim)
            alone = move_gain(tables, aim, home, np.array([there]), int(ours[0]))[0]
            for mine, theirs, told in (
                (ours, others, block_gain(tables, aim, home, there, ours, others)),
                (ours[:1], others[:0], alone),
            ):
                change_places(plan, each, mine, theirs, home, there)
                # A column without any pairs is not measured at all: then there is nothing to compare.
                if len(build_tables(plan, each).mixing) == len(tables.mixing) == len(each.arrays.mixing):
                    assert amount(plan, each, aim) - before == pytest.approx(told, abs=1e-9), aim
                change_places(plan, each, theirs, mine, home, there)


def change_places(plan: Plan, each: StrandPlan, ours: np.ndarray, others: np.ndarray, home: int, there: int) -> None:
    """Whether or not the rules allow it."""
    for people, group in ((ours, there), (others, home)):
        for one in people.tolist():
            leave(plan, each, one)
            join(plan, each, one, group)


def unit_case() -> Plan:
    """P0 and P1 are a unit of team A and sit with two more of A; P4 to P7 are four of B."""
    staff = [person(f"P{n}", attributes={"team": "AB"[n > 3], "unit": "u" if n < 2 else ""}) for n in range(8)]
    case = problem([strand(grouping=MIXED)], staff)
    return plan_with(case, ("talk", 0, [f"P{n}" for n in range(4)]), ("talk", 2, [f"P{n}" for n in range(4, 8)]))


def test_unit_changes_places_as_a_whole() -> None:
    """Only the unit is left to move: the other two of A are locked, so two of B must come for it."""
    plan = unit_case()
    talk = strand_of(plan, "talk")
    talk.frozen[[2, 3]] = True
    polish(plan, talk, np.random.default_rng(0), never)
    assert talk.place[0] == talk.place[1] == 1
    assert VALUES[Aim.MIX](plan) == pytest.approx(8 / 12)
    assert wrong_counts(plan) == []


def test_move_of_several_is_undone_where_a_rule_stands_in_the_way() -> None:
    plan = unit_case()
    talk = strand_of(plan, "talk")
    before = talk.place.tolist()
    # The group has room for four only.
    assert not move_people(plan, talk, [(0, 1), (1, 1)])
    assert talk.place.tolist() == before
    assert wrong_counts(plan) == []


@given(st.integers(0, 200))
@settings(max_examples=25)
def test_evening_out_costs_no_aim_and_breaks_no_rule(seed: int) -> None:
    plan = random_plan(seed)
    before = score(plan)
    moved = sum(even_out(plan, each, np.random.default_rng(0)) for each in plan.strands)
    assert wrong_counts(plan) == []
    assert broken(plan) == []
    rounded = [tuple(round(value, 9) for value in each) for each in (before, score(plan))]
    assert rounded[1] > rounded[0] if moved else rounded[1] == rounded[0]


def test_groups_that_no_aim_wants_otherwise_come_out_even() -> None:
    staff = [person(f"P{n}") for n in range(8)]
    case = problem([strand(max_size=6)], staff)
    plan = plan_with(case, ("talk", 0, [f"P{n}" for n in range(6)]), ("talk", 2, ["P6", "P7"]))
    assert even_out(plan, strand_of(plan, "talk"), np.random.default_rng(0)) == 2
    assert [len(names_in(plan, strand_of(plan, "talk"), group)) for group in (0, 1)] == [4, 4]


def test_nobody_leaves_a_group_that_needs_them_or_loses_an_aim_to_even_sizes() -> None:
    """Both X would be alone if either left the group of four; the others make the smallest groups there may be."""
    staff = [person(f"P{n}", attributes={"affinity": "X" if n in (0, 1, 2, 3) else ""}) for n in range(6)]
    case = problem([strand(grouping=Grouping(not_alone="affinity"))], staff)
    plan = plan_with(case, ("talk", 0, ["P0", "P1", "P2", "P3"]), ("talk", 2, ["P4", "P5"]))
    assert even_out(plan, strand_of(plan, "talk"), np.random.default_rng(0)) == 0


@given(st.integers(0, 200))
@settings(max_examples=20)
def test_stirring_breaks_no_rule_and_splits_no_unit(seed: int) -> None:
    plan = random_plan(seed)
    rng = np.random.default_rng(seed)
    mixed = [each for each in plan.strands if each.arrays.mixing and each.open.sum() > 1]
    for each in mixed:
        stir_strand(plan, each, rng, never)
    stir(plan, rng, never)
    assert wrong_counts(plan) == []
    assert broken(plan) == []


def test_stirring_leaves_a_place_where_no_single_change_helps() -> None:
    """Two columns, four people in twos: every swap of two people costs as much in one column as it gains."""
    rules = Grouping(GroupingRule.MIXED, mix={"team": Fraction(1), "site": Fraction(1)})
    rows = ["Aa", "Bb", "Ba", "Cb", "Ac", "Cc"] * 2
    staff = [person(f"P{n}", attributes={"team": row[0], "site": row[1]}) for n, row in enumerate(rows)]
    case = problem([strand(grouping=rules)], staff)
    seats = [("talk", column, [f"P{n}" for n in range(at, at + 4)]) for at, column in ((0, 0), (4, 2), (8, 4))]
    plan = plan_with(case, *seats)
    talk = strand_of(plan, "talk")
    polish(plan, talk, np.random.default_rng(0), never)
    polished = VALUES[Aim.MIX](plan)
    best = polished
    for seed in range(5):
        stir(plan, np.random.default_rng(seed), never)
        best = max(best, VALUES[Aim.MIX](plan))
    # Four people of three teams and three sites: one pair of each at least in every group.
    assert best == pytest.approx(5 / 6)


def test_stirring_ends_at_once_when_told_to_stop() -> None:
    plan = unit_case()
    assert stir_strand(plan, strand_of(plan, "talk"), np.random.default_rng(0), lambda: True) == 0
