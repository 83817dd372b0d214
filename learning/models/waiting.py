"""Other dates: who waits for one, what is offered to them, and who has changed places since a release."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from learning.database import Base, UTCDateTime, one_of
from learning.vocabulary import OfferOutcome, PlaceWay

OPEN = "closed_at IS NULL"
UNANSWERED = "outcome IS NULL"


class WaitingEntry(Base):
    """Somebody waits for a place in one of some groups of a strand. Open while ``closed_at`` is None: once a strand."""

    __tablename__ = "waiting_entries"
    __table_args__ = (
        Index(
            "ix_waiting_entries_open", "programme_id", "strand", "staff_id",
            unique=True, sqlite_where=text(OPEN), postgresql_where=text(OPEN),
        ),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    programme_id: Mapped[int] = mapped_column(ForeignKey("programmes.id"))
    staff_id: Mapped[str] = mapped_column(String(120))
    strand: Mapped[str] = mapped_column(String(120))
    group_ids: Mapped[list[str]]
    asked_at: Mapped[datetime] = mapped_column(UTCDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)


class PlaceOffer(Base):
    """A place kept for somebody who waits, until ``expires_at``; nobody else is given it before ``outcome`` is set.

    One place is open for somebody at a time.
    """

    __tablename__ = "place_offers"
    __table_args__ = (
        Index(
            "ix_place_offers_open", "entry_id", unique=True, sqlite_where=text(UNANSWERED),
            postgresql_where=text(UNANSWERED),
        ),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("waiting_entries.id"))
    group_id: Mapped[str] = mapped_column(String(120))
    made_at: Mapped[datetime] = mapped_column(UTCDateTime)
    expires_at: Mapped[datetime] = mapped_column(UTCDateTime)
    answered_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    outcome: Mapped[OfferOutcome | None] = mapped_column(one_of(OfferOutcome))


class PlaceChange(Base):
    """That somebody changed places in a schedule in force. ``from_group`` is blank for a first place."""

    __tablename__ = "place_changes"
    __table_args__ = (Index("ix_place_changes_schedule", "schedule_id", "made_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    schedule_id: Mapped[int] = mapped_column(ForeignKey("schedules.id"))
    staff_id: Mapped[str] = mapped_column(String(120))
    strand: Mapped[str] = mapped_column(String(120))
    from_group: Mapped[str] = mapped_column(String(120))
    to_group: Mapped[str] = mapped_column(String(120))
    way: Mapped[PlaceWay] = mapped_column(one_of(PlaceWay))
    made_at: Mapped[datetime] = mapped_column(UTCDateTime)
    actor_name: Mapped[str] = mapped_column(String(200))
