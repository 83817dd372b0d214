"""Dates for calendars, behind addresses that only their owners know; nobody signs in, and nothing is changed."""

from __future__ import annotations

from flask import Blueprint, Response, abort, current_app, request

from learning.config import Settings
from learning.domain.feeds import feed_with_token
from learning.outputs.dates_link import is_signed
from learning.outputs.mail import dates_as_file, feed_as_file
from learning.queries.messages import message_with_reference
from learning.web.access import for_everyone
from learning.web.current import session

blueprint = Blueprint("calendar", __name__, url_prefix="/calendar")
KEPT_SECONDS = 900


@blueprint.get("/sent/<reference>/<signature>.ics")
@for_everyone
def sent(reference: str, signature: str) -> Response:
    """The dates of one message, as a file; for those whose mail carries no file."""
    settings = _settings()
    message = message_with_reference(session(), reference) if is_signed(settings, reference, signature) else None
    if message is None or not message.calendar:
        abort(404)
    return Response(
        dates_as_file(settings, message),
        mimetype="text/calendar",
        headers={"Content-Disposition": 'attachment; filename="dates.ics"'},
    )


@blueprint.get("/<token>.ics")
@for_everyone
def feed(token: str) -> Response:
    """Somebody's dates; calendars ask for them every hour or so, and are told when nothing has changed."""
    found = feed_with_token(session(), token)
    if found is None:
        abort(404)
    response = Response(feed_as_file(_settings(), found), mimetype="text/calendar")
    response.headers["Cache-Control"] = f"private, max-age={KEPT_SECONDS}"
    response.headers["X-Robots-Tag"] = "noindex"
    response.add_etag()
    response.make_conditional(request)
    return response


def _settings() -> Settings:
    found = current_app.config["SETTINGS"]
    assert isinstance(found, Settings)
    return found
