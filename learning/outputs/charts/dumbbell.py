"""Before to after: a ring, a dot, and the interval of the change as a band around the dot."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from learning.outputs.charts.axis import Axis, Written, scale
from learning.outputs.charts.chart import Chart, Row
from learning.outputs.charts.drawing import (
    ACCENT,
    ACCENT_SOFT,
    GREY,
    HELD_BACK,
    INK,
    LINE,
    PAPER,
    circle,
    line,
    paragraph,
    rect,
    svg,
    text,
)
from learning.outputs.charts.forest import between

HEADING = ("Before", "After", "Change", "Likely between")


@dataclass(frozen=True, slots=True)
class Dumbbell:
    """One line: ``low`` to ``high`` is the interval of the change, None where there is none.

    ``before`` and ``after`` are None where the line is held back, and it is drawn as ``[c]``. ``clear`` says whether
    the change counts as one; without it the interval decides.
    """

    label: str
    before: float | None
    after: float | None
    low: float | None = None
    high: float | None = None
    clear: bool | None = None


def dumbbell(
    name: str,
    title: str,
    description: str,
    lines: Sequence[Dumbbell],
    axis: Axis,
    *,
    written: Written,
    change_written: Written,
    first_column: str = "Outcome",
) -> Chart:
    """Lines in the order given; ``written`` puts a value into words, ``change_written`` a difference."""
    rows = tuple(_row(entry, written, change_written) for entry in lines)
    drawn, y = _key(), 26.0
    marks: list[str] = []
    for entry, row in zip(lines, rows, strict=True):
        label, y = paragraph(y + 6, entry.label, weight=600)
        words, y = paragraph(y, _words(row), kind="quiet")
        marks += [*label, *words, *_marks(entry, axis, y + 12)]
        y += 26
    parts = [*drawn, *marks, *scale(axis, y + 4, written, top=y)]
    return Chart(svg(name, title, description, y + 24, parts), title, (first_column, *HEADING), rows)


def _row(entry: Dumbbell, written: Written, change_written: Written) -> Row:
    if entry.before is None or entry.after is None:
        return (entry.label, *[HELD_BACK] * len(HEADING))
    change = change_written(entry.after - entry.before)
    span = between(entry.low, entry.high, change_written)
    return entry.label, written(entry.before), written(entry.after), change, span


def _words(row: Row) -> str:
    _, before, after, change, span = row
    return before if before == HELD_BACK else f"{before} to {after}, {change} ({span})"


def _marks(entry: Dumbbell, axis: Axis, y: float) -> list[str]:
    whole = line(axis.x(axis.low), y, axis.x(axis.high), y, LINE)
    if entry.before is None or entry.after is None:
        return [whole]
    apart = entry.low is not None and entry.high is not None and (entry.low > 0 or entry.high < 0)
    clear = apart if entry.clear is None else entry.clear
    colour = ACCENT if clear else GREY
    before, after = axis.x(entry.before), axis.x(entry.after)
    drawn = [whole]
    if entry.low is not None and entry.high is not None:
        low, high = axis.x(entry.before + entry.low), axis.x(entry.before + entry.high)
        drawn.append(rect(low, y - 6, high - low, 12, ACCENT_SOFT if clear else LINE, kind="interval"))
    drawn.append(line(before, y, after, y, colour, 2.5))
    return [*drawn, circle(before, y, 4.5, PAPER, INK, "before"), circle(after, y, 5, colour, colour, "after")]


def _key() -> list[str]:
    """What the shapes mean."""
    return [
        circle(7, 11, 4.5, PAPER, INK, "before"),
        text(16, 15.5, "before", kind="quiet"),
        circle(79, 11, 5, ACCENT, ACCENT, "after"),
        text(88, 15.5, "after", kind="quiet"),
        rect(138, 5, 22, 12, ACCENT_SOFT, kind="interval"),
        text(166, 15.5, "interval of change", kind="quiet"),
    ]
