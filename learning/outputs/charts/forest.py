"""A forest plot: an estimate and its interval a line, beside the line of no change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from learning.outputs.charts.axis import Axis, Written, axis_over, scale
from learning.outputs.charts.chart import Chart, Row
from learning.outputs.charts.drawing import (
    ACCENT,
    ATTENTION,
    GREY,
    HELD_BACK,
    INK,
    PAPER,
    element,
    line,
    paragraph,
    svg,
)

HEADING = ("People", "Change", "Likely between", "Reading")
HALF = 5.0


@dataclass(frozen=True, slots=True)
class Estimate:
    """One line; ``mean`` None is held back, ``low`` and ``high`` None are no interval."""

    label: str
    n: int | None
    mean: float | None
    low: float | None = None
    high: float | None = None


def forest(
    name: str,
    title: str,
    description: str,
    estimates: Sequence[Estimate],
    *,
    written: Written,
    overall: float | None = None,
    first_column: str = "Directorate",
    axis: Axis | None = None,
) -> Chart:
    """Estimates in the order given; ``overall`` is everyone's, drawn as a dashed line and said as a row of its own.

    ``axis`` is one over more than these, where several charts are to be compared.
    """
    everyone = [] if overall is None else [Estimate("Everyone", None, overall)]
    rows = tuple(_row(estimate, written) for estimate in estimates)
    axis = axis or axis_of([*estimates, *everyone])
    y, marks = 0.0, []
    if overall is not None:
        key, y = paragraph(y, f"Dashes: everyone, {written(overall)}", kind="target")
        marks += key
        rows = (*rows, ("Everyone", "", written(overall), "", ""))
    for estimate, row in zip(estimates, rows, strict=False):
        label, y = paragraph(y + 6, estimate.label, weight=600)
        words, y = paragraph(y, _words(row), kind="quiet")
        marks += [*label, *words, *_lines(axis, overall, y + 2, y + 22), *_marks(estimate, axis, y + 12)]
        y += 24
    parts = [*marks, *scale(axis, y + 4, written, top=y)]
    return Chart(svg(name, title, description, y + 24, parts), title, (first_column, *HEADING), rows)


def axis_of(estimates: Sequence[Estimate]) -> Axis:
    """An axis over no change and every estimate with its interval."""
    bounds = [(each.mean, each.low, each.high) for each in estimates]
    return axis_over([0.0, *(value for three in bounds for value in three if value is not None)])


def between(low: float | None, high: float | None, written: Written) -> str:
    """An interval in words."""
    return "no interval" if low is None or high is None else f"{written(low)} to {written(high)}"


def reading(low: float | None, high: float | None) -> str:
    """What an interval of a change says."""
    if low is None or high is None:
        return "not known"
    return "clear rise" if low > 0 else "clear fall" if high < 0 else "no clear change"


def _row(estimate: Estimate, written: Written) -> Row:
    if estimate.mean is None:
        return estimate.label, HELD_BACK, HELD_BACK, HELD_BACK, "held back"
    people = "" if estimate.n is None else f"{estimate.n:,}"
    span = between(estimate.low, estimate.high, written)
    return estimate.label, people, written(estimate.mean), span, reading(estimate.low, estimate.high)


def _words(row: Row) -> str:
    _, people, mean, span, _ = row
    if mean == HELD_BACK:
        return mean
    return f"{mean} ({span})" + (f", {people} people" if people else "")


def _lines(axis: Axis, overall: float | None, top: float, bottom: float) -> list[str]:
    """No change, and everyone's change, beside one estimate."""
    zero = axis.x(0.0)
    drawn = [line(zero, top, zero, bottom, INK, 1.5)]
    if overall is not None:
        drawn.append(line(axis.x(overall), top, axis.x(overall), bottom, ATTENTION, 1.5, "3 3"))
    return drawn


def _marks(estimate: Estimate, axis: Axis, y: float) -> list[str]:
    if estimate.mean is None:
        return []
    x = axis.x(estimate.mean)
    clear = reading(estimate.low, estimate.high).startswith("clear")
    colour = ACCENT if clear else GREY
    drawn = []
    if estimate.low is not None and estimate.high is not None:
        low, high = axis.x(estimate.low), axis.x(estimate.high)
        drawn = [line(low, y, high, y, colour, 2)]
        drawn += [line(end, y - 4, end, y + 4, colour, 2) for end in (low, high)]
    square = element(
        "rect",
        kind="estimate",
        x=x - HALF,
        y=y - HALF,
        width=2 * HALF,
        height=2 * HALF,
        fill=colour if clear else PAPER,
        stroke=colour,
        stroke_width=2.0,
    )
    return [*drawn, square]
