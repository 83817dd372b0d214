"""A message as somebody of the programme would get it, in words that need not be in use; nothing is kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy.orm import Session

from learning.clock import now
from learning.domain.entries import DateChange, entry_after
from learning.domain.letters import Told, write_letters
from learning.domain.reminder_letters import Due, write_reminder
from learning.domain.surroundings import Surroundings, surroundings_of
from learning.models import Message, Programme, Schedule
from learning.queries.appointments import Appointment, Owner, appointments_of, name_and_address, owner_found
from learning.vocabulary import Part, Telling

FOR_TRAINERS = frozenset({Part.LEAD, Part.REGISTER})
NO_ADDRESS = "no address"


def preview_of(
    session: Session, programme: Programme, schedule: Schedule, part: Part, words: Mapping[Part, str], person: str
) -> Message | None:
    """The message that shows a part, to the first whose name, id or address holds ``person``; None if nobody's does."""
    owner = owner_found(session, programme, schedule, person.strip(), trainer=part in FOR_TRAINERS)
    if owner is None:
        return None
    dates = appointments_of(session, schedule, owner)
    name, address = name_and_address(session, programme, owner)
    around = surroundings_of(session, programme, words)
    if part is Part.REGISTER:
        return write_reminder(around, Due(owner, name, address or NO_ADDRESS, (), dates[:1])) if dates else None
    if part is Part.REMINDER:
        return write_reminder(around, Due(owner, name, address or NO_ADDRESS, dates[:1], ())) if dates else None
    return _all_new(around, owner, name, address or NO_ADDRESS, dates)


def _all_new(
    around: Surroundings, owner: Owner, name: str, address: str, dates: Sequence[Appointment]
) -> Message | None:
    """As if all dates were told for the first time."""
    if not dates:
        return None
    changes = [DateChange(owner, None, one) for one in dates]
    told = [Told(entry_after(around.programme, change, name, address, now()), None) for change in changes]
    return next(iter(write_letters(around, told, Telling.DIGEST, is_trainer=owner.is_trainer)))
