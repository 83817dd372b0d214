"""Many tests at once: Holm for the primary outcomes, Benjamini-Hochberg for what is exploratory."""

from __future__ import annotations

import numpy as np

from learning.statistics.arrays import Floats


def holm(p: Floats) -> Floats:
    """Adjusted p values that keep the chance of any false alarm: Holm (1979), Scand. J. Statist. 6, 65-70.

    NaN (no test) stays NaN and does not count.
    """
    return _adjusted(p, lambda ordered, m: np.maximum.accumulate(ordered * (m - np.arange(m))))


def benjamini_hochberg(p: Floats) -> Floats:
    """Adjusted p values that keep the share of false among all alarms: doi 10.1111/j.2517-6161.1995.tb02031.x.

    NaN (no test) stays NaN and does not count.
    """
    return _adjusted(p, lambda ordered, m: np.minimum.accumulate((ordered * m / np.arange(1, m + 1))[::-1])[::-1])


def _adjusted(p: Floats, step: object) -> Floats:
    assert callable(step)
    p = np.asarray(p, dtype=np.float64)
    known = np.flatnonzero(~np.isnan(p))
    order = known[np.argsort(p[known], kind="stable")]
    result = np.full(p.shape, np.nan)
    if order.size:
        result[order] = np.minimum(step(p[order], order.size), 1.0)
    return result
