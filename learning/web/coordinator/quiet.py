"""Quiet mode, and the way in which messages leave."""

from __future__ import annotations

from flask import Blueprint, current_app, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from learning.domain.quiet import change_quiet
from learning.forms.messages import OFF, ON, QuietForm
from learning.outputs.ways import way_out
from learning.vocabulary import Role
from learning.web.access import for_roles
from learning.web.current import actor, programme, session

blueprint = Blueprint("quiet", __name__, url_prefix="/programmes/<programme_key>/programme/messages/quiet")
PLANNERS = (Role.COORDINATOR, Role.ADMINISTRATOR)


@blueprint.get("")
@for_roles(*PLANNERS)
def ask() -> str:
    own = programme()
    return _page(QuietForm(data={"quiet": ON if own.quiet else OFF, "addresses": "\n".join(own.quiet_addresses)}))


@blueprint.post("")
@for_roles(*PLANNERS)
def change() -> str | Response | tuple[str, int]:
    form = QuietForm()
    if not form.validate_on_submit():
        return _page(form), 422
    change_quiet(session(), actor(), programme(), form.named(), quiet=form.quiet.data == ON)
    flash(f"Quiet mode is {form.quiet.data}.", "success")
    return redirect(url_for("messages.overview"), 303)


def _page(form: QuietForm) -> str:
    return render_template("coordinator/messages/quiet.html", form=form, way=way_out(current_app.config["SETTINGS"]))
