"""`learning rosters`: the sign-in sheets of a whole strand, a PDF for each week."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

import click

from learning.cli.exits import Exit
from learning.cli.terminal import print_lines

if TYPE_CHECKING:
    from learning.models import LearningSession

A_FILE = 50
"""Sessions in one file at most: paper is made in pieces, so that memory stays small."""


@click.command(short_help="Write the sign-in sheets of a strand, a PDF for each week.")
@click.argument("programme_key", metavar="PROGRAMME")
@click.option("--strand", required=True, metavar="STRAND", help="Whose sessions; its id.")
@click.option("--out", required=True, type=click.Path(path_type=Path), metavar="DIR", help="Where the files are put.")
def rosters(programme_key: str, strand: str, out: Path) -> None:
    """Write the sign-in sheets of STRAND in the release in force of PROGRAMME (its part of addresses).

    One tagged PDF for each week, one session a page. Stopped in the middle, the weeks that were written stay.
    Exit status: 0 written, 2 there is no such programme, release or strand.
    """
    from learning.app import create_app
    from learning.outputs.pdf import pdf_of
    from learning.outputs.rosters import rosters_html, rosters_of
    from learning.presenters.schedules import range_words
    from learning.queries.programmes import programme_with_key
    from learning.queries.schedules import meetings_of, release_in_force
    from learning.web.store import store

    app = create_app()
    with app.app_context():
        programme = programme_with_key(store.session(), programme_key)
        release = release_in_force(store.session(), programme) if programme else None
        every = meetings_of(store.session(), release) if release else ()
        mine = [meeting.session for meeting in every if meeting.session.strand == strand]
        if programme is None or release is None or not mine:
            what = "programme" if programme is None else "release in force" if release is None else "session of it"
            print_lines([f"There is no {what} for {programme_key}, {strand}."], to_stderr=True)
            sys.exit(Exit.INPUT_AT_FAULT)
        out.mkdir(parents=True, exist_ok=True)
        pieces = list(_pieces(mine))
        for number, (name, monday, some) in enumerate(pieces, 1):
            days = range_words(monday, monday + timedelta(days=6))
            html = rosters_html(
                rosters_of(store.session(), programme, release, some), f"Rosters, {days}", programme.name
            )
            (out / f".{name}").write_bytes(pdf_of(html))
            (out / f".{name}").replace(out / name)
            print_lines([f"{number} of {len(pieces)}: {name}, {len(some)} sessions"], to_stderr=True)
    print_lines([f"{len(mine)} sign-in sheets in {len(pieces)} files: {out}"])


def _pieces(sessions: Sequence[LearningSession]) -> Iterator[tuple[str, date, Sequence[LearningSession]]]:
    """The name of each file, its Monday, and its sessions in order of time."""
    for monday, of_week in groupby(sessions, lambda one: one.start.date() - timedelta(days=one.start.weekday())):
        week = list(of_week)
        for first in range(0, len(week), A_FILE):
            part = f"-{first // A_FILE + 1}" if len(week) > A_FILE else ""
            yield f"{week[0].strand}-{monday.isoformat()}{part}.pdf", monday, week[first : first + A_FILE]
