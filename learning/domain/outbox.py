"""Messages are put into the outbox with the change that causes them; `learning.outputs.mail` sends them."""

from __future__ import annotations

import secrets
from typing import Any

from sqlalchemy.orm import Session

from learning.clock import now
from learning.models import Message
from learning.vocabulary import MessageState

REFERENCE_BYTES = 16


def put_message(session: Session, address: str, subject: str, body: str) -> Message:
    """Keep a message for sending; it exists if, and only if, what it tells of is committed."""
    message = make_message(address, subject, body)
    session.add(message)
    session.flush()
    return message


def make_message(
    address: str, subject: str, body: str, *, programme_id: int | None = None, calendar: dict[str, Any] | None = None
) -> Message:
    """A message that waits to be sent as soon as it is kept. ``calendar``: the dates that go with it."""
    return Message(
        reference=secrets.token_hex(REFERENCE_BYTES),
        address=address,
        subject=subject,
        body=body,
        state=MessageState.WAITING,
        created_at=now(),
        programme_id=programme_id,
        calendar=calendar,
    )
