"""What became of messages about the made-up council's releases: nearly all were taken, a few addresses were wrong."""

from __future__ import annotations

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from learning.clock import now
from learning.models import Message, Programme
from learning.vocabulary import MessageState

WRONG = (
    "The mail server refuses the address {}: 550 no such user here.",
    "The mail server refuses the address {}: 552 mailbox is full.",
)
"""How the first messages of a release failed."""


def send_out(session: Session, programme: Programme) -> None:
    """Let everything that waits have left, without sending anything."""
    waiting = (Message.programme_id == programme.id) & (Message.state == MessageState.WAITING)
    wrong = session.scalars(select(Message).where(waiting).order_by(Message.id).limit(len(WRONG))).all()
    session.execute(
        update(Message)
        .where(waiting, Message.id.not_in([message.id for message in wrong]))
        .values(state=MessageState.SENT, tries=1, sent_at=now())
        .execution_options(synchronize_session=False)
    )
    for message, fault in zip(wrong, WRONG, strict=False):
        message.state, message.tries, message.fault = MessageState.FAILED, 1, fault.format(message.address)
    session.flush()
