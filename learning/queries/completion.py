"""Who a strand is for, who has a place, and how often each was there: what completion is counted from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from learning.models import Allocation, AttendanceMark, LearningSession, Person, Programme, Schedule, Unplaced
from learning.vocabulary import Attendance

Place = tuple[str, str]
"""Strand and staff id."""


def expected_people(session: Session, schedule: Schedule) -> Mapping[Place, str]:
    """Everybody whom a strand is for -> their group, blank without a place."""
    found: dict[Place, str] = {}
    for strand, staff_id in session.execute(
        select(Unplaced.strand, Unplaced.staff_id).where(Unplaced.schedule_id == schedule.id)
    ):
        found[strand, staff_id] = ""
    for strand, staff_id, group_id in session.execute(
        select(Allocation.strand, Allocation.staff_id, Allocation.group_id).where(Allocation.schedule_id == schedule.id)
    ):
        found[strand, staff_id] = group_id
    return found


def marks_of_places(session: Session, programme: Programme) -> Mapping[Place, Sequence[Attendance]]:
    """Every mark of each person in sessions of a strand; those without any are left out."""
    rows = session.execute(
        select(AttendanceMark.strand, AttendanceMark.staff_id, AttendanceMark.mark).where(
            AttendanceMark.programme_id == programme.id
        )
    )
    found: dict[Place, list[Attendance]] = {}
    for strand, staff_id, mark in rows:
        found.setdefault((strand, staff_id), []).append(mark)
    return found


def groups_over(session: Session, schedule: Schedule, moment: datetime) -> frozenset[tuple[str, str]]:
    """Strand and group of every group whose last meeting has ended."""
    rows = session.execute(
        select(LearningSession.strand, LearningSession.group_id)
        .where(LearningSession.schedule_id == schedule.id)
        .group_by(LearningSession.strand, LearningSession.group_id)
        .having(func.max(LearningSession.ends_at) <= moment)
    )
    return frozenset((strand, group_id) for strand, group_id in rows)


def columns_of_people(session: Session, programme: Programme, column: str) -> Mapping[str, str]:
    """Staff id -> the value of a column of the staff table, one of its own or one that it has besides."""
    if column in {"team", "directorate", "site"}:
        rows = session.execute(
            select(Person.staff_id, getattr(Person, column)).where(Person.programme_id == programme.id)
        )
        return {staff_id: str(value) for staff_id, value in rows}
    besides = session.execute(select(Person.staff_id, Person.attributes).where(Person.programme_id == programme.id))
    return {staff_id: str(attributes.get(column, "")) for staff_id, attributes in besides}
