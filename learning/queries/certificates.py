"""Certificates, and the days on which people were at sessions of a strand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from learning.models import AttendanceMark, Certificate, LearningSession, Programme, Schedule
from learning.vocabulary import Attendance

THERE = (Attendance.ATTENDED, Attendance.PARTLY)


def certificate_with_code(session: Session, code: str) -> Certificate | None:
    return session.scalar(select(Certificate).where(Certificate.code == code))


def certificates_of(session: Session, programme: Programme, strand: str) -> Sequence[Certificate]:
    """All of a strand, by name."""
    found = select(Certificate).where(Certificate.programme_id == programme.id, Certificate.strand == strand)
    return session.scalars(found.order_by(func.lower(Certificate.name), Certificate.id)).all()


def count_certificates(session: Session, programme: Programme) -> Mapping[str, int]:
    """Strand -> certificates issued."""
    rows = session.execute(
        select(Certificate.strand, func.count())
        .where(Certificate.programme_id == programme.id)
        .group_by(Certificate.strand)
    )
    return {strand: issued for strand, issued in rows.all()}  # noqa: C416 - rows are no pairs to a reader


def certificate_of(session: Session, programme: Programme, strand: str, staff_id: str) -> Certificate | None:
    return session.scalar(
        select(Certificate).where(
            Certificate.programme_id == programme.id, Certificate.strand == strand, Certificate.staff_id == staff_id
        )
    )


def days_there(
    session: Session, programme: Programme, strand: str, staff_id: str | None = None
) -> Mapping[str, Sequence[date]]:
    """Staff id -> the day of each session of a strand at which they were, wholly or in part.

    The day is that of the newest schedule that has the session; a mark whose session is in none has the day on which
    it was recorded.
    """
    own = select(LearningSession.session_id, func.max(LearningSession.schedule_id).label("newest"))
    own = own.join(Schedule, Schedule.id == LearningSession.schedule_id).where(
        Schedule.programme_id == programme.id, Schedule.released_at.is_not(None)
    )
    newest = own.group_by(LearningSession.session_id).subquery()
    rows = session.execute(
        select(AttendanceMark.staff_id, LearningSession.start, AttendanceMark.recorded_at)
        .outerjoin(newest, newest.c.session_id == AttendanceMark.session_id)
        .outerjoin(
            LearningSession,
            (LearningSession.session_id == AttendanceMark.session_id)
            & (LearningSession.schedule_id == newest.c.newest),
        )
        .where(
            AttendanceMark.programme_id == programme.id,
            AttendanceMark.strand == strand,
            AttendanceMark.mark.in_(THERE),
            *([AttendanceMark.staff_id == staff_id] if staff_id is not None else []),
        )
    )
    found: dict[str, list[date]] = {}
    for owner, start, recorded in rows:
        moment: datetime | None = start
        found.setdefault(owner, []).append((recorded if moment is None else moment).date())
    return found
