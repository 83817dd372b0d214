"""Beginning a programme with the elements of the source documents."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, url_for
from werkzeug.wrappers import Response

from learning.clock import now
from learning.domain.scheduling.template import begin_with_template
from learning.errors import Refusal
from learning.vocabulary import Role
from learning.web.access import for_roles
from learning.web.current import actor, programme, session

blueprint = Blueprint("template", __name__, url_prefix="/programmes/<programme_key>/programme/template")


@blueprint.post("")
@for_roles(Role.COORDINATOR, Role.ADMINISTRATOR)
def begin() -> Response:
    try:
        begin_with_template(session(), actor(), programme(), now().date())
        flash("The programme has four strands and dates to begin with. Change what differs in yours.", "success")
    except Refusal as refusal:
        flash(f"{refusal.sentence}.", "important")
    return redirect(url_for("programme.overview"), 303)
