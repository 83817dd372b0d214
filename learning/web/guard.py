"""Before any view: who asks, for which programme or organisation, and whether the view is for them."""

from __future__ import annotations

from flask import Flask, abort, current_app, redirect, request, url_for
from werkzeug.wrappers import Response

from learning.domain.sign_in import account_signed_in, is_to_be_noted, note_seen
from learning.models import Account
from learning.queries.accounts import roles_in, roles_in_organisation
from learning.queries.programmes import organisation_with_key, programme_with_key
from learning.web import sign_in_cookie
from learning.web.access import audience_of
from learning.web.current import Visitor, session, set_visitor
from learning.web.keys import KEYS, key_in_address
from learning.web.store import writing_beside


def guard(app: Flask) -> None:
    app.before_request(_let_in)


def _let_in() -> Response | None:
    set_visitor(Visitor())
    if request.endpoint is None:
        set_visitor(Visitor(_account()))
        return None
    audience = audience_of(current_app, request.endpoint)
    if request.endpoint == "static":
        return None
    found = _visitor(_account())
    set_visitor(found)
    if audience.everyone:
        return None
    if found.account is None:
        return _to_sign_in()
    if not (audience.signed_in or found.roles & audience.roles):
        abort(403 if found.roles else 404)
    return None


def _account() -> Account | None:
    token = sign_in_cookie.token()
    if token is None:
        return None
    account = account_signed_in(session(), token)
    if account is not None and is_to_be_noted(session(), token):
        with writing_beside() as beside:
            note_seen(beside, token)
    return account


def _visitor(account: Account | None) -> Visitor:
    """The place that the address names, and what the visitor is there. A place that is not answers 404."""
    programme_key, organisation_key = map(key_in_address, KEYS)
    if programme_key is not None:
        programme = programme_with_key(session(), programme_key)
        if programme is None:
            return _nowhere(account)
        roles = roles_in(session(), account, programme) if account else frozenset()
        return Visitor(account, programme.organisation, programme, roles)
    if organisation_key is not None:
        organisation = organisation_with_key(session(), organisation_key)
        if organisation is None:
            return _nowhere(account)
        roles = roles_in_organisation(session(), account, organisation) if account else frozenset()
        return Visitor(account, organisation, None, roles)
    return Visitor(account)


def _nowhere(account: Account | None) -> Visitor:
    """Who is not signed in is not told which programmes there are: they are asked to sign in first."""
    if account is not None:
        abort(404)
    return Visitor()


def _to_sign_in() -> Response:
    """Ask to sign in, and come back here afterwards; a form that was sent is not sent again by itself."""
    wanted = request.full_path.rstrip("?") if request.method == "GET" else None
    return redirect(url_for("sign_in.ask", next=wanted), 303)
