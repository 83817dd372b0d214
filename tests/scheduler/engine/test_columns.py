"""Columns: the sets of starts at which a series may meet."""

from __future__ import annotations

from datetime import date, time, timedelta
from itertools import pairwise

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduler.engine.build import build_instance
from scheduler.engine.columns import MOST_COLUMNS, MOST_TAILORED
from scheduler.engine.instance import Instance
from scheduler.problem import Person
from tests.scheduler.explain.small import MONDAY, at, away, people, person, problem, strand


def series(
    meetings: int,
    gap_days: tuple[int, int],
    *,
    days: int = 28,
    staff: tuple[Person, ...] = people(1),
    closed: frozenset[date] = frozenset(),
    **facts: object,
) -> Instance:
    last = MONDAY + timedelta(days=days - 1)
    one = strand(meetings=meetings, gap_days=gap_days, last_day=last, **facts)
    return build_instance(problem([one], staff, last_day=last, closed=closed))


def columns_of(instance: Instance) -> list[tuple[int, ...]]:
    return [tuple(row) for row in instance.strands[0].columns.tolist()]


gaps = st.tuples(st.integers(0, 15), st.integers(0, 10)).map(lambda pair: (pair[0], pair[0] + pair[1]))


@given(st.integers(1, 4), gaps, st.integers(5, 40), st.sampled_from([45, 60, 300]))
@settings(max_examples=60)
def test_every_column_keeps_gaps_and_order(meetings: int, gap: tuple[int, int], days: int, minutes: int) -> None:
    starts = (time(9), time(9, 30), time(14))
    instance = series(meetings, gap, days=days, duration_minutes=minutes, start_times=starts)
    at_slot = instance.slots
    for column in columns_of(instance):
        assert len(column) == meetings
        for before, after in pairwise(column):
            assert gap[0] <= at_slot.day[after] - at_slot.day[before] <= gap[1]
            assert at_slot.start[after] >= at_slot.end[before]


@given(st.integers(2, 3), gaps, st.sets(st.integers(0, 27), max_size=24))
@settings(max_examples=60)
def test_whoever_can_come_to_some_series_has_a_column(meetings: int, gap: tuple[int, int], absent: set[int]) -> None:
    """The columns are a choice among very many, but nobody is shut out by it."""
    absences = tuple(away(at(day, 0), at(day + 1, 0)) for day in sorted(absent))
    instance = series(meetings, gap, staff=(person("P1", absences=absences),))
    free = instance.person_free[0]
    has_column = any(free[list(column)].all() for column in columns_of(instance))
    assert has_column == some_series(instance, free.tolist(), meetings, gap)


def some_series(instance: Instance, free: list[bool], meetings: int, gap: tuple[int, int]) -> bool:
    """Tried in every way."""
    at_slot = instance.slots
    last = [slot for slot in range(len(at_slot)) if free[slot]]
    for _ in range(meetings - 1):
        last = [
            slot
            for slot in range(len(at_slot))
            if free[slot]
            and any(
                gap[0] <= at_slot.day[slot] - at_slot.day[before] <= gap[1]
                and at_slot.start[slot] >= at_slot.end[before]
                for before in last
            )
        ]
    return bool(last)


def test_single_meetings_may_take_any_start() -> None:
    assert columns_of(series(1, (0, 0), days=5)) == [(slot,) for slot in range(10)]


def test_series_keeps_weekday_and_time_where_whole_weeks_fit() -> None:
    instance = series(3, (7, 7))
    for column in columns_of(instance):
        starts = [instance.slots.starts_at(slot) for slot in column]
        assert len({(start.weekday(), start.time()) for start in starts}) == 1
    assert len(columns_of(instance)) == 2 * 5 * 2


def test_series_moves_to_another_day_where_the_regular_one_is_closed() -> None:
    closed = frozenset({MONDAY + timedelta(days=7)})
    instance = series(2, (6, 8), days=14, weekdays=frozenset({0, 1}), start_times=(time(10),), closed=closed)
    found = [[instance.slots.starts_at(slot).date() for slot in column] for column in columns_of(instance)]
    monday, tuesday, next_tuesday = MONDAY, MONDAY + timedelta(days=1), MONDAY + timedelta(days=8)
    assert found == [[monday, next_tuesday], [tuesday, next_tuesday]]


def test_person_whom_no_regular_series_suits_gets_tailored_ones() -> None:
    """Away on Mondays of odd weeks and free on nothing else but Tuesdays of even ones."""
    kept = {0, 8}
    absences = tuple(away(at(day, 0), at(day + 1, 0)) for day in range(28) if day not in kept)
    staff = (person("P1"), person("P2", absences=absences))
    instance = series(2, (7, 8), staff=staff)
    regular = columns_of(series(2, (7, 8)))
    extra = [column for column in columns_of(instance) if column not in set(regular)]
    assert extra
    assert len(extra) <= MOST_TAILORED
    days = {tuple(instance.slots.day[list(column)].tolist()) for column in extra}
    assert days == {(0, 8)}


def test_very_long_programmes_are_sampled_evenly() -> None:
    instance = series(3, (1, 6), days=400)
    columns = columns_of(instance)
    assert len(columns) <= MOST_COLUMNS
    first = instance.slots.day[[column[0] for column in columns]]
    assert set(np.unique(first % 7)) == set(range(5))
    assert first.min() < 7
    assert first.max() > 380
