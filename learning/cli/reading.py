"""Reading folders at a person's request: every defect is shown, and the command ends there."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from learning.cli.exits import Exit
from learning.cli.terminal import print_json, print_lines

if TYPE_CHECKING:
    from scheduler.errors import Defect
    from scheduler.folder import Reading
    from scheduler.schedule import Schedule


def read_or_leave(
    folder: Path,
    *,
    as_json: bool,
    quiet: bool = False,
    earlier: Path | None = None,
    before: date | None = None,
) -> Reading:
    """The programme in ``folder``; its warnings go to standard error unless ``quiet``."""
    from scheduler.errors import FolderError
    from scheduler.folder import read_folder

    try:
        reading = read_folder(folder, earlier=earlier, before=before)
    except FolderError as error:
        leave_with_defects(error.defects, as_json=as_json)
    if not quiet and not as_json:
        from learning.presenters.defects import warning_lines

        print_lines(warning_lines(reading.warnings), to_stderr=True)
    return reading


def read_schedule_or_leave(folder: Path, *, as_json: bool) -> Schedule:
    """The schedule in ``folder``; whether its people and strands exist is the judge's question."""
    from scheduler.errors import FolderError
    from scheduler.folder import read_schedule

    try:
        return read_schedule(folder)
    except FolderError as error:
        leave_with_defects(error.defects, as_json=as_json)


def read_summary_or_leave(folder: Path, *, as_json: bool) -> Mapping[str, object] | None:
    """What summary.json of a schedule says, if there is one."""
    from scheduler.errors import FolderError
    from scheduler.folder import read_summary

    try:
        return read_summary(folder)
    except FolderError as error:
        leave_with_defects(error.defects, as_json=as_json)


def leave_with_defects(defects: Sequence[Defect], *, as_json: bool) -> NoReturn:
    """Say everything that is wrong with the input and end the command; a terminal gets the first 200."""
    if as_json:
        print_json({"status": "refused", "summary": None, "out": None, "warnings": [], "defects": defects})
    else:
        from learning.presenters.defects import TERMINAL_LINES, defect_lines

        most = TERMINAL_LINES if sys.stderr.isatty() else None
        print_lines(defect_lines(defects, most=most), to_stderr=True)
    sys.exit(Exit.INPUT_AT_FAULT)
