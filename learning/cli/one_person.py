"""What the commands about one change have in common: a schedule loaded, and the day from which it can change."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from learning.cli.reading import leave_with_defects, read_or_leave, read_schedule_or_leave

if TYPE_CHECKING:
    from scheduler.changes import ChangeError, Loaded

BEFORE = click.option(
    "--before",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DATE",
    help="The first day that can still change, as 2027-01-11: what lies before it stays as it is.",
)
ARGUMENTS = {"staff": "STAFF_ID", "strand": "STRAND", "group": "GROUP", "other": "OTHER_ID", "session": "SESSION_ID"}


def load_or_leave(folder: Path, schedule: Path, before: datetime | None, *, as_json: bool) -> Loaded:
    """A schedule ready to be asked; the command ends with every defect of the files where they are at fault."""
    problem = read_or_leave(folder, as_json=as_json).problem
    found = read_schedule_or_leave(schedule, as_json=as_json)
    from scheduler.changes import load

    return load(problem, found, before=before.date() if before else None)


def leave_with_change_error(error: ChangeError, *, as_json: bool) -> NoReturn:
    """Say that the change is of something that is not there, and end the command."""
    from scheduler.errors import Defect

    leave_with_defects([Defect(ARGUMENTS.get(error.field, "CHANGE"), str(error))], as_json=as_json)
