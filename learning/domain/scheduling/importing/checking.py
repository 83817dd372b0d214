"""Checking an uploaded table together with everything else that the programme has."""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.orm import Session

from learning.domain.scheduling.folder_out import folder_texts, write_folder
from learning.domain.scheduling.importing.dependents import without
from learning.domain.scheduling.importing.uploads import Upload
from learning.domain.scheduling.tables import BY_NAME
from learning.models import Programme
from scheduler.errors import Defect, FolderError
from scheduler.folder import read_folder
from scheduler.folder.findings import Findings
from scheduler.folder.tables import Table, read_table

APOSTROPHE = "'"
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class Finding:
    """Something wrong or odd: ``row`` counts as the uploaded file does, ``column`` is its own heading."""

    row: int | None
    column: str
    value: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Checked:
    """The table as it would be stored, what forbids storing it, and what is odd about it.

    ``with_it`` counts the rows of other tables that leave with rows of this one; ``texts`` are all files as they
    would be then.
    """

    table: Table
    defects: tuple[Finding, ...]
    warnings: tuple[Finding, ...]
    with_it: Mapping[str, int]
    texts: Mapping[str, str]


def check_upload(
    session: Session, programme: Programme, name: str, upload: Upload, mapping: Mapping[str, str], file_name: str
) -> Checked:
    """Put the upload in the place of the table called ``name`` and read the whole programme.

    What was wrong elsewhere before is not held against the upload; what it would make wrong elsewhere is.
    """
    file = f"{name}.csv"
    texts = dict(folder_texts(session, programme))
    earlier = dict(texts)
    stored = _table(texts[file], name) if file in texts else None
    texts[file] = table_of_upload(upload, mapping)
    table = _table(texts[file], name)
    key = BY_NAME[name].layout.required[0]
    gone = set(stored.column(key)) - set(table.column(key)) if stored else set()
    texts, with_it = without(texts, name, gone)
    defects, warnings = _faults(texts)
    headings = {ours: theirs for ours, theirs in mapping.items() if theirs}
    elsewhere = any(defect.file != file for defect in defects)
    before = {str(defect) for defect in _faults(earlier)[0]} if elsewhere else set()
    forbidding = [defect for defect in defects if defect.file == file or str(defect) not in before]
    return Checked(
        table,
        tuple(_finding(defect, file, file_name, headings) for defect in forbidding),
        tuple(_finding(warning, file, file_name, headings) for warning in warnings if warning.file == file),
        with_it,
        texts,
    )


def table_of_upload(upload: Upload, mapping: Mapping[str, str]) -> str:
    """The rows under our headings, each in the row where it stood, so that findings name the file's own rows."""
    top, theirs = upload.top, upload.headings
    ours = {heading: column for column, heading in mapping.items() if heading}
    kept = [(place, ours.get(heading, heading)) for place, heading in enumerate(theirs) if heading]
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    for _ in range(top):
        writer.writerow([])
    writer.writerow([name for _, name in kept])
    for row in upload.rows[top + 1 :]:
        cells = [_plain(row[place]) if place < len(row) else "" for place, _ in kept]
        writer.writerow(cells if any(cell.strip() for cell in cells) else [])
    return text.getvalue()


def _plain(cell: str) -> str:
    """A cell as it was before an export put an apostrophe before what looks like a formula."""
    if cell.startswith(APOSTROPHE) and cell[1:].startswith(FORMULA_STARTS):
        return cell[1:]
    return cell.replace("\r\n", " ").replace("\n", " ")


def _faults(texts: Mapping[str, str]) -> tuple[Sequence[Defect], Sequence[Defect]]:
    with tempfile.TemporaryDirectory(prefix="import-") as folder:
        write_folder(texts, Path(folder))
        try:
            return (), read_folder(Path(folder)).warnings
        except FolderError as fault:
            return fault.defects, ()


def _table(text: str, name: str) -> Table:
    with tempfile.TemporaryDirectory(prefix="import-") as folder:
        path = Path(folder) / f"{name}.csv"
        path.write_text(text, encoding="utf-8", newline="")
        return read_table(Path(folder), BY_NAME[name].layout, Findings())


def _finding(defect: Defect, file: str, file_name: str, headings: Mapping[str, str]) -> Finding:
    if defect.file == file:
        columns = ", ".join(headings.get(part, part) for part in defect.column.split(", ")) if defect.column else ""
        return Finding(defect.row, columns, defect.value, defect.message)
    return Finding(None, "", defect.value, f"{defect} (once {file_name} is in)")
