"""Runs of the search, with the input that they were made for and what they told on the way."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from learning.database import Base, UTCDateTime, one_of
from learning.vocabulary import RunKind, RunState


class Snapshot(Base):
    """A programme folder as it stood, packed: what a schedule was made for. Equal ones are stored once."""

    __tablename__ = "snapshots"
    __table_args__ = (UniqueConstraint("programme_id", "sha256"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    programme_id: Mapped[int] = mapped_column(ForeignKey("programmes.id"))
    sha256: Mapped[str] = mapped_column(String(64))
    content: Mapped[bytes]
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)


class Run(Base):
    """One search, or the study of a schedule. ``workflow_id`` names its jobs.

    ``limits`` are the search's own, ``progress`` what it told last. ``attempt`` counts how often a worker took it up:
    what an earlier one still writes is refused. ``worker`` is the installation whose worker has it. ``best`` is the
    best schedule so far, packed, that a later attempt goes on from; ``seconds_used`` what earlier attempts took.
    ``start_id`` is the schedule that a search goes on from, or that is studied; ``summary`` what was found.
    """

    __tablename__ = "runs"
    __table_args__ = (UniqueConstraint("programme_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    programme_id: Mapped[int] = mapped_column(ForeignKey("programmes.id"))
    number: Mapped[int]
    name: Mapped[str] = mapped_column(String(200))
    kind: Mapped[RunKind] = mapped_column(one_of(RunKind), default=RunKind.SEARCH)
    state: Mapped[RunState] = mapped_column(one_of(RunState), index=True)
    snapshot_id: Mapped[int] = mapped_column(ForeignKey("snapshots.id"))
    schedule_id: Mapped[int | None] = mapped_column(ForeignKey("schedules.id"), unique=True)
    summary: Mapped[dict[str, Any]] = mapped_column(default=dict)
    limits: Mapped[dict[str, Any]]
    progress: Mapped[dict[str, Any]]
    workflow_id: Mapped[str] = mapped_column(String(100), unique=True)
    asked_by: Mapped[str] = mapped_column(String(200))
    asked_at: Mapped[datetime] = mapped_column(UTCDateTime)
    started_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    told_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    fault: Mapped[str] = mapped_column(Text, default="")
    attempt: Mapped[int] = mapped_column(default=0)
    worker: Mapped[str] = mapped_column(String(64), default="")
    best: Mapped[bytes | None] = mapped_column(deferred=True)
    best_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    seconds_used: Mapped[float] = mapped_column(default=0.0)
    start_id: Mapped[int | None] = mapped_column(ForeignKey("schedules.id"))


class RunStep(Base):
    """Something that happened in a run, in its order: a better schedule, a bound, a stage."""

    __tablename__ = "run_steps"
    __table_args__ = (Index("ix_run_steps_run", "run_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    run_id: Mapped[int] = mapped_column(ForeignKey("runs.id"))
    seconds: Mapped[float]
    stage: Mapped[str] = mapped_column(String(60))
    aims: Mapped[dict[str, Any]]
