"""Whether items agree with each other, and whether coders do."""

from __future__ import annotations

import math
from typing import Literal

import numpy as np

from learning.statistics.arrays import Floats

Level = Literal["nominal", "ordinal", "interval"]


def cronbach_alpha(values: Floats) -> float:
    """k / (k - 1) (1 - sum of item variances / variance of the sum), of people who answered every item.

    Cronbach (1951), doi 10.1007/BF02310555. NaN under two items, two people, or without spread.
    """
    complete = values[~np.isnan(values).any(axis=1)]
    people, items = complete.shape
    if people < 2 or items < 2:
        return math.nan
    whole = float(complete.sum(axis=1).var(ddof=1))
    if whole <= 0:
        return math.nan
    parts = float(complete.var(axis=0, ddof=1).sum())
    return float(items / (items - 1) * (1 - parts / whole))


def krippendorff_alpha(ratings: Floats, level: Level) -> float:
    """Agreement of coders beyond chance; ``ratings`` is coders by units, NaN where a coder left a unit out.

    1 - D_o / D_e from the coincidence matrix: Krippendorff, Content Analysis (4th ed. 2018), chapter 12;
    Hayes and Krippendorff (2007), doi 10.1080/19312450709336664. NaN where nothing can be compared, or all is the same.
    """
    ratings = np.asarray(ratings, dtype=np.float64)
    values = np.unique(ratings[~np.isnan(ratings)])
    counted = (ratings[:, :, None] == values).sum(axis=0).astype(np.float64)  # units by values
    coders = counted.sum(axis=1)
    counted, coders = counted[coders >= 2], coders[coders >= 2]
    if not coders.size:
        return math.nan
    weighted = counted / (coders - 1)[:, None]
    coincidence = counted.T @ weighted - np.diag(weighted.sum(axis=0))
    marginal = coincidence.sum(axis=0)
    total = marginal.sum()
    distance = _distance(values, marginal, level)
    expected = float((np.outer(marginal, marginal) * distance).sum()) / (total - 1)
    if expected <= 0:
        return math.nan
    return float(1 - float((coincidence * distance).sum()) / expected)


def _distance(values: Floats, marginal: Floats, level: Level) -> Floats:
    """Squared difference of every two values at a level of measurement."""
    if level == "nominal":
        return np.where(values[:, None] != values, 1.0, 0.0)
    place = values if level == "interval" else np.cumsum(marginal) - marginal / 2
    squared: Floats = (place[:, None] - place) ** 2
    return squared
