"""Schedules between the scheduler's nouns and the rows of the database."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from fractions import Fraction
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from learning.clock import now
from learning.domain.actors import Actor
from learning.domain.trace import record_change
from learning.models import Allocation, LearningSession, Programme, Schedule, Snapshot, Unplaced
from learning.vocabulary import ScheduleState
from scheduler import schedule as nouns


def keep_draft(
    session: Session,
    actor: Actor,
    programme: Programme,
    made: nouns.Schedule,
    summary: Mapping[str, object],
    *,
    name: str,
    snapshot: Snapshot | None,
    parent: Schedule | None = None,
) -> Schedule:
    """Store a schedule as the programme's next draft."""
    draft = Schedule(
        programme_id=programme.id,
        number=next_number(session, programme),
        name=name,
        state=ScheduleState.DRAFT,
        parent_id=parent.id if parent else None,
        snapshot_id=snapshot.id if snapshot else None,
        summary=plain(summary),
        created_at=now(),
        created_by=actor.name,
    )
    session.add(draft)
    session.flush()
    put_rows(session, draft, made, ZoneInfo(programme.settings["timezone"]))
    record_change(
        session, actor, programme, "keep draft", f"Draft {draft.number}",
        f"Draft {draft.number}, {name}, was made: {len(made.sessions):,} sessions, {len(made.allocations):,} places, "
        f"{len(made.unplaced):,} without a place.",
    )  # fmt: skip
    return draft


def next_number(session: Session, programme: Programme) -> int:
    last = session.scalar(select(func.max(Schedule.number)).where(Schedule.programme_id == programme.id))
    return (last or 0) + 1


def put_rows(session: Session, draft: Schedule, made: nouns.Schedule, zone: ZoneInfo) -> None:
    """Write every session, place and person without a place of a schedule that has no rows yet."""
    rows: tuple[tuple[type[LearningSession | Allocation | Unplaced], list[dict[str, Any]]], ...] = (
        (LearningSession, [session_row(draft, one, zone) for one in made.sessions]),
        (
            Allocation,
            [
                {"schedule_id": draft.id, "staff_id": one.staff_id, "strand": one.strand, "group_id": one.group_id}
                for one in made.allocations
            ],
        ),
        (
            Unplaced,
            [
                {
                    "schedule_id": draft.id, "staff_id": one.staff_id, "strand": one.strand,
                    "reason": one.reason.value, "detail": one.detail,
                }
                for one in made.unplaced
            ],
        ),
    )  # fmt: skip
    for model, values in rows:
        if values:
            session.execute(insert(model), values)


def session_row(draft: Schedule, one: nouns.Session, zone: ZoneInfo) -> dict[str, Any]:
    return {
        "schedule_id": draft.id, "session_id": one.session_id, "strand": one.strand, "group_id": one.group_id,
        "meeting": one.meeting, "start": one.start, "end": one.end, "starts_at": moment(one.start, zone),
        "ends_at": moment(one.end, zone), "venue_id": one.venue_id, "trainer_ids": list(one.trainer_ids),
    }  # fmt: skip


def moment(local: datetime, zone: ZoneInfo) -> datetime:
    """A wall-clock time of a zone in UTC; the scheduler has refused those that do not exist or occur twice."""
    return local.replace(tzinfo=zone).astimezone(UTC)


def schedule_of(session: Session, stored: Schedule) -> nouns.Schedule:
    """A stored schedule as the scheduler knows it."""
    sessions = session.scalars(select(LearningSession).where(LearningSession.schedule_id == stored.id))
    places = session.execute(
        select(Allocation.staff_id, Allocation.strand, Allocation.group_id).where(Allocation.schedule_id == stored.id)
    )
    left = session.execute(
        select(Unplaced.staff_id, Unplaced.strand, Unplaced.reason, Unplaced.detail).where(
            Unplaced.schedule_id == stored.id
        )
    )
    return nouns.Schedule(
        tuple(
            nouns.Session(
                one.session_id, one.strand, one.group_id, one.meeting, one.start, one.end, one.venue_id,
                tuple(one.trainer_ids),
            )
            for one in sessions
        ),
        tuple(nouns.Allocation(*row) for row in places),
        tuple(nouns.Unplaced(row[0], row[1], nouns.Reason(row[2]), row[3]) for row in left),
    )  # fmt: skip


def plain(summary: Mapping[str, object]) -> dict[str, Any]:
    """A summary as JSON has it: exact numbers as floats, days as text."""
    found = json.loads(json.dumps(summary, default=_plain_value))
    assert isinstance(found, dict)
    return found


def _plain_value(value: object) -> object:
    if isinstance(value, Fraction):
        return float(value)
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    if isinstance(value, (set, frozenset)):
        return sorted(value)
    raise TypeError(f"no place for a {type(value).__name__} in a summary")
