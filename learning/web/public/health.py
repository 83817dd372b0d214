"""Whether the application is up and its database answers."""

from __future__ import annotations

from flask import Blueprint
from sqlalchemy import text

from learning.web.access import for_everyone
from learning.web.current import session

blueprint = Blueprint("health", __name__)


@blueprint.get("/health")
@for_everyone
def health() -> tuple[str, int, dict[str, str]]:
    """``ok`` in plain text; 503 by the fault page where the database does not answer."""
    session().execute(text("SELECT 1"))
    return "ok\n", 200, {"Content-Type": "text/plain; charset=utf-8"}
