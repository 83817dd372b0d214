"""Checking in to one's own session by the code on the screen."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from learning.clock import now
from learning.domain.check_in import check_in, is_check_in_open
from learning.errors import Refusal
from learning.forms.check_in import CheckInForm
from learning.models import LearningSession
from learning.presenters.coming import title_of, when_of
from learning.queries.attendance import marks_of_people
from learning.vocabulary import Role
from learning.web.access import for_roles
from learning.web.current import actor, programme, session
from learning.web.participant.mine import own_session, strands_in_order

blueprint = Blueprint("checking_in", __name__, url_prefix="/programmes/<programme_key>/mine/<session_id>/check-in")


@blueprint.get("")
@for_roles(Role.PARTICIPANT)
def ask(session_id: str) -> str:
    _, _, one = own_session(session_id)
    return _page(one, CheckInForm(formdata=None))


@blueprint.post("")
@for_roles(Role.PARTICIPANT)
def enter(session_id: str) -> str | Response | tuple[str, int]:
    person, release, one = own_session(session_id)
    form = CheckInForm()
    if not form.validate_on_submit():
        return _page(one, form), 422
    try:
        check_in(session(), actor(), programme(), release, one, person, form.code.data or "")
    except Refusal as refusal:
        session().commit()  # tries count, wrong ones above all
        form.refuse(refusal, "code")
        return _page(one, form), 422
    flash("You are checked in. Thank you for coming.", "success")
    return redirect(url_for("coming.one", session_id=session_id), 303)


def _page(one: LearningSession, form: CheckInForm) -> str:
    person, _, _ = own_session(one.session_id)
    marked = (person.staff_id, one.session_id) in marks_of_people(session(), programme(), [person.staff_id])
    return render_template(
        "participant/check_in.html",
        form=form, one=one, title=title_of(one, strands_in_order()[one.strand][1]), when=when_of(one),
        open=is_check_in_open(one, now()), marked=marked,
    )  # fmt: skip
