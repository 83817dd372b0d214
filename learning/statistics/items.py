"""What an answer is worth: item index, percent positive, and rounding at the last step."""

from __future__ import annotations

import math
from decimal import ROUND_FLOOR, Decimal

import numpy as np

from learning.statistics.arrays import Floats, means

POSITIVE_FROM = 4
"""Agree (4) and strongly agree (5) are positive."""


def index_points(values: Floats) -> Floats:
    """Answers 1 to 5 as 0, 25, 50, 75, 100."""
    return (np.asarray(values, dtype=np.float64) - 1) * 25


def is_positive(values: Floats) -> Floats:
    """1 where an answer 1 to 5 is positive, 0 where it is not, NaN where there is none."""
    values = np.asarray(values, dtype=np.float64)
    return np.where(np.isnan(values), np.nan, (values >= POSITIVE_FROM).astype(np.float64))


def percent_positive(values: Floats) -> Floats:
    """Of each item, in percent of those who answered it; NaN where nobody did."""
    return 100 * means(is_positive(values))


def theme_positive(values: Floats) -> float:
    """A theme in percent: the mean of its items' percent positive, items without answers left out."""
    of_items = percent_positive(values)
    known = of_items[~np.isnan(of_items)]
    return float(known.mean()) if known.size else math.nan


def rounded(figure: float) -> int:
    """A whole number, half up (2.5 is 3, -2.5 is -2), as the figure's shortest decimal form reads."""
    return int((Decimal(repr(float(figure))) + Decimal("0.5")).to_integral_value(rounding=ROUND_FLOOR))
