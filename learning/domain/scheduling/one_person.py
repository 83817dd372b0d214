"""The best places for one person in a strand of a schedule, and who could change places with them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy.orm import Session

from learning.domain.scheduling.at_hand import at_hand
from learning.errors import Refusal
from learning.models import Programme, Schedule
from scheduler.changes import ChangeError, Place, Swap, places_for, swaps_for


def places_of_person(
    session: Session,
    programme: Programme,
    schedule: Schedule,
    staff_id: str,
    strand_id: str,
    before: date,
    *,
    best: int,
    nearest: int = 0,
) -> Sequence[Place]:
    """The groups that somebody could go into by the rules as they stand now, see `scheduler.changes.places_for`.

    Groups that meet before ``before`` are none. Refuses people and strands that are not in the programme. Raises
    `UnreadableProgrammeError`.
    """
    loaded = at_hand(session, programme, schedule, before)
    try:
        return places_for(loaded, staff_id, strand_id, best=best, nearest=nearest)
    except ChangeError as error:
        raise Refusal(str(error), field=error.field) from error


def swaps_of_person(
    session: Session,
    programme: Programme,
    schedule: Schedule,
    staff_id: str,
    strand_id: str,
    before: date,
    *,
    group_id: str = "",
    most: int,
    a_group: int = 1,
) -> Sequence[Swap]:
    """People who could change places with somebody (`scheduler.changes.swaps_for`); refuses as `places_of_person`."""
    loaded = at_hand(session, programme, schedule, before)
    try:
        return swaps_for(loaded, staff_id, strand_id, group_id=group_id, most=most, a_group=a_group)
    except ChangeError as error:
        raise Refusal(str(error), field=error.field) from error
