"""Differences between arms or doses, and whether they may be called randomised."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from learning.statistics.arrays import Floats, Ints
from learning.statistics.clusters import FEWEST_CLUSTERS, cluster_errors, half_width


@dataclass(frozen=True, slots=True)
class Contrast:
    """``difference`` of the mean changes, second arm less first, with its interval; NaN where there is none."""

    n: tuple[int, int]
    clusters: tuple[int, int]
    difference: float
    se: float
    df: float
    low: float
    high: float
    wording: str


def contrast(
    arms: tuple[Floats, Floats], clusters: tuple[Ints, Ints], *, drawn_at_random: bool, seed: int | None
) -> Contrast:
    """Compare within-person changes of two arms whose clusters are apart.

    The error is CR2 of each arm, the degrees of freedom Satterthwaite's of their sum (as Welch 1947,
    doi 10.1093/biomet/34.1-2.28, with CR2 errors and degrees of freedom). No interval under 4 clusters in an arm. It is
    called randomised only if the allocation drew the arms at random with a recorded seed. Clusters that lead people in
    both arms (a trainer of both) are not apart: use groups then.
    """
    changes = [arm[~np.isnan(arm)] for arm in arms]
    labels = [label[~np.isnan(arm)] for arm, label in zip(arms, clusters, strict=True)]
    n = (changes[0].size, changes[1].size)
    if not all(n):
        nothing = math.nan
        return Contrast(n, (0, 0), nothing, nothing, nothing, nothing, nothing, "no answers in an arm")
    errors = [cluster_errors(change, label) for change, label in zip(changes, labels, strict=True)]
    squares = [float(error.cr2[0]) ** 2 for error in errors]
    freedom = [float(error.df[0]) for error in errors]
    below = sum(square**2 / df for square, df in zip(squares, freedom, strict=True))
    total = sum(squares)
    df = total**2 / below if below > 0 else math.nan
    number = (int(errors[0].clusters[0]), int(errors[1].clusters[0]))
    half = half_width(np.array([math.sqrt(total)]), np.array([df]))[0] if min(number) >= FEWEST_CLUSTERS else math.nan
    difference = float(changes[1].mean() - changes[0].mean())
    wording = "randomised" if drawn_at_random and seed is not None else "not randomised: the arms may differ otherwise"
    return Contrast(n, number, difference, math.sqrt(total), df, difference - half, difference + half, wording)
