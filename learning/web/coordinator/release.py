"""Releasing a draft: what it changes, what must be known, then the button."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from learning.domain.releases import cautions_of, difference, release_draft
from learning.errors import Refusal
from learning.forms.releases import ReleaseForm
from learning.models import Schedule
from learning.presenters.telling import told_words
from learning.queries.schedules import release_in_force, schedule_with_number
from learning.vocabulary import Role, ScheduleState, Telling
from learning.web.access import for_roles
from learning.web.current import actor, programme, session

blueprint = Blueprint("release", __name__, url_prefix="/programmes/<programme_key>/schedule/release")
PLANNERS = (Role.COORDINATOR, Role.ADMINISTRATOR)


@blueprint.get("/<int:number>")
@for_roles(*PLANNERS)
def ask(number: int) -> str:
    return _page(_draft(number), _form(_draft(number)))


@blueprint.post("/<int:number>")
@for_roles(*PLANNERS)
def release(number: int) -> str | Response | tuple[str, int]:
    draft = _draft(number)
    form = _form(draft)
    if not form.validate_on_submit():
        return _page(draft, form), 422
    acknowledged = form.acknowledged.data or [] if "acknowledged" in form else []
    try:
        how = Telling(form.telling.data)
        told = release_draft(session(), actor(), programme(), draft, form.name.data or "", acknowledged, how)
    except Refusal as refusal:
        form.refuse(refusal, "name")
        return _page(draft, form), 422
    flash(f"Release {draft.release_number}, {draft.release_name}, is in force. {told_words(told)}", "success")
    return redirect(url_for("schedule.week", schedule=number), 303)


def _draft(number: int) -> Schedule:
    found = schedule_with_number(session(), programme(), number)
    if found is None or found.state is not ScheduleState.DRAFT:
        abort(404)
    return found


def _form(draft: Schedule) -> ReleaseForm:
    form = ReleaseForm()
    form.ask_for([(caution.key, caution.sentence) for caution in cautions_of(session(), programme(), draft)])
    return form


def _page(draft: Schedule, form: ReleaseForm) -> str:
    return render_template(
        "coordinator/schedule/release.html",
        draft=draft,
        form=form,
        changes=difference(session(), programme(), draft),
        in_force=release_in_force(session(), programme()),
    )
