"""The error of a mean where people sat in groups: naive, CR1, CR2, CR3 and the degrees of freedom of CR2.

For a mean of within-person numbers x in clusters g of size n_g, N people, e_g the sum of x - mean in g, h_g = n_g / N:
CR1 = sqrt(G / (G - 1) sum e_g^2) / N; CR2 = sqrt(sum e_g^2 / (1 - h_g)) / N; CR3 = sqrt(sum e_g^2 / (1 - h_g)^2) / N.
These are the general estimators of Bell and McCaffrey (2002), Survey Methodology 28(2), 169-181, and of Pustejovsky and
Tipton (2018), doi 10.1080/07350015.2016.1247004, for a design that is a column of ones with a working identity: the
adjustment matrix of a cluster is (I - J / N)^(-1/2), which maps the ones of the cluster to (1 - h_g)^(-1/2).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.stats import t as student

from learning.statistics.arrays import Floats, Ints, as_columns, counts, counts_by, deviations, means, quotient, sums_by

FEWEST_CLUSTERS = 4
"""Under so many clusters no interval is given."""


@dataclass(frozen=True, slots=True)
class ClusterErrors:
    """For each item: number of clusters, standard errors of the mean in the unit of x, and degrees of freedom."""

    clusters: Floats
    cr1: Floats
    cr2: Floats
    cr3: Floats
    df: Floats


def naive_error(x: Floats) -> Floats:
    """Standard error of each column's mean as if nobody shared a group: sd / sqrt(n)."""
    x = as_columns(x)
    return deviations(x) / np.sqrt(np.maximum(counts(x), 1))


def cluster_errors(x: Floats, cluster: Ints) -> ClusterErrors:
    """Errors of each column's mean; ``cluster`` is a label 0, 1, ... for each row. NaN under two clusters."""
    x = as_columns(x)
    size = counts_by(cluster, x)
    total = counts(x)
    here = size > 0
    number = here.sum(axis=0).astype(np.float64)
    enough = number >= 2
    rest = np.where(here & enough, 1 - quotient(size, total), np.nan)
    error = sums_by(cluster, x - means(x)) ** 2

    def root(weighted: Floats) -> Floats:
        squares = np.where(enough, np.nansum(np.where(here, weighted, 0.0), axis=0), np.nan)
        return quotient(np.sqrt(squares), total)

    cr1 = root(error) * np.sqrt(quotient(number, number - 1))
    return ClusterErrors(number, cr1, root(error / rest), root(error / rest**2), degrees_of_freedom(size))


def degrees_of_freedom(size: Floats) -> Floats:
    """Satterthwaite's for CR2: tr(M)^2 / tr(M M), M = diag(1 / (1 - h)) (diag(n) - n n' / N).

    ``size`` is clusters by items. tr(M) = N; the diagonal of M is n_g and an element off it is
    -n_i n_j / (N (1 - h_i)), so tr(M M) = sum n_g^2 + ((sum a)^2 - sum a^2) / N^2 with a = n^2 / (1 - h).
    """
    total = size.sum(axis=0)
    enough = (size > 0).sum(axis=0) >= 2
    rest = 1 - quotient(size, total)
    weight = np.where(size > 0, quotient(size**2, rest), 0.0)
    squares = (size**2).sum(axis=0) + quotient(weight.sum(axis=0) ** 2 - (weight**2).sum(axis=0), total**2)
    return np.where(enough, quotient(total**2, squares), np.nan)


def half_width(error: Floats, df: Floats, confidence: float = 0.95) -> Floats:
    """Half the width of the interval around a mean: Student's t with ``df`` times the standard error."""
    known = np.isfinite(df) & (df > 0)
    factor = student.ppf((1 + confidence) / 2, np.where(known, df, 1.0))
    return np.where(known, factor * error, np.nan)


def p_value(estimate: Floats, error: Floats, df: Floats) -> Floats:
    """Two-sided, of the hypothesis that the mean is 0; NaN where there is no error or no degrees of freedom."""
    ratio = quotient(np.abs(estimate), error)
    known = np.isfinite(df) & (df > 0)
    return np.where(known, 2 * student.sf(ratio, np.where(known, df, 1.0)), np.nan)
