"""Intervals hold the truth as often as they say (the full form is tests/coverage_figures.py)."""

from __future__ import annotations

from tests.coverage_figures import together


def test_interval_covers_the_truth_where_the_naive_one_does_not() -> None:
    found = together(batches=5, number=400, staff=400, effect=0.3, trainer_sd=0.2, seed=7)
    assert 0.93 <= found.reported <= 0.97
    assert found.naive < 0.75


def test_null_programme_raises_a_false_alarm_no_more_often_than_stated() -> None:
    """2,000 programmes' outcomes in fours: 5 % and three standard errors of 500 draws."""
    found = together(batches=5, number=400, staff=400, effect=0.0, trainer_sd=0.2, seed=11)
    assert found.false_alarms <= 0.05 + 3 * (0.05 * 0.95 / 500) ** 0.5
