"""What was held stays as it was: changes by hand that would rewrite it, in words."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from learning.clock import now
from learning.models import LearningSession, Programme
from learning.queries.schedules import release_in_force
from scheduler.changes import CancelGroup, Change, ChangeSession, MovePerson, SwapPeople, TakeOut
from scheduler.schedule import Schedule

Group = tuple[str, str]
"""Strand and group."""


def rewrites_what_was_held(session: Session, programme: Programme, before: Schedule, change: Change) -> list[str]:
    """A sentence for each session or group of the release in force that has begun and that the change would touch."""
    release = release_in_force(session, programme)
    if release is None:
        return []
    begun = session.scalars(
        select(LearningSession).where(LearningSession.schedule_id == release.id, LearningSession.starts_at <= now())
    ).all()
    if isinstance(change, ChangeSession):
        if change.session_id in {one.session_id for one in begun}:
            return [f"Session {change.session_id} has begun or was held already: it stays as it was."]
        return []
    met = {(one.strand, one.group_id) for one in begun}
    return [
        f"Group {group_id} has met already: who was in it stays as it was."
        for strand, group_id in dict.fromkeys(_touched(before, change))
        if (strand, group_id) in met
    ]


def _touched(before: Schedule, change: Change) -> Iterator[Group]:
    if isinstance(change, CancelGroup):
        yield change.strand, change.group_id
    elif isinstance(change, MovePerson | TakeOut | SwapPeople):
        people = {change.staff_id, getattr(change, "other_id", change.staff_id)}
        for one in before.allocations:
            if one.strand == change.strand and one.staff_id in people:
                yield one.strand, one.group_id
        if isinstance(change, MovePerson):
            yield change.strand, change.group_id
