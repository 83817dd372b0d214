"""Who asks: a token in the header, what it is for, and how often it asked."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from flask import Response, g, request

from learning.clock import now
from learning.domain.actors import Actor
from learning.domain.attempts import count_attempt
from learning.domain.tokens import REQUESTS, token_in_force
from learning.errors import Refusal
from learning.models import ApiToken, Programme, Schedule
from learning.queries.schedules import release_in_force
from learning.vocabulary import Scope
from learning.web.access import for_everyone
from learning.web.api.problems import RequestError
from learning.web.current import session
from learning.web.store import READING, writing_beside

View = TypeVar("View", bound=Callable[..., Any])
CHALLENGE = {"WWW-Authenticate": 'Bearer realm="learning"'}


def with_scope(scope: Scope) -> Callable[[View], View]:
    """The view is for tokens of this scope. Guards nothing else: a request without one is turned away."""

    def declare(view: View) -> View:
        @wraps(view)
        def guarded(*args: Any, **given: Any) -> Any:
            _let_in(scope)
            return view(*args, **given)

        return for_everyone(guarded)  # type: ignore[return-value]

    return declare


def programme() -> Programme:
    """The programme of the token."""
    return session().get_one(Programme, _token().programme_id)


def actor() -> Actor:
    """Under what name changes stand in the trace."""
    return Actor(f"{_token().name} (by token)")


def release() -> Schedule:
    """The schedule in force; 404 where none is."""
    found = release_in_force(session(), programme())
    if found is None:
        raise RequestError(404, "No schedule has been released yet.")
    return found


def as_json(content: object, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    """An answer with its ETag; 304 where the caller has it already."""
    body = json.dumps(content, ensure_ascii=False, sort_keys=True).encode()
    response = Response(body, status, headers=headers, mimetype="application/json")
    response.headers["Cache-Control"] = "private, no-cache"
    response.set_etag(hashlib.sha256(body).hexdigest()[:32])
    if request.method in ("GET", "HEAD"):
        response.make_conditional(request)
    return response


def require_match(current: object) -> None:
    """Whoever changes something says which state of it they have seen: ``If-Match`` with the ETag that they read."""
    if not request.if_match:
        raise RequestError(428, "Send If-Match with the ETag of what you change, as you read it last.")
    body = json.dumps(current, ensure_ascii=False, sort_keys=True).encode()
    if not request.if_match.contains(hashlib.sha256(body).hexdigest()[:32]):
        raise RequestError(412, "It has changed since you read it. Read it again, and decide anew.")


def _let_in(scope: Scope) -> None:
    kind, _, words = request.headers.get("Authorization", "").partition(" ")
    token = token_in_force(session(), words.strip(), now().date()) if kind.casefold() == "bearer" else None
    if token is None:
        raise RequestError(
            401, "Send the header Authorization: Bearer with a token that is in force.", headers=CHALLENGE
        )
    if scope.value not in token.scopes:
        raise RequestError(403, f"This token is not for {scope.value}.")
    _count(token)
    g.api_token = token


def _count(token: ApiToken) -> None:
    try:
        with writing_beside() as beside:
            count_attempt(beside, REQUESTS, str(token.id))
            today = now().date()
            if token.last_used_on != today:
                beside.get_one(ApiToken, token.id).last_used_on = today
        if request.method not in READING:
            session().commit()  # the request counts although it may be refused
    except Refusal as refusal:
        raise RequestError(429, f"{refusal.sentence}.", headers={"Retry-After": "60"}) from refusal


def _token() -> ApiToken:
    found = g.api_token
    assert isinstance(found, ApiToken)
    return found
