"""Today: where the programme stands and what waits for the coordinator."""

from __future__ import annotations

from flask import Blueprint, render_template

from learning.queries.programmes import strands_of
from learning.vocabulary import Role
from learning.web.access import for_roles
from learning.web.current import programme, session

blueprint = Blueprint("today", __name__, url_prefix="/programmes/<programme_key>/today")


@blueprint.get("")
@for_roles(Role.COORDINATOR, Role.ADMINISTRATOR)
def today() -> str:
    return render_template("coordinator/today.html", strands=strands_of(session(), programme()))
