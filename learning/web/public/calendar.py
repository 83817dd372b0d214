"""Dates for calendars, behind addresses that only their owners know; nobody signs in, and nothing is changed."""

from __future__ import annotations

from flask import Blueprint, Response, abort, current_app

from learning.config import Settings
from learning.outputs.dates_link import is_signed
from learning.outputs.mail import dates_as_file
from learning.queries.messages import message_with_reference
from learning.web.access import for_everyone
from learning.web.current import session

blueprint = Blueprint("calendar", __name__, url_prefix="/calendar")


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


def _settings() -> Settings:
    found = current_app.config["SETTINGS"]
    assert isinstance(found, Settings)
    return found
