"""What is published: sums over people, each with what every person counts for in it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
OUT = 0
"""The price of a sum that came out before, which nothing can buy."""


@dataclass(frozen=True, slots=True)
class Published:
    """``counts_for`` is sums by kinds of people: what each person of a kind counts for in a sum (mostly 0 or 1).

    ``people`` are how many there are of each kind. ``prices`` are what hiding each sum loses, whole and above 0; `OUT`
    for a sum that is known already.
    """

    counts_for: Ints
    people: Ints
    prices: Ints


def published(counts_for: Ints, prices: Ints) -> Published:
    """From sums by people (whole numbers from -128 to 127, or wider if they must be): those who count alike in every
    sum are taken together, and those who count in none are left out."""
    small = counts_for.astype(np.int8) if np.abs(counts_for).max(initial=0) < 128 else counts_for
    alike = np.ascontiguousarray(small.T)
    whole = alike.view(np.dtype((np.void, alike.dtype.itemsize * alike.shape[1]))).reshape(-1)
    _, first, people = np.unique(whole, return_index=True, return_counts=True)
    kinds = counts_for[:, first]
    touched = kinds.any(axis=0)
    return Published(kinds[:, touched].astype(np.int64), people[touched].astype(np.int64), prices)
