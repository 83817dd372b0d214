"""Signing in by a mailed link or code, and signing out."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Blueprint, Response, current_app, flash, redirect, render_template, request, url_for
from flask import session as cookie
from werkzeug.wrappers import Response as BaseResponse

from learning.domain.sign_in import (
    WrongCode,
    account_of_link,
    end_every_sign_in,
    end_sign_in,
    request_sign_in,
    sign_in_by_code,
    sign_in_by_link,
)
from learning.errors import Refusal
from learning.forms.sign_in import AskForm, CodeForm, ConfirmForm
from learning.web import sign_in_cookie
from learning.web.access import for_everyone, for_signed_in
from learning.web.current import account, session
from learning.web.store import store

blueprint = Blueprint("sign_in", __name__, url_prefix="/sign-in")
_NEXT = "next"


@blueprint.get("")
@for_everyone
def ask() -> str:
    """Ask for an address. Where to go afterwards is kept in the browser, if it is a place of ours."""
    _keep_next(request.args.get("next"))
    return render_template("sign_in/ask.html", form=AskForm())


@blueprint.post("")
@for_everyone
def send() -> str | BaseResponse | tuple[str, int]:
    """Mail a link and a code; the answer is the same whether or not there is such an account."""
    form = AskForm()
    if not form.validate_on_submit():
        return render_template("sign_in/ask.html", form=form), 422
    base_url = current_app.config["SETTINGS"].base_url
    link = base_url.rstrip("/") + url_for("sign_in.link", token="TOKEN")  # noqa: S106 - a place, not a secret
    try:
        asked = request_sign_in(session(), form.email.data or "", link)
    except Refusal as refusal:
        form.refuse(refusal, "email")
        return render_template("sign_in/ask.html", form=form), 429
    sign_in_cookie.keep_browser(asked.browser)
    return redirect(url_for("sign_in.code"), 303)


@blueprint.get("/code")
@for_everyone
def code() -> str:
    return render_template("sign_in/code.html", form=CodeForm())


@blueprint.post("/code")
@for_everyone
def enter_code() -> str | BaseResponse | tuple[str, int]:
    form = CodeForm()
    browser = sign_in_cookie.browser()
    if not form.validate_on_submit():
        return render_template("sign_in/code.html", form=form), 422
    try:
        if browser is None:
            raise Refusal("Ask for a code first: this browser has not asked for one", field="code")
        token = sign_in_by_code(session(), browser, form.code.data or "")
    except Refusal as refusal:
        if isinstance(refusal, WrongCode):
            store.session.commit()  # the wrong code is counted although nobody is signed in
        form.refuse(refusal, "code")
        return render_template("sign_in/code.html", form=form), 422
    return _go_on(token)


@blueprint.get("/link/<token>")
@for_everyone
def link(token: str) -> str | tuple[str, int]:
    """Show whom the link is for, and a button. Nothing is used up: mail scanners come here first."""
    try:
        owner = account_of_link(session(), token)
    except Refusal as refusal:
        return render_template("sign_in/expired.html", sentence=refusal.sentence), 410
    return render_template("sign_in/confirm.html", form=ConfirmForm(), owner=owner)


@blueprint.post("/link/<token>")
@for_everyone
def use_link(token: str) -> BaseResponse | tuple[str, int]:
    form = ConfirmForm()
    if not form.validate_on_submit():
        return render_template("sign_in/expired.html", sentence="Open the link again"), 422
    try:
        return _go_on(sign_in_by_link(session(), token))
    except Refusal as refusal:
        return render_template("sign_in/expired.html", sentence=refusal.sentence), 410


@blueprint.post("/out")
@for_signed_in
def sign_out() -> BaseResponse:
    token = sign_in_cookie.token()
    if token is not None:
        end_sign_in(session(), token)
    sign_in_cookie.forget()
    flash("You are signed out.", "success")
    return redirect(url_for("sign_in.ask"), 303)


@blueprint.post("/out-everywhere")
@for_signed_in
def sign_out_everywhere() -> BaseResponse:
    """End every sign-in of the account, on every device."""
    end_every_sign_in(session(), account())
    sign_in_cookie.forget()
    flash("You are signed out on every device.", "success")
    return redirect(url_for("sign_in.ask"), 303)


def _keep_next(wanted: str | None) -> None:
    if wanted and is_ours(wanted):
        cookie[_NEXT] = wanted


def is_ours(address: str) -> bool:
    """Whether an address is a plain path of this application, so that nobody is sent elsewhere after signing in."""
    if not address.startswith("/") or address.startswith("//"):
        return False
    if any(ord(character) <= ord(" ") or character == "\\" for character in address):
        return False
    parts = urlsplit(address)
    return not parts.scheme and not parts.netloc


def _go_on(token: str) -> Response:
    wanted = cookie.get(_NEXT)
    sign_in_cookie.keep_token(token)
    target = wanted if isinstance(wanted, str) and is_ours(wanted) else url_for("start.start")
    answer = redirect(target, 303)
    assert isinstance(answer, Response)
    return answer
