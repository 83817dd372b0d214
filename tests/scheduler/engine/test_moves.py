"""Moves: whatever is taken apart and made anew, the plan keeps every rule once it is tidied."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduler.engine import exact_teams, given_moves, making_room, moves, recover
from scheduler.engine.copies import snapshot
from scheduler.engine.objective import own_team
from scheduler.engine.plan import close_group, join
from scheduler.engine.search import LARGE, SMALL, Move
from scheduler.engine.settle import tidy
from scheduler.problem import Aim, GivenSession, Grouping, GroupingRule, KeepApart, Lock
from tests.scheduler.engine.recount import wrong_counts
from tests.scheduler.engine.small import (
    breaches,
    empty_plan,
    never,
    number_of,
    plan_with,
    random_plan,
    seats,
    strand_of,
)
from tests.scheduler.explain.small import at, people, person, problem, strand, weekly

DAYS = ("mon", "tue", "wed", "thu", "fri")
EVERY_MOVE: tuple[Move, ...] = tuple(
    dict.fromkeys([move for those in LARGE.values() for move in those] + [*SMALL.values()])
)


@pytest.mark.parametrize("move", EVERY_MOVE, ids=lambda move: move.__name__)
@given(st.integers(0, 120), st.integers(0, 10**6))
@settings(max_examples=8)
def test_plan_keeps_every_rule_after_a_move(move: Move, seed: int, choice: int) -> None:
    plan = random_plan(seed)
    move(plan, np.random.default_rng(choice), never)
    tidy(plan)
    assert wrong_counts(plan) == []
    assert breaches(plan) == []


@given(st.integers(0, 120), st.lists(st.sampled_from(EVERY_MOVE), min_size=2, max_size=6), st.integers(0, 10**6))
@settings(max_examples=10)
def test_plan_keeps_every_rule_after_many_moves_and_copies(seed: int, several: list[Move], choice: int) -> None:
    rng = np.random.default_rng(choice)
    plan = random_plan(seed)
    for move in several:
        before = seats(plan)
        trial = snapshot(plan)
        move(trial, rng, never)
        tidy(trial)
        assert seats(plan) == before
        plan = trial
    assert wrong_counts(plan) == []
    assert breaches(plan) == []


@pytest.mark.parametrize("move", EVERY_MOVE, ids=lambda move: move.__name__)
def test_move_has_nothing_to_do_without_people_groups_or_times(move: Move) -> None:
    for case in (problem([strand()], ()), problem([strand(last_day=at(-1, 0).date())], people(3))):
        plan = empty_plan(case)
        move(plan, np.random.default_rng(0), never)
        assert wrong_counts(plan) == []


def test_group_of_a_given_timetable_or_with_locked_people_is_not_taken_apart() -> None:
    given_one = tuple(
        GivenSession(f"s{day}", "talk", f"g{day + 1}", 1, at(day, 9), at(day, 10), "ONLINE") for day in (0, 1)
    )
    case = problem(
        [strand(given=True, min_size=1), strand("circle")],
        people(4),
        given=given_one,
        locks=(Lock("P1", "talk", "g1"),),
    )
    plan = plan_with(case, ("circle", 2, ["P1", "P2"]))
    assert not moves.take_apart(plan, strand_of(plan, "talk"), 0)
    assert not moves.take_apart(plan, strand_of(plan, "talk"), 1)
    assert moves.take_apart(plan, strand_of(plan, "circle"), 0)
    assert not strand_of(plan, "circle").open.any()
    assert strand_of(plan, "talk").size[0] == 1


def test_fewer_seats_the_members_of_one_group_in_another() -> None:
    plan = plan_with(problem([strand()], people(4)), ("talk", 0, ["P1", "P2"]), ("talk", 2, ["P3", "P4"]))
    moves.fewer(plan, np.random.default_rng(0), never)
    tidy(plan)
    assert strand_of(plan, "talk").open.sum() == 1
    assert not len(strand_of(plan, "talk").unplaced)


def test_sooner_given_lets_an_earlier_group_of_the_timetable_stand_for_the_last_one() -> None:
    """Groups on Monday, Tuesday and Thursday for two each: Tuesday's was left out, Thursday's two go there."""
    given_ones = tuple(
        GivenSession(f"s{day}", "talk", f"g{day}", 1, at(day, 9), at(day, 10), "ONLINE") for day in (0, 1, 3)
    )
    plan = empty_plan(problem([strand(given=True, min_size=1, max_size=2)], people(4), given=given_ones))
    talk = strand_of(plan, "talk")
    close_group(plan, talk, 1)
    for name, group in (("P1", 0), ("P2", 0), ("P3", 2), ("P4", 2)):
        join(plan, talk, number_of(plan, name), group)
    monday = int(talk.last_day[0])
    given_moves.sooner_given(plan, np.random.default_rng(0), never)
    tidy(plan)
    assert sorted(talk.last_day[talk.open].tolist()) == [monday, monday + 1]
    assert not len(talk.unplaced)
    assert breaches(plan) == []


def test_sooner_ends_before_the_day_that_was_the_last() -> None:
    plan = plan_with(problem([strand()], people(4)), ("talk", 0, ["P1", "P2"]), ("talk", 9, ["P3", "P4"]))
    moves.sooner(plan, np.random.default_rng(0), never)
    tidy(plan)
    talk = strand_of(plan, "talk")
    assert talk.last_day[talk.open].max() < 4
    assert not len(talk.unplaced)


def test_sooner_opens_nothing_on_the_day_that_was_the_last() -> None:
    plan = plan_with(problem([strand(weekdays=frozenset({4}))], people(2)), ("talk", 0, ["P1", "P2"]))
    moves.sooner(plan, np.random.default_rng(0), never)
    assert not strand_of(plan, "talk").open.any()


def test_make_room_frees_a_trainer_for_whoever_can_come_at_one_time_only() -> None:
    """One trainer; P3 works on Monday morning only, when somebody meets who could come any time."""
    rare = person("P3", pattern=weekly(mon=(9, 12)))
    case = problem([strand(min_size=1, max_size=1)], [*people(2), rare])
    plan = plan_with(case, ("talk", 0, ["P1"]), ("talk", 2, ["P2"]))
    making_room.make_room(plan, np.random.default_rng(0), never)
    tidy(plan)
    assert not len(strand_of(plan, "talk").unplaced)
    assert breaches(plan) == []


def test_retime_teams_brings_a_scattered_team_together() -> None:
    rules = Grouping(GroupingRule.TEAM, fields=("team", "directorate"))
    staff = [person(f"P{n}", attributes={"team": "XY"[n // 3], "directorate": "D"}) for n in range(6)]
    case = problem([strand(grouping=rules)], staff, order=(Aim.OWN_TEAM, *(a for a in Aim if a is not Aim.OWN_TEAM)))
    plan = plan_with(case, ("talk", 0, ["P0", "P1", "P3"]), ("talk", 2, ["P2", "P4", "P5"]))
    best = 0
    for seed in range(20):
        trial = snapshot(plan)
        moves.retime_teams(trial, np.random.default_rng(seed), never)
        tidy(trial)
        talk = strand_of(trial, "talk")
        together = [len(set(talk.arrays.own[talk.members(g)].tolist())) == 1 for g in talk.open_groups().tolist()]
        best = max(best, sum(together))
    assert best == 2


def test_rebuild_teams_brings_a_scattered_team_together_at_once() -> None:
    rules = Grouping(GroupingRule.TEAM, fields=("team", "directorate"))
    staff = [person(f"P{n}", attributes={"team": "XY"[n // 3], "directorate": "D"}) for n in range(6)]
    case = problem([strand(grouping=rules)], staff)
    plan = plan_with(case, ("talk", 0, ["P0", "P1", "P3"]), ("talk", 2, ["P2", "P4", "P5"]))
    exact_teams.rebuild_teams(plan, np.random.default_rng(0), never)
    tidy(plan)
    assert own_team(plan) == 1.0
    assert breaches(plan) == []


def test_rebuild_teams_gives_a_manager_the_least_company() -> None:
    """Three reports, their manager, and three of another team: one of these keeps the manager company.

    Groups have two members at least, so the other two of that team stay together.
    """
    rules = Grouping(GroupingRule.TEAM, fields=("team", "directorate"), keep_apart=frozenset({KeepApart.LINE_MANAGER}))
    teams = {"team": "X", "directorate": "D"}
    staff = [
        person("P0", attributes=teams),
        *(person(f"P{n}", attributes=teams, line_manager_id="P0") for n in (1, 2, 3)),
        *(person(f"P{n}", attributes={**teams, "team": "Y"}) for n in (4, 5, 6)),
    ]
    plan = plan_with(
        problem([strand(grouping=rules)], staff), ("talk", 0, ["P0", "P4", "P5", "P6"]), ("talk", 2, ["P1", "P2", "P3"])
    )
    exact_teams.rebuild_teams(plan, np.random.default_rng(0), never)
    tidy(plan)
    assert own_team(plan) == 5 / 7
    assert breaches(plan) == []


def test_cover_anew_finds_other_times_for_all_groups_of_a_strand() -> None:
    """Mornings, afternoons and both: three groups at odd times become two, though no group could be closed.

    P1 and P2 come in the mornings only, P3 and P4 in the afternoons, P5 and P6 on Wednesdays.
    """
    mornings, afternoons = [weekly(**dict.fromkeys(DAYS, hours)) for hours in ((9, 12), (13, 17))]
    staff = [person(f"P{n}", pattern=mornings) for n in (1, 2)]
    staff += [person(f"P{n}", pattern=afternoons) for n in (3, 4)]
    staff += [person(f"P{n}", pattern=weekly(wed=(9, 17))) for n in (5, 6)]
    case = problem([strand(max_size=5)], staff)
    plan = plan_with(case, ("talk", 0, ["P1", "P2"]), ("talk", 1, ["P3", "P4"]), ("talk", 4, ["P5", "P6"]))
    assert breaches(plan) == []
    best = 3
    for seed in range(5):
        trial = snapshot(plan)
        recover.cover_anew(trial, np.random.default_rng(seed), never)
        tidy(trial)
        assert breaches(trial) == []
        if not len(strand_of(trial, "talk").unplaced):
            best = min(best, int(strand_of(trial, "talk").open.sum()))
    assert best == 2
