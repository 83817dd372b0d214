"""The bytes of a CSV file as rows of texts."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass

from scheduler.folder.cells import UnreadableError
from scheduler.folder.findings import Findings

INVISIBLE = "\ufeff\u200b\u2060"
LARGEST_FILE_BYTES = 512 * 2**20


@dataclass(frozen=True, slots=True)
class Grid:
    """All rows of a sheet from the first on, blank ones too, so that row numbers are the spreadsheet's."""

    rows: Sequence[Sequence[str]]
    may_hold_marks: bool = True
    """Whether any cell can be an error mark such as #N/A."""


def grid_of_csv(file: str, content: bytes, findings: Findings) -> Grid:
    """Decode and split; raises `UnreadableError` where the file as a whole makes no sense."""
    if len(content) > LARGEST_FILE_BYTES:
        raise UnreadableError("is larger than 512 megabytes; split the table or remove columns that are not needed")
    text = _decoded(file, content, findings)
    for mark in INVISIBLE:
        text = text.replace(mark, "")
    rows: list[list[str]] = []
    reader = csv.reader(io.StringIO(text, newline=""), strict=True, skipinitialspace=True)
    try:
        rows.extend(reader)
    except csv.Error as fault:
        findings.refuse(file, _csv_fault(str(fault)), row=len(rows) + 1)
    return Grid(rows, "#" in text)


def _decoded(file: str, content: bytes, findings: Findings) -> str:
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise UnreadableError('is "Unicode text" (UTF-16); save it again as "CSV UTF-8 (comma delimited)"')
    if content[:4] == b"PK\x03\x04":
        raise UnreadableError("is a workbook, not a CSV file; rename it to .xlsx or save it again as CSV")
    if b"\0" in content:
        row = content[: content.index(b"\0")].count(b"\n") + 1
        raise UnreadableError(f'holds a NUL byte near row {row}; save it again as "CSV UTF-8 (comma delimited)"')
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        row = content[: fault.start].count(b"\n") + 1
    try:
        text = content.decode("cp1252")
    except UnicodeDecodeError as fault:
        row = content[: fault.start].count(b"\n") + 1
        raise UnreadableError(
            f"is neither UTF-8 nor Windows-1252 (byte {content[fault.start]:#04x} near row {row}); "
            'save it again as "CSV UTF-8 (comma delimited)"'
        ) from None
    findings.warn(file, f"is not UTF-8 (near row {row}) and was read as Windows-1252; check names with accents")
    return text


def _csv_fault(fault: str) -> str:
    if "field limit" in fault:
        return "has a cell of more than 131,072 characters; is a quotation mark missing?"
    if "unexpected end" in fault:
        return "opens a quotation mark that is never closed; add the missing one"
    if "expected after" in fault:
        return "has text after a closing quotation mark; write a quotation mark inside a cell twice"
    return f"is not a row of a CSV file ({fault})"
