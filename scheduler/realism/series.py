"""The earliest first and last day of a series of meetings, for many people at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from scheduler.realism.diaries import BoolArray, IntArray

NEVER = 10**8
"""A day later than any: there is none."""


def earliest_days(
    can: BoolArray, days: IntArray, not_before: IntArray, meetings: int, gap_days: tuple[int, int]
) -> tuple[IntArray, IntArray]:
    """The earliest day of the first and of the last of ``meetings`` meetings, `NEVER` where none suits.

    ``can`` is person x day (ascending ``days``), ``not_before`` the first day on which each person may
    begin. The two are each the earliest, not of one and the same series.
    """
    ahead = _window(days, gap_days[0], gap_days[1])
    behind = _window(days, -gap_days[1], -gap_days[0])
    begins = can & (days >= not_before[:, None])
    leads_on = can
    reached = begins
    for _ in range(meetings - 1):
        leads_on = can & _any_in(leads_on, *ahead)
        reached = can & _any_in(reached, *behind)
    return _first(begins & leads_on, days), _first(reached, days)


def _window(days: IntArray, least: int, most: int) -> tuple[IntArray, IntArray]:
    """For each day the half-open range of positions of the days ``least`` to ``most`` days after it."""
    return np.searchsorted(days, days + least, side="left"), np.searchsorted(days, days + most, side="right")


def _any_in(marks: BoolArray, begin: IntArray, end: IntArray) -> BoolArray:
    """For each column whether any mark of the row lies in the column's range of positions."""
    count = np.zeros((marks.shape[0], marks.shape[1] + 1), dtype=np.int32)
    np.cumsum(marks, axis=1, out=count[:, 1:])
    found: BoolArray = count[:, end] > count[:, begin]
    return found


def _first(marks: BoolArray, days: IntArray) -> IntArray:
    if not len(days):
        return np.full(marks.shape[0], NEVER, dtype=np.int64)
    return np.where(marks.any(axis=1), days[marks.argmax(axis=1)], NEVER)
