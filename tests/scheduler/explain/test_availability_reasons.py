"""Prerequisite and availability: each with the cause that binds, in words."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time

import pytest

from scheduler.problem import After, GivenSession, Lock, Mode, Person, Venue
from scheduler.schedule import Reason
from tests.scheduler.explain.small import (
    FRIDAY,
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


def test_nobody_missing_gives_no_reason() -> None:
    case = problem([strand()], people(2))
    assert reasons(case, [session("A", at(0, 10))], members("A", "P1", "P2")) == {}


def test_people_outside_the_audience_or_exempt_have_no_reason() -> None:
    staff = [person("P1", tags=frozenset({"manager"})), person("P2"), person("P3", tags=frozenset({"manager"}))]
    talk = strand(audience={"tags": frozenset({"manager"})})
    case = problem([talk], staff, locks=(Lock("P3", "talk"),))
    assert {staff_id for staff_id, _ in reasons(case)} == {"P1"}


def test_exclude_takes_people_out_of_the_audience() -> None:
    staff = [person("P1", attributes={"grade": "A"}), person("P2", attributes={"grade": "B"})]
    case = problem([strand(exclude={"grade": frozenset({"A"})})], staff)
    assert {staff_id for staff_id, _ in reasons(case)} == {"P2"}


def test_prerequisite_names_the_strand_that_is_lacking() -> None:
    circle = strand("circle", after=After(("talk",), 0))
    case = problem([strand(), circle], people(3))
    rows = reasons(case, [session("A", at(0, 10))], members("A", "P1", "P2"))
    assert rows["P3", "circle"].reason is Reason.PREREQUISITE
    assert "Talk" in rows["P3", "circle"].detail
    assert rows["P1", "circle"].reason is not Reason.PREREQUISITE


def test_prerequisite_does_not_bind_those_exempt_from_the_earlier_strand() -> None:
    circle = strand("circle", after=After(("talk",), 0))
    case = problem([strand(), circle], people(2), locks=(Lock("P1", "talk"),))
    rows = reasons(case)
    assert rows["P1", "circle"].reason is not Reason.PREREQUISITE
    assert rows["P2", "circle"].reason is Reason.PREREQUISITE


CAUSES = [
    (person("P1", pattern=weekly(mon=(17, 20), tue=(17, 20))), ["works Mon to Tue 17:00-20:00 only", "10 of the 10"]),
    (person("P1", pattern=weekly(sat=(9, 17))), ["works Sat 09:00-17:00 only"]),
    (person("P1", leaves_on=date(2027, 4, 30)), ["leaves on Fri 30 Apr 2027", "10 of the 10"]),
    (person("P1", joins_on=date(2027, 6, 1)), ["joins on Tue 1 Jun 2027"]),
    (
        person("P1", absences=(away(at(0, 0), at(5, 0)),)),
        ["is away from Mon 10 May 2027 to Fri 14 May 2027", "without the absences, 10 of the 10"],
    ),
    (person("P1", modes=frozenset({Mode.IN_PERSON})), ["takes part in person only"]),
    (person("P1", needs=frozenset({"hearing_loop"})), ["needs a venue with hearing_loop", "10 of the 10"]),
]


@pytest.mark.parametrize(("who", "facts"), CAUSES, ids=lambda value: value[0] if isinstance(value, list) else "")
def test_availability_names_the_cause_and_what_would_open(who: Person, facts: list[str]) -> None:
    reason, detail = only(reasons(problem([strand()], [who])))
    assert reason is Reason.AVAILABILITY
    for fact in facts:
        assert fact in detail


def test_availability_names_sites() -> None:
    hall = Venue("HALL", Mode.IN_PERSON, site="North")
    who = person("P1", sites=frozenset({"South"}), modes=frozenset({Mode.IN_PERSON}))
    reason, detail = only(reasons(problem([strand()], [who], venues=(hall,))))
    assert reason is Reason.AVAILABILITY
    assert "can go to South only" in detail


def test_availability_counts_two_causes_together() -> None:
    who = person("P1", pattern=weekly(mon=(9, 17)), absences=(away(at(0, 0), at(1, 0)),))
    reason, detail = only(reasons(problem([strand()], [who])))
    assert reason is Reason.AVAILABILITY
    assert "outside those hours, 8 of the 10" in detail
    assert "is away on Mon 10 May 2027 (without the absences, 2 of the 10" in detail


def test_availability_when_no_single_change_helps_gives_every_figure() -> None:
    who = person("P1", pattern=weekly(sat=(9, 17)), needs=frozenset({"bsl"}))
    reason, detail = only(reasons(problem([strand()], [who])))
    assert reason is Reason.AVAILABILITY
    assert "No single change" in detail
    assert "bsl" in detail


def test_availability_blames_the_strand_without_starts_or_open_venues() -> None:
    _, closed = only(reasons(problem([strand(start_times=())], people(1))))
    assert "no permitted start" in closed
    shut = replace(ONLINE, pattern=weekly(sun=(9, 17)))
    _, detail = only(reasons(problem([strand()], people(1), venues=(shut,))))
    assert "No venue" in detail


def test_availability_does_not_care_whether_the_open_venue_is_taken() -> None:
    case = problem([strand(start_times=(time(10),), weekdays=frozenset({0}))], people(3))
    reason, _ = only(reasons(case, [session("A", at(0, 10))], members("A", "P1", "P2"), earliest=at(0, 0).date()))
    assert reason is Reason.CAPACITY


def test_availability_of_a_series_needs_starts_that_keep_the_gaps() -> None:
    twice = strand(meetings=2, gap_days=(2, 3))
    mondays, apart = (
        person("P1", pattern=weekly(mon=(9, 17), tue=(9, 17))),
        person("P2", pattern=weekly(mon=(9, 17), wed=(9, 17))),
    )
    rows = reasons(problem([twice], [mondays, apart]))
    assert rows["P1", "talk"].reason is Reason.AVAILABILITY
    assert "10" in rows["P1", "talk"].detail or "would suit" in rows["P1", "talk"].detail
    assert rows["P2", "talk"].reason is not Reason.AVAILABILITY


def test_availability_of_a_series_says_so_when_only_the_gap_binds() -> None:
    twice = strand(meetings=2, gap_days=(7, 8))
    reason, detail = only(reasons(problem([twice], people(1))))
    assert reason is Reason.AVAILABILITY
    assert "10 permitted starts" in detail
    assert "follow each other by 7 to 8 days" in detail


def given(group_id: str, day: int, hour: int, venue_id: str = "", meeting: int = 1) -> GivenSession:
    start = at(day, hour)
    return GivenSession(
        f"{group_id}-{meeting}", "talk", group_id, meeting, start, start.replace(hour=hour + 1), venue_id
    )


def test_availability_of_given_groups_needs_every_meeting() -> None:
    timetable = (given("A", 0, 10), given("A", 2, 10, meeting=2))
    rows = reasons(
        problem(
            [strand(given=True)],
            [person("P1", pattern=weekly(mon=(9, 17))), person("P2", pattern=weekly(mon=(9, 17), wed=(9, 17)))],
            given=timetable,
        )
    )
    assert rows["P1", "talk"].reason is Reason.AVAILABILITY
    assert rows["P2", "talk"].reason is not Reason.AVAILABILITY


def test_given_group_without_a_venue_suits_every_need_and_mode() -> None:
    who = person("P1", needs=frozenset({"bsl"}), modes=frozenset({Mode.IN_PERSON}))
    for venue_id, expected in (("", Reason.CAPACITY), ("ONLINE", Reason.AVAILABILITY)):
        case = problem([strand(given=True)], [who], given=(given("A", 0, 10, venue_id),))
        assert only(reasons(case))[0] is expected


def test_repair_counts_starts_from_the_given_day_on() -> None:
    case = problem([strand()], [person("P1", leaves_on=at(1, 0).date())])
    assert only(reasons(case))[0] is Reason.CAPACITY
    assert only(reasons(case, earliest=FRIDAY))[0] is Reason.AVAILABILITY
    fixed = problem([strand(given=True)], people(1), given=(given("A", 0, 10),))
    assert only(reasons(fixed, earliest=FRIDAY))[0] is Reason.AVAILABILITY


def test_availability_of_a_series_may_use_the_widest_gap() -> None:
    twice = strand(meetings=2, gap_days=(1, 3))
    far, too_far = (
        person("P1", pattern=weekly(mon=(9, 17), thu=(9, 17))),
        person("P2", pattern=weekly(mon=(9, 17), fri=(9, 17))),
    )
    rows = reasons(problem([twice], [far, too_far]))
    assert rows["P1", "talk"].reason is not Reason.AVAILABILITY
    assert rows["P2", "talk"].reason is Reason.AVAILABILITY
