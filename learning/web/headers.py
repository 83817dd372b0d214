"""Headers of every answer: what the browser may load, and that personal pages are kept nowhere."""

from __future__ import annotations

import secrets
from urllib.parse import urlsplit

from flask import Flask, Response, current_app, g, request

NONCE_BYTES = 16


def csp_nonce() -> str:
    """The number used once that this answer's own script carries."""
    if "csp_nonce" not in g:
        g.csp_nonce = secrets.token_urlsafe(NONCE_BYTES)
    found = g.csp_nonce
    assert isinstance(found, str)
    return found


def send_headers(app: Flask) -> None:
    app.jinja_env.globals["csp_nonce"] = csp_nonce
    app.after_request(_add)


def _elsewhere() -> str:
    """Where a form may lead besides: the organisation's own sign-in, to which a form of ours redirects."""
    issuer = urlsplit(current_app.config["SETTINGS"].oidc_issuer)
    return f" {issuer.scheme}://{issuer.netloc}" if issuer.netloc else ""


def _add(response: Response) -> Response:
    headers = response.headers
    headers.setdefault(
        "Content-Security-Policy",
        f"default-src 'self'; script-src 'self' 'nonce-{csp_nonce()}'; style-src 'self'; img-src 'self' data:; "
        f"object-src 'none'; base-uri 'none'; form-action 'self'{_elsewhere()}; frame-ancestors 'none'",
    )
    headers.setdefault("X-Content-Type-Options", "nosniff")
    headers.setdefault("Referrer-Policy", "same-origin")
    headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
    if request.endpoint != "static":
        headers.setdefault("Cache-Control", "no-store")
        response.vary.add("Cookie")
    return response
