"""People who missed a date are given another, the earliest that keeps every rule."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy.orm import Session

from learning.domain.actors import Actor
from learning.domain.scheduling.in_force import hold_release
from learning.domain.waiting import choose_date, dates_to_choose
from learning.errors import Refusal
from learning.models import Programme
from learning.vocabulary import PlaceWay

AT_ONCE = 50
"""So many are seen to in one go, which takes some seconds; the others stay on the list."""


@dataclass(frozen=True, slots=True)
class Rebooked:
    """Staff ids of those who have another date, and of those for whom there is none."""

    given: tuple[str, ...]
    without: tuple[str, ...]


def rebook(session: Session, actor: Actor, programme: Programme, strand: str, staff_ids: Collection[str]) -> Rebooked:
    """Give each of some people the earliest free date of a strand and tell them; at most `AT_ONCE`.

    Nobody is moved to a date that is full, kept for others or against a rule.
    """
    release = hold_release(session, programme)
    given: list[str] = []
    without: list[str] = []
    for staff_id in sorted(staff_ids)[:AT_ONCE]:
        try:
            free = dates_to_choose(session, programme, release, staff_id, strand).free
            if free:
                group_id = free[0].group_id
                choose_date(session, actor, programme, staff_id, strand, group_id, PlaceWay.REBOOKED)
        except Refusal:
            free = ()
        (given if free else without).append(staff_id)
    return Rebooked(tuple(given), tuple(without))
