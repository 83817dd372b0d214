"""What stands in for GOV.UK Notify in tests, in a process of its own: it answers as Notify's API says that it does.

``python -m tests.notify_stand_in`` prints its address and answers until it is ended. It knows one service, whose key is
`API_KEY`, and one template with the fields subject and body. It checks the token (HS256, at most 30 seconds old), the
address and the fields. The recipient's name says what goes wrong at the first time: ``busy@`` answers 429, ``broken@``
500, ``slow@`` takes the message and answers after three seconds, ``trial@`` 400 always; ``left@`` is
taken and cannot be delivered. ``GET /taken`` lists what it
took.
"""

from __future__ import annotations

import re
import time
import uuid
from datetime import UTC, datetime

import jwt
from flask import Flask, Response, jsonify, request
from werkzeug.serving import make_server

SERVICE, SECRET = "26785a09-ab16-4eb0-8407-a37497a57506", "3d844edf-8d35-48ac-975b-e847b4f122b0"
API_KEY = f"tests-{SERVICE}-{SECRET}"
TEMPLATE = "f33517ff-2a88-4f6e-b855-c550268ce08a"
SLOW_SECONDS = 3
ADDRESS = re.compile(r"[^\s@]+@[^\s@]+\.[a-z]+")
TRIAL = "Can’t send to this recipient when service is in trial mode"


def refuse(code: int, error: str, message: str) -> tuple[Response, int]:
    return jsonify(status_code=code, errors=[{"error": error, "message": message}]), code


def check_token() -> tuple[Response, int] | None:
    if request.path == "/taken":
        return None
    try:
        claims = jwt.decode(
            request.headers["Authorization"].removeprefix("Bearer "), SECRET, algorithms=["HS256"],
            options={"verify_iat": False},
        )  # fmt: skip
    except jwt.PyJWTError:
        return refuse(403, "AuthError", "Invalid token: API key not found")
    if claims["iss"] != SERVICE or abs(time.time() - claims["iat"]) > 30:
        return refuse(403, "AuthError", "Error: Your system clock must be accurate to within 30 seconds")
    return None


def make_notify() -> Flask:
    app = Flask(__name__)
    taken: list[dict[str, object]] = []
    seen: set[str] = set()

    app.before_request(check_token)

    @app.post("/v2/notifications/email")
    def send() -> tuple[Response, int]:
        asked = request.get_json()
        address, fields = asked["email_address"], asked.get("personalisation", {})
        name = address.partition("@")[0]
        if not ADDRESS.fullmatch(address):
            return refuse(400, "ValidationError", "email_address Not a valid email address")
        if asked["template_id"] != TEMPLATE:
            return refuse(400, "BadRequestError", "Template not found")
        missing = [field for field in ("subject", "body") if field not in fields]
        if missing:
            return refuse(400, "BadRequestError", f"Missing personalisation: {', '.join(missing)}")
        first = address not in seen
        seen.add(address)
        if name == "trial":
            return refuse(400, "BadRequestError", TRIAL)
        if name == "busy" and first:
            return refuse(
                429, "RateLimitError", "Exceeded rate limit for key type LIVE of 3000 requests per 60 seconds"
            )
        if name == "broken" and first:
            return refuse(500, "Exception", "Internal server error")
        taken.append(
            {
                "id": str(uuid.uuid4()),
                "reference": asked.get("reference"),
                "status": "permanent-failure" if name == "left" else "created",
                "created_at": datetime.now(UTC).isoformat(),
                "email_address": address,
                **fields,
            }
        )
        if name == "slow" and first:
            time.sleep(SLOW_SECONDS)
        return jsonify(taken[-1]), 201

    @app.get("/v2/notifications")
    def listed() -> Response:
        found = [one for one in taken if request.args.get("reference") in (None, one["reference"])]
        if request.args.get("status") == "failed":
            found = [one for one in found if str(one["status"]).endswith("-failure")]
        return jsonify(notifications=found[::-1], links={})

    @app.get("/taken")
    def all_taken() -> Response:
        return jsonify(taken)

    return app


if __name__ == "__main__":
    server = make_server("127.0.0.1", 0, make_notify(), threaded=True)
    print(f"http://127.0.0.1:{server.server_port}", flush=True)
    server.serve_forever()
