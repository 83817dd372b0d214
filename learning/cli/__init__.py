"""The command line: a file for each command; the words they print are made in `learning.presenters`.

What is slow to load (the scheduler, the solver, the terminal drawing) is imported inside the
commands, so that help and refusals come at once.
"""

from __future__ import annotations

import sys
from importlib.metadata import PackageNotFoundError, version

import click

from learning.cli.analyse import analyse
from learning.cli.bottlenecks import bottlenecks
from learning.cli.check import check
from learning.cli.completions import completions
from learning.cli.consider import consider
from learning.cli.database import database
from learning.cli.demo import demo
from learning.cli.found import found
from learning.cli.import_table import import_table
from learning.cli.link import link
from learning.cli.places import places
from learning.cli.protect import protect
from learning.cli.realism import realism
from learning.cli.receive_mail import receive_mail
from learning.cli.rosters import rosters
from learning.cli.sample import sample
from learning.cli.sample_answers import sample_answers
from learning.cli.schedule import schedule
from learning.cli.serve import serve
from learning.cli.swaps import swaps
from learning.cli.work import work

EPILOG = """\b
Examples:
  learning sample council
  learning realism council
  learning schedule council --out council-schedule
  learning bottlenecks council council-schedule
  learning check council council-schedule

docs/programme-folder.md describes every file, column and rule of the programme folder.
"""


def installed_version() -> str:
    try:
        return version("learning")
    except PackageNotFoundError:
        return "not installed"


@click.group(epilog=EPILOG, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(installed_version(), prog_name="learning")
def main() -> None:
    """Allocate an organisation's staff to learning sessions.

    A programme is a folder of plain tables: staff, trainers, venues and the rules of each strand.
    A schedule is another folder: every session, who sits in which group, and why anyone has no place.
    """
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]


COMMANDS = (
    schedule, bottlenecks, check, places, swaps, consider, realism, sample, serve, work, database, found, link,
    import_table, demo, analyse, sample_answers, protect, receive_mail, rosters, completions,
)  # fmt: skip
for command in COMMANDS:
    main.add_command(command)
