"""When people, trainers and venues are free, as arrays.

Minutes count from the start of day 0 of the proleptic calendar (`date.toordinal`), so that a minute
and a day are plain integers: ``minute = ordinal * 1440 + minute of the day``.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from scheduler.problem import MINUTES_A_DAY

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scheduler.problem import Interval, Pattern

IntArray = npt.NDArray[np.int64]
BoolArray = npt.NDArray[np.bool_]

FIRST_EVER = date.min.toordinal()
LAST_EVER = date.max.toordinal()


def minute_of(at: datetime) -> int:
    return at.toordinal() * MINUTES_A_DAY + at.hour * 60 + at.minute


@dataclass(frozen=True, slots=True, eq=False)
class Diaries:
    """Patterns, first and last days and absences of one table's rows, in the table's order."""

    patterns: tuple[Pattern | None, ...]
    """The different patterns; ``which[row]`` is the one of a row."""
    which: IntArray
    first_day: IntArray
    last_day: IntArray
    absent_row: IntArray
    absent_from: IntArray
    absent_until: IntArray

    def free(self, starts: IntArray, minutes: int) -> BoolArray:
        """Row x start: whether the row is free for ``minutes`` from each of the ascending ``starts``."""
        ends = starts + minutes
        days = starts // MINUTES_A_DAY
        at_work = np.zeros((len(self.patterns), len(starts)), dtype=np.bool_)
        for row, pattern in enumerate(self.patterns):
            at_work[row] = _inside(pattern, starts, minutes)
        in_post = (self.first_day[:, None] <= days) & (days <= self.last_day[:, None])
        first = np.searchsorted(ends, self.absent_from, side="right")
        beyond = np.searchsorted(starts, self.absent_until, side="left")
        hit = beyond > first
        changes = np.zeros((len(self.which), len(starts) + 1), dtype=np.int16)
        np.add.at(changes, (self.absent_row[hit], first[hit]), 1)
        np.add.at(changes, (self.absent_row[hit], beyond[hit]), -1)
        present = np.cumsum(changes[:, :-1], axis=1, dtype=np.int16) == 0
        free: BoolArray = present & in_post & at_work[self.which]
        return free


def open_diaries(
    patterns: Sequence[Pattern | None],
    posts: Sequence[tuple[date | None, date | None]],
    absences: Sequence[tuple[Interval, ...]],
) -> Diaries:
    """The diaries of rows with these patterns, first and last days, and absences."""
    index: dict[Pattern | None, int] = {}
    which = [index.setdefault(pattern, len(index)) for pattern in patterns]
    rows = [(row, minute_of(gap.start), minute_of(gap.end)) for row, gaps in enumerate(absences) for gap in gaps]
    absent = np.array(rows, dtype=np.int64).reshape(-1, 3)
    return Diaries(
        tuple(index),
        np.array(which, dtype=np.int64),
        np.array([first.toordinal() if first else FIRST_EVER for first, _ in posts], dtype=np.int64),
        np.array([last.toordinal() if last else LAST_EVER for _, last in posts], dtype=np.int64),
        absent[:, 0],
        absent[:, 1],
        absent[:, 2],
    )


def _inside(pattern: Pattern | None, starts: IntArray, minutes: int) -> BoolArray:
    """Whether each stretch from a start lies in one window of the pattern."""
    if pattern is None:
        return np.ones(len(starts), dtype=np.bool_)
    weekday = (starts // MINUTES_A_DAY + 6) % 7
    minute = starts % MINUTES_A_DAY
    inside = np.zeros(len(starts), dtype=np.bool_)
    for number, windows in enumerate(pattern.windows):
        for begin, end in windows:
            inside |= (weekday == number) & (begin <= minute) & (minute + minutes <= end)
    return inside
