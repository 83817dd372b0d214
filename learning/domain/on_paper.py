"""Telling people whom mail does not reach: the same words on paper, and a note that they have them."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from sqlalchemy.orm import Session

from learning.clock import now
from learning.domain.actors import Actor
from learning.domain.entries import entry_after, settle
from learning.domain.letters import FILE_SENTENCE
from learning.domain.telling import Recipient, letters_to, recipients_of
from learning.domain.trace import record_change
from learning.errors import Refusal
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


def mark_of_letters(recipients: Sequence[Recipient]) -> str:
    """What the letters of some people are known by: another once a person or date more or less is to be told."""
    dates = [
        (one.owner.owner_id, change.appointment or (change.entry.key if change.entry else ""))
        for one in recipients
        for change in one.changes
    ]
    return hashlib.sha256(repr(dates).encode()).hexdigest()[:24]


def note_told_on_paper(session: Session, actor: Actor, programme: Programme, schedule: Schedule, printed: str) -> int:
    """Note that everybody without an e-mail address has the letter that was printed; how many. Nobody is noted twice.

    Refuses where other letters would be printed now than those of the mark ``printed``.
    """
    moment, told = now(), to_be_written_to(session, programme, schedule)
    if mark_of_letters(told) != printed:
        raise Refusal("Other letters are due since these were printed. Print them anew")
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
