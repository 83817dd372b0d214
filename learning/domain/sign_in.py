"""Signing in by a mailed link or code, and what a sign-in lasts.

A link is never used up by opening it (mail scanners open links before people do): opening shows a button,
and only the button signs in. The code is for those who read their mail on another device; it is bound to the
browser that asked for it.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from learning.clock import now
from learning.domain.attempts import Limit, count_attempt
from learning.domain.outbox import put_message
from learning.errors import Refusal
from learning.models import Account, SignIn, SignInRequest
from learning.queries.accounts import account_with_email

LINK_LASTS = timedelta(minutes=30)
IDLE = timedelta(hours=3)
LONGEST = timedelta(hours=12)
SEEN_EVERY = timedelta(minutes=1)
MOST_WRONG_CODES = 5
TOKEN_BYTES = 32
REQUESTS = Limit("sign-in request", 5, timedelta(minutes=15))

EXPIRED = "This link or code has been used or is too old. Ask for a new one"


@dataclass(frozen=True, slots=True)
class Asked:
    """What a request to sign in gave: ``browser`` is kept by the browser that asked; it proves the code's owner."""

    browser: str


def hash_of(secret: str) -> str:
    """What is stored of a secret that has at least 128 bits (a plain hash is enough for those)."""
    return hashlib.sha256(secret.encode()).hexdigest()


def request_sign_in(session: Session, email: str, link: str) -> Asked:
    """Mail a link and a code to the account of an address; nothing tells whether there is one.

    ``link`` is the address of the page that takes the token, with ``TOKEN`` in its place.
    """
    browser = secrets.token_urlsafe(TOKEN_BYTES)
    account = account_with_email(session, email)
    if account is None:
        return Asked(browser)
    count_attempt(session, REQUESTS, f"account {account.id}")
    token, code = make_request(session, account, browser)
    put_message(
        session,
        account.email,
        "Sign in",
        f"Hello {account.name},\n\nopen this link and press the button to sign in:\n\n"
        f"{link.replace('TOKEN', token)}\n\n"
        f"Or enter this code where you asked for it: {code}\n\n"
        f"Both work once, for {LINK_LASTS // timedelta(minutes=1)} minutes. "
        "If you did not ask to sign in, ignore this message: nobody can sign in without it.\n",
    )
    return Asked(browser)


def make_link(session: Session, account: Account, base_url: str) -> str:
    """A link that signs an account in, for whoever runs the application to pass on."""
    token, _ = make_request(session, account, secrets.token_urlsafe(TOKEN_BYTES))
    return f"{base_url.rstrip('/')}/sign-in/link/{token}"


def make_request(session: Session, account: Account, browser: str) -> tuple[str, str]:
    """A new token and code for an account; the caller brings them to their owner."""
    token, code = secrets.token_urlsafe(TOKEN_BYTES), f"{secrets.randbelow(10**6):06d}"
    moment = now()
    session.add(
        SignInRequest(
            account_id=account.id,
            token_hash=hash_of(token),
            code_hash=_code_hash(browser, code),
            browser_hash=hash_of(browser),
            created_at=moment,
            expires_at=moment + LINK_LASTS,
        )
    )
    session.flush()
    return token, code


def account_of_link(session: Session, token: str) -> Account:
    """Whom a link would sign in; uses nothing up. Refuses one that is used, too old or made up."""
    request = session.scalar(select(SignInRequest).where(SignInRequest.token_hash == hash_of(token)))
    return _owner(session, request)


def sign_in_by_link(session: Session, token: str) -> str:
    """Use a link up; the token of the sign-in that it gives."""
    request = session.scalar(select(SignInRequest).where(SignInRequest.token_hash == hash_of(token)))
    return _use_up(session, request, "link")


def sign_in_by_code(session: Session, browser: str, code: str) -> str:
    """Use up the code that was mailed when this browser asked; the token of the sign-in that it gives.

    Refuses a wrong code, and every code after five wrong ones.
    """
    request = session.scalar(
        select(SignInRequest).where(SignInRequest.browser_hash == hash_of(browser)).with_for_update()
    )
    if request is None or request.wrong_codes >= MOST_WRONG_CODES:
        raise Refusal(EXPIRED, field="code")
    plain = "".join(code.split())
    if not hmac.compare_digest(_code_hash(browser, plain), request.code_hash):
        request.wrong_codes += 1
        session.flush()
        raise WrongCode("Enter the code from the message; this is not it", field="code")
    return _use_up(session, request, "code")


class WrongCode(Refusal):
    """A wrong code was entered: it is counted, so what was written is kept although it was refused."""


def begin_sign_in(session: Session, account: Account, method: str) -> str:
    """Sign somebody in who has proven who they are; the token that their browser keeps."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    moment = now()
    session.add(
        SignIn(account_id=account.id, token_hash=hash_of(token), method=method, created_at=moment, seen_at=moment)
    )
    session.flush()
    return token


def account_signed_in(session: Session, token: str) -> Account | None:
    """Whose browser holds this token; None where the sign-in ended, was idle too long or is too old."""
    moment = now()
    found = session.execute(
        select(Account, SignIn)
        .join(SignIn, SignIn.account_id == Account.id)
        .where(
            SignIn.token_hash == hash_of(token),
            SignIn.ended_at.is_(None),
            SignIn.seen_at > moment - IDLE,
            SignIn.created_at > moment - LONGEST,
            Account.ended_at.is_(None),
        )
    ).first()
    return found[0] if found else None


def is_to_be_noted(session: Session, token: str) -> bool:
    """Whether it is a minute or more since this browser was noted as seen."""
    seen = session.scalar(select(SignIn.seen_at).where(SignIn.token_hash == hash_of(token)))
    return seen is not None and seen < now() - SEEN_EVERY


def note_seen(session: Session, token: str) -> None:
    """Put the idle time back to its beginning; written once a minute at most."""
    moment = now()
    session.execute(
        update(SignIn)
        .where(SignIn.token_hash == hash_of(token), SignIn.ended_at.is_(None), SignIn.seen_at < moment - SEEN_EVERY)
        .values(seen_at=moment)
    )


def end_sign_in(session: Session, token: str) -> None:
    """End a sign-in, at the back end: the browser's token is worth nothing afterwards."""
    session.execute(
        update(SignIn).where(SignIn.token_hash == hash_of(token), SignIn.ended_at.is_(None)).values(ended_at=now())
    )


def end_every_sign_in(session: Session, account: Account) -> None:
    """End every sign-in of an account, on all devices."""
    session.execute(
        update(SignIn).where(SignIn.account_id == account.id, SignIn.ended_at.is_(None)).values(ended_at=now())
    )


def _code_hash(browser: str, code: str) -> str:
    """A code has only 20 bits; with the browser's secret mixed in, a copy of the database does not tell it."""
    return hmac.new(browser.encode(), code.encode(), hashlib.sha256).hexdigest()


def _owner(session: Session, request: SignInRequest | None) -> Account:
    if request is None or request.used_at is not None or request.expires_at <= now():
        raise Refusal(EXPIRED)
    account = session.get_one(Account, request.account_id)
    if account.ended_at is not None:
        raise Refusal(EXPIRED)
    return account


def _use_up(session: Session, request: SignInRequest | None, method: str) -> str:
    account = _owner(session, request)
    assert request is not None
    used = session.execute(
        update(SignInRequest)
        .where(SignInRequest.id == request.id, SignInRequest.used_at.is_(None))
        .values(used_at=now())
    )
    if used.rowcount != 1:  # type: ignore[attr-defined]
        raise Refusal(EXPIRED)
    return begin_sign_in(session, account, method)
