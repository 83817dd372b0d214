"""An OpenID Connect provider in a process of its own, for tests: signs in whoever its first argument names.

``python -m tests.provider EMAIL`` prints its address and answers until it is ended. It knows discovery, the
authorization code flow with PKCE and RS256 tokens (OpenID Connect Core 1.0). Its client is ``learning``.
"""

from __future__ import annotations

import base64
import hashlib
import secrets
import sys
import time
from urllib.parse import urlencode

from authlib.jose import JsonWebKey, jwt
from flask import Flask, Response, abort, jsonify, redirect, request
from werkzeug.serving import make_server
from werkzeug.wrappers import Response as BaseResponse


def make_provider(email: str) -> Flask:
    app = Flask(__name__)
    key = JsonWebKey.generate_key("RSA", 2048, {"kid": "one", "use": "sig"}, is_private=True)
    codes: dict[str, dict[str, str]] = {}

    def issuer() -> str:
        return request.host_url.rstrip("/")

    @app.get("/.well-known/openid-configuration")
    def discovery() -> Response:
        return jsonify(
            issuer=issuer(),
            authorization_endpoint=f"{issuer()}/authorize",
            token_endpoint=f"{issuer()}/token",
            jwks_uri=f"{issuer()}/keys",
            id_token_signing_alg_values_supported=["RS256"],
        )

    @app.get("/keys")
    def keys() -> Response:
        return jsonify(keys=[key.as_dict(is_private=False)])

    @app.get("/authorize")
    def authorize() -> BaseResponse:
        asked = request.args
        if asked.get("client_id") != "learning" or asked.get("code_challenge_method") != "S256":
            abort(400)
        code = secrets.token_urlsafe(16)
        codes[code] = dict(asked)
        return redirect(f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}")

    @app.post("/token")
    def token() -> Response:
        asked = codes.pop(request.form["code"], None)
        digest = hashlib.sha256(request.form["code_verifier"].encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        if asked is None or challenge != asked["code_challenge"] or request.authorization is None:
            abort(400)
        if (request.authorization.username, request.authorization.password) != ("learning", "secret"):
            abort(401)
        moment = int(time.time())
        claims = {
            "iss": issuer(), "sub": "1", "aud": "learning", "iat": moment, "exp": moment + 60, "nonce": asked["nonce"],
            "email": email, "email_verified": email != "unverified@eastmere.example",
        }  # fmt: skip
        signed = jwt.encode({"alg": "RS256", "kid": "one"}, claims, key)
        return jsonify(access_token="x", token_type="Bearer", expires_in=60, id_token=signed.decode())

    return app


if __name__ == "__main__":
    server = make_server("127.0.0.1", 0, make_provider(sys.argv[1]))
    print(f"http://127.0.0.1:{server.server_port}", flush=True)
    server.serve_forever()
