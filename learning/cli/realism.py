"""`learning realism`: what a programme needs and what there is, before any search."""

from __future__ import annotations

from pathlib import Path

import click

from learning.cli.reading import read_or_leave
from learning.cli.terminal import print_json, print_lines, print_table


@click.command(short_help="Say how realistic a programme is and how long it takes at least.")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document instead of tables.")
def realism(folder: Path, as_json: bool) -> None:
    """Say how realistic the programme in FOLDER is, before any search.

    For each strand and lot: what is needed, what there is, the earliest possible finish, and what is
    scarcest. Every figure is a proven bound.
    """
    reading = read_or_leave(folder, as_json=as_json)
    from learning.presenters.realism import CAVEAT, answer_lines, finish_lines, realism_tables
    from scheduler.realism import realism as look_ahead

    report = look_ahead(reading.problem)
    if as_json:
        print_json({**report.as_json(), "warnings": reading.warnings})
        return
    print_lines(answer_lines(report))
    for table in (table for table in realism_tables(report) if table.rows):
        print_lines([""])
        print_table(table)
    print_lines(["", *finish_lines(report), "", CAVEAT])
