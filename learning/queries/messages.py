"""Messages of a programme, as pages ask for them. Messages that let somebody sign in belong to no programme."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session, defer

from learning.models import Message, Programme
from learning.vocabulary import MessageState


def count_by_state(session: Session, programme: Programme) -> Mapping[MessageState, int]:
    rows = session.execute(
        select(Message.state, func.count()).where(Message.programme_id == programme.id).group_by(Message.state)
    )
    return {state: count for state, count in rows}  # noqa: C416 - rows are no pairs for dict()


def count_messages(session: Session, programme: Programme, state: MessageState | None, words: str) -> int:
    return session.scalar(select(func.count()).select_from(Message).where(*_wanted(programme, state, words))) or 0


def messages_page(
    session: Session, programme: Programme, state: MessageState | None, words: str, *, offset: int, most: int | None
) -> Sequence[Message]:
    """Newest first, without their texts; all of them where ``most`` is None."""
    found = select(Message).where(*_wanted(programme, state, words)).order_by(Message.id.desc())
    without_texts = found.options(defer(Message.body), defer(Message.calendar))
    return session.scalars(without_texts.offset(offset).limit(most)).all()


def message_with_id(session: Session, programme: Programme, message_id: int) -> Message | None:
    return session.scalar(select(Message).where(Message.programme_id == programme.id, Message.id == message_id))


def _wanted(programme: Programme, state: MessageState | None, words: str) -> list[ColumnElement[bool]]:
    found = [Message.programme_id == programme.id]
    if state is not None:
        found.append(Message.state == state)
    if words.strip():
        columns = (Message.name, Message.address, Message.subject)
        found.append(or_(*(column.icontains(words.strip(), autoescape=True) for column in columns)))
    return found


def message_with_reference(session: Session, reference: str) -> Message | None:
    return session.scalar(select(Message).where(Message.reference == reference))


def sent_among(session: Session, references: Sequence[str]) -> Sequence[str]:
    """Those of some messages that count as sent."""
    found = select(Message.reference).where(Message.reference.in_(references), Message.state == MessageState.SENT)
    return session.scalars(found).all()
