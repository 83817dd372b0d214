"""The budget: whose turn it is, and for how long."""

from __future__ import annotations

from time import monotonic

from scheduler.engine.budget import Budget
from tests.scheduler.engine.small import never


def test_turn_is_over_before_the_time_is() -> None:
    budget = Budget(monotonic() + 1000, None, never)
    # The first of so many turns is shorter than it takes to ask.
    over = budget.turn(10**13)
    assert over()
    assert not budget.must_stop()


def test_last_turn_has_all_the_time_that_is_left() -> None:
    assert not Budget(monotonic() + 1000, None, never).turn(1)()
    assert Budget(monotonic() - 1, None, never).turn(1)()


def test_turn_ends_when_somebody_says_stop() -> None:
    said: list[str] = []
    over = Budget(monotonic() + 1000, None, lambda: bool(said)).turn(2)
    assert not over()
    said.append("stop")
    assert over()


def test_clock_ends_no_turn_where_effort_counts() -> None:
    assert not Budget(None, 10, never).turn(10**13)()
