"""Attendance reports of Teams, Zoom and Webex: told apart by headings, matched by address and name, counted once."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.domain.meeting_reports.matching import mark_for, match_report, time_spent
from learning.domain.meeting_reports.reading import Stay, UnreadableReport, as_duration, read_report
from learning.models import Person
from learning.vocabulary import Attendance

HOUR = timedelta(hours=1)
TEAMS = """1. Summary
Meeting title\tReflection
Attended participants\t3
Start time\t1/12/27, 9:25:10 AM

2. Participants
Name\tFirst Join\tLast Leave\tIn-Meeting Duration\tEmail\tParticipant ID (UPN)\tRole
Ann Berry\t1/12/27, 9:28:53 AM\t1/12/27, 10:31:02 AM\t1h 2m 9s\tann@eastmere.example\tann@eastmere.example\tPresenter
Cem Demir (Guest)\t1/12/27, 9:40:00 AM\t1/12/27, 9:58:00 AM\t12m 5s\t\t\tPresenter
Zed Nobody\t1/12/27, 9:40:00 AM\t1/12/27, 9:58:00 AM\t18m\t\t\tPresenter

3. In-Meeting Activities
Name\tJoin Time\tLeave Time\tDuration\tEmail\tRole
Ann Berry\t1/12/27, 9:28:53 AM\t1/12/27, 10:31:02 AM\t1h 2m 9s\tann@eastmere.example\tPresenter
"""
TEAMS_BEFORE = """Full Name\tJoin Time\tLeave Time\tDuration\tEmail\tRole\tParticipant ID (UPN)
Ann Berry\t1/12/2027, 9:28:53 AM\t1/12/2027, 10:31:02 AM\t1h 2m\tann@eastmere.example\tPresenter\tann@eastmere.example
"""
ZOOM = """Meeting ID,Topic,Start Time,End Time
812 0000 0000,Reflection,01/12/2027 09:20:00 AM,01/12/2027 10:32:00 AM

Name (Original Name),User Email,Join Time,Leave Time,Duration (Minutes),Guest
Ann B. (Ann Berry),ann@eastmere.example,01/12/2027 09:29:00 AM,01/12/2027 09:50:00 AM,21,No
Ann B. (Ann Berry),ann@eastmere.example,01/12/2027 09:45:00 AM,01/12/2027 10:30:00 AM,45,No
cem  demir,,01/12/2027 09:29:00 AM,01/12/2027 09:32:00 AM,3,Yes
"""
WEBEX = (
    "Meeting Name\tDisplay Name\tRole\tAttendee Email\tJoin Time\tLeave Time\tAttendance Duration\tConnection Type\n"
    '"Reflection"\t"Ann Berry"\t"Attendee"\t"ann@eastmere.example"\t="2027-01-12 09:29:00"\t="2027-01-12 10:30:00"'
    '\t"61 mins"\t"Desktop app"\n'
)


def people() -> list[Person]:
    return [
        Person(staff_id="A", name="Ann Berry", email="Ann@eastmere.example"),
        Person(staff_id="C", name="Cem Demir", email="cem@eastmere.example"),
        Person(staff_id="D1", name="Di Same", email="d1@eastmere.example"),
        Person(staff_id="D2", name="Di Same", email="d2@eastmere.example"),
    ]


@pytest.mark.parametrize(
    "content",
    [
        TEAMS.encode("utf-16"),
        TEAMS_BEFORE.encode("utf-16"),
        ZOOM.encode("utf-8-sig"),
        WEBEX.encode("utf-16"),
        TEAMS.replace("\t", ",").replace("1/12/27, ", "1/12/27 ").encode(),
    ],
    ids=["teams", "teams before", "zoom", "webex", "saved again as commas"],
)
def test_every_provider_says_that_ann_attended(content: bytes) -> None:
    matched = match_report(read_report(content, "report.csv"), people(), (), HOUR, 0.75)
    assert matched.mark_of("A") is Attendance.ATTENDED
    assert not matched.present["A"].by_name
    assert matched.mark_of("D1") is Attendance.ABSENT


def test_a_guest_is_found_by_name_and_somebody_unknown_is_told() -> None:
    matched = match_report(read_report(TEAMS.encode("utf-16"), "report.csv"), people(), ["Lee Leads"], HOUR, 0.75)
    assert (matched.present["C"].minutes, matched.present["C"].mark) == (12, Attendance.PARTLY)
    assert matched.present["C"].by_name
    assert matched.strangers == ("Zed Nobody",)


def test_time_on_two_devices_is_counted_once_and_three_minutes_are_no_attendance() -> None:
    matched = match_report(read_report(ZOOM.encode(), "report.csv"), people(), (), HOUR, 0.75)
    assert matched.present["A"].minutes == 61
    assert matched.mark_of("C") is Attendance.ABSENT


def test_a_name_that_two_have_is_told_and_not_guessed() -> None:
    stay = Stay("Di Same", "", datetime(2027, 1, 12, 9), datetime(2027, 1, 12, 10), None)
    matched = match_report([stay], people(), (), HOUR, 0.75)
    assert matched.present == {}
    assert matched.strangers == ("Di Same",)


def test_who_leads_is_no_stranger() -> None:
    stay = Stay("LEE leads (Host)", "", datetime(2027, 1, 12, 9), datetime(2027, 1, 12, 10), None)
    assert match_report([stay], people(), ["Lee Leads"], HOUR, 0.75).strangers == ()


def test_every_defect_is_told_at_once_with_row_and_column() -> None:
    faulty = ZOOM.replace("01/12/2027 09:50:00 AM", "later").replace("cem  demir", "")
    with pytest.raises(UnreadableReport) as told:
        read_report(faulty.encode(), "report.csv")
    assert told.value.sentences == (
        'report.csv, row 5, Leave Time: "later" is no time; write it like 2027-01-12 09:30:00.',
        "report.csv, row 7, Name (Original Name): is blank; say who it was.",
    )


@pytest.mark.parametrize("content", [b"", b"a,b\n1,2\n", b"\x00\x01\x02", ZOOM.split("\n\n")[0].encode()])
def test_what_is_no_report_is_refused_with_what_to_do(content: bytes) -> None:
    with pytest.raises(UnreadableReport, match="no row with headings"):
        read_report(content, "report.csv")


@pytest.mark.parametrize(
    ("text", "seconds"), [("1h 2m 3s", 3723), ("62 mins", 3720), ("01:02:03", 3723), ("62", 3720), ("long", None)]
)
def test_durations_of_every_provider_are_read(text: str, seconds: int | None) -> None:
    found = as_duration(text)
    assert (found.total_seconds() if found is not None else None) == seconds


STAYS = st.lists(st.tuples(st.integers(0, 120), st.integers(0, 60)), min_size=1, max_size=6)


@given(STAYS)
def test_time_spent_is_that_of_the_minutes_in_which_somebody_was_there(pieces: list[tuple[int, int]]) -> None:
    begin = datetime(2027, 1, 12, 9)
    stays = [
        Stay("A", "", begin + timedelta(minutes=start), begin + timedelta(minutes=start + length), None)
        for start, length in pieces
    ]
    minutes = {minute for start, length in pieces for minute in range(start, start + length)}
    assert time_spent(stays) == timedelta(minutes=len(minutes))


@given(st.integers(0, 200), st.floats(0.1, 1))
def test_more_time_never_means_less(minutes: int, share: float) -> None:
    order = [Attendance.ABSENT, Attendance.PARTLY, Attendance.ATTENDED]
    less, more = (mark_for(timedelta(minutes=one), HOUR, share) for one in (minutes, minutes + 1))
    assert order.index(less) <= order.index(more)
