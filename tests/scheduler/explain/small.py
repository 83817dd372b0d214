"""Tiny programmes, built in a line or two: one week in May 2027 unless a test says otherwise."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from scheduler.explain import explain
from scheduler.problem import Interval, Mode, Pattern, Person, Problem, Strand, Trainer, Venue
from scheduler.schedule import Allocation, Reason, Session, Unplaced

MONDAY = date(2027, 5, 10)
FRIDAY = date(2027, 5, 14)
ONLINE = Venue("ONLINE", Mode.ONLINE)
ANN = Trainer("T1", frozenset({"talk", "circle"}))


def person(staff_id: str, /, *, attributes: Mapping[str, str] | None = None, **facts: Any) -> Person:
    return Person(staff_id, {"staff_id": staff_id, **(attributes or {})}, **facts)


def people(count: int, **facts: Any) -> tuple[Person, ...]:
    return tuple(person(f"P{n}", **facts) for n in range(1, count + 1))


def strand(strand_id: str = "talk", **facts: Any) -> Strand:
    """An hour at 10:00 or 14:00, Monday to Friday, for two to four people with one trainer."""
    usual: dict[str, Any] = {
        "min_size": 2,
        "max_size": 4,
        "first_day": MONDAY,
        "last_day": FRIDAY,
        "weekdays": frozenset(range(5)),
        "start_times": (time(10), time(14)),
        "title": {"talk": "Talk", "circle": "Circle"}.get(strand_id, strand_id),
        "duration_minutes": 60,
        "trainers": 1,
    }
    return Strand(strand_id, **(usual | facts))


def problem(strands: Iterable[Strand], staff: Iterable[Person], **facts: Any) -> Problem:
    usual: dict[str, Any] = {"first_day": MONDAY, "last_day": FRIDAY, "venues": (ONLINE,), "trainers": (ANN,)}
    return Problem("Small", "Europe/London", strands=tuple(strands), people=tuple(staff), **(usual | facts))


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """The moment so many days after Monday 10 May 2027."""
    return datetime.combine(MONDAY, time(hour, minute)) + timedelta(days=day)


def session(group_id: str, start: datetime, /, strand_id: str = "talk", **facts: Any) -> Session:
    usual: dict[str, Any] = {
        "meeting": 1,
        "end": start + timedelta(hours=1),
        "venue_id": "ONLINE",
        "trainer_ids": ("T1",),
    }
    whole = usual | facts
    return Session(f"{group_id}-{whole['meeting']}", strand_id, group_id, start=start, **whole)


def members(group_id: str, *staff_ids: str, strand_id: str = "talk") -> tuple[Allocation, ...]:
    return tuple(Allocation(staff_id, strand_id, group_id) for staff_id in staff_ids)


def weekly(**windows: tuple[int, int]) -> Pattern:
    """``weekly(mon=(9, 17))``: hours of the day."""
    days = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
    return Pattern(tuple(((windows[d][0] * 60, windows[d][1] * 60),) if d in windows else () for d in days))


def away(first: datetime, last: datetime) -> Interval:
    return Interval(first, last)


def reasons(
    case: Problem,
    sessions: Iterable[Session] = (),
    allocations: Iterable[Allocation] = (),
    *,
    earliest: date | None = None,
) -> dict[tuple[str, str], Unplaced]:
    rows = explain(case, tuple(sessions), tuple(allocations), earliest=earliest)
    return {(row.staff_id, row.strand): row for row in rows}


def only(rows: Mapping[tuple[str, str], Unplaced]) -> tuple[Reason, str]:
    """Reason and sentence of the one unplaced row."""
    (row,) = rows.values()
    return row.reason, row.detail
