"""Who can sign in, and what they are where."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from learning.database import Base, UTCDateTime, one_of
from learning.vocabulary import Role


class Account(Base):
    """Somebody who can sign in. ``email`` is in lower case; ``ended_at`` is set when they left."""

    __tablename__ = "accounts"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    password_hash: Mapped[str] = mapped_column(String(200), default="")
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UTCDateTime)


class Membership(Base):
    """A role of an account: in a whole organisation (administrator) or in one of its programmes.

    ``staff_id`` and ``trainer_id`` say who they are in the programme's tables, where they are.
    """

    __tablename__ = "memberships"
    __table_args__ = (
        CheckConstraint("(role = 'administrator') = (programme_id IS NULL)", name="administrators_have_no_programme"),
        Index("uq_memberships_everywhere", "account_id", "organisation_id", "programme_id", "role", unique=True),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    programme_id: Mapped[int | None] = mapped_column(ForeignKey("programmes.id"), index=True)
    role: Mapped[Role] = mapped_column(one_of(Role))
    staff_id: Mapped[str] = mapped_column(String(120), default="")
    trainer_id: Mapped[str] = mapped_column(String(120), default="")
