"""`learning places`: the best places for one person in a strand."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from learning.cli.exits import Exit
from learning.cli.one_person import BEFORE, leave_with_change_error, load_or_leave
from learning.cli.terminal import print_json, print_lines


@click.command(short_help="The best places for one person in a strand.")
@click.argument("folder", type=click.Path(path_type=Path))
@click.argument("schedule", type=click.Path(path_type=Path))
@click.argument("staff_id")
@click.argument("strand")
@click.option("--best", type=click.IntRange(1), default=12, show_default=True, help="List so many that break nothing.")
@click.option(
    "--nearest", type=click.IntRange(0), default=6, show_default=True, help="List so many that would break a rule."
)
@BEFORE
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document instead of sentences.")
def places(
    folder: Path,
    schedule: Path,
    staff_id: str,
    strand: str,
    best: int,
    nearest: int,
    before: datetime | None,
    as_json: bool,
) -> None:
    """Say where STAFF_ID could go in STRAND of a schedule: for somebody new, or who cannot come to their own group.

    First the groups that break no rule, those that cost the aims least before others; then the nearest of the
    others, with what each would break. Exit status: 0 there is a place, 1 none without breaking a rule, 2 the
    files are at fault.
    """
    loaded = load_or_leave(folder, schedule, before, as_json=as_json)
    from learning.presenters.one_person import place_lines
    from scheduler.changes import ChangeError, places_for

    try:
        found = places_for(loaded, staff_id, strand, best=best, nearest=nearest)
    except ChangeError as error:
        leave_with_change_error(error, as_json=as_json)
    if as_json:
        print_json({"staff_id": staff_id, "strand": strand, "places": found})
    else:
        print_lines(place_lines(found, staff_id, strand))
    raise SystemExit(Exit.DONE if any(not place.broken for place in found) else Exit.RULES_BROKEN)
