"""Columns: the sets of starts at which a group may meet, one start for each meeting."""

from __future__ import annotations

import numpy as np

from scheduler.engine.slots import Ints, Slots

MOST_COLUMNS = 6000
"""Series are sampled evenly beyond this many; times of all weekdays and hours stay in."""


def candidate_columns(slots: Slots, starts: Ints, meetings: int, gap_days: tuple[int, int]) -> Ints:
    """Sets of starts for a group that meets ``meetings`` times, as rows of slot numbers.

    A single meeting may take any start. A series keeps weekday and time of day where whole weeks
    fit into the gap; where they do not, or on days that are closed, it may also change both.
    """
    if meetings == 1:
        return starts[:, None]
    rows = [(int(start),) for start in starts]
    by_day: dict[int, list[int]] = {}
    for start in starts:
        by_day.setdefault(int(slots.day[start]), []).append(int(start))
    for _ in range(meetings - 1):
        rows = [(*row, following) for row in rows for following in next_meetings(slots, by_day, row[-1], gap_days)]
        rows = evenly(rows, MOST_COLUMNS)
    return np.array(rows, dtype=np.int64).reshape(-1, meetings)


def next_meetings(slots: Slots, by_day: dict[int, list[int]], last: int, gap_days: tuple[int, int]) -> list[int]:
    """Where the meeting after ``last`` may be: same weekday and time first, else any within the gap."""
    day, minute = int(slots.day[last]), int(slots.start[last] % 1440)
    low, high = gap_days
    regular, other = [], []
    for gap in range(low, high + 1):
        for start in by_day.get(day + gap, ()):
            if start <= last or slots.start[start] < slots.end[last]:
                continue
            same = gap % 7 == 0 and gap > 0 and slots.start[start] % 1440 == minute
            (regular if same else other).append(start)
    return regular or other


def evenly(rows: list[tuple[int, ...]], most: int) -> list[tuple[int, ...]]:
    if len(rows) <= most:
        return rows
    return [rows[i] for i in np.linspace(0, len(rows) - 1, most).astype(int)]
