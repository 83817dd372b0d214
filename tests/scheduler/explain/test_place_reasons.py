"""Clash, grouping and capacity: what stands in the way of a place, in words."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta
from fractions import Fraction

import pytest

from scheduler.explain import explain
from scheduler.problem import (
    After,
    GivenSession,
    Grouping,
    GroupingRule,
    KeepApart,
    Lock,
    Mode,
    Problem,
    Trainer,
    Venue,
)
from scheduler.schedule import Allocation, Reason, Session
from tests.scheduler.explain.small import (
    ANN,
    ONLINE,
    at,
    away,
    members,
    only,
    people,
    person,
    problem,
    reasons,
    session,
    strand,
    weekly,
)

MONDAY_TEN = {"weekdays": frozenset({0}), "start_times": (time(10),)}
Made = tuple[list[Session], tuple[Allocation, ...]]


def two_strands_at_once() -> tuple[Problem, Made]:
    """P1 sits in the circle at the only time of the talk, whose group has room."""
    circle = strand("circle", min_size=1, audience={"staff_id": frozenset({"P1"})})
    ben = replace(ANN, trainer_id="T2")
    case = problem(
        [circle, strand(**MONDAY_TEN)], people(3), trainers=(ANN, ben), venues=(replace(ONLINE, parallel=2),)
    )
    sessions = [session("C", at(0, 10), "circle"), session("A", at(0, 10), trainer_ids=("T2",))]
    return case, (sessions, members("C", "P1", strand_id="circle") + members("A", "P2", "P3"))


def test_clash_names_the_session_in_the_way() -> None:
    case, made = two_strands_at_once()
    reason, detail = only(reasons(case, *made))
    assert reason is Reason.CLASH
    assert "they attend Circle on Mon 10 May 2027 at 10:00" in detail
    assert "The group with room meets on Mon 10 May 2027 at 10:00" in detail


def test_clash_with_a_session_that_they_lead() -> None:
    case, (sessions, allocations) = two_strands_at_once()
    lead = replace(ANN, staff_id="P1")
    circle = replace(case.strands[0], audience={"staff_id": frozenset({"P9"})})
    case = replace(case, trainers=(lead, case.trainers[1]), strands=(circle, case.strands[1]))
    rows = reasons(case, sessions, [a for a in allocations if a.strand == "talk"])
    assert rows["P1", "talk"].reason is Reason.CLASH
    assert "they lead Circle" in rows["P1", "talk"].detail


def test_clash_with_a_group_that_could_be_made() -> None:
    """Nobody has a talk yet; a venue and a trainer are free at its only time, which is P1's circle."""
    circle = strand("circle", min_size=1, audience={"staff_id": frozenset({"P1"})})
    ben = replace(ANN, trainer_id="T2")
    case = problem(
        [circle, strand(**MONDAY_TEN)], people(3), trainers=(ANN, ben), venues=(replace(ONLINE, parallel=2),)
    )
    rows = reasons(case, [session("C", at(0, 10), "circle")], members("C", "P1", strand_id="circle"))
    assert rows["P1", "talk"].reason is Reason.CLASH
    assert "A new group could meet on Mon 10 May 2027 at 10:00" in rows["P1", "talk"].detail
    assert rows["P2", "talk"].reason is Reason.CAPACITY


def test_no_clash_where_there_is_no_place_either() -> None:
    case, (sessions, allocations) = two_strands_at_once()
    full = replace(case, strands=(case.strands[0], replace(case.strands[1], max_size=2)), trainers=case.trainers)
    reason, detail = only(reasons(full, sessions, allocations))
    assert reason is Reason.CAPACITY
    assert "overlaps another session of theirs" in detail


def team_of(team: str, *staff_ids: str, **facts: str) -> list:  # type: ignore[type-arg]
    return [person(staff_id, attributes={"team": team, **facts}) for staff_id in staff_ids]


def test_grouping_when_max_same_closes_the_group_with_room() -> None:
    mixed = Grouping(GroupingRule.MIXED, max_same={"team": 2})
    case = problem([strand(grouping=mixed, **MONDAY_TEN)], team_of("Red", "P1", "P2", "P3"))
    reason, detail = only(reasons(case, [session("A", at(0, 10))], members("A", "P1", "P2")))
    assert reason is Reason.GROUPING
    assert "1 group of Talk with room meets when they could come, first on Mon 10 May 2027 at 10:00" in detail
    assert "at most 2 of one team" in detail


def test_grouping_when_teams_stay_apart() -> None:
    teams = Grouping(GroupingRule.TEAM, fields=("team", "directorate"))
    staff = team_of("Red", "P1", "P2", directorate="A") + team_of("Blue", "P3", directorate="B")
    case = problem([strand(grouping=teams, **MONDAY_TEN)], staff)
    reason, detail = only(reasons(case, [session("A", at(0, 10))], members("A", "P1", "P2")))
    assert reason is Reason.GROUPING
    assert "all of one directorate" in detail


def test_grouping_when_their_line_manager_is_in_the_group() -> None:
    apart = Grouping(keep_apart=frozenset({KeepApart.LINE_MANAGER}))
    staff = [person("P1"), person("P2"), person("P3", line_manager_id="P1")]
    case = problem([strand(grouping=apart, **MONDAY_TEN)], staff)
    reason, detail = only(reasons(case, [session("A", at(0, 10))], members("A", "P1", "P2")))
    assert reason is Reason.GROUPING
    assert "nobody with their own line manager" in detail


def test_grouping_when_their_own_team_leads() -> None:
    apart = Grouping(keep_apart=frozenset({KeepApart.TRAINER_TEAM}))
    staff = team_of("Blue", "P1", "P2") + team_of("Red", "P3", "LEAD")
    talk = strand(grouping=apart, audience={"staff_id": frozenset({"P1", "P2", "P3"})}, **MONDAY_TEN)
    case = problem([talk], staff, trainers=(replace(ANN, staff_id="LEAD"),))
    reason, _ = only(reasons(case, [session("A", at(0, 10))], members("A", "P1", "P2")))
    assert reason is Reason.GROUPING


def test_grouping_when_cover_closes_the_group() -> None:
    staff = team_of("Red", "P1", "P2", "P3", "P4")
    case = problem([strand(**MONDAY_TEN)], staff, cover=Fraction(3, 4))
    reason, detail = only(reasons(case, [session("A", at(0, 10))], members("A", "P1", "P2", "P3")))
    assert reason is Reason.GROUPING
    assert "at most 75 % of a team away at once would have to be eased" in detail


def test_grouping_does_not_count_team_sessions_as_away() -> None:
    teams = Grouping(GroupingRule.TEAM, fields=("team",))
    staff = team_of("Red", "P1", "P2", "P3", "P4")
    case = problem([strand(grouping=teams, **MONDAY_TEN)], staff, cover=Fraction(1, 4))
    reason, detail = only(reasons(case, [session("A", at(0, 10))], members("A", "P1", "P2", "P3")))
    assert reason is Reason.CAPACITY
    assert "longer search" in detail


def test_confidential_pair_is_grouping_without_a_word_of_it() -> None:
    apart = Grouping(
        GroupingRule.MIXED, max_same={"team": 3}, keep_apart=frozenset({KeepApart.PAIRS}), not_alone="affinity"
    )
    staff = team_of("Red", "P1", affinity="violet") + team_of("Blue", "P2", "P3", affinity="violet")
    case = problem([strand(grouping=apart, **MONDAY_TEN)], staff, apart=frozenset({frozenset({"P1", "P3"})}))
    reason, detail = only(reasons(case, [session("A", at(0, 10))], members("A", "P1", "P2")))
    assert reason is Reason.GROUPING
    assert "grouping and cover rules keep them out (at most 3 of one team)" in detail
    for hidden in ("P1", "pair", "apart", "affinity", "violet"):
        assert hidden not in detail


def test_which_rule_binds_is_told_only_where_no_pair_could_be_guessed() -> None:
    pairs = Grouping(keep_apart=frozenset({KeepApart.PAIRS}))
    staff = team_of("Red", "P1", "P2", "P3", "P4")
    case = problem([strand(grouping=pairs, **MONDAY_TEN)], staff, cover=Fraction(3, 4))
    reason, detail = only(reasons(case, [session("A", at(0, 10))], members("A", "P1", "P2", "P3")))
    assert reason is Reason.GROUPING
    assert "would have to be eased" in detail
    assert "their team are away" not in detail


UNIT = Grouping(keep_together="unit")


def unit_of(*staff_ids: str, **facts: object) -> list:  # type: ignore[type-arg]
    return [person(staff_id, attributes={"unit": "U1"}, **facts) for staff_id in staff_ids]


def test_unit_larger_than_a_group_is_grouping() -> None:
    rows = reasons(problem([strand(grouping=UNIT)], unit_of("P1", "P2", "P3", "P4", "P5")))
    assert {row.reason for row in rows.values()} == {Reason.GROUPING}
    assert all("with 4 other people" in row.detail and "at most 4" in row.detail for row in rows.values())


def test_unit_that_must_also_stay_apart_is_grouping() -> None:
    both = Grouping(keep_together="unit", keep_apart=frozenset({KeepApart.LINE_MANAGER}))
    staff = [person("P1", attributes={"unit": "U1"}), person("P2", attributes={"unit": "U1"}, line_manager_id="P1")]
    rows = reasons(problem([strand(grouping=both)], staff))
    assert [row.reason for row in rows.values()] == [Reason.GROUPING] * 2
    assert "do not let them be together" in rows["P1", "talk"].detail


def test_unit_without_a_common_time_is_grouping() -> None:
    staff = unit_of("P1", pattern=weekly(mon=(9, 17))) + unit_of("P2", pattern=weekly(tue=(9, 17)))
    rows = reasons(problem([strand(grouping=UNIT)], staff))
    assert [row.reason for row in rows.values()] == [Reason.GROUPING] * 2
    assert "no permitted start and venue suits all of them" in rows["P1", "talk"].detail


def test_unit_with_a_member_who_can_never_come() -> None:
    staff = unit_of("P1") + unit_of("P2", pattern=weekly(sat=(9, 17)))
    rows = reasons(problem([strand(grouping=UNIT)], staff))
    assert rows["P1", "talk"].reason is Reason.GROUPING
    assert rows["P2", "talk"].reason is Reason.AVAILABILITY
    assert "P2" not in rows["P1", "talk"].detail


def test_unit_in_which_one_clashes_is_clash_for_that_one_and_grouping_for_the_other() -> None:
    case, (sessions, allocations) = two_strands_at_once()
    staff = [*unit_of("P1", "P4"), person("P2"), person("P3")]
    case = replace(case, people=tuple(staff), strands=(case.strands[0], replace(case.strands[1], grouping=UNIT)))
    rows = reasons(case, sessions, allocations)
    assert rows["P1", "talk"].reason is Reason.CLASH
    assert rows["P4", "talk"].reason is Reason.GROUPING
    assert "one of them is in another session" in rows["P4", "talk"].detail


def test_unit_too_large_for_the_room_left_is_capacity() -> None:
    staff = [*people(3), *unit_of("P4", "P5")]
    talk = strand(grouping=UNIT, **MONDAY_TEN)
    rows = reasons(problem([talk], staff), [session("A", at(0, 10))], members("A", "P1", "P2", "P3"))
    assert {row.reason for row in rows.values()} == {Reason.CAPACITY}
    assert "no room left (at most 4)" in rows["P4", "talk"].detail


def test_capacity_full_group_and_no_trainer() -> None:
    talk = strand(max_size=2, min_size=1, **MONDAY_TEN)
    wide = replace(ONLINE, parallel=5)
    reason, detail = only(
        reasons(problem([talk], people(3), venues=(wide,)), [session("A", at(0, 10))], members("A", "P1", "P2"))
    )
    assert reason is Reason.CAPACITY
    assert "no trainer is free then: one more on Mon 10 May 2027 at 10:00 would open a session" in detail
    assert "1 group that would suit has no room left (at most 2)" in detail


def test_capacity_no_venue_free() -> None:
    talk = strand(max_size=2, min_size=1, **MONDAY_TEN)
    two = (ANN, replace(ANN, trainer_id="T2"))
    case = problem([talk], people(3), trainers=two)
    reason, detail = only(reasons(case, [session("A", at(0, 10))], members("A", "P1", "P2")))
    assert reason is Reason.CAPACITY
    assert "no venue that suits is free then" in detail


def test_capacity_too_few_others() -> None:
    case = problem([strand(min_size=6, max_size=8)], people(4))
    rows = reasons(case)
    assert {row.reason for row in rows.values()} == {Reason.CAPACITY}
    assert "too few others could come: at most 4 of the 6" in rows["P1", "talk"].detail


def test_capacity_trainers_of_the_kinds_asked() -> None:
    talk = strand(trainers=2, trainer_kinds={"internal": 1, "provider": 1})
    two = (replace(ANN, kind="internal"), replace(ANN, trainer_id="T2", kind="internal"))
    rows = reasons(problem([talk], people(2), trainers=two))
    assert "never are enough trainers of the kinds asked free then" in rows["P1", "talk"].detail


@pytest.mark.parametrize(
    "trainer",
    [
        replace(ANN, max_per_day=0),
        replace(ANN, strands=frozenset({"circle"})),
        replace(ANN, last_day=date(2027, 5, 1)),
        replace(ANN, first_day=date(2027, 6, 1)),
        replace(ANN, pattern=weekly(sun=(9, 17))),
        replace(ANN, modes=frozenset({Mode.IN_PERSON})),
        replace(ANN, ready_after="circle", staff_id="P9"),
        replace(ANN, absences=(away(at(0, 0), at(5, 0)),)),
    ],
)
def test_capacity_when_the_trainer_cannot(trainer: Trainer) -> None:
    rows = reasons(problem([strand()], people(2), trainers=(trainer,)))
    assert "no trainer is free" in rows["P1", "talk"].detail


def test_capacity_week_limit_and_break_keep_a_trainer_away() -> None:
    circle = strand("circle", audience={"staff_id": frozenset({"Q1", "Q2"})})
    talk = strand(audience={"staff_id": frozenset({"P1", "P2"})}, weekdays=frozenset({0}), start_times=(time(11),))
    staff = [*people(2), person("Q1"), person("Q2")]
    made = [session("C", at(0, 10), "circle")], members("C", "Q1", "Q2", strand_id="circle")
    assert reasons(problem([circle, talk], staff), *made)["P1", "talk"].detail.find("longer search") > 0
    for trainer, facts in ((ANN, {"break_minutes": 5}), (replace(ANN, max_per_week=1), {})):
        rows = reasons(problem([circle, talk], staff, trainers=(trainer,), **facts), *made)
        assert "no trainer is free" in rows["P1", "talk"].detail


def test_capacity_travel_between_sites() -> None:
    venues = (Venue("N", Mode.IN_PERSON, site="North"), Venue("S", Mode.IN_PERSON, site="South"))
    circle = strand("circle", audience={"staff_id": frozenset({"Q1", "Q2"})})
    talk = strand(audience={"staff_id": frozenset({"P1", "P2"})}, weekdays=frozenset({0}), start_times=(time(11),))
    staff = [*people(2, sites=frozenset({"South"})), person("Q1"), person("Q2")]
    made = [session("C", at(0, 10), "circle", venue_id="N")], members("C", "Q1", "Q2", strand_id="circle")
    near = reasons(problem([circle, talk], staff, venues=venues), *made)
    far = reasons(problem([circle, talk], staff, venues=venues, travel_minutes=30), *made)
    assert "longer search" in near["P1", "talk"].detail
    assert "no trainer is free" in far["P1", "talk"].detail


def test_capacity_when_the_earlier_strand_is_too_late() -> None:
    circle = strand("circle", after=After(("talk",), 7, 20))
    case = problem([strand(), circle], people(2))
    rows = reasons(case, [session("A", at(2, 10))], members("A", "P1", "P2"))
    assert {row.reason for row in rows.values()} == {Reason.CAPACITY}
    assert (
        "none comes 7 to 20 days after Talk (last meeting on Wed 12 May 2027 at 10:00)" in rows["P1", "circle"].detail
    )


def test_members_whom_groups_can_spare_count_as_company() -> None:
    """P5 clashes at the only group's time; a second group could be made with two of the four."""
    circle = strand("circle", min_size=1, max_size=1, audience={"staff_id": frozenset({"P5"})})
    talk = strand(weekdays=frozenset({0, 1}), start_times=(time(10),))
    pair = (ANN, replace(ANN, trainer_id="T2"))
    case = problem([circle, talk], people(5), trainers=pair, venues=(replace(ONLINE, parallel=2),))
    made = (
        [session("A", at(0, 10)), session("C", at(1, 10), "circle", trainer_ids=("T2",))],
        members("A", "P1", "P2", "P3", "P4") + members("C", "P5", strand_id="circle"),
    )
    reason, detail = only(reasons(case, *made))
    assert reason is Reason.CLASH
    assert "A new group could meet on Tue 11 May 2027 at 10:00" in detail


def test_series_is_led_by_the_same_trainers_throughout() -> None:
    twice = strand(meetings=2, gap_days=(2, 4), grouping=Grouping(GroupingRule.MIXED, max_same={"team": 1}))
    early = replace(ANN, last_day=at(0, 0).date())
    late = replace(ANN, trainer_id="T2", first_day=at(2, 0).date(), last_day=at(3, 0).date())
    rows = reasons(problem([twice], people(2), trainers=(early, late)))
    assert rows["P1", "talk"].reason is Reason.CAPACITY
    rows = reasons(problem([twice], people(2)))
    assert rows["P1", "talk"].reason is Reason.GROUPING


def test_repair_lets_nobody_into_a_group_that_has_met() -> None:
    case = problem([strand(min_size=2, max_size=4)], people(3))
    reason, detail = only(reasons(case, [session("A", at(0, 10))], members("A", "P1", "P2"), earliest=at(1, 0).date()))
    assert reason is Reason.CAPACITY
    assert "too few others" in detail


def test_trainer_does_not_count_for_their_own_group() -> None:
    own = replace(ANN, staff_id="P1")
    rows = reasons(problem([strand()], people(2), trainers=(own,)))
    assert "longer search" not in rows["P1", "talk"].detail
    assert "longer search" in rows["P2", "talk"].detail


def test_reasons_do_not_depend_on_the_order_of_rows() -> None:
    mixed = Grouping(GroupingRule.MIXED, max_same={"team": 2})
    case = problem(
        [strand(grouping=mixed)], team_of("Red", "P1", "P2", "P3"), venues=(ONLINE, replace(ONLINE, venue_id="B"))
    )
    sessions = [session("A", at(0, 10)), session("B", at(1, 10))]
    allocations = members("A", "P1", "P2")
    turned = replace(case, people=case.people[::-1], venues=case.venues[::-1], trainers=case.trainers[::-1])
    assert explain(case, sessions, allocations) == explain(turned, sessions[::-1], allocations[::-1])


def test_given_group_that_nobody_uses_could_be_used() -> None:
    start = at(0, 10)
    row = GivenSession("G", "talk", "G", 1, start, start + timedelta(hours=1), places=3)
    case = problem([strand(given=True)], people(2), given=(row,))
    assert {row.reason for row in reasons(case).values()} == {Reason.CAPACITY}
    assert "longer search" in reasons(case)["P1", "talk"].detail
    lone = problem([strand(given=True)], people(1), given=(row,))
    assert "too few others" in only(reasons(lone))[1]


def test_clash_holds_for_all_who_sit_in_the_same_other_session() -> None:
    """Each of them keeps the others from filling a group: moving the circle would help them all."""
    ben = replace(ANN, trainer_id="T2")
    case = problem(
        [strand("circle"), strand(**MONDAY_TEN)], people(2), trainers=(ANN, ben), venues=(replace(ONLINE, parallel=2),)
    )
    rows = reasons(case, [session("C", at(0, 10), "circle")], members("C", "P1", "P2", strand_id="circle"))
    assert [row.reason for row in rows.values()] == [Reason.CLASH] * 2


def test_no_clash_for_those_whom_only_the_sessions_of_others_keep_from_a_group() -> None:
    circle = strand("circle", min_size=1, audience={"staff_id": frozenset({"P1"})})
    ben = replace(ANN, trainer_id="T2")
    case = problem(
        [circle, strand(**MONDAY_TEN)], people(2), trainers=(ANN, ben), venues=(replace(ONLINE, parallel=2),)
    )
    rows = reasons(case, [session("C", at(0, 10), "circle")], members("C", "P1", strand_id="circle"))
    assert rows["P1", "talk"].reason is Reason.CLASH
    assert rows["P2", "talk"].reason is Reason.CAPACITY
    assert "too few others could come: at most 1 of the 2" in rows["P2", "talk"].detail


def test_grouping_when_someone_whom_they_manage_is_in_the_group() -> None:
    apart = Grouping(keep_apart=frozenset({KeepApart.LINE_MANAGER}))
    staff = [person("P1", line_manager_id="P3"), person("P2"), person("P3")]
    case = problem([strand(grouping=apart, **MONDAY_TEN)], staff)
    assert only(reasons(case, [session("A", at(0, 10))], members("A", "P1", "P2")))[0] is Reason.GROUPING


def test_a_rule_on_a_confidential_column_is_not_named() -> None:
    mixed = Grouping(GroupingRule.MIXED, max_same={"affinity": 2}, not_alone="affinity")
    staff = [person(f"P{n}", attributes={"affinity": "violet"}) for n in (1, 2, 3)]
    case = problem([strand(grouping=mixed, **MONDAY_TEN)], staff)
    reason, detail = only(reasons(case, [session("A", at(0, 10))], members("A", "P1", "P2")))
    assert reason is Reason.GROUPING
    assert "affinity" not in detail
    assert "violet" not in detail


@pytest.mark.parametrize(("weekday", "ready"), [(0, False), (1, True)])
def test_trainer_is_ready_on_the_day_after_they_completed_the_strand(weekday: int, ready: bool) -> None:
    circle = strand("circle", audience={"staff_id": frozenset({"P8", "P9"})})
    talk = strand(
        audience={"staff_id": frozenset({"P1", "P2"})}, weekdays=frozenset({weekday}), start_times=(time(14),)
    )
    trainers = (
        replace(ANN, strands=frozenset({"circle"})),
        Trainer("T2", frozenset({"talk"}), staff_id="P9", ready_after="circle"),
    )
    case = problem([circle, talk], [*people(2), person("P8"), person("P9")], trainers=trainers)
    made = [session("C", at(0, 10), "circle")], members("C", "P8", "P9", strand_id="circle")
    assert ("longer search" in reasons(case, *made)["P1", "talk"].detail) is ready


def test_unit_needs_a_venue_that_holds_all_of_it() -> None:
    for capacity, found in ((2, False), (3, True)):
        case = problem([strand(grouping=UNIT)], unit_of("P1", "P2", "P3"), venues=(replace(ONLINE, capacity=capacity),))
        rows = reasons(case)
        assert {row.reason for row in rows.values()} == {Reason.GROUPING if found else Reason.CAPACITY}


def could_be_spared(*, later_day: int = 4, **facts: object) -> Reason:
    """P5 is in the circle at the only other time of the talk; company must come from the full group."""
    circle = strand("circle", min_size=1, audience={"staff_id": frozenset({"P5"})})
    later = strand("later", audience={"staff_id": frozenset({"P1", "P2", "P3", "P4"})}, after=After(("talk",), 0))
    talk = strand(weekdays=frozenset({0, 1}), start_times=(time(10),))
    ben = replace(ANN, trainer_id="T2")
    case = problem(
        [circle, talk, later], people(5), trainers=(ANN, ben), venues=(replace(ONLINE, parallel=2),), **facts
    )
    sessions = [session("A", at(0, 10)), session("C", at(1, 10), "circle", trainer_ids=("T2",))]
    sessions.append(session("L", at(later_day, 12), "later"))
    everyone = ("P1", "P2", "P3", "P4")
    made = members("A", *everyone) + members("C", "P5", strand_id="circle") + members("L", *everyone, strand_id="later")
    return reasons(case, sessions, made)["P5", "talk"].reason


def test_members_are_not_spared_for_a_time_after_their_later_strand() -> None:
    assert could_be_spared(later_day=4) is Reason.CLASH
    assert could_be_spared(later_day=0) is Reason.CAPACITY


def test_pinned_members_are_not_spared() -> None:
    assert could_be_spared(locks=tuple(Lock(f"P{n}", "talk", "A") for n in (1, 2, 3, 4))) is Reason.CAPACITY
