"""One's own account: name, address, roles, private calendar feeds, and every device signed out."""

from __future__ import annotations

from flask import Blueprint, abort, current_app, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from learning.domain.feeds import end_feed, make_feed, owner_of
from learning.models import Membership
from learning.queries.accounts import feeds_of, membership_with_id, memberships_of
from learning.web.access import for_signed_in
from learning.web.current import account as signed_in
from learning.web.current import session

blueprint = Blueprint("account", __name__, url_prefix="/account")


@blueprint.get("")
@for_signed_in
def account() -> str:
    memberships = memberships_of(session(), signed_in())
    return render_template(
        "account.html",
        account=signed_in(),
        memberships=memberships,
        with_dates=[(own, programme) for own, _, programme in memberships if owner_of(own)],
        feeds=feeds_of(session(), signed_in()),
    )


@blueprint.post("/calendar/<int:membership_id>")
@for_signed_in
def new_feed(membership_id: int) -> str:
    """A new private address, shown on this page and never again; one that there was ends."""
    own = _membership(membership_id)
    base = str(current_app.config["SETTINGS"].base_url).rstrip("/")
    address = base + url_for("calendar.feed", token=make_feed(session(), own))
    return render_template("calendar_feed.html", address=address, webcal=f"webcal://{address.partition('://')[2]}")


@blueprint.post("/calendar/<int:membership_id>/end")
@for_signed_in
def no_feed(membership_id: int) -> Response:
    end_feed(session(), _membership(membership_id))
    flash("The private address was taken back. Calendars that had it get nothing any more.", "success")
    return redirect(url_for("account.account"), 303)


def _membership(membership_id: int) -> Membership:
    found = membership_with_id(session(), signed_in(), membership_id)
    if found is None or owner_of(found) is None:
        abort(404)
    return found
