"""Sending again what was given up or kept back."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from learning.domain.actors import Actor
from learning.domain.addresses import is_reachable
from learning.domain.quiet import is_kept_back
from learning.domain.trace import record_change
from learning.errors import Refusal
from learning.models import Message, Programme
from learning.queries.appointments import Owner, name_and_address, names_and_addresses
from learning.vocabulary import MessageState

OVER = (MessageState.FAILED, MessageState.HELD)


def try_again(session: Session, actor: Actor, programme: Programme, message: Message) -> None:
    """Let a message that failed or was held back wait to be sent, to its owner's address of today.

    Refuses one that is on its way or has been sent, and one that quiet mode would keep back again.
    """
    if message.state not in OVER:
        raise Refusal("This message is on its way or has been sent; there is nothing to try again")
    owner = _owner(message)
    _set_waiting(message, name_and_address(session, programme, owner)[1] if owner else "")
    if is_kept_back(programme, message.address):
        raise Refusal(
            f"Quiet mode keeps messages to {message.address} back. Name the address in quiet mode, or turn it off"
        )
    session.flush()
    record_change(
        session, actor, programme, "try message again", message.subject,
        f"The message “{message.subject}” to {message.address} is tried again.",
    )  # fmt: skip


def try_all_again(session: Session, actor: Actor, programme: Programme, state: MessageState) -> int:
    """The same for every message of a programme that failed, or was held back; how many wait now.

    Those that quiet mode would keep back again stay as they are.
    """
    known = names_and_addresses(session, programme)
    found = session.scalars(
        select(Message).where(Message.programme_id == programme.id, Message.state == state, Message.state.in_(OVER))
    ).all()
    count = 0
    for message in found:
        owner = _owner(message)
        address = known.get(owner, ("", ""))[1] if owner else ""
        if not is_kept_back(programme, address or message.address):
            _set_waiting(message, address)
            count += 1
    if count:
        session.flush()
        sentence = f"{count:,} {'message is' if count == 1 else 'messages are'} tried again."
        record_change(session, actor, programme, "try messages again", "Messages", sentence)
    return count


def _owner(message: Message) -> Owner | None:
    return Owner(message.role, message.owner_id) if message.role is not None else None


def _set_waiting(message: Message, address: str) -> None:
    if is_reachable(address):
        message.address = address
    message.state, message.fault, message.next_try_at = MessageState.WAITING, "", None
