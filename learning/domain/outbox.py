"""Messages are put into the outbox with the change that causes them; `learning.outputs.mail` sends them."""

from __future__ import annotations

import secrets

from sqlalchemy.orm import Session

from learning.clock import now
from learning.models import Message
from learning.vocabulary import MessageState

REFERENCE_BYTES = 16


def put_message(session: Session, address: str, subject: str, body: str) -> Message:
    """Keep a message for sending; it exists if, and only if, what it tells of is committed."""
    message = Message(
        reference=secrets.token_hex(REFERENCE_BYTES),
        address=address,
        subject=subject,
        body=body,
        state=MessageState.WAITING,
        created_at=now(),
    )
    session.add(message)
    session.flush()
    return message
