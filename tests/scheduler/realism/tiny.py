"""Problems small enough to work out by hand: two weeks from Monday 11 January 2027, two starts a day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

from scheduler.problem import Interval, Mode, Pattern, Person, Problem, Strand, Trainer, Venue
from scheduler.realism import Realism, StrandRealism, realism

if TYPE_CHECKING:
    from collections.abc import Sequence

MONDAY = date(2027, 1, 11)
FRIDAY = date(2027, 1, 22)
WEEKDAYS = frozenset(range(5))
ONLINE = Venue("ONLINE", Mode.ONLINE, parallel=10)
TEACHER = Trainer("T1", frozenset({"talk"}))


def strand(strand_id: str = "talk", **changes: Any) -> Strand:
    """Sessions of an hour at 09:30 and 13:00 for 2 to 10 people, with one trainer."""
    plain = Strand(
        strand_id,
        min_size=2,
        max_size=10,
        first_day=MONDAY,
        last_day=FRIDAY,
        weekdays=WEEKDAYS,
        start_times=(time(9, 30), time(13)),
        duration_minutes=60,
        trainers=1,
    )
    return replace(plain, **changes)


def people(number: int, prefix: str = "E", **columns: Any) -> list[Person]:
    """So many people, free every day; ``team`` and the like are columns, other names fields of `Person`."""
    fields = {name: columns.pop(name) for name in list(columns) if name in Person.__dataclass_fields__}
    return [Person(f"{prefix}{count}", dict(columns), **fields) for count in range(number)]


def problem(strands: Sequence[Strand], staff: Sequence[Person], **changes: Any) -> Problem:
    """The strands for the staff, with one trainer of "talk" and one online venue."""
    plain = Problem(
        "Tiny",
        "Europe/London",
        MONDAY,
        FRIDAY,
        tuple(strands),
        tuple(staff),
        trainers=(TEACHER,),
        venues=(ONLINE,),
    )
    return replace(plain, **changes)


def only(report: Realism | Problem, strand_id: str = "talk") -> StrandRealism:
    """The figures of one strand."""
    found = realism(report) if isinstance(report, Problem) else report
    return next(item for item in found.strands if item.strand == strand_id)


def works_on(*weekdays: int, begin: int = 0, end: int = 1440) -> Pattern:
    """A pattern of the same window on each of the weekdays, in minutes of the day."""
    return Pattern(tuple(((begin, end),) if day in weekdays else () for day in range(7)))


def away(first: date, last: date) -> Interval:
    """Absent from the first to the last day, both included."""
    midnight = datetime.combine(last, time())
    return Interval(datetime.combine(first, time()), midnight.replace(hour=23, minute=59))
