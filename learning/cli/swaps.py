"""`learning swaps`: who could change places with one person."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from learning.cli.exits import Exit
from learning.cli.one_person import BEFORE, leave_with_change_error, load_or_leave
from learning.cli.terminal import print_json, print_lines


@click.command(short_help="Who could change places with one person.")
@click.argument("folder", type=click.Path(path_type=Path))
@click.argument("schedule", type=click.Path(path_type=Path))
@click.argument("staff_id")
@click.argument("strand")
@click.option("--group", default="", metavar="GROUP", help="Only people of this group.")
@click.option("--most", type=click.IntRange(1), default=12, show_default=True, help="List so many people.")
@click.option("--a-group", type=click.IntRange(1), default=1, show_default=True, help="At most so many of one group.")
@BEFORE
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document instead of sentences.")
def swaps(
    folder: Path,
    schedule: Path,
    staff_id: str,
    strand: str,
    group: str,
    most: int,
    a_group: int,
    before: datetime | None,
    as_json: bool,
) -> None:
    """Say with whom STAFF_ID could change places in STRAND of a schedule so that no rule is broken for anybody.

    Exit status: 0 there is somebody, 1 nobody, 2 the files are at fault.
    """
    loaded = load_or_leave(folder, schedule, before, as_json=as_json)
    from learning.presenters.one_person import swap_lines
    from scheduler.changes import ChangeError, swaps_for

    try:
        found = swaps_for(loaded, staff_id, strand, group_id=group, most=most, a_group=a_group)
    except ChangeError as error:
        leave_with_change_error(error, as_json=as_json)
    if as_json:
        print_json({"staff_id": staff_id, "strand": strand, "swaps": found})
    else:
        print_lines(swap_lines(found, staff_id, strand))
    raise SystemExit(Exit.DONE if found else Exit.RULES_BROKEN)
