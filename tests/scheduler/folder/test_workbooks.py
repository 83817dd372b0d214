"""XLSX tables say what CSV tables say, and crafted ones do no harm."""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest

from tests.scheduler.folder.small import FILES, defects_of, reading_of, write_folder

TABLES = [name.removesuffix(".csv") for name in FILES if name.endswith(".csv")]


def _typed(text: str, column: str) -> object:
    """A cell as a person would type it into a spreadsheet."""
    if text.endswith("T24:00"):
        return text
    for read in (date.fromisoformat, datetime.fromisoformat):
        try:
            return read(text)
        except ValueError:
            continue
    return float(text) if text.lstrip("-").isdigit() and not column.endswith("id") else text or None


def write_workbook(path: Path, text: str) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    heading, *rows = csv.reader(io.StringIO(text))
    sheet.append(heading)
    for row in rows:
        sheet.append([_typed(cell, column) for cell, column in zip(row, heading, strict=True)])
    book.save(path)


@pytest.mark.parametrize("name", TABLES)
def test_workbook_says_what_the_csv_says(tmp_path: Path, name: str) -> None:
    folder = write_folder(tmp_path / "a", {f"{name}.csv": None})
    write_workbook(folder / f"{name}.xlsx", FILES[f"{name}.csv"])
    assert reading_of(folder, {f"{name}.csv": None}) == reading_of(tmp_path / "b")


def test_workbook_beside_csv_is_a_defect(tmp_path: Path) -> None:
    folder = write_folder(tmp_path)
    write_workbook(folder / "venues.xlsx", FILES["venues.csv"])
    (defect,) = defects_of(folder)
    assert (defect.file, "venues.xlsx" in defect.message) == ("venues.csv", True)


def test_defect_in_a_workbook_names_its_row(tmp_path: Path) -> None:
    folder = write_folder(tmp_path, {"staff.csv": None})
    write_workbook(folder / "staff.xlsx", FILES["staff.csv"].replace("2027-01-18", "soon"))
    (defect,) = defects_of(folder)
    assert (defect.file, defect.row) == ("staff.xlsx", 4)


def test_error_cells_of_a_workbook_are_defects(tmp_path: Path) -> None:
    folder = write_folder(tmp_path, {"staff.csv": None})
    write_workbook(folder / "staff.xlsx", FILES["staff.csv"].replace("Dan,", "#N/A,"))
    (defect,) = defects_of(folder)
    assert (defect.row, defect.column, defect.value) == (5, "name", "#N/A")


def _far_cell() -> bytes:
    book = openpyxl.Workbook()
    book.active["XFD1048576"] = 1
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def _bomb() -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"0" * 200_000_000)
    return content.getvalue()


def _truncated() -> bytes:
    whole = _far_cell()
    return whole[: len(whole) // 2]


def _laughs() -> bytes:
    lol = '<!DOCTYPE w [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><workbook>&b;</workbook>'
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("xl/workbook.xml", lol)
    return content.getvalue()


def _no_sheet() -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("anything.txt", "nothing")
    return content.getvalue()


@pytest.mark.parametrize("make", [_far_cell, _bomb, _truncated, _laughs, _no_sheet, bytes, lambda: b"\xd0\xcf\x11\xe0"])
def test_crafted_workbook_is_one_defect(tmp_path: Path, make: object) -> None:
    folder = write_folder(tmp_path, {"venues.csv": None})
    (folder / "venues.xlsx").write_bytes(make())  # type: ignore[operator]
    assert [(d.file, d.row) for d in defects_of(folder)] == [("venues.xlsx", None)]
