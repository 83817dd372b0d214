"""Counts told to the nearest 5, say: a further blur over what is hidden, never in its place."""

from __future__ import annotations


def to_nearest(count: int, base: int) -> int:
    """Half up; ``base`` 1 leaves the count as it is. Each cell by itself, so that rounded lines need not add up.

    Conventional rounding: Hundepool et al. (2012), Statistical Disclosure Control, doi 10.1002/9781118348239, section
    5.4. What is hidden is chosen as if the exact counts were shown, so that rounding can only tell less.
    """
    return (2 * count + base) // (2 * base) * base
