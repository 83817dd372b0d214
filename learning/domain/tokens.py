"""Tokens of other systems: made once and shown once, for some things and some time, and taken back at any time."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Collection
from datetime import date, timedelta

from sqlalchemy.orm import Session

from learning.clock import now
from learning.domain.actors import Actor
from learning.domain.attempts import Limit
from learning.domain.trace import record_change
from learning.errors import Refusal
from learning.models import ApiToken, Programme
from learning.queries.tokens import token_with_hash
from learning.vocabulary import Scope

START = "lrn_"
LONGEST = timedelta(days=366)
REQUESTS = Limit("api", 600, timedelta(minutes=1))


def make_token(
    session: Session,
    actor: Actor,
    programme: Programme,
    name: str,
    scopes: Collection[Scope],
    expires_on: date,
    today: date,
) -> str:
    """A token, which is shown this once. Refuses one without a name or a scope, and a day that is past or too far."""
    if not name.strip():
        raise Refusal("Enter what the token is for", field="name")
    if not scopes:
        raise Refusal("Choose what the token may be used for", field="scopes")
    if not today < expires_on <= today + LONGEST:
        raise Refusal("Choose a day from tomorrow to a year from now", field="expires_on")
    token = START + secrets.token_urlsafe(32)
    session.add(
        ApiToken(
            programme_id=programme.id, name=name.strip(), token_hash=hash_of(token),
            scopes=[scope.value for scope in Scope if scope in scopes], expires_on=expires_on, made_at=now(),
            made_by=actor.name,
        )
    )  # fmt: skip
    session.flush()
    listed = ", ".join(scope.value for scope in Scope if scope in scopes)
    record_change(
        session, actor, programme, "make token", name.strip(), f"A token for {name.strip()} was made: {listed}."
    )
    return token


def revoke_token(session: Session, actor: Actor, programme: Programme, token: ApiToken) -> None:
    """Let a token open nothing any more. Twice is once."""
    if token.revoked_at is None:
        token.revoked_at = now()
        session.flush()
        record_change(session, actor, programme, "revoke token", token.name, f"The token for {token.name} was revoked.")


def token_in_force(session: Session, words: str, today: date) -> ApiToken | None:
    """The token that somebody shows, if it opens anything today."""
    found = token_with_hash(session, hash_of(words))
    return found if found and found.revoked_at is None and found.expires_on >= today else None


def hash_of(token: str) -> str:
    """Tokens are drawn by chance, so that a plain hash of one is as good as a slow one."""
    return hashlib.sha256(token.encode()).hexdigest()
