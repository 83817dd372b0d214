"""Dates for calendars, read back by another library: nothing lost, nothing smuggled in, right all year round."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from learning.outputs.icalendar import as_icalendar

icalendar = pytest.importorskip("icalendar", reason="requirements-dev.lock names icalendar, which is not installed")

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
    return icalendar.Calendar.from_ical(content)


def meaning(text: str) -> str:
    """What a calendar can hold of a text: ends of lines alike, no control characters."""
    for end in ("\r\n", "\r", "\u2028", "\u2029"):
        text = text.replace(end, "\n")
    return "".join(one for one in text if one == "\n" or one >= " ")


def test_invitation_says_who_what_when_and_where() -> None:
    calendar = read(written(event(sequence=3)))
    (one,) = calendar.walk("VEVENT")
    assert (calendar["METHOD"], one["UID"], one["SEQUENCE"], one["STATUS"]) == (
        "REQUEST",
        "a1@h.example",
        3,
        "CONFIRMED",
    )
    assert (one["SUMMARY"], one["LOCATION"]) == ("Reflection session", "Town Hall")
    assert one["DTSTART"].dt == datetime(2027, 1, 11, 9, 30, tzinfo=ZoneInfo(LONDON))
    assert (str(one["ORGANIZER"]), str(one["ATTENDEE"])) == (
        "mailto:learning@eastmere.example",
        "mailto:dana@eastmere.example",
    )
    assert one["ATTENDEE"].params["PARTSTAT"] == "NEEDS-ACTION"


def test_cancelled_date_asks_for_no_answer() -> None:
    (one,) = read(written(event(cancelled=True), method="CANCEL")).walk("VEVENT")
    assert one["STATUS"] == "CANCELLED"
    assert "RSVP" not in one["ATTENDEE"].params


def test_published_dates_have_no_attendees() -> None:
    found = read(written(event(), event(uid="a2"), method="PUBLISH")).walk("VEVENT")
    assert [("ATTENDEE" in one, one["UID"]) for one in found] == [(False, "a1@h.example"), (False, "a2@h.example")]


@settings(max_examples=300, deadline=None)
@given(summary=lines, location=words, description=lines, name=lines)
def test_any_text_comes_back_and_begins_no_line_of_its_own(
    summary: str, location: str, description: str, name: str
) -> None:
    content = written(event(summary=summary, location=location, description=description), name=name)
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    assert not {*content.replace(b"\r\n", b"")} & {*b"\r\n"}
    (one,) = read(content).walk("VEVENT")
    expected = {
        "UID",
        "SEQUENCE",
        "DTSTAMP",
        "DTSTART",
        "DTEND",
        "SUMMARY",
        "ORGANIZER",
        "ATTENDEE",
        "STATUS",
        "TRANSP",
    }
    expected |= {"LOCATION"} if location else set()
    expected |= {"DESCRIPTION"} if description else set()
    assert set(one) == expected
    assert str(one["SUMMARY"]) == meaning(summary)
    assert str(one.get("DESCRIPTION", "")) == meaning(description)


def test_line_is_not_cut_within_a_character() -> None:
    content = written(event(summary="é" * 200))
    assert all(line.decode() for line in content.split(b"\r\n")[:-1])
    assert str(read(content).walk("VEVENT")[0]["SUMMARY"]) == "é" * 200


@pytest.mark.parametrize("zone", [LONDON, "Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe"])
def test_description_of_the_zone_gives_the_offsets_of_every_day_from_2026_to_2030(zone: str) -> None:
    ends = event(start="2026-01-01T09:00:00"), event(start="2030-12-31T09:00:00")
    described = read(written(*ends, zone=zone)).walk("VTIMEZONE")[0].to_tz()
    day = date(2026, 1, 1)
    while day < date(2031, 1, 1):
        noon = datetime(day.year, day.month, day.day, 12)
        known = noon.replace(tzinfo=ZoneInfo(zone)).utcoffset()
        assert noon.replace(tzinfo=described).utcoffset() == known, f"{zone} {day}"
        day += timedelta(days=1)


def test_clocks_of_london_change_by_a_rule_that_every_calendar_knows() -> None:
    (zone,) = read(written(event())).walk("VTIMEZONE")
    rules = {part.name: part["RRULE"].to_ical().decode() for part in zone.subcomponents}
    assert rules == {
        "STANDARD": "FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10",
        "DAYLIGHT": "FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3",
    }
