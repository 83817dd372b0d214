"""Programmes and their strands.

``settings`` holds what ``programme.toml`` says, in the same keys and shapes (days and times as text),
so that a programme goes into a folder and comes back unchanged in meaning.
"""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from learning.database import Base, UTCDateTime
from learning.models.organisations import Organisation


class Programme(Base):
    """``key`` is its part of addresses, unlike any other's in the installation.

    ``settings`` are the keys of the table ``[programme]`` without ``name``. ``input_changed_at`` says when its staff,
    trainers, venues or rules were last changed, so that a figure made from them knows whether it is old.
    ``notice_days`` is how long before a session people are to know of it, ``offer_hours`` how long a place is kept for
    somebody on a waiting list. While it is ``quiet``, messages leave only to ``quiet_addresses``. ``uid_secret`` keeps
    the names of its dates in calendars from being guessed.
    """

    __tablename__ = "programmes"

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), index=True)
    key: Mapped[str] = mapped_column(String(60), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    settings: Mapped[dict[str, Any]]
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    input_changed_at: Mapped[datetime] = mapped_column(UTCDateTime)
    notice_days: Mapped[int] = mapped_column(default=14, server_default="14")
    offer_hours: Mapped[int] = mapped_column(default=48, server_default="48")
    quiet: Mapped[bool] = mapped_column(default=False, server_default=false())
    quiet_addresses: Mapped[list[str]] = mapped_column(default=list, server_default="[]")
    uid_secret: Mapped[str] = mapped_column(String(64), default=lambda: secrets.token_hex(16), server_default="")
    version: Mapped[int] = mapped_column()

    organisation: Mapped[Organisation] = relationship(lazy="joined", innerjoin=True)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - as SQLAlchemy reads it


class Strand(Base):
    """One element of a programme. ``settings`` are the keys of its ``[[strands]]`` table without ``id`` and ``title``.

    ``code`` is the two letters that stand for it on pages; ``joining_instructions`` and ``materials`` are what
    people read before and after a session. ``reminder_days`` is how long before a session people are reminded of it;
    0 is never.
    """

    __tablename__ = "strands"
    __table_args__ = (UniqueConstraint("programme_id", "strand_id"), UniqueConstraint("programme_id", "code"))

    id: Mapped[int] = mapped_column(primary_key=True)
    programme_id: Mapped[int] = mapped_column(ForeignKey("programmes.id"))
    position: Mapped[int]
    strand_id: Mapped[str] = mapped_column(String(120))
    title: Mapped[str] = mapped_column(String(200))
    code: Mapped[str] = mapped_column(String(2))
    settings: Mapped[dict[str, Any]]
    joining_instructions: Mapped[str] = mapped_column(default="")
    materials: Mapped[str] = mapped_column(default="")
    reminder_days: Mapped[int] = mapped_column(default=3, server_default="3")
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - as SQLAlchemy reads it
