"""A CSV as columns of texts, with the row that each stands in; whatever is no table is a defect."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from learning.statistics.answers.table import ATTRIBUTES
from scheduler.errors import Defect

REQUIRED = ("response_id", "wave", "item_id", "value")
COLUMNS = (*REQUIRED, *ATTRIBUTES, "scale")


@dataclass(frozen=True, slots=True)
class Layout:
    """The columns that count, and which of them must be there."""

    columns: tuple[str, ...] = COLUMNS
    required: tuple[str, ...] = REQUIRED


ANSWERS = Layout()
BOM = "\ufeff"
BLOCK = 100
"""Rows taken up at a time: many small lists at once would keep the collector of garbage busy."""


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns that count, each a text for each row that is not blank; ``rows`` as a spreadsheet counts them."""

    file: str
    rows: list[int]
    texts: dict[str, list[str]]


def read_columns(path: Path, defects: list[Defect], layout: Layout = ANSWERS) -> Columns | None:
    """None where there is no heading to go by; what is wrong is added to ``defects``."""
    file = path.name
    try:
        text = path.read_bytes().decode("utf-8").removeprefix(BOM)
    except OSError as error:
        defects.append(Defect(file, f"cannot be read: {error.strerror}."))
        return None
    except UnicodeDecodeError as error:
        row = (
            error.object[: error.start].decode("utf-8", "replace").replace("\r\n", "\n").replace("\r", "\n").count("\n")
        )
        defects.append(Defect(file, "is not UTF-8; save it as CSV UTF-8.", row + 1))
        return None
    records = _records(file, text, defects)
    first = next(records, None)
    if first is None:
        if not defects:
            defects.append(Defect(file, f"is empty; the first row names the columns {', '.join(layout.required)}."))
        return None
    heading = [cell.strip() for cell in first[1]]
    if not _heading_is_good(file, heading, first[0], defects, layout):
        return None
    return _columns(file, heading, records, defects, layout)


def _records(file: str, text: str, defects: list[Defect]) -> Iterator[tuple[int, list[str]]]:
    """The rows that are not blank, with their numbers."""
    number = 0
    try:
        for number, record in enumerate(csv.reader(io.StringIO(text, newline=""), strict=True), 1):
            if "".join(record).strip():
                yield number, record
    except csv.Error as error:
        message = f"cannot be split into cells ({error}); check the quotation marks."
        defects.append(Defect(file, message, number + 1))


def _heading_is_good(file: str, heading: list[str], row: int, defects: list[Defect], layout: Layout) -> bool:
    found = Counter(heading)
    before = len(defects)
    missing = [column for column in layout.required if not found[column]]
    defects.extend(Defect(file, "is missing; add a column with this heading.", row, column) for column in missing)
    for column in layout.columns:
        if found[column] > 1:
            message = f"is the heading of {found[column]} columns; keep one of them."
            defects.append(Defect(file, message, row, column))
    return len(defects) == before


def _columns(
    file: str, heading: list[str], records: Iterator[tuple[int, list[str]]], defects: list[Defect], layout: Layout
) -> Columns:
    places = {column: heading.index(column) for column in layout.columns if column in heading}
    texts: dict[str, list[str]] = {column: [] for column in layout.columns}
    rows: list[int] = []
    while block := list(islice(records, BLOCK)):
        lines = [_fitted(file, row, record, len(heading), defects) for row, record in block]
        cells = list(zip(*lines, strict=True))
        rows.extend(row for row, _ in block)
        for column, place in places.items():
            texts[column].extend(map(str.strip, cells[place]))
    for column in texts.keys() - places.keys():
        texts[column] = [""] * len(rows)
    return Columns(file, rows, texts)


def _fitted(file: str, row: int, record: list[str], width: int, defects: list[Defect]) -> list[str]:
    """As many cells as headings."""
    if len(record) == width:
        return record
    if any(cell.strip() for cell in record[width:]):
        message = f"has {len(record)} cells under {width} headings; put cells that hold a comma into quotes."
        defects.append(Defect(file, message, row))
    return [*record, *[""] * width][:width]
