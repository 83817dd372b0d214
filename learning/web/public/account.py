"""One's own account: name, address, roles, and every device signed out."""

from __future__ import annotations

from flask import Blueprint, render_template

from learning.queries.accounts import memberships_of
from learning.web.access import for_signed_in
from learning.web.current import account as signed_in
from learning.web.current import session

blueprint = Blueprint("account", __name__, url_prefix="/account")


@blueprint.get("")
@for_signed_in
def account() -> str:
    return render_template("account.html", account=signed_in(), memberships=memberships_of(session(), signed_in()))
