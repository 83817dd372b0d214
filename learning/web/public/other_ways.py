"""Other ways to sign in: the organisation's own (OpenID Connect), and a password for administrators."""

from __future__ import annotations

from typing import Any

from authlib.integrations.base_client import OAuthError
from authlib.integrations.flask_client import OAuth
from flask import Blueprint, Flask, abort, current_app, flash, redirect, render_template, url_for
from flask import session as cookie
from requests import RequestException
from werkzeug.wrappers import Response

from learning.config import Settings
from learning.domain.passwords import WrongPassword, set_password, sign_in_by_password
from learning.domain.sign_in import begin_sign_in
from learning.errors import Refusal
from learning.forms.sign_in import PasswordForm, SetPasswordForm
from learning.queries.accounts import account_with_email
from learning.web import sign_in_cookie
from learning.web.access import for_everyone, for_signed_in
from learning.web.current import account, session
from learning.web.public.sign_in import is_ours
from learning.web.store import store, writing_beside

blueprint = Blueprint("other_ways", __name__, url_prefix="/sign-in")
EXTENSION = "single_sign_on"


def offer_single_sign_on(app: Flask) -> None:
    """Make the organisation's own sign-in known, if the settings name one."""
    settings = app.config["SETTINGS"]
    assert isinstance(settings, Settings)
    oauth = app.extensions[EXTENSION] = OAuth(app)
    app.jinja_env.globals["single_sign_on"] = settings.oidc_name if settings.oidc_issuer else ""
    if settings.oidc_issuer:
        oauth.register(
            "organisation",
            client_id=settings.oidc_client_id,
            client_secret=settings.oidc_client_secret,
            server_metadata_url=f"{settings.oidc_issuer.rstrip('/')}/.well-known/openid-configuration",
            client_kwargs={"scope": "openid email profile", "code_challenge_method": "S256"},
        )


@blueprint.post("/organisation")
@for_everyone
def go() -> Response:
    """Off to the organisation's sign-in, with a state and a number used once that it must send back."""
    client = _client()
    base = current_app.config["SETTINGS"].base_url.rstrip("/")
    try:
        found = client.authorize_redirect(f"{base}{url_for('other_ways.back')}")
    except RequestException:
        flash("Your organisation's sign-in does not answer. Ask for a link instead.", "important")
        return redirect(url_for("sign_in.ask"), 303)
    assert isinstance(found, Response)
    return found


@blueprint.get("/organisation/back")
@for_everyone
def back() -> Response:
    """Back from the organisation's sign-in: whoever it vouches for is signed in, if they have an account here."""
    client = _client()
    wanted = cookie.get("next")
    try:
        claims = client.authorize_access_token().get("userinfo") or {}
    except (OAuthError, RequestException, ValueError):
        flash("Your organisation's sign-in did not work. Try again, or ask for a link.", "important")
        return redirect(url_for("sign_in.ask"), 303)
    email = str(claims.get("email") or "")
    found = account_with_email(session(), email) if email and claims.get("email_verified") is not False else None
    if found is None:
        flash(
            f"There is no account here for {email or 'you'}. Ask the coordinator of your programme for one.",
            "important",
        )
        return redirect(url_for("sign_in.ask"), 303)
    with writing_beside() as beside:
        token = begin_sign_in(beside, found, "organisation")
    sign_in_cookie.keep_token(token)
    return redirect(wanted if isinstance(wanted, str) and is_ours(wanted) else url_for("start.start"), 303)


@blueprint.get("/password")
@for_everyone
def ask_password() -> str:
    return render_template("sign_in/password.html", form=PasswordForm())


@blueprint.post("/password")
@for_everyone
def enter_password() -> str | Response | tuple[str, int]:
    form = PasswordForm()
    if not form.validate_on_submit():
        return render_template("sign_in/password.html", form=form), 422
    try:
        token = sign_in_by_password(session(), form.email.data or "", form.password.data or "")
    except Refusal as refusal:
        if isinstance(refusal, WrongPassword):
            store.session.commit()  # the try is counted although nobody is signed in
        form.refuse(refusal, "password")
        return render_template("sign_in/password.html", form=form), 422
    sign_in_cookie.keep_token(token)
    return redirect(url_for("start.start"), 303)


@blueprint.get("/password/new")
@for_signed_in
def new_password() -> str:
    return render_template("sign_in/new_password.html", form=SetPasswordForm())


@blueprint.post("/password/new")
@for_signed_in
def change_password() -> str | Response | tuple[str, int]:
    form = SetPasswordForm()
    if not form.validate_on_submit():
        return render_template("sign_in/new_password.html", form=form), 422
    try:
        set_password(session(), account(), form.password.data or "")
    except Refusal as refusal:
        form.refuse(refusal, "password")
        return render_template("sign_in/new_password.html", form=form), 422
    flash("Your password was saved.", "success")
    return redirect(url_for("account.account"), 303)


def _client() -> Any:
    if not current_app.config["SETTINGS"].oidc_issuer:
        abort(404)
    return current_app.extensions[EXTENSION].create_client("organisation")
