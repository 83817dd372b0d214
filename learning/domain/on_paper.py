"""Telling people whom mail does not reach: the same words on paper, and a note that they have them."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.orm import Session

from learning.clock import now
from learning.domain.actors import Actor
from learning.domain.entries import entry_after, settle
from learning.domain.letters import FILE_SENTENCE
from learning.domain.telling import Recipient, letters_to, recipients_of
from learning.domain.trace import record_change
from learning.models import Message, Programme, Schedule
from learning.vocabulary import Reach, Telling


def to_be_written_to(session: Session, programme: Programme, schedule: Schedule) -> Sequence[Recipient]:
    """Everybody without an e-mail address who does not know all of their dates by a schedule, by name."""
    return [one for one in recipients_of(session, programme, schedule) if one.reach is Reach.NO_ADDRESS]


def words_on_paper(
    session: Session, programme: Programme, recipients: Sequence[Recipient]
) -> Sequence[tuple[Recipient, Message]]:
    """What each of them would read, without the sentence about a file that no paper has; nothing is kept."""
    written = letters_to(session, programme, recipients, Telling.DIGEST)
    found = []
    for one, letters in zip(recipients, written, strict=True):
        for letter in letters:
            letter.body = letter.body.replace(f"{FILE_SENTENCE}\n\n", "")
            found.append((one, letter))
    return found


def note_told_on_paper(session: Session, actor: Actor, programme: Programme, schedule: Schedule) -> int:
    """Note that everybody without an e-mail address has their letter by now; how many. Nobody is noted twice."""
    moment, told = now(), to_be_written_to(session, programme, schedule)
    for one in told:
        for change in one.changes:
            settle(session, change, entry_after(programme, change, one.name, "", moment))
    session.flush()
    if told:
        people = "1 person was" if len(told) == 1 else f"{len(told):,} people were"
        record_change(
            session, actor, programme, "tell on paper", f"Release {schedule.release_number}",
            f"{people} told of release {schedule.release_number} on paper.",
        )  # fmt: skip
    return len(told)
