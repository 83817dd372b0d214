"""Who waits for another date, what is offered, and who changed places since a release."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, exists, func, select
from sqlalchemy.orm import Session

from learning.clock import now
from learning.models import (
    Allocation,
    LearningSession,
    Person,
    PlaceChange,
    PlaceOffer,
    Programme,
    Schedule,
    WaitingEntry,
)


def waiting_in_order(session: Session, programme: Programme, schedule: Schedule, strand: str) -> list[WaitingEntry]:
    """Who waits in a strand, in the order in which places are offered: people without any place before others, then
    by the time at which they asked."""
    placed = select(Allocation.staff_id).where(Allocation.schedule_id == schedule.id, Allocation.strand == strand)
    found = session.scalars(
        select(WaitingEntry)
        .where(*_open(programme), WaitingEntry.strand == strand)
        .order_by(WaitingEntry.staff_id.in_(placed), WaitingEntry.asked_at, WaitingEntry.id)
    )
    return list(found)


def waiting_everywhere(session: Session, programme: Programme) -> Sequence[WaitingEntry]:
    found = select(WaitingEntry).where(*_open(programme))
    return session.scalars(found.order_by(WaitingEntry.strand, WaitingEntry.asked_at, WaitingEntry.id)).all()


def leavers_with_places(session: Session, programme: Programme, schedule: Schedule) -> int:
    """How many people have a place in a schedule to come and are in the staff table no more."""
    known = select(Person.staff_id).where(Person.programme_id == programme.id)
    coming = exists().where(
        LearningSession.schedule_id == schedule.id,
        LearningSession.strand == Allocation.strand,
        LearningSession.group_id == Allocation.group_id,
        LearningSession.meeting == 1,
        LearningSession.starts_at > now() + timedelta(days=1),
    )
    found = select(func.count(func.distinct(Allocation.staff_id))).where(
        Allocation.schedule_id == schedule.id, Allocation.staff_id.not_in(known), coming
    )
    return session.scalar(found) or 0


def programmes_waited_in(session: Session) -> Sequence[int]:
    """Programmes with somebody on a waiting list."""
    return session.scalars(select(WaitingEntry.programme_id).where(WaitingEntry.closed_at.is_(None)).distinct()).all()


def entry_of(session: Session, programme: Programme, staff_id: str, strand: str) -> WaitingEntry | None:
    """The open entry of somebody in a strand."""
    return session.scalar(
        select(WaitingEntry).where(*_open(programme), WaitingEntry.staff_id == staff_id, WaitingEntry.strand == strand)
    )


def open_offers(session: Session, programme: Programme) -> Mapping[int, PlaceOffer]:
    """Entry -> the place that is kept for it, expired or not, as long as nobody has settled it."""
    found = session.scalars(
        select(PlaceOffer).join(WaitingEntry).where(*_open(programme), PlaceOffer.outcome.is_(None))
    )
    return {offer.entry_id: offer for offer in found}


def strands_offered(session: Session, programme: Programme, staff_id: str, moment: datetime) -> Sequence[str]:
    """The strands in which a place is kept for somebody."""
    found = select(WaitingEntry.strand).join(PlaceOffer, PlaceOffer.entry_id == WaitingEntry.id)
    return session.scalars(
        found.where(
            *_open(programme),
            WaitingEntry.staff_id == staff_id,
            PlaceOffer.outcome.is_(None),
            PlaceOffer.expires_at > moment,
        )
    ).all()


def held_places(
    session: Session, programme: Programme, strand: str, moment: datetime, *, but: str = ""
) -> Mapping[str, int]:
    """Group -> places of a strand that are kept for people other than ``but``."""
    found = session.execute(
        select(PlaceOffer.group_id, func.count())
        .join(WaitingEntry)
        .where(
            *_open(programme),
            WaitingEntry.strand == strand,
            WaitingEntry.staff_id != but,
            PlaceOffer.outcome.is_(None),
            PlaceOffer.expires_at > moment,
        )
        .group_by(PlaceOffer.group_id)
    )
    return {group_id: places for group_id, places in found.all()}  # noqa: C416 - rows are no pairs to a reader


def moved_since(session: Session, schedule: Schedule, moment: datetime) -> Sequence[PlaceChange]:
    """Changes of places in a schedule in force after a moment, in order."""
    found = select(PlaceChange).where(PlaceChange.schedule_id == schedule.id, PlaceChange.made_at > moment)
    return session.scalars(found.order_by(PlaceChange.id)).all()


def _open(programme: Programme) -> tuple[ColumnElement[bool], ...]:
    return WaitingEntry.programme_id == programme.id, WaitingEntry.closed_at.is_(None)
