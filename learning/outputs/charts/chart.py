"""A chart with its table, and both as HTML."""

from __future__ import annotations

from dataclasses import dataclass

from learning.outputs.charts.drawing import inside

Row = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """``svg`` draws what ``rows`` under ``heading`` say; the first cell of a row names it."""

    svg: str
    title: str
    heading: Row
    rows: tuple[Row, ...]


def figure(chart: Chart) -> str:
    """The drawing and its table in one figure."""
    drawing = f'<div class="chart-drawing">{chart.svg}</div>'
    return f'<figure class="chart"><figcaption>{inside(chart.title)}</figcaption>{drawing}{table(chart)}</figure>'


def table(chart: Chart) -> str:
    return html_table(chart.title, chart.heading, chart.rows)


def html_table(title: str, heading: Row, rows: tuple[Row, ...]) -> str:
    """A table with a caption, headings of columns and of rows; each cell knows its heading, for narrow pages."""
    head = "".join(f'<th scope="col">{inside(words)}</th>' for words in heading)
    body = "".join(f"<tr>{_cells(heading, row)}</tr>" for row in rows)
    return (
        f'<table class="figures"><caption>{inside(title)}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    )


def _cells(heading: Row, row: Row) -> str:
    cells = "".join(
        f'<td><span class="cell-label" aria-hidden="true">{inside(label)} </span>{inside(words)}</td>'
        for label, words in zip(heading[1:], row[1:], strict=True)
    )
    return f'<th scope="row">{inside(row[0])}</th>{cells}'
