"""Slots: which starts there are, and who is free when, held against a look at the calendar."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from scheduler.engine.slots import build_slots, free_matrix
from scheduler.problem import GivenSession, Interval, Pattern, Problem
from tests.scheduler.explain.small import FRIDAY, MONDAY, at, people, problem, strand

WINDOW_DAYS = 10
MINUTE = timedelta(minutes=1)


def ten_days(*durations: int) -> Problem:
    """Ten days, starts at odd times of day and night, strands of the given lengths."""
    facts = {
        "last_day": MONDAY + timedelta(days=WINDOW_DAYS - 1),
        "weekdays": frozenset(range(7)),
        "start_times": (time(0), time(9, 30), time(10), time(22, 30)),
    }
    strands = [strand(f"s{minutes}", duration_minutes=minutes, **facts) for minutes in durations]
    return problem(strands, people(1), last_day=facts["last_day"])


windows = st.tuples(st.integers(0, 95), st.integers(1, 96)).map(lambda pair: (min(pair) * 15, max(pair) * 15))
patterns = st.none() | st.lists(st.lists(windows, max_size=2), min_size=7, max_size=7).map(
    lambda week: Pattern(tuple(tuple(day) for day in week))
)
moments = st.integers(-200, (WINDOW_DAYS + 1) * 96).map(lambda quarter: at(0, 0) + 15 * quarter * MINUTE)
absences = st.lists(
    st.tuples(moments, st.integers(1, 60)).map(lambda pair: Interval(pair[0], pair[0] + 45 * pair[1] * MINUTE)),
    max_size=3,
).map(tuple)
days = st.none() | st.integers(-2, WINDOW_DAYS + 1).map(lambda day: MONDAY + timedelta(days=day))


@given(
    st.sets(st.sampled_from([45, 60, 90]), min_size=1), st.lists(st.tuples(patterns, absences, days, days), max_size=4)
)
@settings(max_examples=60)
def test_free_means_free_at_every_minute(
    durations: set[int], rows: list[tuple[Pattern | None, tuple[Interval, ...], date | None, date | None]]
) -> None:
    slots = build_slots(ten_days(*durations))
    columns = [list(column) for column in zip(*rows, strict=True)] or [[], [], [], []]

    free = free_matrix(slots, *columns)  # type: ignore[arg-type]

    assert free.shape == (len(rows), len(slots))
    for row, (pattern, away, first, last) in enumerate(rows):
        for slot in range(len(slots)):
            start, end = slots.starts_at(slot), slots.ends_at(slot)
            assert free[row, slot] == free_throughout(start, end, pattern, away, first, last)


def free_throughout(
    start: datetime,
    end: datetime,
    pattern: Pattern | None,
    away: tuple[Interval, ...],
    first: date | None,
    last: date | None,
) -> bool:
    """Minute by minute; one window has to hold them all."""
    minutes = [start + n * MINUTE for n in range((end - start) // MINUTE)]
    if any(item.start <= minute < item.end for minute in minutes for item in away):
        return False
    if (first and start.date() < first) or (last and start.date() > last):
        return False
    held = {(minute - datetime.combine(start, time())) // MINUTE for minute in minutes}
    return pattern is None or any(held <= set(range(low, high)) for low, high in pattern.windows[start.weekday()])


def test_slots_are_the_permitted_starts_in_order() -> None:
    slots = build_slots(problem([strand()], people(1), closed=frozenset({MONDAY + timedelta(days=2)})))
    starts = [slots.starts_at(slot) for slot in range(len(slots))]
    assert starts == [at(day, hour) for day in (0, 1, 3, 4) for hour in (10, 14)]
    assert {slots.ends_at(slot) - slots.starts_at(slot) for slot in range(len(slots))} == {timedelta(hours=1)}


def test_session_that_would_pass_midnight_has_no_slot() -> None:
    late = strand(start_times=(time(22), time(23)), duration_minutes=120)
    slots = build_slots(problem([late], people(1)))
    assert {slots.starts_at(slot).time() for slot in range(len(slots))} == {time(22)}
    assert slots.ends_at(0) == at(1, 0)


def test_same_start_with_two_lengths_is_two_slots() -> None:
    slots = build_slots(problem([strand(), strand("circle", duration_minutes=90)], people(1)))
    assert len(slots) == 2 * 10


def test_given_sessions_have_slots_at_any_time_and_even_before_the_first_day() -> None:
    early = GivenSession("s1", "talk", "g1", 1, at(-3, 7, 5), at(-3, 8, 10))
    case = problem([strand(given=True), strand("circle")], people(1), given=(early,))
    slots = build_slots(case)
    assert slots.origin == MONDAY - timedelta(days=3)
    assert (slots.starts_at(0), slots.ends_at(0)) == (early.start, early.end)
    assert slots.starts_at(1) == at(0, 10)


def test_weeks_change_on_mondays() -> None:
    from_wednesday = MONDAY + timedelta(days=2)
    last = FRIDAY + timedelta(days=7)
    facts = {"first_day": from_wednesday, "last_day": last}
    slots = build_slots(problem([strand(**facts)], people(1), **facts))
    assert slots.week.tolist() == [0] * 6 + [1] * 10
    calendar = [slots.starts_at(slot).isocalendar().week for slot in range(len(slots))]
    assert [week - calendar[0] for week in calendar] == slots.week.tolist()
