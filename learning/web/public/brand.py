"""An organisation's own colour and logo: the same for all the world."""

from __future__ import annotations

from flask import Blueprint, Response, abort

from learning.presenters.accent import accent_css
from learning.web.access import for_everyone
from learning.web.current import visitor

blueprint = Blueprint("brand", __name__, url_prefix="/organisations/<organisation_key>/brand")
KEPT_SECONDS = 300


@blueprint.get("/colours.css")
@for_everyone
def colours() -> Response:
    """The organisation's accent as custom properties; the default where there is no such organisation."""
    organisation = visitor().organisation
    if organisation is None:
        abort(404)
    return _kept(Response(accent_css(organisation.accent), mimetype="text/css"))


@blueprint.get("/logo")
@for_everyone
def logo() -> Response:
    organisation = visitor().organisation
    if organisation is None or not organisation.logo:
        abort(404)
    return _kept(Response(organisation.logo, mimetype=organisation.logo_type))


def _kept(response: Response) -> Response:
    response.headers["Cache-Control"] = f"max-age={KEPT_SECONDS}"
    return response
