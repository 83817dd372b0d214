"""What went wrong, as other systems read it (RFC 9457): every defect at once, each with its field."""

from __future__ import annotations

import json
from collections.abc import Sequence

from flask import Blueprint, Response
from werkzeug.exceptions import HTTPException

from learning.domain.scheduling.guarding import BreaksProgramme
from learning.domain.scheduling.problems import UnreadableProgrammeError
from learning.errors import Refusal

Fault = tuple[str, str]
"""The field and what is wrong with it."""
TITLES = {
    400: "The request cannot be read",
    401: "A token is needed",
    403: "The token is not for this",
    404: "There is no such thing",
    405: "This cannot be done that way",
    409: "The programme cannot be read as it stands",
    412: "It has changed since you read it",
    413: "The request is too large",
    415: "Send JSON",
    422: "The request was not carried out",
    428: "Say which state you change",
    429: "Too many requests",
}


class RequestError(Exception):
    """A request that is not carried out; ``faults`` say everything that is wrong with it."""

    def __init__(self, status: int, detail: str, faults: Sequence[Fault] = (), headers: dict[str, str] | None = None):
        super().__init__(detail)
        self.status, self.detail, self.faults, self.headers = status, detail, faults, headers or {}


def say_problems(blueprint: Blueprint) -> None:
    """Answer what goes wrong in these views as problems."""
    blueprint.register_error_handler(RequestError, _problem)
    blueprint.register_error_handler(Refusal, _refusal)
    blueprint.register_error_handler(UnreadableProgrammeError, _unreadable)
    blueprint.register_error_handler(HTTPException, _http)


def answer(status: int, detail: str, faults: Sequence[Fault] = (), headers: dict[str, str] | None = None) -> Response:
    body = {
        "type": "about:blank", "title": TITLES.get(status, "This did not work"), "status": status, "detail": detail,
        "errors": [{"field": field, "detail": words} for field, words in faults],
    }  # fmt: skip
    return Response(json.dumps(body), status, headers=headers, mimetype="application/problem+json")


def _problem(problem: RequestError) -> Response:
    return answer(problem.status, problem.detail, problem.faults, problem.headers)


def _refusal(refusal: Refusal) -> Response:
    sentences = refusal.sentences if isinstance(refusal, BreaksProgramme) else (f"{refusal.sentence}.",)
    return answer(422, sentences[0], [(refusal.field or "", sentence) for sentence in sentences])


def _unreadable(fault: UnreadableProgrammeError) -> Response:
    return answer(409, fault.sentences[0], [("", sentence) for sentence in fault.sentences])


def _http(fault: HTTPException) -> Response:
    status = fault.code or 500
    return answer(status, TITLES.get(status, fault.description or "This did not work") + ".")
