"""What really happened at a session: who was there, and what its trainers say of it.

Both are of a session by its id, which stays when a later release moves it; a register outlives its schedule.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from learning.database import Base, UTCDateTime, one_of
from learning.vocabulary import Attendance, AttendanceWay


class AttendanceMark(Base):
    """Whether one person was at one session. ``strand`` is kept, so that completion is counted without schedules."""

    __tablename__ = "attendance_marks"
    __table_args__ = (
        UniqueConstraint("programme_id", "session_id", "staff_id"),
        Index("ix_attendance_marks_person", "programme_id", "staff_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    programme_id: Mapped[int] = mapped_column(ForeignKey("programmes.id"))
    session_id: Mapped[str] = mapped_column(String(120))
    staff_id: Mapped[str] = mapped_column(String(120))
    strand: Mapped[str] = mapped_column(String(120))
    mark: Mapped[Attendance] = mapped_column(one_of(Attendance))
    way: Mapped[AttendanceWay] = mapped_column(one_of(AttendanceWay))
    recorded_at: Mapped[datetime] = mapped_column(UTCDateTime)
    recorded_by: Mapped[str] = mapped_column(String(200))


class SessionNote(Base):
    """What the trainers of a session want its coordinators to know."""

    __tablename__ = "session_notes"
    __table_args__ = (UniqueConstraint("programme_id", "session_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    programme_id: Mapped[int] = mapped_column(ForeignKey("programmes.id"))
    session_id: Mapped[str] = mapped_column(String(120))
    text: Mapped[str] = mapped_column(Text)
    written_at: Mapped[datetime] = mapped_column(UTCDateTime)
    written_by: Mapped[str] = mapped_column(String(200))
