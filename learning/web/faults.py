"""Pages for what went wrong. The last one uses no template, no database and no session: it cannot fail itself."""

from __future__ import annotations

import logging

from flask import Flask, render_template, request
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException

from learning.web.store import store

log = logging.getLogger(__name__)

WORDS = {
    403: ("This page is not for your role", "You are signed in, but this page is for other people in the programme."),
    404: ("Page not found", "Check the address, or begin again from your start page."),
    405: ("This cannot be done that way", "Go back and use the button on the page."),
    413: ("The file is too large", "Files of up to 32 MB can be sent. Leave out columns that are not needed."),
    429: ("Too many tries", "Wait a few minutes, then try again."),
}
LAST_RESORT = """<!doctype html><html lang="en-GB"><head><meta charset="utf-8"><title>Something went wrong</title>
<meta name="viewport" content="width=device-width, initial-scale=1"></head><body><main><h1>{heading}</h1>
<p>{sentence}</p></main></body></html>"""


def show_faults(app: Flask) -> None:
    app.register_error_handler(HTTPException, _known)
    app.register_error_handler(CSRFError, _old_form)
    app.register_error_handler(OperationalError, _no_database)
    app.register_error_handler(StaleDataError, _at_the_same_moment)
    app.register_error_handler(IntegrityError, _at_the_same_moment)
    app.register_error_handler(Exception, _unknown)


def _known(fault: HTTPException) -> tuple[str, int] | HTTPException:
    code = fault.code or 500
    if code < 400:
        return fault
    heading, sentence = WORDS.get(code, ("This did not work", fault.description or ""))
    return render_template("faults/fault.html", heading=heading, sentence=sentence), code


def _old_form(_fault: CSRFError) -> tuple[str, int]:
    sentence = (
        "It was open for too long, or in a browser that had signed out. Nothing was saved: go back, reload and send it "
        "again."
    )
    return render_template("faults/fault.html", heading="This form is too old", sentence=sentence), 400


def _no_database(fault: OperationalError) -> tuple[str, int]:
    log.error("the database does not answer: %s", fault.orig)
    store.session.remove()
    sentence = "The database does not answer. Nothing was saved. Try again in a minute."
    return LAST_RESORT.format(heading="Out of order for a moment", sentence=sentence), 503


def _at_the_same_moment(fault: Exception) -> tuple[str, int]:
    log.warning("%s %s came at the same moment as another change: %s", request.method, request.path, fault)
    store.session.remove()
    sentence = (
        "Somebody else changed the same thing at the same moment. Nothing of yours was saved: go back and look again."
    )
    return LAST_RESORT.format(heading="Somebody else was first", sentence=sentence), 409


def _unknown(fault: Exception) -> tuple[str, int]:
    log.error("fault in %s %s", request.method, request.path, exc_info=fault)
    store.session.remove()
    sentence = "Nothing was saved. Try again; if it happens again, tell the people who run this service what you did."
    return LAST_RESORT.format(heading="Something went wrong", sentence=sentence), 500
