"""Where a value stands on a line, and the round values that are written under it."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from learning.outputs.charts.drawing import LINE, LINE_2, SMALL, WIDTH, line, text, width_of

Written = Callable[[float], str]
"""How a figure is put into words."""
MARGIN = 14.0
"""Kept free at both ends, for half of what stands at the outermost value."""
MOST_TICKS = 5
LEAST_SPAN = 1e-200
"""What is nearer together than this is one value: its parts would be too small for a computer."""


@dataclass(frozen=True, slots=True)
class Axis:
    """From ``low`` at the left to ``high`` at the right; ``ticks`` are round values between."""

    low: float
    high: float
    ticks: tuple[float, ...]

    def x(self, value: float) -> float:
        """Where a value stands; one beyond an end stands at the end."""
        share = (min(max(value, self.low), self.high) - self.low) / (self.high - self.low)
        return MARGIN + share * (WIDTH - 2 * MARGIN)


def axis_over(values: Iterable[float], *, least: float = 0.0) -> Axis:
    """An axis that reaches over all finite values, and over at least ``least``, from round value to round value."""
    known = [value for value in values if math.isfinite(value)]
    low, high = min(known, default=0.0), max(known, default=0.0)
    if high - low < least:
        low, high = (low + high - least) / 2, (low + high + least) / 2
    size = max(abs(low), abs(high))
    if high - low <= max(size * 1e-9, LEAST_SPAN):
        low, high = low - max(size * 1e-6, 1), high + max(size * 1e-6, 1)
    step = _step((high - low) / (MOST_TICKS - 1))
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    ticks = tuple(number * step for number in range(first, last + 1))
    return Axis(ticks[0], ticks[-1], ticks)


def fixed_axis(low: float, high: float, parts: int = 4) -> Axis:
    """An axis whose ends are known, a scale of 1 to 5 say, parted evenly."""
    return Axis(low, high, tuple(low + (high - low) * number / parts for number in range(parts + 1)))


def _step(least: float) -> float:
    """The smallest of 1, 2, 5 times a power of ten that is not under ``least``."""
    power = 10.0 ** math.floor(math.log10(least))
    return next(times * power for times in (1, 2, 5, 10) if times * power >= least * (1 - 1e-9))


def scale(axis: Axis, y: float, written: Written, *, top: float) -> list[str]:
    """Faint lines from ``top`` down to ``y``, and under it the values, none over another."""
    drawn, free = [], -math.inf
    for tick in axis.ticks:
        x, words = axis.x(tick), written(tick)
        half = width_of(words, SMALL) / 2
        drawn.append(line(x, top, x, y, LINE))
        middle = min(max(x, half), WIDTH - half)
        if middle - half >= free:
            drawn.append(text(middle, y + 15, words, size=SMALL, anchor="middle", kind="scale"))
            free = middle + half + 4
    return [*drawn, line(MARGIN, y, WIDTH - MARGIN, y, LINE_2)]
