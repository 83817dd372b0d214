"""Letters that remind of dates that come soon, all of one person in one message."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from learning.domain.outbox import make_message
from learning.domain.surroundings import Surroundings, day_of, joining_of, place_of, title_of, when_of
from learning.models import Message
from learning.queries.appointments import Appointment, Owner
from learning.vocabulary import Part


@dataclass(frozen=True, slots=True)
class Due:
    """What somebody is to be reminded of at one time."""

    owner: Owner
    name: str
    address: str
    dates: Sequence[Appointment]


def write_reminder(around: Surroundings, due: Due) -> Message:
    """One message with everything that is due."""
    joining = joining_of(around, (one.strand for one in due.dates)).strip()
    parts = [
        around.say(Part.GREETING, due.name),
        around.say(Part.REMINDER, due.name),
        _lines(around, due.dates),
        *([joining] if joining else []),
        around.say(Part.ENDING, due.name),
    ]
    return make_message(
        due.address, _subject(around, due), "\n\n".join(parts) + "\n", programme_id=around.programme.id,
        role=due.owner.role, owner_id=due.owner.owner_id, name=due.name,
    )  # fmt: skip


def _subject(around: Surroundings, due: Due) -> str:
    if len(due.dates) > 1:
        return f"{around.programme.name}: {len(due.dates)} dates are coming up"
    return f"Reminder: {title_of(around, due.dates[0])}, {day_of(around, due.dates[0].starts_at)}"


def _lines(around: Surroundings, dates: Sequence[Appointment]) -> str:
    in_order = sorted(dates, key=lambda one: (one.starts_at, one.key))
    return "\n".join(f"- {_sentence(around, one)}" for one in in_order)


def _sentence(around: Surroundings, one: Appointment) -> str:
    where = place_of(around, one)
    return f"{title_of(around, one)}: {when_of(around, one)}" + (f", {where}" if where else "")
