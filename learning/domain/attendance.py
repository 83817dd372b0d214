"""Registers: recording who was at a session."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import timedelta

from sqlalchemy.orm import Session

from learning.clock import now
from learning.domain.actors import Actor
from learning.domain.trace import record_change
from learning.errors import Refusal
from learning.models import AttendanceMark, LearningSession, Programme, Schedule, SessionNote
from learning.queries.attendance import marks_of_session, note_of_session
from learning.queries.people import people_in_group
from learning.vocabulary import Attendance, AttendanceWay

OPENS_BEFORE = timedelta(minutes=30)
"""How long before a session begins its register opens: people arrive early."""
WORDS = {
    Attendance.ATTENDED: "attended",
    Attendance.PARTLY: "attended partly",
    Attendance.ABSENT: "did not attend",
    Attendance.APOLOGIES: "sent apologies",
}


def is_open(one: LearningSession) -> bool:
    """Whether the register of a session can be filled in yet."""
    return now() >= one.starts_at - OPENS_BEFORE


def record_register(
    session: Session,
    actor: Actor,
    programme: Programme,
    schedule: Schedule,
    one: LearningSession,
    marks: Mapping[str, Attendance | None],
    note: str,
    way: AttendanceWay = AttendanceWay.REGISTER,
) -> int:
    """Record marks of a session's people, and a note; how many marks differ from before. The same twice is once.

    None takes a mark back. Refuses a session that has not begun, and marks of people who are not expected there.
    """
    if not is_open(one):
        raise Refusal("The register opens 30 minutes before the session begins")
    expected = {person.staff_id for person in people_in_group(session, programme, schedule, one.strand, one.group_id)}
    known = marks_of_session(session, programme, one.session_id)
    strangers = sorted(marks.keys() - expected - known.keys())
    if strangers:
        raise Refusal(f"{strangers[0]} is not expected at this session: ask the coordinator to move them first")
    changed = sum(
        set_mark(session, actor, programme, one, staff_id, mark, known, way) for staff_id, mark in marks.items()
    )
    noted = _set_note(session, actor, programme, one, note.strip())
    session.flush()
    if changed or noted:
        _trace(session, actor, programme, one)
    return changed


def set_mark(
    session: Session,
    actor: Actor,
    programme: Programme,
    one: LearningSession,
    staff_id: str,
    mark: Attendance | None,
    known: Mapping[str, AttendanceMark],
    way: AttendanceWay,
) -> bool:
    """Put one mark in the place of what is ``known`` of the session; whether that changes anything. The caller flushes
    and has asked whether the person is expected."""
    before = known.get(staff_id)
    if (before.mark if before else None) == mark:
        return False
    if mark is None:
        session.delete(before)
        return True
    if before is None:
        before = AttendanceMark(
            programme_id=programme.id, session_id=one.session_id, staff_id=staff_id, strand=one.strand
        )
        session.add(before)
    before.mark, before.way, before.recorded_at, before.recorded_by = mark, way, now(), actor.name
    return True


def _set_note(session: Session, actor: Actor, programme: Programme, one: LearningSession, text: str) -> bool:
    before = note_of_session(session, programme, one.session_id)
    if (before.text if before else "") == text:
        return False
    if before is None:
        before = SessionNote(programme_id=programme.id, session_id=one.session_id)
        session.add(before)
    before.text, before.written_at, before.written_by = text, now(), actor.name
    return True


def _trace(session: Session, actor: Actor, programme: Programme, one: LearningSession) -> None:
    """Coordinators read how many, not who: the register itself says that."""
    counts = Counter(mark.mark for mark in marks_of_session(session, programme, one.session_id).values())
    said = ", ".join(f"{counts[mark]} {WORDS[mark]}" for mark in Attendance if counts[mark]) or "nothing"
    sentence = f"The register of session {one.session_id} says: {said}."
    record_change(session, actor, programme, "fill in register", f"Session {one.session_id}", sentence)
