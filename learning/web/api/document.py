"""The OpenAPI document, made of the views themselves and of the schemas that check requests."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, current_app, render_template
from werkzeug.routing import Rule

from learning.vocabulary import Scope
from learning.web.access import for_everyone
from learning.web.api.asking import as_json
from learning.web.api.schemas import ABSENCE, MARKS, STAFF

blueprint = Blueprint("api_document", __name__, url_prefix="/api/v1")
BODIES = {
    "api_writing.put_person": STAFF, "api_writing.add_absence": ABSENCE, "api_writing.put_attendance": MARKS,
}  # fmt: skip
MATCHED = {
    "api_writing.put_person", "api_writing.remove_person", "api_writing.remove_absence", "api_writing.put_attendance",
}  # fmt: skip
PAGED = {"api_reading.schedule", "api_reading.completion"}
PROBLEM = {
    "type": "object",
    "properties": {
        "type": {"type": "string"}, "title": {"type": "string"}, "status": {"type": "integer"},
        "detail": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object", "properties": {"field": {"type": "string"}, "detail": {"type": "string"}},
            },
        },
    },
}  # fmt: skip


@blueprint.get("/openapi.json")
@for_everyone
def openapi() -> Response:
    """Everything that can be asked, for programs."""
    return as_json(document())


@blueprint.get("")
@for_everyone
def guide() -> str:
    """Everything that can be asked, for people."""
    found = document()
    operations = [
        (method.upper(), path, operation)
        for path, methods in found["paths"].items()
        for method, operation in methods.items()
    ]
    return render_template("public/api.html", operations=operations, scopes=list(Scope))


def document() -> dict[str, Any]:
    """The document as OpenAPI 3.1 has it."""
    paths: dict[str, dict[str, Any]] = {}
    rules = (rule for rule in current_app.url_map.iter_rules() if rule.endpoint.startswith(("api_reading", "api_writ")))
    for rule in sorted(rules, key=lambda one: one.rule):
        path = rule.rule.replace("<int:", "<").replace("<", "{").replace(">", "}")
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            paths.setdefault(path, {})[method.lower()] = _operation(rule)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Learning", "version": "1",
            "description": "Each request carries a token of one programme: Authorization: Bearer TOKEN.",
        },
        "security": [{"token": []}],
        "paths": paths,
        "components": {
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
            "schemas": {"Problem": PROBLEM},
        },
    }  # fmt: skip


def _operation(rule: Rule) -> dict[str, Any]:
    view = current_app.view_functions[rule.endpoint]
    parameters = [
        {"name": name, "in": "path", "required": True, "schema": {"type": "string"}} for name in sorted(rule.arguments)
    ]
    if rule.endpoint in MATCHED:
        parameters.append({"name": "If-Match", "in": "header", "required": False, "schema": {"type": "string"}})
    if rule.endpoint in PAGED:
        parameters += [
            {"name": name, "in": "query", "required": False, "schema": {"type": "string"}}
            for name in ("after", "limit")
        ]
    problem = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    operation: dict[str, Any] = {
        "operationId": rule.endpoint.replace(".", "_"),
        "summary": " ".join((view.__doc__ or "").split()),
        "parameters": parameters,
        "responses": {
            "default": {"description": "What went wrong, every defect at once", "content": problem},
            "2XX": {"description": "Done", "content": {"application/json": {"schema": {"type": "object"}}}},
        },
    }  # fmt: skip
    if rule.endpoint in BODIES:
        content = {"application/json": {"schema": BODIES[rule.endpoint]}}
        operation["requestBody"] = {"required": True, "content": content}
    return operation
