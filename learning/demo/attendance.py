"""The registers of the made-up council: who came to what was held, as trainers wrote it down."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from learning.clock import now
from learning.models import Allocation, AttendanceMark, LearningSession, Programme, Schedule
from learning.queries.delivery import trainers_of
from learning.vocabulary import Attendance, AttendanceWay

SHARES = {
    Attendance.ATTENDED: 88,
    Attendance.PARTLY: 2,
    Attendance.ABSENT: 6,
    Attendance.APOLOGIES: 4,
}
"""In per cent; made up, near what councils report of courses that are compulsory."""
LATE = timedelta(days=2)
"""Registers of sessions that ended less than this ago are not filled in yet, every third of them."""


def fill_in_registers(session: Session, programme: Programme, schedule: Schedule) -> int:
    """Marks for everybody who was expected at a session that is over; how many. The same council has the same ones."""
    held = session.scalars(
        select(LearningSession)
        .where(LearningSession.schedule_id == schedule.id, LearningSession.ends_at < now())
        .order_by(LearningSession.starts_at, LearningSession.session_id)
    ).all()
    marks = list(_marks(session, programme, schedule, held))
    if marks:
        session.execute(insert(AttendanceMark), marks)
    return len(marks)


def _marks(
    session: Session, programme: Programme, schedule: Schedule, held: Sequence[LearningSession]
) -> Iterator[dict[str, Any]]:
    names = {trainer.trainer_id: trainer.name or trainer.trainer_id for trainer in trainers_of(session, programme)}
    places: dict[tuple[str, str], list[str]] = {}
    rows = session.execute(
        select(Allocation.strand, Allocation.group_id, Allocation.staff_id)
        .where(Allocation.schedule_id == schedule.id)
        .order_by(Allocation.staff_id)
    )
    for strand, group_id, staff_id in rows:
        places.setdefault((strand, group_id), []).append(staff_id)
    chance = random.Random(1)
    for number, one in enumerate(held):
        if number % 3 == 0 and one.ends_at > now() - LATE:
            continue
        for staff_id in places.get((one.strand, one.group_id), ()):
            yield {
                "programme_id": programme.id,
                "session_id": one.session_id,
                "staff_id": staff_id,
                "strand": one.strand,
                "mark": chance.choices(list(SHARES), list(SHARES.values()))[0],
                "way": AttendanceWay.REGISTER,
                "recorded_at": one.ends_at + timedelta(minutes=chance.randint(1, 240)),
                "recorded_by": names.get(one.trainer_ids[0], "Trainer") if one.trainer_ids else "Trainer",
            }
