"""When trainers are away, and which of their sessions that hits."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from learning.models import Absence, LearningSession, Programme, Schedule, Trainer

TRAINER = "trainer"
MIDNIGHT_AFTER = "T24:00"


@dataclass(frozen=True, slots=True)
class Away:
    """An absence of a trainer: from ``start`` until ``end``, which is no more part of it; local time.

    ``hit`` are their sessions in between, in order of time.
    """

    row_id: int
    trainer_id: str
    name: str
    start: datetime
    end: datetime
    hit: tuple[LearningSession, ...] = ()

    @property
    def days(self) -> tuple[date, date]:
        """The first and the last day."""
        return self.start.date(), (self.end - timedelta(seconds=1)).date()


def trainers_away(
    session: Session,
    programme: Programme,
    schedule: Schedule | None,
    since: datetime,
    trainer_ids: Collection[str] | None = None,
) -> Sequence[Away]:
    """Absences of trainers that are not over at ``since`` (local time), of all or of some, with what they hit from
    then on; the earliest first. Two questions, however many they are."""
    wanted = (
        select(Absence, Trainer.name)
        .outerjoin(Trainer, (Trainer.programme_id == Absence.programme_id) & (Trainer.trainer_id == Absence.owner_id))
        .where(Absence.programme_id == programme.id, Absence.kind == TRAINER)
    )
    if trainer_ids is not None:
        wanted = wanted.where(Absence.owner_id.in_(trainer_ids))
    found = [away for row, name in session.execute(wanted) if (away := _read(row, name)) and away.end > since]
    led = _led(session, schedule, since) if found and schedule else {}
    hit = [replace(one, hit=_hit(one, led)) for one in found]
    return sorted(hit, key=lambda one: (one.start, one.end, one.trainer_id))


def absence_of(session: Session, programme: Programme, trainer_id: str, start: str, end: str) -> Absence | None:
    """The absence of a trainer with just these cells."""
    return session.scalar(
        select(Absence)
        .where(
            Absence.programme_id == programme.id,
            Absence.kind == TRAINER,
            Absence.owner_id == trainer_id,
            Absence.start == start,
            Absence.end == end,
        )
        .limit(1)
    )


def _led(session: Session, schedule: Schedule, since: datetime) -> Mapping[str, Sequence[LearningSession]]:
    rows = session.scalars(
        select(LearningSession)
        .where(LearningSession.schedule_id == schedule.id, LearningSession.end > since)
        .order_by(LearningSession.start, LearningSession.session_id)
    )
    led: defaultdict[str, list[LearningSession]] = defaultdict(list)
    for one in rows:
        for trainer_id in one.trainer_ids:
            led[trainer_id].append(one)
    return led


def _hit(away: Away, led: Mapping[str, Sequence[LearningSession]]) -> tuple[LearningSession, ...]:
    return tuple(one for one in led.get(away.trainer_id, ()) if one.start < away.end and away.start < one.end)


def _read(row: Absence, name: str | None) -> Away | None:
    """An absence as the folder writes it; None where it cannot be read, which the programme's own check says."""
    try:
        return Away(row.id, row.owner_id, name or row.owner_id, _moment(row.start), _moment(row.end, closes=True))
    except (ValueError, OverflowError):
        return None


def _moment(text: str, *, closes: bool = False) -> datetime:
    """A day closes at the midnight after it; a moment is what it says."""
    if len(text) == len("2027-01-11"):
        return datetime.combine(date.fromisoformat(text) + timedelta(days=closes), time())
    if text.endswith(MIDNIGHT_AFTER):
        return datetime.combine(date.fromisoformat(text[:10]) + timedelta(days=1), time())
    return datetime.fromisoformat(text)
