"""What the judge asks of a schedule that was made anew from an earlier one."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from scheduler.problem import Grouping, GroupingRule, Lock, Problem
from scheduler.rules import Rule
from scheduler.schedule import Reason, Schedule
from tests.scheduler.referee.small import MONDAY, broken, person, placed, problem, session, strand, unplaced

BEFORE = MONDAY + timedelta(days=7)
HELD, COMING = session("G1"), session("G2", day=8)
EARLIER = Schedule((HELD, COMING), placed("G1", "A", "B") + placed("G2", "C", "D"))


def repaired(schedule: Schedule, case: Problem | None = None) -> list[Rule]:
    return broken(case or problem(), schedule, earlier=EARLIER, before=BEFORE)


def test_unchanged_schedule_is_a_good_repair() -> None:
    assert repaired(EARLIER) == []


def test_past_sessions_are_not_judged_again() -> None:
    case = problem(strand(start_times=(COMING.start.time(),), max_size=3), closed=frozenset({MONDAY}))

    assert repaired(EARLIER, case) == []


def test_past_session_must_stay_as_it_was() -> None:
    moved = replace(HELD, venue_id="R2")

    assert repaired(replace(EARLIER, sessions=(moved, COMING))) == [Rule.HISTORY_CHANGED]
    assert Rule.HISTORY_CHANGED in repaired(replace(EARLIER, sessions=(COMING,)))


def test_coming_session_may_move_but_not_into_the_past() -> None:
    later, early = session("G2", day=9), session("G2", day=1)

    assert repaired(replace(EARLIER, sessions=(HELD, later))) == []
    assert repaired(replace(EARLIER, sessions=(HELD, early))) == [Rule.NEW_IN_PAST]


def test_nobody_joins_or_leaves_a_group_that_has_met() -> None:
    joined = replace(EARLIER, allocations=placed("G1", "A", "B", "C") + placed("G2", "D"))
    left = replace(EARLIER, allocations=placed("G1", "A") + placed("G2", "B", "C", "D"))

    assert repaired(joined) == [Rule.GROUP_JOINED]
    assert repaired(left) == [Rule.GROUP_LEFT]


def test_group_that_has_met_keeps_its_members_whatever_its_size_and_rules() -> None:
    rules = Grouping(GroupingRule.MIXED, max_same={"team": 1})
    people = tuple(person(i, team="T" if i in "AB" else "") for i in "ABCD")
    case = problem(strand(max_size=2, min_size=2, grouping=rules), people=people)

    assert repaired(EARLIER, case) == []
    smaller = replace(case, locks=(Lock("A", "talk"),))
    assert repaired(replace(EARLIER, allocations=placed("G1", "B") + placed("G2", "C", "D")), smaller) == []


def test_whoever_is_left_out_cannot_be_added_to_a_group_that_has_met() -> None:
    case = problem(strand(max_size=2), people=tuple(person(i) for i in "ABCDE"))

    assert repaired(replace(EARLIER, unplaced=unplaced("E")), case) == []


def test_availability_counts_only_starts_from_the_day_on() -> None:
    leaver = replace(person("E"), leaves_on=MONDAY + timedelta(days=4))
    case = problem(people=(*problem().people, leaver))

    told = replace(EARLIER, unplaced=unplaced("E", reason=Reason.AVAILABILITY))
    assert repaired(told, case) == []
    assert repaired(replace(EARLIER, unplaced=unplaced("E")), case) == [Rule.MISSING_AVAILABILITY]


def test_session_and_group_ids_survive() -> None:
    renamed = replace(COMING, session_id="G2-again")

    assert repaired(replace(EARLIER, sessions=(HELD, renamed))) == [Rule.ID_CHANGED]


def test_coming_meetings_of_a_begun_series_share_their_trainers() -> None:
    case = problem(strand(meetings=3, gap_days=(1, 14)))
    series = tuple(
        session("G1", day=day, session_id=f"G1-{n}", meeting=n, trainer_ids=(trainer_id,))
        for n, (day, trainer_id) in enumerate([(0, "T1"), (8, "T2"), (15, "T2")], 1)
    )
    earlier = Schedule(series, placed("G1", *"ABCD"))
    mixed = replace(earlier, sessions=(*series[:2], replace(series[2], trainer_ids=("T1",))))

    assert broken(case, earlier, earlier=earlier, before=BEFORE) == []
    assert broken(case, mixed, earlier=earlier, before=BEFORE) == [Rule.TRAINERS_CHANGE]
