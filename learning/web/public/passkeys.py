"""Passkeys: made on the account's page, used to sign in. Both need scripts; every other way does not."""

from __future__ import annotations

import json

from flask import Blueprint, Response, current_app, flash, redirect, render_template, request, url_for
from flask import session as cookie
from werkzeug.wrappers import Response as BaseResponse

from learning.domain.passkeys import (
    keep_passkey,
    offer_to_make,
    offer_to_sign_in,
    passkeys_of,
    remove_passkey,
    sign_in_by_passkey,
)
from learning.errors import Refusal
from learning.web import sign_in_cookie
from learning.web.access import for_everyone, for_signed_in
from learning.web.current import account, session

blueprint = Blueprint("passkeys", __name__)
_CHALLENGE = "challenge"


@blueprint.get("/account/passkeys")
@for_signed_in
def own() -> str:
    return render_template("sign_in/passkeys.html", passkeys=passkeys_of(session(), account()))


@blueprint.post("/account/passkeys/options")
@for_signed_in
def ask_to_make() -> Response | tuple[Response, int]:
    try:
        offer = offer_to_make(session(), account(), _base_url())
    except Refusal as refusal:
        return _said(refusal.sentence), 422
    cookie[_CHALLENGE] = offer.challenge
    return Response(offer.options, mimetype="application/json")


@blueprint.post("/account/passkeys")
@for_signed_in
def keep() -> Response | tuple[Response, int]:
    challenge = str(cookie.pop(_CHALLENGE, ""))
    try:
        keep_passkey(
            session(), account(), _base_url(), challenge, request.form.get("answer", ""), request.form.get("name", "")
        )
    except Refusal as refusal:
        return _said(refusal.sentence), 422
    flash("The passkey was saved.", "success")
    return Response(json.dumps({"next": url_for("passkeys.own")}), mimetype="application/json")


@blueprint.post("/account/passkeys/<int:passkey_id>/remove")
@for_signed_in
def remove(passkey_id: int) -> BaseResponse:
    try:
        remove_passkey(session(), account(), passkey_id)
        flash("The passkey was removed.", "success")
    except Refusal as refusal:
        flash(f"{refusal.sentence}.", "important")
    return redirect(url_for("passkeys.own"), 303)


@blueprint.post("/sign-in/passkey/options")
@for_everyone
def ask_to_sign_in() -> Response:
    offer = offer_to_sign_in(_base_url())
    cookie[_CHALLENGE] = offer.challenge
    return Response(offer.options, mimetype="application/json")


@blueprint.post("/sign-in/passkey")
@for_everyone
def use() -> Response | tuple[Response, int]:
    challenge = str(cookie.pop(_CHALLENGE, ""))
    try:
        token = sign_in_by_passkey(
            session(), _base_url(), challenge, request.form.get("id", ""), request.form.get("answer", "")
        )
    except Refusal as refusal:
        return _said(refusal.sentence), 422
    sign_in_cookie.keep_token(token)
    return Response(json.dumps({"next": url_for("start.start")}), mimetype="application/json")


def _said(sentence: str) -> Response:
    return Response(json.dumps({"sentence": f"{sentence}."}), mimetype="application/json")


def _base_url() -> str:
    return str(current_app.config["SETTINGS"].base_url)
