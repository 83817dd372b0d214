"""Diverging bars of answers from strongly disagree to strongly agree, parted in the middle of neither.

Textures besides colours: who disagrees is hatched, who agrees solid, the darker the stronger.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal

from learning.outputs.charts.chart import Chart, Row
from learning.outputs.charts.drawing import HELD_BACK, INK, PAPER, WIDTH, element, line, paragraph, rect, svg, text

STEPS = ("strongly disagree", "disagree", "neither", "agree", "strongly agree")
FILLS = ("#9a5512", "#d9a25f", "#d3dad9", "#7db3bb", "#0b5560")
HEADING = ("Answers", *(step.capitalize() for step in STEPS), "All who disagree", "All who agree")
BAR, PART = 18.0, 1.5
KEY_PLACES = ((0, 0), (1, 0), (2, 0), (0, 1), (1, 1))
KEY_COLUMNS = (0.0, 146.0, 240.0)


@dataclass(frozen=True, slots=True)
class Likert:
    """How many gave each of the five answers, from strongly disagree; None is held back."""

    label: str
    counts: tuple[int, int, int, int, int] | None


def likert(
    name: str, title: str, description: str, lines: Sequence[Likert], *, first_column: str = "Statement"
) -> Chart:
    """Lines in the order given, all on one scale: a share of the answers is as long everywhere."""
    rows = tuple(_row(entry) for entry in lines)
    parts, y = [_textures(name), *_key(name)], 44.0
    each = (WIDTH - 2) / max(_reach(lines) * 2, 1e-9)
    for entry, row in zip(lines, rows, strict=True):
        label, y = paragraph(y + 6, entry.label, weight=600)
        words, y = paragraph(y, _words(row), kind="quiet")
        parts += [*label, *words, *(_bar(name, entry.counts, each, y + 4) if entry.counts else [])]
        y += BAR + 10
    return Chart(svg(name, title, description, y + 4, parts), title, (first_column, *HEADING), rows)


def percent(number: int, whole: int) -> str:
    """Whole percent, half up; 100% only of all and 0% only of none."""
    if not whole:
        return "0%"
    rounded = int((Decimal(100 * number) / whole + Decimal("0.5")).to_integral_value(rounding=ROUND_FLOOR))
    if (rounded == 0 and number) or (rounded == 100 and number < whole):
        return "under 1%" if rounded == 0 else "over 99%"
    return f"{rounded}%"


def _row(entry: Likert) -> Row:
    if entry.counts is None:
        return (entry.label, *[HELD_BACK] * len(HEADING))
    n = sum(entry.counts)
    shares = (percent(number, n) for number in entry.counts)
    return entry.label, f"{n:,}", *shares, percent(sum(entry.counts[:2]), n), percent(sum(entry.counts[3:]), n)


def _words(row: Row) -> str:
    if row[1] == HELD_BACK:
        return HELD_BACK
    return f"{row[7]} disagree, {row[4]} neither, {row[8]} agree; {row[1]} answers"


def _reach(lines: Sequence[Likert]) -> float:
    """The longest side from the middle, as a share of the answers."""
    sides = [0.5]
    for counts in (entry.counts for entry in lines):
        if counts and sum(counts):
            sides += [(sum(side) + counts[2] / 2) / sum(counts) for side in (counts[:2], counts[3:])]
    return max(sides)


def _bar(name: str, counts: tuple[int, ...], each: float, y: float) -> list[str]:
    n = sum(counts)
    middle = WIDTH / 2
    if not n:
        return [line(middle, y - 2, middle, y + BAR + 2, INK, 1.5)]
    x = middle - (counts[0] + counts[1] + counts[2] / 2) / n * each
    drawn = []
    for step, number in enumerate(counts):
        width = number / n * each
        if number:
            drawn.append(rect(x, y, max(width - PART, 0.5), BAR, _fill(name, step), kind=f"step-{step + 1}"))
        x += width
    return [*drawn, line(middle, y - 3, middle, y + BAR + 3, INK, 1.5)]


def _fill(name: str, step: int) -> str:
    return f"url(#{name}-hatch-{step + 1})" if step < 2 else FILLS[step]


def _textures(name: str) -> str:
    """Hatching: close lines on the darker, wide ones on the lighter."""
    found = ""
    for step, width in ((0, 4), (1, 7)):
        ground = element("rect", width=width, height=width, fill=FILLS[step])
        stroke = element("path", d=f"M0 {width}L{width} 0", stroke=PAPER if step == 0 else INK, stroke_width=1.0)
        found += element(
            "pattern",
            ground + stroke,
            id=f"{name}-hatch-{step + 1}",
            width=width,
            height=width,
            patternUnits="userSpaceOnUse",
        )
    return element("defs", found)


def _key(name: str) -> list[str]:
    drawn = []
    for step, (column, row) in enumerate(KEY_PLACES):
        x, y = KEY_COLUMNS[column], row * 20.0
        drawn += [rect(x, y + 3, 12, 12, _fill(name, step)), text(x + 16, y + 13.5, STEPS[step], kind="quiet")]
    return drawn
