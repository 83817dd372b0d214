"""The start page: where somebody can go, by what they are where."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template
from werkzeug.wrappers import Response

from learning.queries.accounts import memberships_of
from learning.web.access import for_signed_in
from learning.web.current import account, session
from learning.web.places import starts_of

blueprint = Blueprint("start", __name__)


@blueprint.get("/")
@for_signed_in
def start() -> str | Response:
    """Straight to the one place that there is, or a choice of places."""
    starts = starts_of(memberships_of(session(), account()))
    if len(starts) == 1 and len(starts[0].links) == 1:
        return redirect(starts[0].links[0].href, 303)
    return render_template("start.html", starts=starts)
