"""How many sessions trainers and venues could hold, day by day.

The counts are upper bounds: each trainer's and each venue's day is filled with as many sessions as
fit one after another (with the break or turnaround), then cut to the limits a day and a week. Whom
they would share a session with, travel and the people are left out.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from scheduler.problem import MINUTES_A_DAY, Mode

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scheduler.problem import Problem
    from scheduler.realism.diaries import BoolArray, IntArray
    from scheduler.realism.survey import StrandSurvey

NO_LIMIT = 10**6
Stretch = tuple[int, int]
"""Start and end of a possible session, in minutes of the day."""


@dataclass(frozen=True, slots=True, eq=False)
class Supply:
    """What a set of rows (trainers or venues) could hold of a set of strands."""

    days: IntArray
    """Ordinals of the days with any permitted start, ascending."""
    by_day: IntArray
    """Row x day: sessions, before the weekly limit."""
    until_day: IntArray
    """Row x day: sessions up to and with that day, within the weekly limits."""
    hours: float

    @property
    def sessions(self) -> int:
        """In all."""
        return int(self.until_day[:, -1].sum()) if len(self.days) else 0

    @property
    def by_row(self) -> IntArray:
        """The sessions of each row, in all."""
        return self.until_day[:, -1] if len(self.days) else np.zeros(len(self.by_day), dtype=np.int64)

    def first_day_with(self, sessions: int, last_day: int) -> int:
        """The first day by which so many sessions could be held; the day after ``last_day`` if none is."""
        reached = np.flatnonzero(self.until_day.sum(axis=0) >= sessions)
        return int(self.days[reached[0]]) if len(reached) else last_day + 1

    def by_week(self) -> dict[int, IntArray]:
        """Monday's ordinal -> sessions of each row in that week."""
        week_of = _mondays(self.days)
        weeks: dict[int, IntArray] = {}
        for monday in dict.fromkeys(week_of.tolist()):
            last = int(np.flatnonzero(week_of == monday)[-1])
            first = int(np.flatnonzero(week_of == monday)[0])
            before = self.until_day[:, first - 1] if first else 0
            weeks[monday] = self.until_day[:, last] - before
        return weeks


@dataclass(frozen=True, slots=True)
class Limits:
    """What binds one row: minutes between two sessions, sessions at once, a day and a week."""

    gap_minutes: int
    at_once: int = 1
    a_day: int = NO_LIMIT
    a_week: int = NO_LIMIT


def supply_trainers(problem: Problem, surveys: Sequence[StrandSurvey], kind: str = "") -> Supply:
    """The trainer-sessions of these strands; of the trainers of one kind alone, where one is named."""
    rows = [row for row, trainer in enumerate(problem.trainers) if not kind or trainer.kind == kind]
    limits = [
        Limits(
            problem.break_minutes,
            a_day=NO_LIMIT if problem.trainers[row].max_per_day is None else problem.trainers[row].max_per_day or 0,
            a_week=NO_LIMIT if problem.trainers[row].max_per_week is None else problem.trainers[row].max_per_week or 0,
        )
        for row in rows
    ]
    return _supply(limits, [(survey, survey.trainers[rows]) for survey in surveys])


def supply_venues(problem: Problem, surveys: Sequence[StrandSurvey]) -> Supply:
    """The sessions of these strands that the venues could hold."""
    limits = [
        Limits(problem.turnaround_minutes if venue.mode is Mode.IN_PERSON else 0, at_once=venue.parallel)
        for venue in problem.venues
    ]
    return _supply(limits, [(survey, survey.venues) for survey in surveys])


def _supply(limits: Sequence[Limits], masks: Sequence[tuple[StrandSurvey, BoolArray]]) -> Supply:
    days = np.unique(np.concatenate([survey.days for survey, _ in masks])) if masks else np.empty(0, dtype=np.int64)
    stretches, possible = _possible(days, len(limits), masks)
    by_day = np.zeros((len(limits), len(days)), dtype=np.int64)
    minutes = np.zeros((len(limits), len(days)), dtype=np.int64)
    longest = max((end - start for start, end in stretches), default=0)
    hours = 0.0
    for row, limit in enumerate(limits):
        for column in np.flatnonzero(possible[row].any(axis=1)):
            day = tuple(stretch for stretch, can in zip(stretches, possible[row, column], strict=True) if can)
            sessions, taught = _fill_day(day, limit.gap_minutes, limit.a_day)
            by_day[row, column] = min(sessions * limit.at_once, limit.a_day)
            minutes[row, column] = taught * limit.at_once
    until_day = _within_weeks(days, by_day, np.array([limit.a_week for limit in limits], dtype=np.int64))
    in_weeks = _within_weeks(days, minutes, np.array([limit.a_week * longest for limit in limits], dtype=np.int64))
    hours = float(in_weeks[:, -1].sum()) / 60 if len(days) else 0.0
    return Supply(days, by_day, until_day, hours)


def _possible(
    days: IntArray, rows: int, masks: Sequence[tuple[StrandSurvey, BoolArray]]
) -> tuple[list[Stretch], BoolArray]:
    """The different stretches of a day, by their end, and row x day x stretch: whether it is possible."""
    kinds = {
        (int(minute), int(minute) + survey.strand.duration_minutes)
        for survey, _ in masks
        for minute in np.unique(survey.starts % MINUTES_A_DAY)
    }
    stretches = sorted(kinds, key=lambda stretch: (stretch[1], stretch[0]))
    position = {stretch: number for number, stretch in enumerate(stretches)}
    possible = np.zeros((rows, len(days), len(stretches)), dtype=np.bool_)
    for survey, mask in masks:
        columns = np.searchsorted(days, survey.days)
        minutes = survey.starts % MINUTES_A_DAY
        kind = [position[int(minute), int(minute) + survey.strand.duration_minutes] for minute in minutes]
        possible[:, columns, np.array(kind, dtype=np.int64)] |= mask
    return stretches, possible


@lru_cache(maxsize=65536)
def _fill_day(stretches: tuple[Stretch, ...], gap_minutes: int, at_most: int) -> tuple[int, int]:
    """The most sessions and the most minutes that one row can hold of stretches sorted by their end.

    ``best[n][c]`` is the most minutes of ``c + 1`` sessions of which stretch ``n`` is the last.
    """
    best: list[tuple[int, ...]] = []
    for number, (start, end) in enumerate(stretches):
        earlier = [best[k] for k in range(number) if stretches[k][1] + gap_minutes <= start]
        through = (end - start, *(end - start + minutes for minutes in _most(earlier)))
        best.append(through[:at_most])
    by_count = _most(best)
    return len(by_count), max(by_count, default=0)


def _most(rows: Sequence[tuple[int, ...]]) -> tuple[int, ...]:
    """The largest of each place, over rows of different lengths."""
    longest = max(map(len, rows), default=0)
    return tuple(max(row[place] for row in rows if len(row) > place) for place in range(longest))


def _within_weeks(days: IntArray, by_day: IntArray, a_week: IntArray) -> IntArray:
    """The running sum over days, each calendar week cut to the row's limit."""
    until = np.zeros_like(by_day)
    before = np.zeros(len(by_day), dtype=np.int64)
    this_week = np.zeros(len(by_day), dtype=np.int64)
    week_of = _mondays(days)
    for column in range(len(days)):
        if column and week_of[column] != week_of[column - 1]:
            before = until[:, column - 1]
            this_week = np.zeros(len(by_day), dtype=np.int64)
        this_week = this_week + by_day[:, column]
        until[:, column] = before + np.minimum(this_week, a_week)
    return until


def _mondays(days: IntArray) -> IntArray:
    mondays: IntArray = days - (days + 6) % 7
    return mondays


def fewest_weeks(weekly: Sequence[int], needed: int) -> int:
    """The fewest weeks whose sessions reach what is needed, richest first; all of them if they do not."""
    reached = weeks = 0
    for sessions in sorted(weekly, reverse=True):
        if reached >= needed:
            break
        reached += sessions
        weeks += 1
    return weeks
