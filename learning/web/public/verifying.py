"""Anybody looks up whether a certificate stands."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from learning.domain.certificates import Verdict, plain_code, shown_code, verify
from learning.forms.certificates import VerifyForm
from learning.models import Organisation, Programme
from learning.presenters.words import long_day
from learning.web.access import for_everyone
from learning.web.current import session

blueprint = Blueprint("verifying", __name__, url_prefix="/verify")
WRONG = {
    Verdict.MISTYPED: "This is no code of a certificate. Check each letter: one is probably mistyped or missing",
    Verdict.UNKNOWN: "No certificate with this code was issued here",
}


@blueprint.get("")
@for_everyone
def ask() -> str:
    return render_template("public/verify.html", form=VerifyForm(formdata=None))


@blueprint.post("")
@for_everyone
def enter() -> str | Response | tuple[str, int]:
    form = VerifyForm()
    if not form.validate_on_submit():
        return render_template("public/verify.html", form=form), 422
    found = verify(session(), form.code.data or "")
    if found.verdict in WRONG:
        form.code.errors = [*form.code.errors, WRONG[found.verdict]]
        return render_template("public/verify.html", form=form), 422
    return redirect(url_for("verifying.one", code=shown_code(plain_code(form.code.data or ""))), 303)


@blueprint.get("/<code>")
@for_everyone
def one(code: str) -> str | tuple[str, int]:
    """What stands on the certificate, or why there is nothing to show."""
    found = verify(session(), code[:60])
    if found.certificate is None:
        return render_template("public/verified.html", wrong=WRONG[found.verdict], certificate=None), 404
    programme = session().get_one(Programme, found.certificate.programme_id)
    organisation = session().get_one(Organisation, programme.organisation_id)
    return render_template(
        "public/verified.html",
        certificate=found.certificate, stands=found.verdict is Verdict.STANDS, programme=programme.name,
        organisation=organisation.name, code=shown_code(found.certificate.code),
        day=long_day(found.certificate.completed_on), asked=request.path,
    )  # fmt: skip
