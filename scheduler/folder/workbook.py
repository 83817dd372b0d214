"""The first sheet of an XLSX workbook as rows of texts."""

from __future__ import annotations

from scheduler.folder.findings import Findings
from scheduler.folder.grid import Grid


def grid_of_workbook(file: str, content: bytes, findings: Findings) -> Grid:
    raise NotImplementedError
