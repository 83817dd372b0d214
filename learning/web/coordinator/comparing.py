"""Two schedules side by side."""

from __future__ import annotations

from flask import Blueprint, abort, render_template, request

from learning.domain.releases import difference_between
from learning.models import Schedule
from learning.presenters.aims import aims_asked
from learning.presenters.comparing import compared, moved_words
from learning.presenters.schedules import schedule_name
from learning.queries.programmes import has_wishes, strands_of
from learning.queries.schedules import schedule_with_number, schedules_of
from learning.vocabulary import Role
from learning.web.access import for_roles
from learning.web.current import programme, session

blueprint = Blueprint("comparing", __name__, url_prefix="/programmes/<programme_key>/schedule/compare")


@blueprint.get("")
@for_roles(Role.COORDINATOR, Role.ADMINISTRATOR)
def compare() -> str:
    """Choose two schedules; both are shown figure by figure, with who would move from the first to the second."""
    known = schedules_of(session(), programme())
    if len(known) < 2:
        return render_template("coordinator/schedule/one_alone.html")
    first, second = (_chosen(name, known[place].number) for name, place in (("first", 1), ("second", 0)))
    strands = strands_of(session(), programme())
    asked = aims_asked(strands, wishes=has_wishes(session(), programme()))
    return render_template(
        "coordinator/schedule/compare.html",
        first=first, second=second, names=(schedule_name(first), schedule_name(second)),
        versions=[(one.number, schedule_name(one)) for one in known],
        rows=compared(first.summary, second.summary, strands, asked),
        moved=moved_words(difference_between(session(), first, second)),
    )  # fmt: skip


def _chosen(name: str, otherwise: int) -> Schedule:
    text = request.args.get(name, "")
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 10 else otherwise
    return schedule_with_number(session(), programme(), number) or abort(404)
