"""Which schedule a page shows: the one that its address names, else the release in force, else the latest draft."""

from __future__ import annotations

from typing import Any

from flask import abort, request, url_for

from learning.models import Schedule, Strand
from learning.queries.programmes import strands_of
from learning.queries.schedules import latest_draft, release_in_force, schedule_with_number
from learning.vocabulary import ScheduleState
from learning.web.current import programme, session


def chosen_schedule() -> Schedule | None:
    """The schedule of the page; None where the programme has none yet. 404 for one that is not there."""
    text = request.args.get("schedule", "")
    if text:
        found = schedule_with_number(session(), programme(), int(text)) if text.isdigit() and len(text) < 10 else None
        if found is None or found.state is ScheduleState.DISCARDED:
            abort(404)
        return found
    return release_in_force(session(), programme()) or latest_draft(session(), programme())


def strands_by_id() -> dict[str, tuple[int, Strand]]:
    """The programme's strands by id, each with its place."""
    return {strand.strand_id: (place, strand) for place, strand in enumerate(strands_of(session(), programme()))}


def whole_number(name: str, otherwise: int = 1) -> int:
    """A number of the address; what is none is taken for the first page."""
    text = request.args.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else otherwise


def words_looked_for(name: str = "words") -> str:
    """What the reader looks for; a database takes no control characters."""
    return printed(request.args.get(name, ""))


def printed(text: str) -> str:
    return "".join(char for char in text if char.isprintable())


def same_page(endpoint: str, **changed: object) -> str:
    """The address of a view with what this page was asked for, but for what changes (None: left out)."""
    kept: dict[str, Any] = {name: value for name, value in request.args.items() if value}
    wanted = {name: value for name, value in {**kept, **changed}.items() if value is not None}
    return url_for(endpoint, **wanted)
