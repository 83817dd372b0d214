"""Planted effects are found again, and what is not there is not (the full form is tests/recovery_figures.py)."""

from __future__ import annotations

from dataclasses import replace

from learning.statistics.sampling import Model
from tests.recovery_figures import recovery


def test_planted_effects_lie_within_their_intervals() -> None:
    """1,200 outcomes of 300 programmes with a trainer effect and a ceiling."""
    found = recovery(300, 440, replace(Model(), candour=0.0, trainer_sd=0.3), seed=3)
    assert 0.93 <= found.reported <= 0.97
    assert found.naive < 0.75


def test_null_programme_alarms_no_more_often_than_stated() -> None:
    """5 % and three standard errors of 300 draws."""
    found = recovery(300, 440, Model().without_effect(), seed=5)
    assert found.alarms <= 0.05 + 3 * (0.05 * 0.95 / 300) ** 0.5
