"""Rows of the tables that a programme is planned with."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from learning.models import Programme
from learning.models.people import Row


def count_rows(session: Session, programme: Programme, model: type[Row]) -> int:
    return session.scalar(select(func.count()).where(model.programme_id == programme.id)) or 0


def rows_page(
    session: Session,
    programme: Programme,
    model: type[Row],
    attributes: Sequence[str],
    words: str,
    offset: int,
    most: int,
) -> tuple[Sequence[Row], int]:
    """A page of rows any of whose cells has all the words, in their order, and how many there are."""
    wanted = select(model).where(model.programme_id == programme.id)
    for word in words.split():
        wanted = wanted.where(or_(*(getattr(model, name).icontains(word, autoescape=True) for name in attributes)))
    total = session.scalar(select(func.count()).select_from(wanted.subquery())) or 0
    rows = session.scalars(wanted.order_by(model.position, model.id).offset(offset).limit(most)).all()
    return rows, total


def row_with_id(session: Session, programme: Programme, model: type[Row], row_id: int) -> Row | None:
    return session.scalar(select(model).where(model.programme_id == programme.id, model.id == row_id))
