"""Tests that ask nothing of the distances on a scale: sign, Wilcoxon, Stuart-Maxwell. Sensitivity beside the means."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from scipy.stats import binomtest, chi2, norm, rankdata

from learning.statistics.arrays import Floats

EXACT_UP_TO = 50
"""Wilcoxon's distribution is counted out up to so many changes, if no two are of one size."""


@dataclass(frozen=True, slots=True)
class Test:
    """A test as it was done. ``mode`` names how p was found; ``df`` only for chi-squared; NaN is undefined."""

    n: int
    statistic: float
    p: float
    mode: str
    df: int | None = None


def sign_test(change: Floats) -> Test:
    """Exact binomial on those who changed; ``statistic`` is how many went up. Dixon and Mood (1946)."""
    moved = _moved(change)
    if not moved.size:
        return Test(0, math.nan, math.nan, "exact")
    up = int((moved > 0).sum())
    return Test(moved.size, float(up), float(binomtest(up, moved.size).pvalue), "exact")


def wilcoxon(change: Floats) -> Test:
    """Signed ranks, zeros dropped: Wilcoxon (1945), doi 10.2307/3001968; ``statistic`` is the sum of ranks gone up.

    Without ties and with at most 50 changes p is exact; else the normal approximation with the variance corrected for
    ties and a continuity correction of one half (as R's wilcox.test does).
    """
    moved = _moved(change)
    n = moved.size
    if not n:
        return Test(0, math.nan, math.nan, "exact")
    ranks = rankdata(np.abs(moved))
    up = float(ranks[moved > 0].sum())
    _, ties = np.unique(ranks, return_counts=True)
    if n <= EXACT_UP_TO and (ties == 1).all():
        return Test(n, up, _exact_p(int(up), n), "exact")
    variance = n * (n + 1) * (2 * n + 1) / 24 - float((ties.astype(float) ** 3 - ties).sum()) / 48
    away = abs(up - n * (n + 1) / 4)
    z = max(away - 0.5, 0.0) / math.sqrt(variance)
    return Test(n, up, min(1.0, float(2 * norm.sf(z))), "normal approximation, ties and continuity corrected")


def stuart_maxwell(before: Floats, after: Floats) -> Test:
    """Whether a categorical answer is distributed the same before and after: chi-squared with k - 1 degrees of freedom.

    Stuart (1955), doi 10.1093/biomet/42.3-4.412; Maxwell (1970), doi 10.1192/bjp.116.535.651. Categories in which
    nobody changed are left out.
    """
    known = ~np.isnan(before) & ~np.isnan(after)
    before, after = before[known], after[known]
    categories, codes = np.unique(np.concatenate([before, after]), return_inverse=True)
    table = np.zeros((categories.size, categories.size))
    np.add.at(table, (codes[: before.size], codes[before.size :]), 1)
    return stuart_maxwell_of(table)


def stuart_maxwell_of(table: Floats) -> Test:
    """The same of a square table of counts, before by after."""
    number = int(table.sum())
    moved = table.sum(axis=0) + table.sum(axis=1) - 2 * np.diag(table) > 0
    table = np.where(np.eye(len(table)) > 0, 0, table)[np.ix_(moved, moved)]
    difference = (table.sum(axis=1) - table.sum(axis=0))[:-1]
    covariance = (np.diag(table.sum(axis=1) + table.sum(axis=0)) - table - table.T)[:-1, :-1]
    df = int(np.linalg.matrix_rank(covariance)) if covariance.size else 0
    if not df:
        return Test(number, math.nan, math.nan, "chi-squared", 0)
    statistic = float(difference @ np.linalg.pinv(covariance) @ difference)
    return Test(number, statistic, float(chi2.sf(statistic, df)), "chi-squared", df)


def _moved(change: Floats) -> Floats:
    change = np.asarray(change, dtype=np.float64)
    moved: Floats = change[~np.isnan(change) & (change != 0)]
    return moved


def _exact_p(up: int, n: int) -> float:
    """Two-sided: the subsets of 1 to n by their sum, counted."""
    ways = np.zeros(n * (n + 1) // 2 + 1)
    ways[0] = 1
    for rank in range(1, n + 1):
        ways[rank:] = ways[rank:] + ways[:-rank]
    tail = min(up, n * (n + 1) // 2 - up)
    return min(1.0, 2 * float(ways[: tail + 1].sum() / 2.0**n))
