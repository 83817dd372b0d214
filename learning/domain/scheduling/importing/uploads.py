"""An uploaded file as rows of texts; workbooks are read in a child process with limits."""

from __future__ import annotations

import json
import zlib
from collections.abc import Sequence
from dataclasses import dataclass

from learning.errors import Refusal
from scheduler.folder.cells import UnreadableError
from scheduler.folder.findings import Findings
from scheduler.folder.grid import grid_of_csv
from scheduler.folder.workbook import grid_of_workbook

WORKBOOK_START = b"PK\x03\x04"
OLD_WORKBOOK_START = b"\xd0\xcf\x11\xe0"
MOST_ROWS = 200_000
MOST_COLUMNS = 200


@dataclass(frozen=True, slots=True)
class Upload:
    """The rows of a file from the first on, blank ones too: row ``n`` of a spreadsheet is ``rows[n - 1]``."""

    rows: Sequence[Sequence[str]]
    warnings: tuple[str, ...] = ()

    @property
    def top(self) -> int:
        """The place of the heading row: the first that holds anything."""
        return next(place for place, row in enumerate(self.rows) if any(cell.strip() for cell in row))

    @property
    def headings(self) -> list[str]:
        return [" ".join(cell.split()) for cell in self.rows[self.top]]


def read_upload(name: str, content: bytes) -> Upload:
    """The rows of a CSV file or of the first sheet of a workbook, whatever its name ends in.

    Refuses a file that is neither, is empty, or is larger than a table of a programme can be.
    """
    findings = Findings()
    try:
        if content.startswith((WORKBOOK_START, OLD_WORKBOOK_START)):
            grid = grid_of_workbook(content)
        else:
            grid = grid_of_csv(name, content, findings)
    except UnreadableError as fault:
        raise Refusal(f"{name} {fault}", field="file") from fault
    if findings.defects:
        raise Refusal("; ".join(str(defect) for defect in findings.defects), field="file")
    if not any(any(cell.strip() for cell in row) for row in grid.rows):
        raise Refusal(f"{name} is empty; choose the file with the table", field="file")
    if len(grid.rows) > MOST_ROWS:
        raise Refusal(
            f"{name} has more than {MOST_ROWS:,} rows; leave out those that are not of this programme", field="file"
        )
    upload = Upload(grid.rows, tuple(str(warning) for warning in findings.warnings))
    if len(upload.headings) > MOST_COLUMNS:
        raise Refusal(f"{name} has more than {MOST_COLUMNS} columns; leave out those that are not needed", field="file")
    return upload


def pack_rows(upload: Upload) -> bytes:
    return zlib.compress(json.dumps([list(row) for row in upload.rows]).encode(), 6)


def unpack_rows(content: bytes) -> Upload:
    return Upload(json.loads(zlib.decompress(content)))
