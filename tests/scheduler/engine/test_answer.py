"""The answer: a plan as sessions and allocations, in the words of the folder."""

from __future__ import annotations

from scheduler.engine.answer import answer
from scheduler.engine.plan import join
from scheduler.problem import GivenSession, Trainer
from scheduler.schedule import Allocation, Session
from tests.scheduler.engine.small import empty_plan, open_at, plan_with, strand_of
from tests.scheduler.explain.small import MONDAY, at, people, problem, strand


def test_groups_are_numbered_in_the_order_in_which_they_meet() -> None:
    plan = plan_with(problem([strand()], people(4)), ("talk", 4, ["P1", "P2"]), ("talk", 1, ["P3", "P4"]))
    sessions, allocations = answer(plan)
    assert sessions == (
        Session("talk-001-1", "talk", "talk-001", 1, at(0, 14), at(0, 15), "ONLINE", ("T1",)),
        Session("talk-002-1", "talk", "talk-002", 1, at(2, 10), at(2, 11), "ONLINE", ("T1",)),
    )
    assert set(allocations) == {
        Allocation("P1", "talk", "talk-002"),
        Allocation("P2", "talk", "talk-002"),
        Allocation("P3", "talk", "talk-001"),
        Allocation("P4", "talk", "talk-001"),
    }


def test_same_plan_made_in_another_order_gives_the_same_answer() -> None:
    case = problem([strand()], people(4), trainers=(Trainer("T1", frozenset({"talk"})),))
    one = plan_with(case, ("talk", 4, ["P1", "P2"]), ("talk", 1, ["P3", "P4"]))
    other = plan_with(case, ("talk", 1, ["P4", "P3"]), ("talk", 4, ["P2", "P1"]))
    assert answer(one) == answer(other)


def test_meetings_of_a_series_are_numbered() -> None:
    last = MONDAY.replace(day=28)
    case = problem([strand(meetings=3, gap_days=(7, 7), last_day=last)], people(2), last_day=last)
    sessions, _ = answer(plan_with(case, ("talk", 0, ["P1", "P2"])))
    assert [(s.session_id, s.meeting, s.start) for s in sessions] == [
        ("talk-001-1", 1, at(0, 10)),
        ("talk-001-2", 2, at(7, 10)),
        ("talk-001-3", 3, at(14, 10)),
    ]


def test_groups_without_members_are_left_out() -> None:
    plan = plan_with(problem([strand()], people(2)), ("talk", 0, ["P1", "P2"]))
    open_at(plan, strand_of(plan, "talk"), 2)
    assert len(answer(plan)[0]) == 1


def test_given_groups_stay_word_for_word_and_go_when_nobody_needs_them() -> None:
    given = (
        GivenSession("Opening", "talk", "Blue", 2, at(1, 9), at(1, 11), "", ()),
        GivenSession("Follow-up", "talk", "Blue", 5, at(3, 9), at(3, 10), "ONLINE", ("T1",), places=3),
        GivenSession("Spare", "talk", "Red", 1, at(2, 9), at(2, 10), "ONLINE", ("T1",)),
    )
    plan = empty_plan(problem([strand(given=True)], people(2), given=given))
    talk = strand_of(plan, "talk")
    blue = next(g for g in range(2) if talk.arrays.given[talk.given[g]].group_id == "Blue")
    assert talk.capacity[blue] == 3
    join(plan, talk, 0, blue)
    sessions, allocations = answer(plan)
    assert set(sessions) == {
        Session("Opening", "talk", "Blue", 2, at(1, 9), at(1, 11), "", ()),
        Session("Follow-up", "talk", "Blue", 5, at(3, 9), at(3, 10), "ONLINE", ("T1",)),
    }
    assert allocations == (Allocation("P1", "talk", "Blue"),)


def test_session_ids_never_repeat_those_of_the_given_timetable() -> None:
    given = (GivenSession("talk-001-1", "circle", "g1", 1, at(4, 16), at(4, 17), "ONLINE"),)
    case = problem([strand(), strand("circle", given=True)], people(2), given=given)
    sessions, _ = answer(plan_with(case, ("talk", 0, ["P1", "P2"])))
    assert [s.session_id for s in sessions] == ["talk-001-1x"]
