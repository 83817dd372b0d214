"""Bars of a whole: how many of whom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from learning.outputs.charts.chart import Chart, Row
from learning.outputs.charts.drawing import ACCENT, HELD_BACK, LINE_2, SUNK, WIDTH, element, paragraph, rect, svg
from learning.outputs.charts.likert import percent

BAR = 14.0
HEADING = ("Number", "Of", "Share")


@dataclass(frozen=True, slots=True)
class Share:
    """``number`` of ``whole``; a None number is held back, a None whole is not known."""

    label: str
    number: int | None
    whole: int | None = None


def response(name: str, title: str, description: str, lines: Sequence[Share], *, first_column: str = "Who") -> Chart:
    """Each bar of its own whole; without any whole, of the largest number."""
    most = max((entry.number or 0 for entry in lines), default=0)
    rows = tuple(_row(entry) for entry in lines)
    y, parts = 0.0, []
    for entry, row in zip(lines, rows, strict=True):
        label, y = paragraph(y + 4, entry.label, weight=600)
        words, y = paragraph(y, _words(row), kind="quiet")
        parts += [*label, *words, *_bar(entry, most, y + 3)]
        y += BAR + 8
    return Chart(svg(name, title, description, y + 4, parts), title, (first_column, *HEADING), rows)


def _row(entry: Share) -> Row:
    whole = "" if entry.whole is None else f"{entry.whole:,}"
    if entry.number is None:
        return entry.label, HELD_BACK, whole, HELD_BACK
    return entry.label, f"{entry.number:,}", whole, percent(entry.number, entry.whole) if entry.whole else ""


def _words(row: Row) -> str:
    _, number, whole, share = row
    if number == HELD_BACK:
        return number
    return f"{number} of {whole}, {share}" if share else f"{number} of {whole}" if whole else number


def _bar(entry: Share, most: int, y: float) -> list[str]:
    if entry.number is None:
        return []
    whole = most if entry.whole is None else entry.whole
    share = min(entry.number / whole, 1.0) if whole else 0.0
    frame = element("rect", x=0.5, y=y, width=WIDTH - 1, height=BAR, fill=SUNK, stroke=LINE_2, stroke_width=1.0)
    return [frame, rect(0.5, y, share * (WIDTH - 1), BAR, ACCENT, kind="reached")]
