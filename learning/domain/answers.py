"""What an answer of a calendar does: a date that its owner declined waits for a coordinator to see to it."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from learning.clock import now
from learning.domain.actors import Actor
from learning.domain.entries import DateChange, entry_after
from learning.domain.replies import Reply
from learning.domain.trace import record_change
from learning.errors import Refusal
from learning.models import CalendarAnswer, CalendarEntry, Programme
from learning.queries.appointments import Appointment, Owner, entries_of_owner, name_and_address
from learning.vocabulary import Role

CALENDARS = Actor("The mail server")
DECLINED = "DECLINED"


def take_answer(session: Session, reply: Reply) -> str:
    """Note that somebody declined a date as they know it now; what became of the answer, in words.

    Everything else changes nothing; where it names a date that there is, the trace says so.
    """
    entry = session.scalar(select(CalendarEntry).where(CalendarEntry.uid == reply.uid).with_for_update())
    if entry is None:
        return "it names no date that there is"
    if reply.status != DECLINED:
        return f"it says {reply.status[:20] or 'nothing'}, which changes nothing"
    programme = session.get_one(Programme, entry.programme_id)
    fault = _fault(session, entry, reply)
    if fault:
        sentence = f"An answer from a calendar was ignored: {fault}."
        record_change(session, CALENDARS, programme, "ignore answer", entry.name or entry.owner_id, sentence)
        return fault
    _wait_for_coordinator(session, programme, entry)
    name = entry.name or entry.owner_id
    record_change(session, CALENDARS, programme, "decline date", name, f"{name} declined a date in their calendar.")
    return "it was noted"


def decline_own_date(session: Session, actor: Actor, programme: Programme, date: Appointment) -> None:
    """Somebody says that they cannot come to a date of theirs: it waits for a coordinator, their place is kept.

    Saying so twice is saying it once. Refuses a date that has begun.
    """
    if date.starts_at <= now():
        raise Refusal("This session has begun: tell its trainer")
    entry = _entry_of(session, programme, date)
    if _came_before(session, entry):
        return
    _wait_for_coordinator(session, programme, entry)
    name = entry.name or entry.owner_id
    record_change(session, actor, programme, "decline date", name, f"{name} cannot come to a date.")


def settle_answer(session: Session, actor: Actor, programme: Programme, answer: CalendarAnswer) -> None:
    """Say that a coordinator has seen to it. Refuses one that was settled before."""
    if answer.settled_at is not None:
        raise Refusal("Somebody else has settled this already")
    entry = session.get_one(CalendarEntry, answer.entry_id)
    answer.settled_at, answer.outcome = now(), f"Settled by {actor.name}."
    session.flush()
    name = entry.name or entry.owner_id
    record_change(session, actor, programme, "settle answer", name, f"The date that {name} declined was seen to.")


def settle_own_answers(session: Session, programme: Programme, staff_id: str, strand: str) -> None:
    """Whoever has another date of a strand need not be found one: what they declined of it is settled."""
    owner = Owner(Role.PARTICIPANT, staff_id)
    for entry in entries_of_owner(session, programme, owner):
        if entry.strand == strand:
            waiting = select(CalendarAnswer).where(
                CalendarAnswer.entry_id == entry.id, CalendarAnswer.settled_at.is_(None)
            )
            for answer in session.scalars(waiting):
                answer.settled_at, answer.outcome = now(), "They have another date."
    session.flush()


def _fault(session: Session, entry: CalendarEntry, reply: Reply) -> str:
    if not reply.sender == reply.attendee == entry.address.strip().lower():
        return "it does not come from the address that was invited"
    if entry.cancelled or entry.starts_at <= now():
        return "the date is cancelled or past"
    if reply.sequence != entry.sequence:
        return "the date has changed since"
    return "it came before" if _came_before(session, entry) else ""


def _came_before(session: Session, entry: CalendarEntry) -> bool:
    again = select(CalendarAnswer.id).where(
        CalendarAnswer.entry_id == entry.id, CalendarAnswer.sequence == entry.sequence
    )
    return session.scalar(again) is not None


def _entry_of(session: Session, programme: Programme, date: Appointment) -> CalendarEntry:
    """The date as its owner was told it; one of which they only read here is noted as told now."""
    known = {entry.key: entry for entry in entries_of_owner(session, programme, date.owner)}
    if date.key in known:
        return known[date.key]
    name, address = name_and_address(session, programme, date.owner)
    entry = entry_after(programme, DateChange(date.owner, None, date), name, address, now())
    session.add(entry)
    session.flush()
    return entry


def _wait_for_coordinator(session: Session, programme: Programme, entry: CalendarEntry) -> None:
    answer = CalendarAnswer(programme_id=programme.id, entry_id=entry.id, sequence=entry.sequence, received_at=now())
    answer.outcome = ""
    session.add(answer)
    session.flush()
