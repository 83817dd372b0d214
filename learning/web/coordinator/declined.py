"""Dates that people declined in their calendars: each waits until a coordinator has seen to it."""

from __future__ import annotations

from flask import Blueprint, abort, redirect, render_template, url_for
from werkzeug.wrappers import Response

from learning.domain.answers import settle_answer
from learning.presenters.paging import A_PAGE, paging
from learning.presenters.schedules import day_words, time_words
from learning.queries.answers import answer_with_id, count_declined, declined_page
from learning.vocabulary import Role
from learning.web.access import for_roles
from learning.web.coordinator.choosing import same_page, strands_by_id, whole_number
from learning.web.current import actor, programme, session
from learning.web.outcomes import flash_outcome

blueprint = Blueprint("declined", __name__, url_prefix="/programmes/<programme_key>/people/declined")
PLANNERS = (Role.COORDINATOR, Role.ADMINISTRATOR)


@blueprint.get("")
@for_roles(*PLANNERS)
def overview() -> str:
    total = count_declined(session(), programme())
    pages = paging(total, whole_number("page"), lambda page: same_page("declined.overview", page=page))
    return render_template(
        "coordinator/people/declined.html",
        total=total,
        rows=declined_page(session(), programme(), offset=pages.offset, most=A_PAGE),
        paging=pages,
        strands=strands_by_id(),
        day_words=day_words,
        time_words=time_words,
    )


@blueprint.post("/<int:answer_id>")
@for_roles(*PLANNERS)
def settle(answer_id: int) -> Response:
    answer = answer_with_id(session(), programme(), answer_id)
    if answer is None:
        abort(404)
    flash_outcome(
        lambda: settle_answer(session(), actor(), programme(), answer), "It is settled and stands here no more."
    )
    return redirect(url_for("declined.overview"), 303)
