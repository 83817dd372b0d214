"""`learning import`: a table into a programme of the application, for a nightly extract of the HR system."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import NoReturn

import click

from learning.cli.exits import Exit
from learning.cli.terminal import print_lines


@click.command("import", short_help="Import a table into a programme of the application.")
@click.argument("programme", metavar="PROGRAMME")
@click.argument("table", metavar="TABLE")
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--dry-run", is_flag=True, help="Only say what is wrong and what would change.")
@click.option(
    "--most-left",
    type=click.IntRange(0, 100),
    default=20,
    show_default=True,
    metavar="PERCENT",
    help="Refuse a file in which a larger share of the rows is missing: it may be cut off.",
)
def import_table(programme: str, table: str, file: Path, dry_run: bool, most_left: int) -> None:
    """Import FILE as the TABLE (staff, trainers, venues, unavailability, ...) of PROGRAMME, named as in its address.

    Columns are matched as in the last import of the table, else by name. Every defect is listed with its row and
    column, and then nothing is changed.

    \b
    Exit status:
      0  imported, or nothing to change
      2  the file is at fault, nothing is changed
    """
    from learning.app import create_app
    from learning.domain.actors import Actor
    from learning.domain.scheduling.importing.imports import apply_import, begin_import, check_import, match_columns
    from learning.errors import Refusal
    from learning.presenters.words import count
    from learning.queries.programmes import programme_with_key
    from learning.web.store import store

    app = create_app()
    with app.app_context():
        session = store.session()
        place = programme_with_key(session, programme)
        if place is None:
            leave(f"There is no programme {programme}; its name is the part of its address after /programmes/.")
        try:
            found = begin_import(session, Actor("The nightly import"), place, table, file.name, file.read_bytes())
            match_columns(session, place, found, found.mapping)
            checked, differs = check_import(session, place, found)
            before = len(differs.left) + len(differs.changed) + differs.same
            if before and 100 * len(differs.left) > most_left * before:
                leave(f"{len(differs.left):,} of {before:,} rows are missing in {file.name}; nothing was changed.")
            lines = [f"row {one.row or '-'}, {one.column}: {one.value} {one.sentence}" for one in checked.defects]
            if lines:
                leave(f"{count(len(lines), 'thing')} to put right; nothing was changed.", *lines)
            words = f"{len(differs.new):,} new, {len(differs.changed):,} changed, {len(differs.left):,} left"
            if dry_run or differs.nothing:
                session.rollback()
                print_lines([f"{'Would be' if not differs.nothing else 'Nothing to change'}: {words}."])
                return
            apply_import(session, Actor("The nightly import"), place, found)
            session.commit()
        except Refusal as refusal:
            leave(f"{refusal.sentence}.")
    print_lines([f"Imported: {words}."])


def leave(*lines: str) -> NoReturn:
    """Say what is wrong and go, with nothing changed."""
    print_lines(list(lines), to_stderr=True)
    sys.exit(Exit.INPUT_AT_FAULT)
