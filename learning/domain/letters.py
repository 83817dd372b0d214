"""The words of messages about dates, and the dates that go with them into calendars.

One invitation carries one date: a request with dates of several names is not allowed (RFC 5546, 3.2.2), and mail
programs take up only a date that is the message itself. A digest says all in words and offers its dates as a file.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from learning.domain.outbox import make_message
from learning.models import CalendarEntry, Message, Programme, Strand, Venue
from learning.queries.programmes import strands_of
from learning.vocabulary import CalendarMethod, Telling

FILE_SENTENCE = "The attached file puts these dates into your calendar."


@dataclass(frozen=True, slots=True)
class Told:
    """An entry as it is to be known from now on; ``before`` is when it was to begin, None for a new one."""

    entry: CalendarEntry
    before: datetime | None


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What letters to the people of a programme speak of: its zone, its strands and its venues, by id."""

    programme: Programme
    zone: ZoneInfo
    strands: Mapping[str, Strand]
    venues: Mapping[str, Venue]


def surroundings_of(session: Session, programme: Programme) -> Surroundings:
    venues = session.scalars(select(Venue).where(Venue.programme_id == programme.id))
    return Surroundings(
        programme,
        ZoneInfo(programme.settings["timezone"]),
        {strand.strand_id: strand for strand in strands_of(session, programme)},
        {venue.venue_id: venue for venue in venues},
    )


def write_letters(
    around: Surroundings, told: Sequence[Told], telling: Telling, *, is_trainer: bool
) -> Iterator[Message]:
    """The messages of one person: one with everything, or one for each date, in order of time."""
    in_order = sorted(told, key=lambda one: (one.entry.starts_at, one.entry.key))
    if telling is Telling.DIGEST:
        yield _message(around, in_order, CalendarMethod.PUBLISH, _digest_subject(around, in_order), is_trainer)
        return
    for one in in_order:
        method = CalendarMethod.CANCEL if one.entry.cancelled else CalendarMethod.REQUEST
        yield _message(around, [one], method, _subject(around, one), is_trainer)


def _message(
    around: Surroundings, told: Sequence[Told], method: CalendarMethod, subject: str, is_trainer: bool
) -> Message:
    first = told[0].entry
    role = "You lead" if is_trainer else "You have a place in"
    lines = "\n".join(f"- {_sentence(around, one)}" for one in told)
    file = f"{FILE_SENTENCE}\n\n" if method is CalendarMethod.PUBLISH else ""
    body = (
        f"Hello {first.name},\n\n{role} the programme {around.programme.name}. "
        f"This is new or has changed:\n\n{lines}\n\n{file}{_joining(around, told)}"
        f"{around.programme.organisation.name}\n"
    )
    calendar: dict[str, Any] = {
        "method": method.value,
        "zone": around.programme.settings["timezone"],
        "name": first.name,
        "events": [_event(around, one.entry) for one in told],
    }
    return make_message(
        first.address, subject, body, programme_id=around.programme.id, calendar=calendar,
        role=first.role, owner_id=first.owner_id, name=first.name,
    )  # fmt: skip


def _digest_subject(around: Surroundings, told: Sequence[Told]) -> str:
    if len(told) == 1:
        return _subject(around, told[0])
    return f"{around.programme.name}: {len(told)} dates are new or have changed"


def _subject(around: Surroundings, one: Told) -> str:
    title, entry = _title(around, one.entry), one.entry
    if entry.cancelled:
        return f"Cancelled: {title}, {_day(around, entry.starts_at)}"
    if one.before is None:
        return f"{title}, {_day(around, entry.starts_at)}"
    return f"Changed: {title}, now {_day(around, entry.starts_at)}"


def _sentence(around: Surroundings, one: Told) -> str:
    entry = one.entry
    when = f"{_day(around, entry.starts_at)}, {_clock(around, entry.starts_at)} to {_clock(around, entry.ends_at)}"
    if entry.cancelled:
        return f"{_title(around, entry)}: cancelled ({when})"
    place = f", {where}" if (where := _place(around, entry)) else ""
    was = ""
    if one.before is not None and one.before != entry.starts_at:
        was = f" (before: {_day(around, one.before)}, {_clock(around, one.before)})"
    elif one.before is not None:
        was = " (same day and time, changed in place or length)"
    return f"{_title(around, entry)}: {when}{place}{was}"


def _joining(around: Surroundings, told: Sequence[Told]) -> str:
    strands = dict.fromkeys(one.entry.strand for one in told if not one.entry.cancelled)
    found = [around.strands[key] for key in strands if key in around.strands]
    return "".join(
        f"{one.title}: {one.joining_instructions.strip()}\n\n" for one in found if one.joining_instructions.strip()
    )


def _event(around: Surroundings, entry: CalendarEntry) -> dict[str, Any]:
    """A date as `learning.outputs.icalendar` writes it; times are local to the programme's zone."""
    strand, venue = around.strands.get(entry.strand), around.venues.get(entry.venue_id)
    return {
        "uid": entry.uid,
        "sequence": entry.sequence,
        "start": _local(around, entry.starts_at).replace(tzinfo=None).isoformat(),
        "end": _local(around, entry.ends_at).replace(tzinfo=None).isoformat(),
        "summary": _title(around, entry),
        "location": _place(around, entry),
        "link": venue.link.strip() if venue else "",
        "description": strand.joining_instructions.strip() if strand else "",
        "cancelled": entry.cancelled,
    }


def _title(around: Surroundings, entry: CalendarEntry) -> str:
    return around.strands[entry.strand].title if entry.strand in around.strands else entry.strand


def _place(around: Surroundings, entry: CalendarEntry) -> str:
    venue = around.venues.get(entry.venue_id)
    return entry.venue_id if venue is None else venue.name or entry.venue_id


def _local(around: Surroundings, moment: datetime) -> datetime:
    return moment.astimezone(around.zone)


def _day(around: Surroundings, moment: datetime) -> str:
    local = _local(around, moment)
    return f"{local:%A} {local.day} {local:%B %Y}"


def _clock(around: Surroundings, moment: datetime) -> str:
    return f"{_local(around, moment):%H:%M}"
