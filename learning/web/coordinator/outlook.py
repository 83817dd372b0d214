"""How realistic is it? The figures, and what other numbers would make of them."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, render_template, request

from learning.domain.scheduling.outlook import WhatIf, outlooks
from learning.domain.scheduling.problems import UnreadableProgrammeError
from learning.errors import Refusal
from learning.presenters.outlook import outlook_page
from learning.queries.programmes import strands_of
from learning.vocabulary import Role
from learning.web.access import for_roles
from learning.web.coordinator.choosing import whole_number
from learning.web.current import programme, session

blueprint = Blueprint("outlook", __name__, url_prefix="/programmes/<programme_key>/runs/outlook")


@blueprint.get("")
@for_roles(Role.COORDINATOR, Role.ADMINISTRATOR)
def outlook() -> str | tuple[str, int]:
    """The page; numbers to try stand in its address, so that they can be passed on."""
    strands = strands_of(session(), programme())
    asked = _asked([strand.strand_id for strand in strands])
    refusal = ""
    try:
        found = outlooks(session(), programme(), asked)
    except UnreadableProgrammeError as fault:
        return render_template("coordinator/outlook/unreadable.html", sentences=fault.sentences), 422
    except Refusal as fault:
        refusal = fault.sentence
        found = outlooks(session(), programme(), WhatIf())
    return render_template(
        "coordinator/outlook/outlook.html",
        page=outlook_page(found.now, found.tried), strands=strands, asked=asked, refusal=refusal,
        last_day=programme().settings["last_day"],
    )  # fmt: skip


def _asked(strand_ids: list[str]) -> WhatIf:
    text = request.args.get("last_day", "")
    try:
        last_day = date.fromisoformat(text) if text else None
    except ValueError:
        last_day = None
    if last_day is not None and last_day.isoformat() == programme().settings.get("last_day"):
        last_day = None
    current = {
        strand.strand_id: strand.settings.get("size", {}).get("max") for strand in strands_of(session(), programme())
    }
    largest = {one: whole_number(f"largest_{one}", 0) for one in strand_ids}
    return WhatIf(
        last_day,
        whole_number("more_trainers", 0),
        whole_number("more_a_week", 0),
        {one: size for one, size in largest.items() if size and size != current[one]},
    )
