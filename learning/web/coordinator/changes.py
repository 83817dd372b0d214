"""Every change, who made it, when, from what to what."""

from __future__ import annotations

from flask import Blueprint, abort, render_template

from learning.presenters.paging import A_PAGE, paging
from learning.queries.trace import change_with_id, changes_of, count_changes
from learning.vocabulary import Role
from learning.web.access import for_roles
from learning.web.coordinator.choosing import same_page, whole_number
from learning.web.current import programme, session

blueprint = Blueprint("changes", __name__, url_prefix="/programmes/<programme_key>/programme/changes")
PLANNERS = (Role.COORDINATOR, Role.ADMINISTRATOR)


@blueprint.get("")
@for_roles(*PLANNERS)
def changes() -> str:
    pages = paging(
        count_changes(session(), programme()),
        whole_number("page"),
        lambda page: same_page("changes.changes", page=page),
    )
    found = changes_of(session(), programme(), offset=pages.offset, most=A_PAGE)
    return render_template("coordinator/changes.html", changes=found, paging=pages)


@blueprint.get("/<int:change_id>")
@for_roles(*PLANNERS)
def one(change_id: int) -> str:
    found = change_with_id(session(), programme(), change_id)
    if found is None:
        abort(404)
    return render_template("coordinator/change.html", change=found)
