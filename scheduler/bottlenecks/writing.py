"""Writing: bottlenecks.json, beside the tables of the schedule that it is about."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

from scheduler.bottlenecks.report import Report
from scheduler.errors import Defect, FolderError

FILE = "bottlenecks.json"


def write_bottlenecks(report: Report, folder: Path) -> None:
    """Write the report into a schedule folder; the file takes its place in one step. Raises `FolderError`."""
    text = json.dumps(report.as_json(), indent=2, ensure_ascii=False) + "\n"
    try:
        with tempfile.TemporaryDirectory(prefix=".bottlenecks-", dir=folder) as beside:
            (Path(beside) / FILE).write_text(text, encoding="utf-8")
            (Path(beside) / FILE).replace(folder / FILE)
    except OSError as fault:
        message = f"cannot be written ({fault.strerror or fault}); make room or mend the folder's permissions"
        raise FolderError([Defect(FILE, message, value=str(folder))]) from fault
