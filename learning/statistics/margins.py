"""How sure a share is, and how small a change could be found."""

from __future__ import annotations

import math

from scipy.optimize import brentq
from scipy.stats import nct, norm
from scipy.stats import t as student


def margin(share: float, n: int, staff: int, confidence: float = 0.95) -> float:
    """Half the interval of a share among ``n`` of a staff: z sqrt(p (1 - p) / n (N - n) / (N - 1)).

    Cochran (1977), Sampling Techniques, section 3.2. 0 when everybody answered; NaN when nobody did.
    """
    if not 0 <= n <= staff:
        raise ValueError(f"{n} answers of {staff} staff")
    if n == 0:
        return math.nan
    if n == staff:
        return 0.0
    z = float(norm.ppf((1 + confidence) / 2))
    return z * math.sqrt(share * (1 - share) / n * (staff - n) / (staff - 1))


def wilson_interval(positive: int, n: int, confidence: float = 0.95) -> tuple[float, float]:
    """Interval of a share: Wilson (1927), doi 10.1080/01621459.1927.10502953. NaN without answers."""
    if n == 0:
        return math.nan, math.nan
    z = float(norm.ppf((1 + confidence) / 2))
    share, squared = positive / n, z * z / n
    middle = share + squared / 2
    half = z * math.sqrt(share * (1 - share) / n + squared / n / 4)
    low = 0.0 if positive == 0 else (middle - half) / (1 + squared)
    high = 1.0 if positive == n else (middle + half) / (1 + squared)
    return low, high


def minimum_detectable_effect(
    n: int, clusters: int, sd: float, icc: float = 0.0, power: float = 0.8, significance: float = 0.05
) -> float:
    """The smallest true mean change, in the unit of ``sd``, that ``n`` pairs in equal clusters find with ``power``.

    From the noncentral t with ``clusters`` - 1 degrees of freedom and the standard error
    sd sqrt((1 + (n / clusters - 1) icc) / n): Donner and Klar (2000), chapter 5. With a cluster for each person it is
    the power of a paired t test.
    """
    if clusters < 2 or n < clusters:
        raise ValueError(f"{n} people in {clusters} clusters: at least 2 clusters, and a person in each, are needed")
    error = sd * math.sqrt((1 + (n / clusters - 1) * icc) / n)
    return detectable(error, clusters - 1, power, significance)


def detectable(error: float, df: float, power: float = 0.8, significance: float = 0.05) -> float:
    """The smallest true mean that a two-sided test finds with ``power``, given the error of the mean and its degrees
    of freedom; from the noncentral t. NaN where the distribution cannot be computed (degrees of freedom about 1)."""
    critical = float(student.ppf(1 - significance / 2, df))

    def lacking(noncentrality: float) -> float:
        reached = nct.sf(critical, df, noncentrality) + nct.cdf(-critical, df, noncentrality)
        return float(reached) - power

    upper = 1.0
    while lacking(upper) < 0:
        upper *= 2
    try:
        return float(brentq(lacking, 0.0, upper, xtol=1e-12)) * error
    except ValueError:  # the distribution is NaN somewhere on the way
        return math.nan
