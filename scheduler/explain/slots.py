"""Meetings as arrays: when they are, whom they overlap, how many run at once.

Moments are whole minutes since the first of January of year 1 (``date.toordinal() * 1440`` plus
the minute of the day), so that a day is an integer division away.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from scheduler.problem import MINUTES_A_DAY, Pattern

Bits = NDArray[np.bool_]
Minutes = NDArray[np.int64]
Counts = NDArray[np.int64]


@lru_cache(maxsize=1 << 16)
def minute_of(moment: datetime) -> int:
    """The moment as minutes since year 1; seconds are cut off."""
    return moment.toordinal() * MINUTES_A_DAY + moment.hour * 60 + moment.minute


def end_minute_of(moment: datetime) -> int:
    """As `minute_of`, but a started minute counts as a whole one."""
    return minute_of(moment) + (1 if moment.second or moment.microsecond else 0)


def moment_of(minute: int) -> datetime:
    return datetime.combine(date.fromordinal(minute // MINUTES_A_DAY), datetime.min.time()) + timedelta(
        minutes=minute % MINUTES_A_DAY
    )


@dataclass(frozen=True, slots=True)
class Slots:
    """Meetings ``[starts[i], ends[i])``, shape (slots,) each, in any order.

    ``same_length`` parts the indices into sets of equal duration, each in order of start: within
    one of them the slots that overlap an interval stand side by side.
    """

    starts: Minutes
    ends: Minutes
    same_length: tuple[NDArray[np.intp], ...]

    @property
    def days(self) -> Minutes:
        """Ordinal of the day of each start."""
        return self.starts // MINUTES_A_DAY

    def __len__(self) -> int:
        return len(self.starts)


def slots_of(intervals: Sequence[tuple[int, int]]) -> Slots:
    """Slots from (start, end) minutes, in the order given."""
    pairs = np.array(intervals, dtype=np.int64).reshape(-1, 2)
    starts, ends = pairs[:, 0], pairs[:, 1]
    lengths = ends - starts
    order = np.argsort(starts, kind="stable")
    parts = tuple(order[lengths[order] == length] for length in np.unique(lengths))
    return Slots(starts, ends, parts)


def overlaps(slots: Slots, count: int, busy: Iterable[tuple[int, int, int]]) -> Bits:
    """Which slots overlap a busy time: shape (count, slots).

    ``busy`` holds (row, start, end) with half-open minutes; rows run from 0 to ``count``.
    """
    out = np.zeros((count, len(slots)), dtype=bool)
    table = np.array(list(busy), dtype=np.int64).reshape(-1, 3)
    if not len(table):
        return out
    rows, begins, ends = table[:, 0], table[:, 1], table[:, 2]
    for part in slots.same_length:
        low = np.searchsorted(slots.ends[part], begins, side="right")
        high = np.searchsorted(slots.starts[part], ends, side="left")
        hit = high > low
        steps = np.zeros((count, len(part) + 1), dtype=np.int16)
        np.add.at(steps, (rows[hit], low[hit]), 1)
        np.add.at(steps, (rows[hit], high[hit]), -1)
        out[:, part] = np.cumsum(steps, axis=1, dtype=np.int16)[:, :-1] > 0
    return out


def within(slots: Slots, pattern: Pattern | None) -> Bits:
    """Which slots lie wholly in one window of the pattern: shape (slots,)."""
    if pattern is None:
        return np.ones(len(slots), dtype=bool)
    weekday = (slots.days - 1) % 7
    begin = slots.starts % MINUTES_A_DAY
    end = begin + slots.ends - slots.starts
    out = np.zeros(len(slots), dtype=bool)
    for day, windows in enumerate(pattern.windows):
        for opens, closes in windows:
            out |= (weekday == day) & (opens <= begin) & (end <= closes)
    return out


def rows_with_any(bits: Bits) -> Bits:
    """Which rows have some bit set: (rows, columns) -> (rows,)."""
    return np.asarray(bits.any(axis=1), dtype=bool).reshape(len(bits))


def peak_load(slots: Slots, intervals: Sequence[tuple[int, int]]) -> Counts:
    """The most of the given intervals that run at one moment of each slot: shape (slots,)."""
    if not intervals:
        return np.zeros(len(slots), dtype=np.int64)
    table = np.array(intervals, dtype=np.int64)
    begins, ends = np.sort(table[:, 0]), np.sort(table[:, 1])

    def running(moments: Minutes) -> Counts:
        found = np.searchsorted(begins, moments, side="right") - np.searchsorted(ends, moments, side="right")
        return found.astype(np.int64)

    peak = running(slots.starts)
    low = np.searchsorted(begins, slots.starts, side="right")
    high = np.searchsorted(begins, slots.ends, side="left")
    at_begins = running(begins)
    for step in range(int((high - low).max(initial=0))):
        inside = low + step < high
        peak[inside] = np.maximum(peak[inside], at_begins[(low + step)[inside]])
    return peak
