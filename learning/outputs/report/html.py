"""Pieces of HTML; every text that goes in is escaped."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import TypeVar

from learning.outputs.charts import Chart, figure
from learning.outputs.charts.chart import html_table
from learning.outputs.charts.drawing import attribute, inside

Line = TypeVar("Line")
MOST_LINES = 10
"""In one drawing: as many as stand on a page of A4."""


def paragraph(words: str, kind: str = "") -> str:
    return f"<p{f' class={attribute(kind)}' if kind else ''}>{inside(words)}</p>"


def items(lines: Iterable[str], kind: str = "") -> str:
    listed = "".join(f"<li>{inside(line)}</li>" for line in lines)
    return f"<ul{f' class={attribute(kind)}' if kind else ''}>{listed}</ul>" if listed else ""


def heading(words: str, level: int = 3) -> str:
    return f"<h{level}>{inside(words)}</h{level}>"


def section(name: str, title: str, *parts: str) -> str:
    """A part of the report; one without content is left out."""
    content = "".join(parts)
    if not content:
        return ""
    return f'<section aria-labelledby="{name}"><h2 id="{name}">{inside(title)}</h2>{content}</section>'


def table(title: str, head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    return html_table(title, head, tuple(rows))


def drawn(chart: Chart) -> str:
    return figure(chart)


def in_parts(lines: Sequence[Line]) -> list[tuple[str, list[Line]]]:
    """Lines in parts of about one size that fit on a page each; words for their titles where there are several."""
    count = max(1, math.ceil(len(lines) / MOST_LINES))
    size = math.ceil(len(lines) / count) if lines else 1
    parts = [list(lines[first : first + size]) for first in range(0, len(lines), size)]
    return [(f", part {place} of {count}" if count > 1 else "", part) for place, part in enumerate(parts, 1)]


def tile(label: str, value: str, context: str) -> str:
    """A figure that stands beside its whole."""
    return (
        f'<div class="tile"><dt>{inside(label)}</dt><dd><strong>{inside(value)}</strong> {inside(context)}</dd></div>'
    )
