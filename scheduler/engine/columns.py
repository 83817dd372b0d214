"""Columns: the sets of starts at which a group may meet, one start for each meeting."""

from __future__ import annotations

import numpy as np

from scheduler.engine.slots import Bools, Ints, Slots
from scheduler.problem import MINUTES_A_DAY

MOST_COLUMNS = 6000
"""Series are sampled evenly beyond this many; times of all weekdays and hours stay in."""
MOST_TAILORED = 24
"""How many sets of starts are added for one person whom none of the regular ones suits."""


def candidate_columns(slots: Slots, starts: Ints, meetings: int, gap_days: tuple[int, int], rest: int) -> Ints:
    """Sets of starts for a group that meets ``meetings`` times, as rows of slot numbers.

    A single meeting may take any start. A series keeps weekday and time of day where whole weeks
    fit into the gap; where they do not, or on days that are closed, it may also change both.
    ``rest`` minutes at least part two meetings.
    """
    if meetings == 1:
        return starts[:, None]
    rows: list[tuple[int, ...]] = [(int(start),) for start in starts]
    by_day: dict[int, list[int]] = {}
    for start in starts:
        by_day.setdefault(int(slots.day[start]), []).append(int(start))
    for _ in range(meetings - 1):
        rows = [
            (*row, following) for row in rows for following in next_meetings(slots, by_day, row[-1], gap_days, rest)
        ]
        rows = evenly(rows, MOST_COLUMNS)
    return np.array(rows, dtype=np.int64).reshape(-1, meetings)


def tailored_columns(
    slots: Slots, starts: Ints, meetings: int, gap_days: tuple[int, int], rest: int, free: Bools, columns: Ints
) -> Ints:
    """More sets of starts, of any weekday and time, for whom none of the columns suits.

    ``free`` is (people, trainers and venues, slots). A few for each, the earliest ones; none for a single meeting.
    """
    if meetings == 1 or not len(starts):
        return columns
    suited = np.ones((len(free), len(columns)), dtype=bool)
    for meeting in range(meetings):
        suited &= free[:, columns[:, meeting]]
    by_day: dict[int, list[int]] = {}
    for start in starts.tolist():
        by_day.setdefault(int(slots.day[start]), []).append(start)
    rows: set[tuple[int, ...]] = set()
    for person in np.flatnonzero(~suited.any(axis=1)).tolist():
        own = [start for start in starts.tolist() if free[person, start]]
        rows |= set(chains_of(slots, by_day, own, meetings, gap_days, rest, free[person]))
    fresh = np.array(sorted(rows), dtype=np.int64).reshape(-1, meetings)
    return np.concatenate([columns, fresh])


def chains_of(
    slots: Slots,
    by_day: dict[int, list[int]],
    first: list[int],
    meetings: int,
    gap_days: tuple[int, int],
    rest: int,
    free: Bools,
) -> list[tuple[int, ...]]:
    """Sets of starts at which one of them is free, at most `MOST_TAILORED`."""
    rows: list[tuple[int, ...]] = [(start,) for start in first]
    for _ in range(meetings - 1):
        rows = [
            (*row, start)
            for row in rows
            for gap in range(gap_days[0], gap_days[1] + 1)
            for start in by_day.get(int(slots.day[row[-1]]) + gap, ())
            if free[start] and slots.start[start] >= slots.end[row[-1]] + rest
        ]
        rows = evenly(rows, MOST_COLUMNS)
    return evenly(rows, MOST_TAILORED)


def next_meetings(
    slots: Slots, by_day: dict[int, list[int]], last: int, gap_days: tuple[int, int], rest: int
) -> list[int]:
    """Where the meeting after ``last`` may be: same weekday and time first, else any within the gap."""
    day, minute = int(slots.day[last]), int(slots.start[last] % MINUTES_A_DAY)
    low, high = gap_days
    whole_weeks = range(max(7, -(-low // 7) * 7), high + 1, 7)
    regular = [
        start
        for gap in whole_weeks
        for start in by_day.get(day + gap, ())
        if slots.start[start] % MINUTES_A_DAY == minute
    ]
    if regular:
        return regular
    earliest = slots.end[last] + rest
    return [
        start for gap in range(low, high + 1) for start in by_day.get(day + gap, ()) if slots.start[start] >= earliest
    ]


def evenly(rows: list[tuple[int, ...]], most: int) -> list[tuple[int, ...]]:
    if len(rows) <= most:
        return rows
    return [rows[i] for i in np.linspace(0, len(rows) - 1, most).astype(int)]
