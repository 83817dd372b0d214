"""Trainers and venues of a programme."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from learning.models import Programme, Trainer, Venue


def trainers_of(session: Session, programme: Programme) -> Sequence[Trainer]:
    """Everybody who leads sessions, by name."""
    found = select(Trainer).where(Trainer.programme_id == programme.id).order_by(Trainer.name, Trainer.trainer_id)
    return session.scalars(found).all()


def venues_of(session: Session, programme: Programme) -> Sequence[Venue]:
    """Every venue by name."""
    found = select(Venue).where(Venue.programme_id == programme.id).order_by(Venue.name, Venue.venue_id)
    return session.scalars(found).all()
