"""A run chart: readings in their order, and the target as a dashed line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from learning.outputs.charts.axis import MARGIN, Written, axis_over
from learning.outputs.charts.chart import Chart, Row
from learning.outputs.charts.drawing import (
    ACCENT,
    ATTENTION,
    HELD_BACK,
    LINE_2,
    SMALL,
    WIDTH,
    circle,
    line,
    paragraph,
    svg,
    text,
    width_of,
)

PLOT = 120.0
HEADING = ("Reading", "Target")


@dataclass(frozen=True, slots=True)
class Reading:
    """A reading of a time; None is held back."""

    label: str
    value: float | None


@dataclass(frozen=True, slots=True)
class Target:
    """``words`` say the comparison too: "over 80%" is not "at least 80%"."""

    value: float
    words: str


def run_chart(
    name: str,
    title: str,
    description: str,
    readings: Sequence[Reading],
    *,
    written: Written,
    target: Target | None = None,
    first_column: str = "When",
) -> Chart:
    """Readings evenly spaced; where labels would touch, only as many are written as fit, the last before all."""
    said = target.words if target else ""
    rows: tuple[Row, ...] = tuple(
        (entry.label, HELD_BACK if entry.value is None else written(entry.value), said) for entry in readings
    )
    if target and not rows:
        rows = (("No reading yet", "", said),)
    parts: list[str] = []
    top = 0.0
    if target:
        parts, top = paragraph(0.0, f"Dashes: target, {said}", kind="target")
    top += 24
    values = [entry.value for entry in readings if entry.value is not None]
    axis = axis_over([*values, *([target.value] if target else [])])
    bottom = top + PLOT

    def y(value: float) -> float:
        return bottom - (min(max(value, axis.low), axis.high) - axis.low) / (axis.high - axis.low) * PLOT

    places = [_x(number, len(readings)) for number in range(len(readings))]
    points = [(x, None if entry.value is None else y(entry.value)) for x, entry in zip(places, readings, strict=True)]
    parts.append(line(MARGIN, bottom, WIDTH - MARGIN, bottom, LINE_2))
    if target:
        parts.append(line(0.0, y(target.value), WIDTH, y(target.value), ATTENTION, 1.5, "5 4"))
    parts += _run(points)
    labels = [HELD_BACK if entry.value is None else written(entry.value) for entry in readings]
    heights = [(bottom if height is None else height) - 9 for _, height in points]
    parts += _labels(places, labels, heights, weight=600)
    parts += _labels(places, [entry.label for entry in readings], [bottom + 17] * len(readings), kind="scale")
    return Chart(svg(name, title, description, bottom + 26, parts), title, (first_column, *HEADING), rows)


def _x(number: int, of: int) -> float:
    return WIDTH / 2 if of == 1 else MARGIN + number / (of - 1) * (WIDTH - 2 * MARGIN)


def _run(points: Sequence[tuple[float, float | None]]) -> list[str]:
    """The line breaks where a reading is held back."""
    drawn = []
    for (x, height), (to_x, to_height) in pairwise(points):
        if height is not None and to_height is not None:
            drawn.append(line(x, height, to_x, to_height, ACCENT, 2))
    return drawn + [circle(x, height, 3.5, ACCENT, ACCENT, "reading") for x, height in points if height is not None]


def _labels(
    places: Sequence[float], labels: Sequence[str], heights: Sequence[float], *, weight: int = 400, kind: str = "ink"
) -> list[str]:
    """From the last to the first, each label that touches none before it."""
    drawn, free = [], WIDTH
    for x, words, height in reversed(list(zip(places, labels, heights, strict=True))):
        half = width_of(words, SMALL) / 2
        middle = min(max(x, half), WIDTH - half)
        if middle + half <= free and 2 * half <= WIDTH:
            drawn.append(text(middle, height, words, size=SMALL, weight=weight, anchor="middle", kind=kind))
            free = middle - half - 4
    return drawn
