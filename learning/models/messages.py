"""The outbox: messages are written with the change that causes them, and sent afterwards."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from learning.database import Base, UTCDateTime, one_of
from learning.vocabulary import MessageState, Role


class Message(Base):
    """One message to one address. ``reference`` is its own for ever, so that it is sent once.

    ``calendar`` holds the dates that go with it, as `learning.domain.letters` writes them; None for plain messages.
    ``role``, ``owner_id`` and ``name`` say whose dates it tells of, where it tells of any. ``fault`` is why it has not
    been sent, in plain words; ``next_try_at`` is when a waiting one is tried again (None: at once);
    after ``useful_until`` it is not sent any more, as all that it tells of has begun.
    """

    __tablename__ = "messages"
    __table_args__ = (Index("ix_messages_list", "programme_id", "state", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(String(60), unique=True)
    address: Mapped[str] = mapped_column(String(254))
    subject: Mapped[str] = mapped_column(String(300))
    body: Mapped[str] = mapped_column(Text)
    state: Mapped[MessageState] = mapped_column(one_of(MessageState), index=True)
    tries: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    sent_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    programme_id: Mapped[int | None] = mapped_column(ForeignKey("programmes.id"), index=True)
    calendar: Mapped[dict[str, Any] | None]
    role: Mapped[Role | None] = mapped_column(one_of(Role))
    owner_id: Mapped[str] = mapped_column(String(120), default="", server_default="")
    name: Mapped[str] = mapped_column(Text, default="", server_default="")
    fault: Mapped[str] = mapped_column(Text, default="", server_default="")
    next_try_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    useful_until: Mapped[datetime | None] = mapped_column(UTCDateTime)


class CalendarEntry(Base):
    """A date as its owner was last told it: what stands in their calendar, as far as we know.

    ``owner_id`` is a staff id (participant) or a trainer id; ``key`` names the date among the owner's own, so that
    it stays the same entry when its time, place or group changes. ``uid`` is its name in calendars for ever and
    ``sequence`` rises with every change (RFC 5546, 2.1.4). ``address`` is where the owner was told.
    """

    __tablename__ = "calendar_entries"
    __table_args__ = (
        UniqueConstraint("programme_id", "role", "owner_id", "key"),
        Index("ix_calendar_entries_start", "programme_id", "starts_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    programme_id: Mapped[int] = mapped_column(ForeignKey("programmes.id"))
    role: Mapped[Role] = mapped_column(one_of(Role))
    owner_id: Mapped[str] = mapped_column(String(120))
    key: Mapped[str] = mapped_column(String(260))
    uid: Mapped[str] = mapped_column(String(60), unique=True)
    sequence: Mapped[int]
    name: Mapped[str] = mapped_column(Text)
    address: Mapped[str] = mapped_column(String(254))
    strand: Mapped[str] = mapped_column(String(120))
    starts_at: Mapped[datetime] = mapped_column(UTCDateTime)
    ends_at: Mapped[datetime] = mapped_column(UTCDateTime)
    venue_id: Mapped[str] = mapped_column(String(120))
    cancelled: Mapped[bool]
    told_at: Mapped[datetime] = mapped_column(UTCDateTime)
