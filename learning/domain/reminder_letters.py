"""Letters that remind: of dates that come soon, and of registers still to be filled in, all in one message."""

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
    registers: Sequence[Appointment]


def write_reminder(around: Surroundings, due: Due) -> Message:
    """One message with everything that is due."""
    parts = [around.say(Part.GREETING, due.name)]
    if due.dates:
        parts += [around.say(Part.REMINDER, due.name), _lines(around, due.dates)]
    if due.registers:
        parts += [around.say(Part.REGISTER, due.name), _lines(around, due.registers)]
    joining = joining_of(around, (one.strand for one in due.dates)).strip()
    parts += [joining] if joining else []
    parts.append(around.say(Part.ENDING, due.name))
    return make_message(
        due.address, _subject(around, due), "\n\n".join(parts) + "\n", programme_id=around.programme.id,
        role=due.owner.role, owner_id=due.owner.owner_id, name=due.name,
        useful_until=None if due.registers else max(one.starts_at for one in due.dates),
    )  # fmt: skip


def _subject(around: Surroundings, due: Due) -> str:
    everything = [*due.dates, *due.registers]
    if len(everything) > 1:
        return f"{around.programme.name}: {len(everything)} reminders"
    what = "Reminder" if due.dates else "Register to fill in"
    return f"{what}: {title_of(around, everything[0])}, {day_of(around, everything[0].starts_at)}"


def _lines(around: Surroundings, dates: Sequence[Appointment]) -> str:
    in_order = sorted(dates, key=lambda one: (one.starts_at, one.key))
    return "\n".join(f"- {_sentence(around, one)}" for one in in_order)


def _sentence(around: Surroundings, one: Appointment) -> str:
    where = place_of(around, one)
    return f"{title_of(around, one)}: {when_of(around, one)}" + (f", {where}" if where else "")
