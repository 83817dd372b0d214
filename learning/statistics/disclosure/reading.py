"""Read a table of counts, or say everything that is wrong with it."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from pathlib import Path

from learning.statistics.disclosure.tables import TOTAL, Axis, CountTable, flat_axis, nested_axis, table_of
from scheduler.errors import Defect, FolderError

COUNT = "count"
TAKEN = ("shown", "status")
MOST_DIMENSIONS = 3
MOST_CELLS = 20_000
GREATEST = 10**9
_WHOLE = re.compile(r"\d{1,10}", re.ASCII)
Rows = list[tuple[int, tuple[str, ...]]]


def read_counts(path: Path, within: Sequence[tuple[str, str]] = ()) -> CountTable:
    """The table of a CSV: a column for each dimension, and ``count``; one row an inner cell, those missing are 0.

    ``within`` has (inner, outer) columns of a hierarchy. Raises `FolderError` with every defect, with row and column.
    """
    defects: list[Defect] = []
    rows = read_rows(path, defects)
    columns = _dimensions(path.name, rows, within, defects)
    if defects:
        raise FolderError(defects)
    counts = _counts(path.name, rows, columns, defects)
    axes = [] if defects else _axes(path.name, rows, columns, within, defects)
    cells = 1
    for axis in axes:
        cells *= len(axis.nodes)
    if cells > MOST_CELLS:
        defects.append(
            Defect(path.name, f"has {cells:,} cells with its margins; at most {MOST_CELLS:,} are protected.")
        )
    if defects:
        raise FolderError(sorted(defects, key=lambda defect: (defect.row or 0, defect.column)))
    order = [columns.index(column) for axis in axes for column in axis.columns]
    return table_of(axes, {tuple(label[place] for place in order): count for label, count in counts.items()})


def read_rows(path: Path, defects: list[Defect]) -> Rows:
    """The rows that are not blank, stripped, with their numbers as a spreadsheet counts them (the heading is 1)."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        defects.append(Defect(path.name, f"cannot be read: {error.strerror}."))
        return []
    except UnicodeDecodeError:
        defects.append(Defect(path.name, "is not UTF-8; save it as CSV UTF-8."))
        return []
    found: Rows = []
    number = 0
    try:
        for number, record in enumerate(csv.reader(io.StringIO(text, newline=""), strict=True), 1):
            if "".join(record).strip():
                found.append((number, tuple(cell.strip() for cell in record)))
    except csv.Error as error:
        defects.append(
            Defect(path.name, f"cannot be split into cells ({error}); check the quotation marks.", number + 1)
        )
    if len(found) < 2 and not defects:
        defects.append(
            Defect(path.name, "has no rows; the first names the dimensions and count, the others are cells.")
        )
    return found


def _dimensions(file: str, rows: Rows, within: Sequence[tuple[str, str]], defects: list[Defect]) -> tuple[str, ...]:
    if not rows or defects:
        return ()
    number, heading = rows[0]
    columns = tuple(name for name in heading if name != COUNT)
    if heading.count(COUNT) != 1:
        defects.append(Defect(file, "must be the heading of one column.", number, COUNT))
    twice = sorted({name for name in columns if name and columns.count(name) > 1})
    defects += [Defect(file, "is the heading of two columns; keep one.", number, name) for name in twice]
    taken = [name for name in TAKEN if name in columns]
    defects += [Defect(file, "is a heading of the protected table; use another.", number, name) for name in taken]
    if "" in columns:
        defects.append(Defect(file, "has a column without a heading; name it or delete it.", number))
    if not 1 <= len(columns) <= MOST_DIMENSIONS:
        defects.append(Defect(file, f"has {len(columns)} dimensions; one to {MOST_DIMENSIONS} are protected.", number))
    for inner, outer in within:
        strangers = [name for name in (inner, outer) if name not in columns]
        defects += [Defect("--within", "is no column of the table.", value=name) for name in strangers]
        if inner == outer or [pair for pair in within if pair[0] == inner or inner in pair[1:]] != [(inner, outer)]:
            defects.append(Defect("--within", "one column stands in one other, and nothing in it.", value=inner))
    return columns


def _counts(file: str, rows: Rows, columns: tuple[str, ...], defects: list[Defect]) -> dict[tuple[str, ...], int]:
    heading = rows[0][1]
    places = [heading.index(column) for column in columns]
    first: dict[tuple[str, ...], int] = {}
    counts: dict[tuple[str, ...], int] = {}
    for number, record in rows[1:]:
        if len(record) != len(heading):
            message = f"has {len(record)} cells under {len(heading)} headings; put cells that hold a comma into quotes."
            defects.append(Defect(file, message, number))
            continue
        label = tuple(record[place] for place in places)
        for column, text in zip(columns, label, strict=True):
            if not text or text.casefold() == TOTAL:
                message = "margins are computed; delete the row." if text else "is blank; name the value."
                defects.append(Defect(file, message, number, column, text))
        text = record[heading.index(COUNT)]
        if not _WHOLE.fullmatch(text) or int(text) > GREATEST:
            message = f"is not a count; write a whole number from 0 to {GREATEST:,}, digits only."
            defects.append(Defect(file, message, number, COUNT, text))
        elif first.setdefault(label, number) != number:
            message = f"is the same cell as row {first[label]}; make them one."
            defects.append(Defect(file, message, number, columns[0], label[0]))
        else:
            counts[label] = int(text)
    return counts


def _axes(
    file: str, rows: Rows, columns: tuple[str, ...], within: Sequence[tuple[str, str]], defects: list[Defect]
) -> list[Axis]:
    heading = rows[0][1]
    outer_of = dict(within)
    axes = []
    for column in columns:
        if column in outer_of.values():
            continue
        place = heading.index(column)
        if column not in outer_of:
            axes.append(flat_axis(column, dict.fromkeys(record[place] for _, record in rows[1:])))
            continue
        above = heading.index(outer_of[column])
        axes.append(nested_axis((outer_of[column], column), [(record[above], record[place]) for _, record in rows[1:]]))
        first: dict[str, str] = {}
        for number, record in rows[1:]:
            if first.setdefault(record[place], record[above]) != record[above]:
                message = f"stands in {first[record[place]]} before; a value of {column} is in one {outer_of[column]}."
                defects.append(Defect(file, message, number, outer_of[column], record[above]))
    return axes
