"""How large a change is, beside the spread of people: d_z, d_av, rank-biserial, net improved."""

from __future__ import annotations

import numpy as np
from scipy.stats import rankdata

from learning.statistics.arrays import Floats, as_columns, counts, deviations, means, quotient


def d_z(change: Floats) -> Floats:
    """Mean change over the standard deviation of changes, uncorrected; NaN where all changes are the same.

    Lakens (2013), doi 10.3389/fpsyg.2013.00863.
    """
    change = as_columns(change)
    return quotient(means(change), deviations(change))


def hedges_correction(df: Floats | float) -> Floats:
    """1 - 3 / (4 df - 1): Hedges (1981), doi 10.3102/10769986006002107."""
    return 1 - quotient(3.0, 4 * np.asarray(df, dtype=np.float64) - 1)


def d_av(before: Floats, after: Floats) -> Floats:
    """Mean change over the mean of both standard deviations, with Hedges' correction for n - 1.

    Only people who answered both times count.
    """
    before, after = as_columns(before), as_columns(after)
    change = after - before
    paired = ~np.isnan(change)
    spread = (deviations(np.where(paired, before, np.nan)) + deviations(np.where(paired, after, np.nan))) / 2
    return quotient(means(change), spread) * hedges_correction(counts(change) - 1)


def net_improved(change: Floats) -> Floats:
    """Share of people who went up less the share who went down, of all with both answers."""
    return means(np.sign(as_columns(change)))


def rank_biserial(change: Floats) -> float:
    """Matched pairs: (W+ - W-) / (W+ + W-), zeros dropped; NaN without a change.

    Kerby (2014), doi 10.2466/11.IT.3.1.
    """
    moved = np.asarray(change, dtype=np.float64)
    moved = moved[~np.isnan(moved) & (moved != 0)]
    if not moved.size:
        return float("nan")
    ranks = rankdata(np.abs(moved))
    return float((ranks * np.sign(moved)).sum() / ranks.sum())
