"""Schedules: sessions, who sits in which group, and who has no place.

Times are local wall-clock times of the programme's zone, as the scheduler counts; ``starts_at`` of a
session is the same moment in UTC. People, trainers and venues are named by the ids of the programme's
tables: a schedule stays readable when somebody has left them.
"""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Any

from sqlalchemy import DateTime, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from learning.database import Base, UTCDateTime, one_of
from learning.vocabulary import ScheduleState


def new_mark() -> str:
    """A mark that no schedule has had."""
    return secrets.token_hex(16)


class Schedule(Base):
    """One schedule of a programme. ``number`` counts its drafts from 1; ``summary`` is the scheduler's summary.

    ``release_number`` and ``released_at`` are set when it is released. ``parent_id`` is the schedule that it was
    made from, by hand or by repair; ``snapshot_id`` the input that it was made for. ``mark`` is another by chance with
    every change of its sessions and places: what was reckoned of it holds as long as the mark is the same.
    """

    __tablename__ = "schedules"
    __table_args__ = (
        UniqueConstraint("programme_id", "number"),
        UniqueConstraint("programme_id", "release_number"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    programme_id: Mapped[int] = mapped_column(ForeignKey("programmes.id"))
    number: Mapped[int]
    name: Mapped[str] = mapped_column(String(200))
    state: Mapped[ScheduleState] = mapped_column(one_of(ScheduleState))
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("schedules.id"))
    snapshot_id: Mapped[int | None] = mapped_column(ForeignKey("snapshots.id"))
    summary: Mapped[dict[str, Any]]
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    created_by: Mapped[str] = mapped_column(String(200))
    release_number: Mapped[int | None]
    release_name: Mapped[str] = mapped_column(String(200), default="")
    released_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    released_by: Mapped[str] = mapped_column(String(200), default="")
    version: Mapped[int] = mapped_column()
    mark: Mapped[str] = mapped_column(String(32), default=new_mark, server_default="")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - as SQLAlchemy reads it


class LearningSession(Base):
    """A meeting of a group at a time and place. ``trainer_ids`` is in the order of the schedule."""

    __tablename__ = "learning_sessions"
    __table_args__ = (
        UniqueConstraint("schedule_id", "session_id"),
        Index("ix_learning_sessions_start", "schedule_id", "start"),
        Index("ix_learning_sessions_group", "schedule_id", "strand", "group_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    schedule_id: Mapped[int] = mapped_column(ForeignKey("schedules.id"))
    session_id: Mapped[str] = mapped_column(String(120))
    strand: Mapped[str] = mapped_column(String(120))
    group_id: Mapped[str] = mapped_column(String(120))
    meeting: Mapped[int]
    start: Mapped[datetime] = mapped_column(DateTime)
    end: Mapped[datetime] = mapped_column(DateTime)
    starts_at: Mapped[datetime] = mapped_column(UTCDateTime)
    ends_at: Mapped[datetime] = mapped_column(UTCDateTime)
    venue_id: Mapped[str] = mapped_column(String(120), default="")
    trainer_ids: Mapped[list[str]]


class Allocation(Base):
    """Somebody's place in a group of a strand."""

    __tablename__ = "allocations"
    __table_args__ = (
        UniqueConstraint("schedule_id", "staff_id", "strand"),
        Index("ix_allocations_group", "schedule_id", "strand", "group_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    schedule_id: Mapped[int] = mapped_column(ForeignKey("schedules.id"))
    staff_id: Mapped[str] = mapped_column(String(120))
    strand: Mapped[str] = mapped_column(String(120))
    group_id: Mapped[str] = mapped_column(String(120))


class Unplaced(Base):
    """Somebody whom a strand is for and who has no place in it, with the reason."""

    __tablename__ = "unplaced"
    __table_args__ = (UniqueConstraint("schedule_id", "staff_id", "strand"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    schedule_id: Mapped[int] = mapped_column(ForeignKey("schedules.id"))
    staff_id: Mapped[str] = mapped_column(String(120))
    strand: Mapped[str] = mapped_column(String(120))
    reason: Mapped[str] = mapped_column(String(20))
    detail: Mapped[str] = mapped_column(Text)
