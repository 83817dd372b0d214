"""The programme: its strands and what it is planned with."""

from __future__ import annotations

from flask import Blueprint, render_template

from learning.queries.programmes import strands_of
from learning.vocabulary import Role
from learning.web.access import for_roles
from learning.web.current import programme, session

blueprint = Blueprint("programme", __name__, url_prefix="/programmes/<programme_key>/programme")


@blueprint.get("")
@for_roles(Role.COORDINATOR, Role.ADMINISTRATOR)
def overview() -> str:
    return render_template("coordinator/programme.html", strands=strands_of(session(), programme()))
