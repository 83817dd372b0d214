"""Linear algebra over the whole numbers modulo a prime: exact, where floating point would have to guess a rank.

A rank can only be too small, and only where the prime divides a minor of the matrix; those of sums over groups of
people are far below it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

PRIME = 2_147_483_647
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Space:
    """Combinations of sums: ``by_sum`` says how much of each sum is in each, ``by_kind`` what each kind of people
    counts for in it. The rows of ``by_kind`` are independent of each other unless some are 0."""

    by_sum: Ints
    by_kind: Ints

    def only(self, rows: Ints) -> Space:
        return Space(self.by_sum[rows], self.by_kind[rows])

    def among(self, kinds: Ints) -> Space:
        return replace(self, by_kind=self.by_kind[:, kinds])


def whole_space(counts_for: Ints) -> Space:
    return Space(np.eye(len(counts_for), dtype=np.int64), np.mod(counts_for, PRIME))


def inverses(values: Ints) -> Ints:
    """Of each value that is not 0, by Fermat's little theorem; 0 stays 0."""
    found, power, exponent = np.ones_like(values), values % PRIME, PRIME - 2
    while exponent:
        if exponent & 1:
            found = found * power % PRIME
        power = power * power % PRIME
        exponent >>= 1
    return found


def vanishing(space: Space, kind: int) -> Space:
    """The combinations of ``space`` in which a kind of people counts for nothing."""
    column = space.by_kind[:, kind]
    rows = np.flatnonzero(column)
    if not rows.size:
        return space
    pivot, others = int(rows[-1]), rows[:-1]
    factors = column[others] * pow(int(column[pivot]), -1, PRIME) % PRIME
    by_sum, by_kind = space.by_sum.copy(), space.by_kind.copy()
    by_sum[others] = (by_sum[others] - np.outer(factors, by_sum[pivot])) % PRIME
    by_kind[others] = (by_kind[others] - np.outer(factors, by_kind[pivot])) % PRIME
    keep = np.arange(len(column)) != pivot
    return Space(by_sum[keep], by_kind[keep])


def echelon(space: Space, order: Ints) -> tuple[Space, Ints]:
    """The same combinations, so chosen that each has a kind of its own in which no other has anything; those kinds.

    Kinds are taken in ``order`` (a greedy basis: the first that are independent). Rows of nothing but 0 are left out.
    """
    by_sum, by_kind = space.by_sum.copy(), space.by_kind.copy()
    pivots: list[int] = []
    for kind in order.tolist():
        if len(pivots) == len(by_kind):
            break
        rows = np.flatnonzero(by_kind[len(pivots) :, kind]) + len(pivots)
        if not rows.size:
            continue
        place = len(pivots)
        for array in (by_sum, by_kind):
            array[[place, rows[0]]] = array[[rows[0], place]]
        inverse = pow(int(by_kind[place, kind]), -1, PRIME)
        by_sum[place], by_kind[place] = by_sum[place] * inverse % PRIME, by_kind[place] * inverse % PRIME
        others = np.flatnonzero(by_kind[:, kind])
        others = others[others != place]
        factors = by_kind[others, kind]
        by_sum[others] = (by_sum[others] - np.outer(factors, by_sum[place])) % PRIME
        by_kind[others] = (by_kind[others] - np.outer(factors, by_kind[place])) % PRIME
        pivots.append(kind)
    return Space(by_sum[: len(pivots)], by_kind[: len(pivots)]), np.array(pivots, dtype=np.int64)


def basis(by_kind: Ints, order: Ints) -> Ints:
    """The kinds that `echelon` would take, for combinations that are independent of each other: as many as rows, or
    fewer where ``order`` lacks the kinds for it."""
    left = by_kind[:, order].copy()
    found: list[int] = []
    for place in range(left.shape[1]):
        rows = np.flatnonzero(left[:, place])
        if not rows.size:
            continue
        pivot, others = int(rows[0]), rows[1:]
        found.append(int(order[place]))
        if others.size:
            factors = left[others, place] * pow(int(left[pivot, place]), -1, PRIME) % PRIME
            rest = left[pivot, place:]
            left[others, place:] = (left[others, place:] - np.outer(factors, rest)) % PRIME
        left = np.delete(left, pivot, axis=0)
        if not len(left):
            break
    return np.array(found, dtype=np.int64)
