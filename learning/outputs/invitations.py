"""Dates as calendars take them: iCalendar (RFC 5545) and its invitations (iTIP, RFC 5546)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, vCalAddress

from learning.outputs.time_zones import described_zone
from learning.vocabulary import CalendarMethod

PRODUCT = "-//learning//dates//EN"
ENDS_OF_LINES = re.compile("\r\n|\r|\x85|\u2028|\u2029")
CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f]")


def as_icalendar(
    calendar: Mapping[str, Any], *, address: str, organiser: str, stamp: datetime, host: str, title: str = ""
) -> bytes:
    """The dates of a message or a feed as an iCalendar object.

    ``calendar`` is what `learning.domain.letters` keeps with a message; ``address`` is whom it goes to, ``organiser``
    who invites, ``stamp`` when it was made (an aware moment), ``host`` the right-hand side of every UID. ``title`` is
    that of a feed: calendars show it, and ask again after an hour.
    """
    events: Sequence[Mapping[str, Any]] = calendar["events"]
    years = [datetime.fromisoformat(event["start"]).year for event in events] or [stamp.year]
    found = Calendar()
    for name, value in (
        ("version", "2.0"), ("prodid", PRODUCT), ("calscale", "GREGORIAN"), ("method", calendar["method"])
    ):  # fmt: skip
        found.add(name, value)
    if title:
        found.add("x-wr-calname", _clean(title))
        found.add("x-published-ttl", "PT1H")
        found.add("refresh-interval", timedelta(hours=1), parameters={"VALUE": "DURATION"})
    found.add_component(described_zone(ZoneInfo(calendar["zone"]), min(years), max(years)))
    for event in events:
        found.add_component(_event(event, calendar, address, organiser, stamp, host))
    content: bytes = found.to_ical()
    return content


def _event(
    event: Mapping[str, Any], calendar: Mapping[str, Any], address: str, organiser: str, stamp: datetime, host: str
) -> Event:
    found, zone = Event(), ZoneInfo(calendar["zone"])
    found.add("uid", f"{event['uid']}@{host}")
    found.add("sequence", event["sequence"])
    found.add("dtstamp", stamp)
    for name in ("start", "end"):
        found.add(f"dt{name}", datetime.fromisoformat(event[name]).replace(tzinfo=zone))
    found.add("summary", _clean(event["summary"]))
    if event["location"]:
        found.add("location", _clean(event["location"]))
    description = "\n\n".join(part for part in (event["link"], event["description"]) if part)
    if description:
        found.add("description", _clean(description))
    found.add("organizer", vCalAddress(f"mailto:{organiser}"))
    if calendar["method"] != CalendarMethod.PUBLISH:  # a published date has no attendees (RFC 5546, 3.2.1)
        found.add("attendee", _attendee(address, calendar["name"], cancelled=event["cancelled"]))
    found.add("status", "CANCELLED" if event["cancelled"] else "CONFIRMED")
    found.add("transp", "OPAQUE")
    return found


def _attendee(address: str, name: str, *, cancelled: bool) -> vCalAddress:
    found = vCalAddress(f"mailto:{address}")
    # A parameter is one line, and can hold no quotation marks (RFC 5545, 3.2).
    found.params["CN"] = " ".join(_clean(name).split()).replace('"', "'")
    if not cancelled:
        found.params["PARTSTAT"], found.params["RSVP"] = "NEEDS-ACTION", "TRUE"
    return found


def _clean(text: str) -> str:
    """A text as calendars can hold it: one kind of end of line, no control characters."""
    return CONTROLS.sub("", ENDS_OF_LINES.sub("\n", text))
