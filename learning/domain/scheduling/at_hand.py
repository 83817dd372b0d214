"""Schedules kept at hand, so that a question about one person is answered at once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from threading import Lock

from sqlalchemy.orm import Session

from learning.clock import today_in
from learning.domain.scheduling.problems import read_programme_as_it_stands
from learning.domain.scheduling.schedules import schedule_of
from learning.models import Programme, Schedule
from scheduler.changes import Loaded, load, reload

KEPT = 4


@dataclass(frozen=True, slots=True)
class Key:
    """What a loaded schedule was made of: as long as it is the same, so is the answer to every question."""

    database: str
    programme: int
    input_changed_at: datetime
    schedule: int
    mark: str
    version: int
    before: date


_kept: dict[Key, Loaded] = {}
_lock = Lock()


def at_hand(session: Session, programme: Programme, schedule: Schedule, before: date) -> Loaded:
    """A schedule beside the programme as it stands, ready to be asked; what lies before a day is a fact.

    The last few stay in memory: at 4,500 people the first question after a change of staff, trainers, venues or rules
    takes one or two seconds, every further one moments. Raises `UnreadableProgrammeError`.
    """
    key = key_of(session, programme, schedule, before)
    with _lock:
        known = _kept.pop(key, None)
        if known is not None:
            _kept[key] = known
            return known
        relative = next((one for kept, one in _kept.items() if _same_input(kept, key)), None)
    found = schedule_of(session, schedule)
    if relative is not None:
        return keep_at_hand(key, reload(relative.basis, found, before))
    return keep_at_hand(key, load(read_programme_as_it_stands(session, programme).problem, found, before=before))


def today_of(programme: Programme) -> date:
    """The day that it is where the programme is held."""
    return today_in(str(programme.settings["timezone"]))


def key_of(session: Session, programme: Programme, schedule: Schedule, before: date) -> Key:
    """What a schedule is kept by."""
    return Key(
        database=str(session.get_bind().engine.url),
        programme=programme.id,
        input_changed_at=programme.input_changed_at,
        schedule=schedule.id,
        mark=schedule.mark,
        version=schedule.version,
        before=before,
    )


def keep_at_hand(key: Key, loaded: Loaded) -> Loaded:
    """Keep a schedule for the next question, in the place of the one that was asked for longest ago."""
    with _lock:
        _kept[key] = loaded
        while len(_kept) > KEPT:
            del _kept[next(iter(_kept))]
    return loaded


def _same_input(one: Key, two: Key) -> bool:
    return (one.database, one.programme, one.input_changed_at) == (two.database, two.programme, two.input_changed_at)
