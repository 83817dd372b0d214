"""Registers: what is recorded of a session, of a person, and which sessions still wait for it."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from learning.models import AttendanceMark, Programme, SessionNote
from learning.vocabulary import Attendance


def marks_of_session(session: Session, programme: Programme, session_id: str) -> Mapping[str, AttendanceMark]:
    """Staff id -> what is recorded of them."""
    rows = session.scalars(
        select(AttendanceMark).where(
            AttendanceMark.programme_id == programme.id, AttendanceMark.session_id == session_id
        )
    )
    return {mark.staff_id: mark for mark in rows}


def note_of_session(session: Session, programme: Programme, session_id: str) -> SessionNote | None:
    return session.scalar(
        select(SessionNote).where(SessionNote.programme_id == programme.id, SessionNote.session_id == session_id)
    )


def marks_by_session(session: Session, programme: Programme, session_ids: Collection[str]) -> Mapping[str, int]:
    """How many people have a mark in each of some sessions; those without any are left out."""
    rows = session.execute(
        select(AttendanceMark.session_id, func.count())
        .where(AttendanceMark.programme_id == programme.id, AttendanceMark.session_id.in_(session_ids))
        .group_by(AttendanceMark.session_id)
    )
    return {row[0]: row[1] for row in rows}


def marks_of_people(
    session: Session, programme: Programme, staff_ids: Collection[str]
) -> Mapping[tuple[str, str], Attendance]:
    """(staff id, session id) -> what is recorded, for some people."""
    rows = session.execute(
        select(AttendanceMark.staff_id, AttendanceMark.session_id, AttendanceMark.mark).where(
            AttendanceMark.programme_id == programme.id, AttendanceMark.staff_id.in_(staff_ids)
        )
    )
    return {(row[0], row[1]): row[2] for row in rows}
