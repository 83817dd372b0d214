"""What surrounds telling people of their dates: words, reminders, private feeds, and answers from calendars."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from learning.database import Base, UTCDateTime, one_of
from learning.vocabulary import Part, ReminderKind, Role


class Wording(Base):
    """One version of the words that a coordinator gave a part of messages; the newest version is in use."""

    __tablename__ = "wordings"
    __table_args__ = (UniqueConstraint("programme_id", "part", "version"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    programme_id: Mapped[int] = mapped_column(ForeignKey("programmes.id"))
    part: Mapped[Part] = mapped_column(one_of(Part))
    version: Mapped[int]
    text: Mapped[str] = mapped_column(Text)
    made_at: Mapped[datetime] = mapped_column(UTCDateTime)
    actor_name: Mapped[str] = mapped_column(String(200))


class Reminder(Base):
    """That somebody was reminded of a date at its time: once only. ``key`` is as in `CalendarEntry`."""

    __tablename__ = "reminders"
    __table_args__ = (UniqueConstraint("programme_id", "kind", "role", "owner_id", "key", "starts_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    programme_id: Mapped[int] = mapped_column(ForeignKey("programmes.id"))
    kind: Mapped[ReminderKind] = mapped_column(one_of(ReminderKind))
    role: Mapped[Role] = mapped_column(one_of(Role))
    owner_id: Mapped[str] = mapped_column(String(120))
    key: Mapped[str] = mapped_column(String(260))
    starts_at: Mapped[datetime] = mapped_column(UTCDateTime)
    made_at: Mapped[datetime] = mapped_column(UTCDateTime)


class CalendarFeed(Base):
    """The private feed of somebody's dates in one programme. Only a hash of the token in its address is kept."""

    __tablename__ = "calendar_feeds"

    id: Mapped[int] = mapped_column(primary_key=True)
    membership_id: Mapped[int] = mapped_column(ForeignKey("memberships.id", ondelete="CASCADE"), unique=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    made_at: Mapped[datetime] = mapped_column(UTCDateTime)


class CalendarAnswer(Base):
    """That somebody declined a date in their calendar. ``settled_at`` is None while it waits for a coordinator."""

    __tablename__ = "calendar_answers"
    __table_args__ = (
        UniqueConstraint("entry_id", "sequence"),
        Index("ix_calendar_answers_open", "programme_id", "settled_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    programme_id: Mapped[int] = mapped_column(ForeignKey("programmes.id"))
    entry_id: Mapped[int] = mapped_column(ForeignKey("calendar_entries.id"))
    sequence: Mapped[int]
    received_at: Mapped[datetime] = mapped_column(UTCDateTime)
    settled_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    outcome: Mapped[str] = mapped_column(Text, default="")
