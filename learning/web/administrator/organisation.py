"""An organisation: its programmes and who administers it."""

from __future__ import annotations

from flask import Blueprint, render_template

from learning.queries.programmes import programmes_of
from learning.vocabulary import Role
from learning.web.access import for_roles
from learning.web.current import organisation, session

blueprint = Blueprint("organisation", __name__, url_prefix="/organisations/<organisation_key>")


@blueprint.get("")
@for_roles(Role.ADMINISTRATOR)
def overview() -> str:
    return render_template("administrator/organisation.html", programmes=programmes_of(session(), organisation()))
