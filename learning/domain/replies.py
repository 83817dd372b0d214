"""Answers of calendars to invitations (iTIP REPLY, RFC 5546, 3.2.3), read strictly: whatever is odd is none.

Mail comes from anywhere, so nothing in it is believed by itself: the name of the date cannot be guessed, and the
sender, the attendee and the address that was invited must be one and the same.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from email.utils import getaddresses

from icalendar import Calendar, Component

MOST_BYTES = 256 * 1024
MOST_PARTS = 50
UID = re.compile(r"[0-9a-f]{32}")
MAILTO = "mailto:"


class NoReply(Exception):  # noqa: N818 - most mail is none; that is no error
    """What came is no answer of a calendar; says why, for the log."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What a calendar answered: ``uid`` without our host, ``status`` as PARTSTAT has it (DECLINED, say)."""

    sender: str
    attendee: str
    uid: str
    sequence: int
    status: str


def read_reply(content: bytes, host: str) -> Reply:
    """The answer in a message as it came from the mail server; ``host`` is what our UIDs end with.

    Raises `NoReply` for everything else.
    """
    if len(content) > MOST_BYTES:
        raise NoReply("it is too large")
    mail = message_from_bytes(content, policy=default)
    assert isinstance(mail, EmailMessage)
    event = _event(_calendar(mail))
    uid, _, ours = str(event.get("uid", "")).strip().partition("@")
    if ours.lower() != host.lower() or not UID.fullmatch(uid):
        raise NoReply("it is about no date of ours")
    attendee = event.get("attendee")
    if attendee is None or isinstance(attendee, list):
        raise NoReply("it is not of one attendee")
    return Reply(
        sender=_sender(mail),
        attendee=_address(str(attendee)),
        uid=uid,
        sequence=_sequence(event),
        status=str(attendee.params.get("PARTSTAT", "")).upper(),
    )


def _sender(mail: EmailMessage) -> str:
    try:
        found = getaddresses(str(value) for value in mail.get_all("from", []))
    except (ValueError, IndexError, AttributeError) as fault:  # what the parser of headers makes of garbage
        raise NoReply("its sender cannot be read") from fault
    if len(found) != 1 or not found[0][1]:
        raise NoReply("it is not from one sender")
    return found[0][1].strip().lower()


def _calendar(mail: EmailMessage) -> Component:
    parts = []
    for place, part in enumerate(mail.walk()):
        if place >= MOST_PARTS:
            raise NoReply("it has too many parts")
        if part.get_content_type() == "text/calendar":
            parts.append(part.get_payload(decode=True))
    contents = {content for content in parts if isinstance(content, bytes)}
    if len(contents) != 1:
        raise NoReply("it has not one calendar part")
    try:
        found = Calendar.from_ical(contents.pop().decode("utf-8"))
    except (ValueError, KeyError, IndexError, TypeError, AttributeError) as fault:
        raise NoReply("its calendar part cannot be read") from fault
    if str(found.get("method", "")).upper() != "REPLY":
        raise NoReply("it is no reply")
    return found


def _event(calendar: Component) -> Component:
    events = [one for one in calendar.subcomponents if one.name == "VEVENT"]
    others = {str(one.name) for one in calendar.subcomponents} - {"VEVENT", "VTIMEZONE"}
    if len(events) != 1 or others or events[0].errors or "recurrence-id" in events[0]:
        raise NoReply("it is not about one date")
    return events[0]


def _sequence(event: Component) -> int:
    """Calendars may leave it out where it is 0 (RFC 5545, 3.8.7.4)."""
    found = event.get("sequence", 0)
    if not isinstance(found, int) or found < 0:
        raise NoReply("its sequence is none")
    return int(found)


def _address(text: str) -> str:
    if text[: len(MAILTO)].lower() != MAILTO:
        raise NoReply("its attendee has no address")
    return text[len(MAILTO) :].strip().lower()
