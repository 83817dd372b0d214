"""`learning sample`: a made-up council to try the system on."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path

import click

from learning.cli.exits import Exit
from learning.cli.terminal import print_lines
from learning.presenters.words import number, printable


@click.command(short_help="Make a believable council of any size, to try things on.")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option(
    "--staff",
    type=click.IntRange(min=1),
    default=4500,
    show_default=True,
    metavar="N",
    help="How many people work there.",
)
@click.option(
    "--seed",
    type=click.IntRange(min=0),
    default=1,
    show_default=True,
    metavar="N",
    help="Another number, another council.",
)
@click.option(
    "--starts",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DATE",
    help="A day of the week in which the programme begins, instead of January 2027.",
)
def sample(folder: Path, staff: int, seed: int, starts: datetime | None) -> None:
    """Make a believable council in DIR: its staff, trainers, venues, absences, wishes and strands.

    DIR must be new or empty. The same size, seed and start always give the same files; all names are made up.
    """
    from scheduler.errors import FolderError
    from scheduler.sample import write_sample

    try:
        write_sample(folder, staff=staff, seed=seed, starts=starts.date() if starts else None)
    except (FolderError, OSError, ValueError) as error:
        print_lines([f"No council was made: {printable(str(error))}."], to_stderr=True)
        sys.exit(Exit.INPUT_AT_FAULT)
    name = printable(str(folder))
    print_lines([f"Made a council of {number(staff)} staff in {name}.", f"Next: learning realism {name}"])
