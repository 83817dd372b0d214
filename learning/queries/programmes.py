"""Organisations, programmes and their strands."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from learning.models import Organisation, Programme, Strand, Wish


def organisation_with_key(session: Session, key: str) -> Organisation | None:
    return session.scalar(select(Organisation).where(Organisation.key == key))


def programme_with_key(session: Session, key: str) -> Programme | None:
    return session.scalar(select(Programme).where(Programme.key == key))


def programmes_of(session: Session, organisation: Organisation) -> Sequence[Programme]:
    """An organisation's programmes by name."""
    found = select(Programme).where(Programme.organisation_id == organisation.id).order_by(Programme.name)
    return session.scalars(found).all()


def strands_of(session: Session, programme: Programme) -> Sequence[Strand]:
    """A programme's strands in their order."""
    return session.scalars(select(Strand).where(Strand.programme_id == programme.id).order_by(Strand.position)).all()


def has_wishes(session: Session, programme: Programme) -> bool:
    """Whether anybody has stated a wish."""
    return session.scalar(select(Wish.id).where(Wish.programme_id == programme.id).limit(1)) is not None
