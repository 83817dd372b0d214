"""`learning sample`: a made-up council to try the system on."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from learning.cli.exits import Exit
from learning.cli.terminal import print_lines


@click.command(short_help="Make a believable council of any size, to try things on.")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option(
    "--staff", type=click.IntRange(min=1), default=4500, show_default=True, help="How many people work there."
)
@click.option(
    "--seed", type=click.IntRange(min=0), default=1, show_default=True, help="Another number, another council."
)
def sample(folder: Path, staff: int, seed: int) -> None:
    """Make a believable council in DIR: staff, trainers, venues, absences and four strands.

    The same size and seed always give the same files. All names are generated.
    """
    if folder.is_dir() and any(folder.iterdir()):
        _refuse(f"{folder} already holds files. Choose a new folder, so that nothing of yours is written over.")
    from scheduler.sample import write_sample

    try:
        write_sample(folder, staff=staff, seed=seed)
    except (OSError, ValueError) as error:
        _refuse(f"The council could not be made in {folder}: {error}")
    print_lines([f"Made a council of {staff:,} staff in {folder}.", f"Next: learning realism {folder}"])


def _refuse(sentence: str) -> None:
    print_lines([sentence], to_stderr=True)
    sys.exit(Exit.INPUT_AT_FAULT)
