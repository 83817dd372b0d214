"""Tokens of other systems."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from learning.models import ApiToken, Programme


def token_with_hash(session: Session, token_hash: str) -> ApiToken | None:
    return session.scalar(select(ApiToken).where(ApiToken.token_hash == token_hash))


def tokens_of(session: Session, programme: Programme) -> Sequence[ApiToken]:
    """All of a programme, those in force first, then the newest."""
    found = select(ApiToken).where(ApiToken.programme_id == programme.id)
    return session.scalars(found.order_by(ApiToken.revoked_at.is_not(None), ApiToken.id.desc())).all()


def token_with_id(session: Session, programme: Programme, token_id: int) -> ApiToken | None:
    return session.scalar(select(ApiToken).where(ApiToken.programme_id == programme.id, ApiToken.id == token_id))
