"""Slots: every stretch of time in which some strand may hold, or already holds, a session."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

import numpy as np
from numpy.typing import NDArray

from scheduler.problem import MINUTES_A_DAY, Interval, Pattern, Problem, Strand

Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Slots:
    """Distinct (start, end) pairs, sorted; minutes count from midnight of ``origin``."""

    origin: date
    start: Ints
    end: Ints
    day: Ints
    """Days since ``origin``."""
    week: Ints
    """ISO weeks, numbered from the Monday on or before ``origin``."""
    index: dict[tuple[int, int], int]

    def __len__(self) -> int:
        return len(self.start)

    def starts_at(self, slot: int) -> datetime:
        return at_minute(self.origin, int(self.start[slot]))

    def ends_at(self, slot: int) -> datetime:
        return at_minute(self.origin, int(self.end[slot]))


def at_minute(origin: date, minute: int) -> datetime:
    return datetime(origin.year, origin.month, origin.day) + timedelta(minutes=minute)


def minute_of(origin: date, moment: datetime) -> int:
    midnight = datetime(origin.year, origin.month, origin.day)
    return (moment - midnight) // timedelta(minutes=1)


def build_slots(problem: Problem) -> Slots:
    """All permitted starts of all strands, and the sessions of the given timetable."""
    origin = min([problem.first_day, *(session.start.date() for session in problem.given)])
    made = [strand for strand in problem.strands if not strand.given]
    pairs = {pair for strand in made for pair in permitted_pairs(problem, strand, origin)}
    pairs |= {(minute_of(origin, s.start), minute_of(origin, s.end)) for s in problem.given}
    ordered = sorted(pairs)
    start = np.array([a for a, _ in ordered], dtype=np.int64)
    end = np.array([b for _, b in ordered], dtype=np.int64)
    day = start // MINUTES_A_DAY
    return Slots(origin, start, end, day, (day + origin.weekday()) // 7, {pair: i for i, pair in enumerate(ordered)})


def permitted_pairs(problem: Problem, strand: Strand, origin: date) -> list[tuple[int, int]]:
    """The starts and ends, in minutes, at which a strand may hold a session."""
    pairs = []
    day = strand.first_day
    while day <= strand.last_day:
        if day.weekday() in strand.weekdays and day not in problem.closed:
            midnight = (day - origin).days * MINUTES_A_DAY
            for start in strand.start_times:
                minute = start.hour * 60 + start.minute
                if minute + strand.duration_minutes <= MINUTES_A_DAY:
                    pairs.append((midnight + minute, midnight + minute + strand.duration_minutes))
        day += timedelta(days=1)
    return sorted(set(pairs))


def free_matrix(
    slots: Slots,
    patterns: list[Pattern | None],
    absences: list[tuple[Interval, ...]],
    first: list[date | None],
    last: list[date | None],
) -> Bools:
    """Who is free when: a row for each person, trainer or venue, a column for each slot.

    Free means: the slot lies in one window of the pattern, touches no absence, and its day is
    between ``first`` and ``last``.
    """
    distinct: dict[Pattern | None, int] = {}
    which = [distinct.setdefault(pattern, len(distinct)) for pattern in patterns]
    fits = np.zeros((len(distinct), len(slots)), dtype=bool)
    for pattern, row in distinct.items():
        fits[row] = pattern_row(slots, pattern)
    free = fits[np.array(which, dtype=np.int64)] if which else np.zeros((0, len(slots)), dtype=bool)
    free &= ~absent_matrix(slots, absences)
    ordinals = slots.day + slots.origin.toordinal()
    for row, (low, high) in enumerate(zip(first, last, strict=True)):
        if low is not None:
            free[row] &= ordinals >= low.toordinal()
        if high is not None:
            free[row] &= ordinals <= high.toordinal()
    return free


def pattern_row(slots: Slots, pattern: Pattern | None) -> Bools:
    row = np.zeros(len(slots), dtype=bool)
    if pattern is None:
        return ~row
    weekday = (slots.day + slots.origin.weekday()) % 7
    first = slots.start - slots.day * MINUTES_A_DAY
    last = slots.end - slots.day * MINUTES_A_DAY
    for number, windows in enumerate(pattern.windows):
        for low, high in windows:
            row |= (weekday == number) & (first >= low) & (last <= high)
    return row


def absent_matrix(slots: Slots, absences: list[tuple[Interval, ...]]) -> Bools:
    """Which rows are away in which slots: absences touch a slot where the half-open stretches meet."""
    rows = np.array([row for row, items in enumerate(absences) for _ in items], dtype=np.int64)
    minutes: dict[datetime, int] = {}

    def minute(moment: datetime) -> int:
        found = minutes.get(moment)
        if found is None:
            found = minutes[moment] = minute_of(slots.origin, moment)
        return found

    low = np.array([minute(item.start) for items in absences for item in items], dtype=np.int64)
    high = np.array([minute(item.end) for items in absences for item in items], dtype=np.int64)
    away = np.zeros((len(absences), len(slots)), dtype=bool)
    for duration in np.unique(slots.end - slots.start):
        of_length = np.flatnonzero(slots.end - slots.start == duration)
        begin = np.searchsorted(slots.end[of_length], low, side="right")
        stop = np.searchsorted(slots.start[of_length], high, side="left")
        marks = np.zeros((len(absences), len(of_length) + 1), dtype=np.int16)
        touching = begin < stop
        np.add.at(marks, (rows[touching], begin[touching]), 1)
        np.add.at(marks, (rows[touching], stop[touching]), -1)
        away[:, of_length] = np.cumsum(marks, axis=1, dtype=np.int16)[:, :-1] > 0
    return away
