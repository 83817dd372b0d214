"""Dates for calendars, read back by another library: nothing lost, nothing smuggled in, right all year round."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import vobject
from dateutil.tz import tzical
from hypothesis import given, settings
from hypothesis import strategies as st

from learning.outputs.invitations import as_icalendar

STAMP = datetime(2026, 11, 27, 12, 0, tzinfo=UTC)
LONDON = "Europe/London"
words = st.text(st.characters(blacklist_categories=("Cs", "Cc")), max_size=120)
lines = st.text(
    st.one_of(st.characters(blacklist_categories=("Cs", "Cc")), st.sampled_from("\r\n,;\\:\x00")), max_size=300
)


def event(**changes: Any) -> dict[str, Any]:
    start = {
        "uid": "a1",
        "sequence": 0,
        "start": "2027-01-11T09:30:00",
        "end": "2027-01-11T11:00:00",
        "summary": "Reflection session",
        "location": "Town Hall",
        "link": "",
        "description": "",
        "cancelled": False,
    }
    return {**start, **changes}


def written(*events: dict[str, Any], method: str = "REQUEST", zone: str = LONDON, name: str = "Dana Okafor") -> bytes:
    calendar = {"method": method, "zone": zone, "name": name, "events": list(events)}
    return as_icalendar(
        calendar, address="dana@eastmere.example", organiser="learning@eastmere.example", stamp=STAMP, host="h.example"
    )


def read(content: bytes) -> Any:
    """The calendar as another library than the one that wrote it understands it."""
    return vobject.readOne(content.decode())


def described(content: bytes, zone: str) -> Any:
    """The zone as a third library understands its description."""
    text = content.decode()
    begin, end = text.index("BEGIN:VTIMEZONE"), text.index("END:VTIMEZONE") + len("END:VTIMEZONE")
    return tzical(io.StringIO(text[begin:end] + "\r\n")).get(zone)


def meaning(text: str) -> str:
    """What a calendar can hold of a text: ends of lines alike, no control characters."""
    for end in ("\r\n", "\r", "\u2028", "\u2029"):
        text = text.replace(end, "\n")
    return "".join(one for one in text if one == "\n" or one >= " ")


def test_invitation_says_who_what_when_and_where() -> None:
    calendar = read(written(event(sequence=3)))
    one = calendar.vevent
    assert (calendar.method.value, one.uid.value, one.sequence.value) == ("REQUEST", "a1@h.example", "3")
    assert (one.status.value, one.summary.value, one.location.value) == ("CONFIRMED", "Reflection session", "Town Hall")
    assert one.dtstart.value == datetime(2027, 1, 11, 9, 30, tzinfo=ZoneInfo(LONDON))
    assert one.dtend.value - one.dtstart.value == timedelta(minutes=90)
    assert (one.organizer.value, one.attendee.value) == (
        "mailto:learning@eastmere.example",
        "mailto:dana@eastmere.example",
    )
    assert (one.attendee.params["PARTSTAT"], one.attendee.params["CN"]) == (["NEEDS-ACTION"], ["Dana Okafor"])


def test_cancelled_date_asks_for_no_answer() -> None:
    one = read(written(event(cancelled=True), method="CANCEL")).vevent
    assert one.status.value == "CANCELLED"
    assert "RSVP" not in one.attendee.params


def test_published_dates_have_no_attendees() -> None:
    found = read(written(event(), event(uid="a2"), method="PUBLISH")).vevent_list
    assert [("attendee" in one.contents, one.uid.value) for one in found] == [
        (False, "a1@h.example"),
        (False, "a2@h.example"),
    ]


@settings(max_examples=300, deadline=None)
@given(summary=lines, location=words, description=lines, name=lines)
def test_any_text_comes_back_and_begins_no_line_of_its_own(
    summary: str, location: str, description: str, name: str
) -> None:
    content = written(event(summary=summary, location=location, description=description), name=name)
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    assert not {*content.replace(b"\r\n", b"")} & {*b"\r\n"}
    one = read(content).vevent
    expected = {
        *("uid", "sequence", "dtstamp", "dtstart", "dtend", "summary"),
        *("organizer", "attendee", "status", "transp"),
    }
    expected |= {"location"} if location else set()
    expected |= {"description"} if description else set()
    assert set(one.contents) == expected
    assert one.summary.value == meaning(summary)
    assert (one.description.value if description else "") == meaning(description)


def test_line_is_not_cut_within_a_character() -> None:
    content = written(event(summary="é" * 200))
    assert all(line.decode() for line in content.split(b"\r\n")[:-1])
    assert read(content).vevent.summary.value == "é" * 200


@pytest.mark.parametrize("zone", [LONDON, "Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe"])
def test_description_of_the_zone_gives_the_offsets_of_every_day_from_2026_to_2030(zone: str) -> None:
    ends = event(start="2026-01-01T09:00:00"), event(start="2030-12-31T09:00:00")
    told = described(written(*ends, zone=zone), zone)
    day = date(2026, 1, 1)
    while day < date(2031, 1, 1):
        noon = datetime(day.year, day.month, day.day, 12)
        known = noon.replace(tzinfo=ZoneInfo(zone)).utcoffset()
        assert noon.replace(tzinfo=told).utcoffset() == known, f"{zone} {day}"
        day += timedelta(days=1)


def test_clocks_of_london_change_by_a_rule_that_every_calendar_knows() -> None:
    zone = read(written(event())).vtimezone
    assert zone.daylight.rrule.value == "FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3"
    assert zone.standard.rrule.value == "FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10"
