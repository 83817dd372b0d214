"""Trainers say themselves when they are away, and take it back."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from learning.domain.actors import Actor
from learning.domain.scheduling.rows import add_row, remove_row
from learning.errors import Refusal
from learning.models import Absence, Programme
from learning.models.people import Row
from learning.queries.away import TRAINER, Away, absence_of
from learning.queries.rows import row_with_id

TABLE = "unavailability"


def enter_own_absence(
    session: Session, actor: Actor, programme: Programme, trainer_id: str, first: date, last: date, today: date
) -> Row:
    """A trainer is away from one day to another, both included. No reason is asked or kept.

    Refuses days that are over or in the wrong order. The same days twice are kept once.
    Raises `BreaksProgramme` where the programme would no longer make sense.
    """
    if first < today:
        raise Refusal("The first day must be today or later", field="first_day")
    if last < first:
        raise Refusal("The last day must be the same as or after the first day", field="last_day")
    days = {"start": first.isoformat(), "end": last.isoformat()}
    known = absence_of(session, programme, trainer_id, **days)
    if known is not None:
        return known
    row = add_row(session, actor, programme, TABLE, {"kind": TRAINER, "id": trainer_id, **days})
    assert isinstance(row, Absence)
    row.stated_by = trainer_id
    session.flush()
    return row


def take_back_absence(session: Session, actor: Actor, programme: Programme, away: Away) -> None:
    """A trainer is there after all."""
    row = row_with_id(session, programme, Absence, away.row_id)
    if row is None:
        raise Refusal("Somebody else has removed this absence already")
    remove_row(session, actor, programme, TABLE, row)
