"""Loads: sessions pass from the busiest trainer to others, and nothing else changes."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from scheduler.engine.answer import answer
from scheduler.engine.copies import snapshot
from scheduler.engine.loads import share_load
from scheduler.engine.plan import Plan
from scheduler.problem import GivenSession, Grouping, KeepApart, Mode, Trainer, Venue
from tests.scheduler.engine.recount import wrong_counts
from tests.scheduler.engine.small import breaches, empty_plan, plan_with, random_plan, seats, strand_of
from tests.scheduler.explain.small import at, people, person, problem, strand, weekly

BOTH = frozenset({"talk"})


def three_groups(*trainers: Trainer, **facts: object) -> Plan:
    case = problem([strand(min_size=1, **facts)], people(3), trainers=trainers)
    return plan_with(case, ("talk", 0, ["P1"]), ("talk", 2, ["P2"]), ("talk", 4, ["P3"]))


def loads(*trainers: Trainer, **facts: object) -> list[int]:
    plan = three_groups(*trainers, **facts)
    share_load(plan)
    assert wrong_counts(plan) == []
    assert breaches(plan) == []
    return plan.trainer_load.tolist()


def test_sessions_are_shared_among_those_who_are_free() -> None:
    assert sorted(loads(Trainer("T1", BOTH), Trainer("T2", BOTH))) == [1, 2]
    assert loads(Trainer("T1", BOTH), Trainer("T2", BOTH), Trainer("T3", BOTH)) == [1, 1, 1]


def test_nobody_takes_what_they_may_not_or_cannot() -> None:
    away = Trainer("T2", BOTH, pattern=weekly(fri=(9, 17)))
    other_strand = Trainer("T3", frozenset({"circle"}))
    assert loads(Trainer("T1", BOTH), away, other_strand) == [3, 0, 0]
    tired = Trainer("T2", BOTH, max_per_week=1)
    assert loads(Trainer("T1", BOTH), tired) == [2, 1]
    of_another_kind = Trainer("T2", BOTH, kind="provider")
    assert loads(Trainer("T1", BOTH, kind="internal"), of_another_kind, trainer_kinds={"internal": 1}) == [3, 0]


def test_nobody_leads_themselves_or_their_own_team() -> None:
    rules = Grouping(keep_apart=frozenset({KeepApart.TRAINER_TEAM}))
    staff = [person("P1", attributes={"team": "X"}), person("P2", attributes={"team": "X"}), person("P3")]
    trainers = (Trainer("T1", BOTH), Trainer("T2", BOTH, staff_id="P1"))
    case = problem([strand(min_size=1, grouping=rules)], staff, trainers=trainers)
    plan = plan_with(case, ("talk", 0, ["P1"]), ("talk", 2, ["P2"]), ("talk", 4, ["P3"]))
    share_load(plan)
    assert plan.trainer_load.tolist() == [2, 1]
    assert breaches(plan) == []


def test_series_passes_as_a_whole() -> None:
    trainers = (Trainer("T1", BOTH), Trainer("T2", BOTH))
    rooms = (Venue("ROOMS", Mode.ONLINE, parallel=2),)
    series = strand(min_size=1, meetings=3, gap_days=(1, 1))
    case = problem([series], people(2), trainers=trainers, venues=rooms)
    plan = plan_with(case, ("talk", 0, ["P1"]), ("talk", 1, ["P2"]))
    assert plan.trainer_load.tolist() == [6, 0]
    share_load(plan)
    assert plan.trainer_load.tolist() == [3, 3]
    assert breaches(plan) == []


def test_sessions_of_a_given_timetable_stay_with_their_trainers() -> None:
    given_two = tuple(GivenSession(f"s{n}", "talk", f"g{n}", 1, at(n, 9), at(n, 10), "ONLINE", ("T1",)) for n in (0, 1))
    case = problem(
        [strand(given=True)], people(2), given=given_two, trainers=(Trainer("T1", BOTH), Trainer("T2", BOTH))
    )
    plan = empty_plan(case)
    assert share_load(plan) == 0
    assert plan.trainer_load.tolist() == [2, 0]


@given(st.integers(0, 200))
@settings(max_examples=20)
def test_only_trainers_change_and_the_busiest_never_gets_more(seed: int) -> None:
    plan = random_plan(seed)
    untouched, before = snapshot(plan), answer(plan)
    busiest, sitting = plan.trainer_load.max(), seats(plan)
    share_load(plan)
    assert plan.trainer_load.max() <= busiest
    assert seats(plan) == sitting
    assert wrong_counts(plan) == []
    assert [row for row in breaches(plan) if "could simply be added" not in row] == []
    assert answer(untouched) == before
    assert wrong_counts(untouched) == []


def test_closed_groups_keep_nobody_busy() -> None:
    plan = empty_plan(problem([strand()], people(2)))
    assert share_load(plan) == 0
    assert not strand_of(plan, "talk").open.any()


def test_those_who_are_not_the_busiest_even_out_too() -> None:
    """T1 alone may lead on Thursday and keeps two; T2 has two of the others and T3 none."""
    trainers = (Trainer("T1", BOTH), Trainer("T2", BOTH, pattern=weekly(mon=(9, 17))), Trainer("T3", BOTH))
    case = problem([strand(min_size=1)], people(4), trainers=trainers)
    plan = plan_with(case, ("talk", 0, ["P1"]), ("talk", 1, ["P2"]), ("talk", 6, ["P3"]), ("talk", 7, ["P4"]))
    share_load(plan)
    assert sorted(plan.trainer_load.tolist()) == [1, 1, 2]
    assert wrong_counts(plan) == []
