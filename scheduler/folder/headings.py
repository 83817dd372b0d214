"""Squaring up a grid: which row is the heading, which columns it has, which rows count."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from scheduler.folder.findings import Findings, Names, plain_form
from scheduler.folder.grid import Grid

ERROR_MARKS = frozenset(
    {"#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#CALC!", "#GETTING_DATA"}
)


@dataclass(frozen=True, slots=True)
class Squared:
    """Named columns, and rows of exactly that many trimmed cells; the rows may still be mended in place."""

    headings: tuple[str, ...]
    numbers: list[int]
    rows: list[list[str]]


def square_up(
    file: str, grid: Grid, required: Sequence[str], optional: Sequence[str], findings: Findings
) -> Squared | None:
    """The table in the grid, or None where its heading is unusable."""
    top = next((place for place, row in enumerate(grid.rows) if any(cell.strip() for cell in row)), None)
    if top is None:
        findings.refuse(file, f"is empty; it needs at least the heading row ({', '.join(required)}, ...)")
        return None
    headings = [" ".join(cell.split()) for cell in grid.rows[top]]
    while headings and not headings[-1]:
        headings.pop()
    if not _has_required(file, headings, grid, top, required, findings):
        return None
    squared = _rows_below(file, headings, grid, top, findings)
    squared = _without_doubles(file, squared, top + 1, findings)
    _warn_of_near_columns(file, squared.headings, (*required, *optional), top + 1, findings)
    if grid.may_hold_marks:
        _report_error_marks(file, squared, frozenset((*required, *optional)), findings)
    return squared


def _has_required(
    file: str, headings: Sequence[str], grid: Grid, top: int, required: Sequence[str], findings: Findings
) -> bool:
    missing = [column for column in required if column not in headings]
    if not missing:
        return True
    for place in range(top + 1, min(top + 20, len(grid.rows))):
        if set(required) <= {cell.strip() for cell in grid.rows[place]}:
            findings.refuse(file, f"has its heading in row {place + 1}; delete the rows above it", row=top + 1)
            return False
    for separator, name in ((";", "semicolons"), ("\t", "tabs"), ("|", "bars")):
        if len(headings) <= 2 and len(headings[0].split(separator)) > 1:
            findings.refuse(file, f"separates its columns by {name}; save it again with commas", row=top + 1)
            return False
    names = Names(heading for heading in headings if heading)
    for column in missing:
        findings.refuse(
            file, f"is a required column that the heading lacks; add or rename it.{names.hint(column)}",
            row=top + 1, column=column,
        )  # fmt: skip
    return False


def _rows_below(file: str, headings: list[str], grid: Grid, top: int, findings: Findings) -> Squared:
    width, numbers, rows = len(headings), [], []
    for number, cells in enumerate(grid.rows[top + 1 :], top + 2):
        row = [cell.strip() for cell in cells]
        if not any(row):
            continue
        if len(row) != width:
            if any(row[width:]):
                findings.refuse(
                    file,
                    f"has more cells than the heading has columns ({width}); "
                    "put a cell with a comma in quotation marks, or give the column a heading",
                    row=number,
                    value=next(filter(None, row[width:])),
                )
            row = row[:width] + [""] * (width - len(row))
        if row == headings:
            findings.warn(file, "repeats the heading and was left out", row=number)
            continue
        numbers.append(number)
        rows.append(row)
    return Squared(tuple(headings), numbers, rows)


def _without_doubles(file: str, squared: Squared, heading_row: int, findings: Findings) -> Squared:
    """Leave out columns without a heading and a second column of one name, if nothing is lost by it."""
    places: dict[str, int] = {}
    for place, heading in enumerate(squared.headings):
        if not heading:
            if any(row[place] for row in squared.rows):
                message = f"column {letters(place)} has no heading and was left out; name it if it is needed"
                findings.warn(file, message, row=heading_row)
            continue
        if heading not in places:
            places[heading] = place
            continue
        first, second = places[heading], place
        if all(not row[second] or row[first] == row[second] for row in squared.rows):
            continue
        if all(not row[first] for row in squared.rows):
            places[heading] = second
            continue
        message = f"heads columns {letters(first)} and {letters(second)}, which differ; rename or delete one"
        findings.refuse(file, message, row=heading_row, column=heading)
    kept = sorted(places.values())
    if len(kept) == len(squared.headings):
        return squared
    rows = [[row[place] for place in kept] for row in squared.rows]
    return Squared(tuple(squared.headings[place] for place in kept), squared.numbers, rows)


def _warn_of_near_columns(
    file: str, headings: Sequence[str], known: Sequence[str], heading_row: int, findings: Findings
) -> None:
    plain = {plain_form(column): column for column in known if column not in headings}
    for heading in headings:
        if heading not in known and (meant := plain.get(plain_form(heading))):
            message = f'is kept as a column of its own; if "{meant}" is meant, rename it'
            findings.warn(file, message, row=heading_row, column=heading)


def _report_error_marks(file: str, squared: Squared, known: frozenset[str], findings: Findings) -> None:
    for place, heading in enumerate(squared.headings):
        for number, row in zip(squared.numbers, squared.rows, strict=True):
            if row[place].startswith("#") and row[place] in ERROR_MARKS:
                report = findings.refuse if heading in known else findings.warn
                message = "is a spreadsheet error, not a value; mend the formula or clear the cell"
                report(file, message, row=number, column=heading, value=row[place])


def letters(place: int) -> str:
    """The name that a spreadsheet gives the column: A for 0, AA for 26."""
    name = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        name = chr(ord("A") + rest) + name
    return name
