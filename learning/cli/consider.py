"""`learning consider`: what one change to a schedule would break and cost."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from learning.cli.exits import Exit
from learning.cli.one_person import BEFORE, leave_with_change_error, load_or_leave
from learning.cli.terminal import print_json, print_lines

if TYPE_CHECKING:
    from scheduler.changes import Change, Loaded


@dataclass(frozen=True, slots=True)
class Asked:
    """The change that the options describe; exactly one is given, ``start`` to ``trainers`` go with a session."""

    move: tuple[str, str, str] | None
    swap: tuple[str, str, str] | None
    take_out: tuple[str, str] | None
    cancel: tuple[str, str] | None
    change_session: str | None
    start: datetime | None
    venue: str | None
    trainers: str | None


@click.command(short_help="What one change to a schedule would break and cost.")
@click.argument("folder", type=click.Path(path_type=Path))
@click.argument("schedule", type=click.Path(path_type=Path))
@click.option("--move", nargs=3, metavar="STAFF_ID STRAND GROUP", help="Move somebody, or give them a first place.")
@click.option("--swap", nargs=3, metavar="STAFF_ID OTHER_ID STRAND", help="Let two people change places.")
@click.option("--take-out", nargs=2, metavar="STAFF_ID STRAND", help="Take somebody out of a strand.")
@click.option("--cancel", nargs=2, metavar="STRAND GROUP", help="Cancel a group with all its sessions.")
@click.option("--change-session", metavar="SESSION_ID", help="Change a session by the three options that follow.")
@click.option("--start", type=click.DateTime(["%Y-%m-%dT%H:%M"]), metavar="TIME", help="When: 2027-01-12T09:30.")
@click.option("--venue", metavar="VENUE_ID", help="Where.")
@click.option("--trainers", metavar="IDS", help='By whom: "T1;T2".')
@BEFORE
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document instead of sentences.")
def consider(
    folder: Path,
    schedule: Path,
    move: tuple[str, str, str] | None,
    swap: tuple[str, str, str] | None,
    take_out: tuple[str, str] | None,
    cancel: tuple[str, str] | None,
    change_session: str | None,
    start: datetime | None,
    venue: str | None,
    trainers: str | None,
    before: datetime | None,
    as_json: bool,
) -> None:
    """Say what one change to the schedule in SCHEDULE would break, in words, what it costs and whom it affects.

    Nothing is written. What was broken before is not held against the change. Exit status: 0 it breaks no rule,
    1 it breaks one, 2 the files are at fault.
    """
    asked = Asked(move, swap, take_out, cancel, change_session, start, venue, trainers)
    if sum(one is not None for one in (move, swap, take_out, cancel, change_session)) != 1:
        raise click.UsageError("Give one of --move, --swap, --take-out, --cancel and --change-session.")
    if change_session is None and any(one is not None for one in (start, venue, trainers)):
        raise click.UsageError("--start, --venue and --trainers go with --change-session.")
    loaded = load_or_leave(folder, schedule, before, as_json=as_json)
    from learning.presenters.one_person import consequence_lines
    from scheduler.changes import ChangeError
    from scheduler.changes import consider as consequences_of

    try:
        found = consequences_of(loaded, _change(loaded, asked))
    except ChangeError as error:
        leave_with_change_error(error, as_json=as_json)
    if as_json:
        print_json({"broken": found.broken, "aims": found.aims, "affected": sorted(found.affected)})
    else:
        print_lines(consequence_lines(found))
    raise SystemExit(Exit.RULES_BROKEN if found.broken else Exit.DONE)


def _change(loaded: Loaded, asked: Asked) -> Change:
    from scheduler.changes import CancelGroup, MovePerson, SwapPeople, TakeOut

    if asked.move:
        return MovePerson(*asked.move)
    if asked.swap:
        return SwapPeople(*asked.swap)
    if asked.take_out:
        return TakeOut(*asked.take_out)
    if asked.cancel:
        return CancelGroup(*asked.cancel)
    return _session_change(loaded, asked)


def _session_change(loaded: Loaded, asked: Asked) -> Change:
    from scheduler.changes import ChangeError, ChangeSession

    session = next((one for one in loaded.schedule.sessions if one.session_id == asked.change_session), None)
    if session is None:
        raise ChangeError(f"There is no session {asked.change_session}", "session")
    return ChangeSession(
        session.session_id,
        asked.start or session.start,
        session.venue_id if asked.venue is None else asked.venue,
        session.trainer_ids if asked.trainers is None else tuple(filter(None, asked.trainers.split(";"))),
    )
