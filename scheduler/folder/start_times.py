"""Start times against the calendar: clocks that change, sessions that would run past midnight."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from scheduler.folder.days import clock_fault, days_between
from scheduler.folder.keys import Keys
from scheduler.folder.programme import Programme
from scheduler.problem import MINUTES_A_DAY, Strand


def permitted_days(strand: Strand, closed: frozenset[date]) -> list[date]:
    """The days on which the strand may hold a session."""
    days = days_between(strand.first_day, strand.last_day)
    return [day for day in days if day.weekday() in strand.weekdays and day not in closed]


def check_start_times(strand: Strand, programme: Programme, changes: tuple[date, ...], keys: Keys) -> None:
    """Refuse permitted starts that the clocks skip or repeat; point out those that can never be used."""
    if strand.given:
        return
    if not any(permitted_days(strand, programme.closed)):
        keys.warn("", "has no day on which a session may be held, so nobody is placed in it")
    key = "start_times"
    for start in strand.start_times:
        if start.hour * 60 + start.minute + strand.duration_minutes > MINUTES_A_DAY:
            message = f"is never used, as {strand.duration_minutes} minutes from then end after midnight"
            keys.warn(key, message, f"{start:%H:%M}")
    if programme.zone:
        _refuse_clock_changes(strand, programme.zone, programme.closed, changes, keys)


def _refuse_clock_changes(
    strand: Strand, zone: ZoneInfo, closed: frozenset[date], changes: tuple[date, ...], keys: Keys
) -> None:
    for day in changes:
        if not strand.first_day <= day <= strand.last_day or day.weekday() not in strand.weekdays or day in closed:
            continue
        for start in strand.start_times:
            moment = datetime.combine(day, start)
            if fault := clock_fault(moment, zone):
                message = f"{fault} in {zone.key}; choose another time, or close that day"
                keys.refuse("start_times", message, moment.isoformat(timespec="minutes"))
