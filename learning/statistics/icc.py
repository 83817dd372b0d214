"""How much of the spread lies between clusters: the intraclass correlation by analysis of variance."""

from __future__ import annotations

import numpy as np

from learning.statistics.arrays import Floats, Ints, as_columns, counts, counts_by, means, quotient, sums_by


def intraclass_correlation(x: Floats, cluster: Ints) -> Floats:
    """(MSB - MSW) / (MSB + (n0 - 1) MSW), floored at 0, with n0 = (N - sum n_g^2 / N) / (G - 1).

    For clusters of equal size this is ICC(1,1) of Shrout and Fleiss (1979), doi 10.1037/0033-2909.86.2.420;
    n0 for unequal sizes: Donner (1986), doi 10.2307/1403259. NaN without two clusters, without a cluster of two, and
    where all answers are the same.
    """
    x = as_columns(x)
    size, total = counts_by(cluster, x), counts(x)
    number = (size > 0).sum(axis=0).astype(np.float64)
    mean_of_cluster = quotient(sums_by(cluster, x), size)
    between = np.nansum(size * (mean_of_cluster - means(x)) ** 2, axis=0)
    within = np.nansum((x - mean_of_cluster[cluster]) ** 2, axis=0)
    msb, msw = quotient(between, number - 1), quotient(within, total - number)
    typical = quotient(total - quotient((size**2).sum(axis=0), total), number - 1)
    return np.maximum(quotient(msb - msw, msb + (typical - 1) * msw), 0.0)
