"""The words of messages about dates, and the dates that go with them into calendars.

One invitation carries one date: a request with dates of several names is not allowed (RFC 5546, 3.2.2), and mail
programs take up only a date that is the message itself. A digest says all in words and offers its dates as a file.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from learning.domain.outbox import make_message
from learning.domain.surroundings import (
    Surroundings,
    clock_of,
    day_of,
    joining_of,
    local_of,
    place_of,
    title_of,
    when_of,
)
from learning.models import CalendarEntry, Message
from learning.vocabulary import CalendarMethod, Part, Telling

FILE_SENTENCE = "The attached file puts these dates into your calendar."


@dataclass(frozen=True, slots=True)
class Told:
    """An entry as it is to be known from now on; ``before`` is when it was to begin, None for a new one."""

    entry: CalendarEntry
    before: datetime | None


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
    lines = "\n".join(f"- {_sentence(around, one)}" for one in told)
    file = f"{FILE_SENTENCE}\n\n" if method is CalendarMethod.PUBLISH else ""
    body = (
        f"{around.say(Part.GREETING, first.name)}\n\n"
        f"{around.say(Part.LEAD if is_trainer else Part.PLACE, first.name)}\n\n{lines}\n\n{file}"
        f"{joining_of(around, (one.entry.strand for one in told if not one.entry.cancelled))}"
        f"{around.say(Part.ENDING, first.name)}\n"
    )
    calendar: dict[str, Any] = {
        "method": method.value,
        "zone": around.programme.settings["timezone"],
        "name": first.name,
        "events": [event_of(around, one.entry) for one in told],
    }
    return make_message(
        first.address, subject, body, programme_id=around.programme.id, calendar=calendar,
        role=first.role, owner_id=first.owner_id, name=first.name,
        useful_until=max(one.entry.starts_at for one in told),
    )  # fmt: skip


def _digest_subject(around: Surroundings, told: Sequence[Told]) -> str:
    if len(told) == 1:
        return _subject(around, told[0])
    return f"{around.programme.name}: {len(told)} dates are new or have changed"


def _subject(around: Surroundings, one: Told) -> str:
    title, entry = title_of(around, one.entry), one.entry
    if entry.cancelled:
        return f"Cancelled: {title}, {day_of(around, entry.starts_at)}"
    if one.before is None:
        return f"{title}, {day_of(around, entry.starts_at)}"
    return f"Changed: {title}, now {day_of(around, entry.starts_at)}"


def _sentence(around: Surroundings, one: Told) -> str:
    entry = one.entry
    when = when_of(around, entry)
    if entry.cancelled:
        return f"{title_of(around, entry)}: cancelled ({when})"
    place = f", {where}" if (where := place_of(around, entry)) else ""
    was = ""
    if one.before is not None and one.before != entry.starts_at:
        was = f" (before: {day_of(around, one.before)}, {clock_of(around, one.before)})"
    elif one.before is not None:
        was = " (same day and time, changed in place or length)"
    return f"{title_of(around, entry)}: {when}{place}{was}"


def event_of(around: Surroundings, entry: CalendarEntry) -> dict[str, Any]:
    """A date as `learning.outputs.invitations` writes it; times are local to the programme's zone."""
    strand, venue = around.strands.get(entry.strand), around.venues.get(entry.venue_id)
    return {
        "uid": entry.uid,
        "sequence": entry.sequence,
        "start": local_of(around, entry.starts_at).replace(tzinfo=None).isoformat(),
        "end": local_of(around, entry.ends_at).replace(tzinfo=None).isoformat(),
        "summary": title_of(around, entry),
        "location": place_of(around, entry),
        "link": venue.link.strip() if venue else "",
        "description": strand.joining_instructions.strip() if strand else "",
        "cancelled": entry.cancelled,
    }
