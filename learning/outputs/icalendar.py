"""Dates as calendars take them: iCalendar (RFC 5545) and its invitations (iTIP, RFC 5546).

Every text goes through `_text`, so that nothing typed by a user can begin a line of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from learning.outputs.time_zones import time_zone_lines

PRODUCT = "-//learning//dates//EN"
MOST_OCTETS = 75


def as_icalendar(calendar: Mapping[str, Any], *, address: str, organiser: str, stamp: datetime, host: str) -> bytes:
    """The dates of a message as an iCalendar object.

    ``calendar`` is what `learning.domain.letters` keeps with a message; ``address`` is whom it goes to, ``organiser``
    who invites, ``stamp`` when it was made (an aware moment), ``host`` the right-hand side of every UID.
    """
    events: Sequence[Mapping[str, Any]] = calendar["events"]
    zone = ZoneInfo(calendar["zone"])
    days = [datetime.fromisoformat(event["start"]) for event in events]
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:{PRODUCT}",
        "CALSCALE:GREGORIAN",
        f"METHOD:{calendar['method']}",
    ]
    lines += time_zone_lines(zone, min(days).year, max(days).year)
    for event in events:
        lines += _event(event, calendar, address, organiser, stamp, host)
    lines.append("END:VCALENDAR")
    return "".join(_folded(line) + "\r\n" for line in lines).encode()


def _event(
    event: Mapping[str, Any], calendar: Mapping[str, Any], address: str, organiser: str, stamp: datetime, host: str
) -> Iterator[str]:
    cancelled = bool(event["cancelled"])
    yield "BEGIN:VEVENT"
    yield f"UID:{event['uid']}@{host}"
    yield f"SEQUENCE:{event['sequence']}"
    yield f"DTSTAMP:{stamp:%Y%m%dT%H%M%SZ}"
    for name in ("start", "end"):
        yield f"DT{name.upper()};TZID={calendar['zone']}:{datetime.fromisoformat(event[name]):%Y%m%dT%H%M%S}"
    yield f"SUMMARY:{_text(event['summary'])}"
    if event["location"]:
        yield f"LOCATION:{_text(event['location'])}"
    description = "\n\n".join(part for part in (event["link"], event["description"]) if part)
    if description:
        yield f"DESCRIPTION:{_text(description)}"
    yield f"ORGANIZER:mailto:{_plain(organiser)}"
    if calendar["method"] != "PUBLISH":  # a published date has no attendees (RFC 5546, 3.2.1)
        state = "" if cancelled else ";PARTSTAT=NEEDS-ACTION;RSVP=TRUE"
        yield f"ATTENDEE;CN={_quoted(calendar['name'])}{state}:mailto:{_plain(address)}"
    yield f"STATUS:{'CANCELLED' if cancelled else 'CONFIRMED'}"
    yield "TRANSP:OPAQUE"
    yield "END:VEVENT"


def _text(value: str) -> str:
    """A text value (RFC 5545, 3.3.11): commas, semicolons, backslashes and ends of lines escaped, controls left out."""
    value = re.sub(r"\r\n|\r|\x85|\u2028|\u2029", "\n", value)
    value = re.sub(r"[\x00-\x08\x0b-\x1f\x7f]", "", value)
    return value.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def _plain(value: str) -> str:
    return re.sub(r"[\x00-\x20\x7f-\x9f\u2028\u2029]", "", value)


def _quoted(value: str) -> str:
    """A parameter value in quotation marks, which can hold none itself (RFC 5545, 3.2)."""
    clean = re.sub(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+", " ", value)
    return '"' + clean.replace('"', "'") + '"'


def _folded(line: str) -> str:
    """A line in parts of at most 75 octets, none cut within a character (RFC 5545, 3.1)."""
    parts, octets = [""], 0
    for character in line:
        size = len(character.encode())
        if octets + size > MOST_OCTETS:
            parts.append(" ")
            octets = 1
        parts[-1] += character
        octets += size
    return "\r\n".join(parts)
