"""The browser's side of a sign-in: one token in the signed cookie; the sign-in itself is kept at the back end."""

from __future__ import annotations

from flask import session as cookie

_TOKEN = "sign_in"  # noqa: S105 - the name, not the secret
_BROWSER = "browser"


def token() -> str | None:
    found = cookie.get(_TOKEN)
    return found if isinstance(found, str) else None


def keep_token(value: str) -> None:
    """Begin anew: nothing of what the cookie held before signing in goes on."""
    cookie.clear()
    cookie[_TOKEN] = value


def forget() -> None:
    cookie.clear()


def keep_browser(value: str) -> None:
    cookie[_BROWSER] = value


def browser() -> str | None:
    found = cookie.get(_BROWSER)
    return found if isinstance(found, str) else None
