"""A program of its own: the first sheet of a workbook on stdin becomes one JSON list of texts a row on stdout.

A crafted workbook can make the reader allocate without end or abort the process. So `workbook` runs
this file in a child process, which bounds its own memory and time first; it imports nothing of this
package. A refusal is one sentence on stderr and exit status 3.
"""

from __future__ import annotations

import io
import json
import re
import sys
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from posixpath import join, normpath
from xml.etree import ElementTree as ET

MEMORY_BYTES = 1_536 * 2**20
CPU_SECONDS = 30
MOST_CELLS = 12_000_000
REFUSED = 3

_SHEETS = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_REFERENCE = re.compile(r"([A-Z]{1,3})(\d{1,7})")
_SECONDS_OFF = timedelta(milliseconds=500)


def bound_resources() -> None:
    """Let the system end this process before it harms others (where the system can)."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def text_of(value: object) -> str:
    """A cell as a CSV export would hold it, dates and times in ISO form."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    if isinstance(value, datetime):
        rounded = (value + _SECONDS_OFF).replace(microsecond=0) if value.microsecond else value
        return rounded.date().isoformat() if rounded.time() == time() else _short(rounded.isoformat())
    if isinstance(value, time):
        return _short(value.replace(microsecond=0).isoformat())
    if isinstance(value, timedelta):
        minutes, seconds = divmod(round(value.total_seconds()), 60)
        return _short(f"{minutes // 60:02}:{minutes % 60:02}:{seconds:02}")
    return value.isoformat() if isinstance(value, date) else str(value)


def _short(moment: str) -> str:
    return moment.removesuffix(":00") if moment.count(":") == 2 else moment


def rows_of(content: bytes) -> Iterator[list[str]]:
    """The texts of the first sheet, row by row, each without its trailing blanks."""
    from python_calamine import CalamineWorkbook

    marks = error_marks(content)
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0)
    if sheet.total_height * sheet.total_width > MOST_CELLS:
        raise ValueError("has cells far outside the table; delete them, or save the table alone as CSV")
    numbers: dict[float, str] = {}
    for number, cells in enumerate(sheet.iter_rows(), 1):
        row = []
        for cell in cells:
            if type(cell) is str:
                row.append(cell)
            elif type(cell) is float:
                row.append(numbers.get(cell) or numbers.setdefault(cell, text_of(cell)))
            else:
                row.append(text_of(cell))
        for place, mark in marks.get(number, ()):
            row.extend([""] * (place + 1 - len(row)))
            row[place] = mark
        while row and not row[-1].strip():
            row.pop()
        yield row


def error_marks(content: bytes) -> dict[int, list[tuple[int, str]]]:
    """Where #N/A and its like stand, by row number: the reader makes blanks of them."""
    marks: dict[int, list[tuple[int, str]]] = {}
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        name = _first_sheet(archive)
        if name not in archive.namelist() or not _names_errors(archive, name):
            return marks
        with archive.open(name) as stream:
            for _, cell in ET.iterparse(stream):  # noqa: S314 - this process is bounded
                found = _REFERENCE.fullmatch(cell.get("r", "")) if cell.get("t") == "e" else None
                if found and cell.tag == f"{_SHEETS}c":
                    mark = cell.findtext(f"{_SHEETS}v") or "#VALUE!"
                    marks.setdefault(int(found[2]), []).append((_place(found[1]), mark))
                if cell.tag == f"{_SHEETS}row":
                    cell.clear()
    return marks


def _names_errors(archive: zipfile.ZipFile, name: str) -> bool:
    last = b""
    with archive.open(name) as stream:
        while chunk := stream.read(2**20):
            if b't="e"' in (window := last + chunk) or b"t='e'" in window:
                return True
            last = chunk[-8:]
    return False


def _first_sheet(archive: zipfile.ZipFile) -> str:
    sheets = ET.fromstring(archive.read("xl/workbook.xml")).find(f"{_SHEETS}sheets")  # noqa: S314
    first = next(iter(sheets), None) if sheets is not None else None
    if first is None:
        return ""
    for relation in ET.fromstring(archive.read("xl/_rels/workbook.xml.rels")):  # noqa: S314
        if relation.get("Id") == first.get(_RELATION):
            return normpath(join("xl", relation.get("Target", ""))).lstrip("/")
    return ""


def _place(letters: str) -> int:
    place = 0
    for letter in letters:
        place = place * 26 + ord(letter) - ord("A") + 1
    return place - 1


def main() -> int:
    bound_resources()
    try:
        for row in rows_of(sys.stdin.buffer.read()):
            sys.stdout.buffer.write(json.dumps(row, ensure_ascii=False).encode("utf-8", "replace") + b"\n")
        return 0
    except MemoryError:
        sentence = "needs more memory than a table may; save the table alone as CSV"
    except ValueError as fault:
        sentence = str(fault)
    except Exception as fault:  # the reader's errors have no common type, and none of them is worth a traceback
        protected = type(fault).__name__ == "PasswordError"
        sentence = (
            "is protected by a password; save it without one"
            if protected
            else "is not an XLSX workbook that can be read; open it and save it again, or save it as CSV"
        )
    sys.stderr.write(sentence)
    return REFUSED


if __name__ == "__main__":
    sys.exit(main())
