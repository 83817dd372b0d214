"""Where a schedule stands: a handful of counts, whatever its size."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from learning.models import Allocation, LearningSession, Person, Programme, Schedule, Unplaced


def count_complete(session: Session, schedule: Schedule) -> int:
    """How many people have a place in every strand that is for them."""
    without = select(Unplaced.staff_id).where(Unplaced.schedule_id == schedule.id)
    found = select(func.count(func.distinct(Allocation.staff_id))).where(
        Allocation.schedule_id == schedule.id, Allocation.staff_id.not_in(without)
    )
    return session.scalar(found) or 0


def count_staff(session: Session, programme: Programme) -> int:
    return session.scalar(select(func.count()).where(Person.programme_id == programme.id)) or 0


def sessions_by_strand(
    session: Session, schedule: Schedule, moment: datetime
) -> Mapping[str, tuple[int, int, datetime]]:
    """For each strand its sessions, those that have begun by ``moment``, and the local start of the last."""
    begun = func.sum(case((LearningSession.starts_at <= moment, 1), else_=0))
    rows = session.execute(
        select(LearningSession.strand, func.count(), begun, func.max(LearningSession.start))
        .where(LearningSession.schedule_id == schedule.id)
        .group_by(LearningSession.strand)
    )
    return {strand: (sessions, held, last) for strand, sessions, held, last in rows}


def teams_of(session: Session, programme: Programme, schedule: Schedule) -> Mapping[str, tuple[str, int, int]]:
    """Team -> its directorate, its people, and those of them who lack no place in the schedule; by name."""
    without = select(Unplaced.staff_id).where(Unplaced.schedule_id == schedule.id)
    complete = func.sum(case((Person.staff_id.in_(without), 0), else_=1))
    rows = session.execute(
        select(Person.team, func.min(Person.directorate), func.count(), complete)
        .where(Person.programme_id == programme.id)
        .group_by(Person.team)
        .order_by(Person.team)
    )
    return {team: (directorate, people, whole) for team, directorate, people, whole in rows}
