"""Whether completion is spread over units as people are, not only high on the whole."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Spread:
    """``rate`` of all; ``lowest`` unit's rate and its place; D, 0 for a spread in proportion; the light.

    Green: on target in all and in the lowest unit. Amber: on target in all, not in the lowest. Red: not in all.
    """

    rate: float
    lowest: float
    lowest_unit: int
    dissimilarity: float
    light: str


def spread(completed: Sequence[int], staff: Sequence[int], target: float, *, over: bool = False) -> Spread:
    """Judge completion by unit against ``target`` (a share); ``over`` for "over 80 %" instead of "at least".

    D = half the sum of |c_u / C - h_u / H| over units u with c_u of h_u people: Duncan and Duncan (1955),
    doi 10.2307/2088328. NaN where nobody completed. Units without people are passed over.
    """
    units = [place for place, people in enumerate(staff) if people > 0]
    if not units:
        raise ValueError("no unit has people")
    if any(not 0 <= done <= people for done, people in zip(completed, staff, strict=True)):
        raise ValueError("completed must be from 0 to the people of the unit")
    whole, done = sum(staff), sum(completed)
    lowest_unit = min(units, key=lambda place: completed[place] / staff[place])
    lowest = completed[lowest_unit] / staff[lowest_unit]
    shares = (abs(completed[place] / done - staff[place] / whole) for place in units) if done else ()
    dissimilarity = sum(shares) / 2 if done else math.nan

    def met(rate: float) -> bool:
        return rate > target if over else rate >= target

    light = "red" if not met(done / whole) else "green" if met(lowest) else "amber"
    return Spread(done / whole, lowest, lowest_unit, dissimilarity, light)
