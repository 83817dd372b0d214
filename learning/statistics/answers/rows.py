"""A CSV as columns of texts, with the row that each stands in; whatever is no table is a defect."""

from __future__ import annotations

import csv
import io
from collections import Counter
from dataclasses import dataclass
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
    rows, table = _records(file, text, defects)
    if not table:
        if not defects:
            defects.append(Defect(file, f"is empty; the first row names the columns {', '.join(layout.required)}."))
        return None
    heading = [cell.strip() for cell in table[0]]
    if not _heading_is_good(file, heading, rows[0], defects, layout):
        return None
    return _columns(file, heading, rows[1:], table[1:], defects, layout)


def _records(file: str, text: str, defects: list[Defect]) -> tuple[list[int], list[tuple[str, ...]]]:
    """The rows that are not blank, with their numbers."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    rows: list[int] = []
    table: list[tuple[str, ...]] = []
    number = 0
    try:
        for number, record in enumerate(reader, 1):
            if "".join(record).strip():
                rows.append(number)
                table.append(tuple(record))  # the collector of garbage passes over tuples of texts
    except csv.Error as error:
        message = f"cannot be split into cells ({error}); check the quotation marks."
        defects.append(Defect(file, message, number + 1))
    return rows, table


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
    file: str,
    heading: list[str],
    rows: list[int],
    table: list[tuple[str, ...]],
    defects: list[Defect],
    layout: Layout,
) -> Columns:
    width = len(heading)
    for place, record in enumerate(table):
        if len(record) != width:
            if any(cell.strip() for cell in record[width:]):
                message = f"has {len(record)} cells under {width} headings; put cells that hold a comma into quotes."
                defects.append(Defect(file, message, rows[place]))
            table[place] = (*record, *[""] * width)[:width]
    places = {column: heading.index(column) for column in layout.columns if column in heading}
    columns = list(zip(*table, strict=True)) if table else [()] * width
    texts = {
        column: list(map(str.strip, columns[places[column]])) if column in places else [""] * len(table)
        for column in layout.columns
    }
    return Columns(file, rows, texts)
