"""Messages are put into the outbox with the change that causes them; `learning.outputs.sending` sends them.

A message is taken by one sender at a time and marked before it goes out, so that two processes never send it both;
one whose sender was killed in that moment counts as failed after a while and is not sent again by itself. What failed
for the moment is tried again after growing waits, eight times in all.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, or_, select, update
from sqlalchemy.orm import Session

from learning.clock import now
from learning.domain.quiet import is_kept_back
from learning.models import Message, Programme
from learning.vocabulary import MessageState, Role

REFERENCE_BYTES = 16
MOST_AT_ONCE = 50
WAITS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 20, 60, 180, 480, 1440))
"""How long to wait after each try that failed for a while."""
MOST_TRIES = len(WAITS) + 1
CLOCKS_DIFFER = timedelta(minutes=2)
LOST_AFTER = timedelta(minutes=10)
"""Far longer than any sender takes over one message."""
TOO_LATE = "It could not be sent in time: what it tells of has begun."
INTERRUPTED = "The sender was stopped in the middle of it. It may have arrived."


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a message was not sent, in plain words.

    ``again``: trying later can help. ``everywhere``: it would be the same for every other message now.
    """

    reason: str
    again: bool
    everywhere: bool = False


def put_message(session: Session, address: str, subject: str, body: str) -> Message:
    """Keep a message for sending; it exists if, and only if, what it tells of is committed."""
    message = make_message(address, subject, body)
    session.add(message)
    session.flush()
    return message


def make_message(
    address: str,
    subject: str,
    body: str,
    *,
    programme_id: int | None = None,
    calendar: dict[str, Any] | None = None,
    role: Role | None = None,
    owner_id: str = "",
    name: str = "",
    useful_until: datetime | None = None,
) -> Message:
    """A message that waits to be sent as soon as it is kept. ``calendar``: the dates that go with it; ``role``,
    ``owner_id`` and ``name``: whose they are; ``useful_until``: when the last of them begins."""
    return Message(
        reference=secrets.token_hex(REFERENCE_BYTES),
        address=address,
        subject=subject,
        body=body,
        state=MessageState.WAITING,
        created_at=now(),
        programme_id=programme_id,
        calendar=calendar,
        role=role,
        owner_id=owner_id,
        name=name,
        useful_until=useful_until,
    )


def waiting_messages(session: Session) -> list[int]:
    """The messages that are due, oldest first."""
    due = or_(Message.next_try_at.is_(None), Message.next_try_at <= now())
    found = select(Message.id).where(Message.state == MessageState.WAITING, due).order_by(Message.id)
    return list(session.scalars(found.limit(MOST_AT_ONCE)))


def take_message(session: Session, message_id: int) -> Message | None:
    """Mark a message as being sent; None where another sender has taken it, it is too late, or quiet mode keeps it
    back."""
    taken = session.execute(
        update(Message)
        .where(Message.id == message_id, Message.state == MessageState.WAITING)
        .values(state=MessageState.SENDING, tries=Message.tries + 1, next_try_at=now() + LOST_AFTER)
        .execution_options(synchronize_session=False)
    )
    if taken.rowcount != 1:  # type: ignore[attr-defined]
        return None
    message = session.get_one(Message, message_id, populate_existing=True)
    programme = session.get(Programme, message.programme_id) if message.programme_id else None
    if message.useful_until is not None and message.useful_until <= now():
        _put_aside(session, message, MessageState.FAILED, TOO_LATE)
    elif programme is not None and is_kept_back(programme, message.address):
        _put_aside(session, message, MessageState.HELD, "")
    else:
        return message
    return None


def _put_aside(session: Session, message: Message, state: MessageState, reason: str) -> None:
    """Leave a message that was taken as it was before, unsent."""
    message.state, message.fault, message.next_try_at = state, reason, None
    message.tries -= 1
    session.flush()


def note_undelivered(session: Session, reference: str, reason: str, since: datetime | None = None) -> bool:
    """Say of a message that was sent that it did not arrive; whether there is one like that.

    ``since`` is when it left by what the report says: one that was sent again afterwards is not meant.
    """
    message = session.scalar(select(Message).where(Message.reference == reference).with_for_update())
    if message is None or message.state is not MessageState.SENT:
        return False
    if since is not None and message.sent_at is not None and since < message.sent_at - CLOCKS_DIFFER:
        return False
    message.state, message.fault = MessageState.FAILED, reason
    session.flush()
    return True


def has_lost(session: Session) -> bool:
    """Whether a sender took a message and has not been heard of since."""
    return session.scalar(select(Message.id).where(*_lost()).limit(1)) is not None


def give_up_lost(session: Session) -> None:
    """Say of messages whose sender was killed that they failed: whether they left is not known."""
    session.execute(
        update(Message).where(*_lost()).values(state=MessageState.FAILED, fault=INTERRUPTED, next_try_at=None)
    )


def _lost() -> tuple[ColumnElement[bool], ...]:
    return Message.state == MessageState.SENDING, Message.next_try_at <= now()


def settle_message(session: Session, message_id: int, failure: Failure | None) -> None:
    """Say what became of a message that was taken: sent (no failure), to be tried again later, or given up."""
    message = session.get_one(Message, message_id, populate_existing=True)
    message.fault, message.next_try_at = failure.reason if failure else "", None
    tried = message.tries % MOST_TRIES
    if failure is None:
        message.state, message.sent_at = MessageState.SENT, now()
    elif failure.again and tried:
        message.state, message.next_try_at = MessageState.WAITING, now() + WAITS[tried - 1]
    else:
        message.state = MessageState.FAILED
    session.flush()
