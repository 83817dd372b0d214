"""What requests hold and answers say: one description for checking, for the OpenAPI document and for people."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from learning.vocabulary import Attendance
from learning.web.api.problems import Fault, RequestError

Schema = Mapping[str, Any]


def text(words: str, **more: Any) -> dict[str, Any]:
    return {"type": "string", "description": words, "maxLength": 500, **more}


STAFF: Schema = {
    "type": "object",
    "additionalProperties": False,
    "properties": {
        "name": text("Full name"),
        "email": text("One plain e-mail address, or blank"),
        "team": text("Team"),
        "directorate": text("Directorate"),
        "site": text("Site"),
        "line_manager_id": text("Staff id of the line manager"),
        "tags": text("Tags, parted by ;"),
        "pattern": text("Working pattern, as in the programme folder"),
        "modes": text("Modes in which the person takes part, parted by ;"),
        "sites": text("Sites that the person can reach, parted by ;"),
        "joins_on": text("First day in post", format="date"),
        "leaves_on": text("Last day in post", format="date"),
    },
}
ABSENCE: Schema = {
    "type": "object",
    "additionalProperties": False,
    "required": ["kind", "id", "start", "end"],
    "properties": {
        "kind": {"type": "string", "enum": ["staff", "trainer", "venue"], "description": "Whose absence"},
        "id": text("Staff, trainer or venue id"),
        "start": text("First day, or local start time", format="date-or-time"),
        "end": text("Last day, or local end time", format="date-or-time"),
        "reason": text("Why; never shown to participants"),
    },
}
MARKS: Schema = {
    "type": "object",
    "additionalProperties": False,
    "required": ["marks"],
    "properties": {
        "marks": {
            "type": "array",
            "description": "Those left out stay as they are",
            "items": {
                "type": "object",
                "additionalProperties": False,
                "required": ["staff_id", "mark"],
                "properties": {
                    "staff_id": text("Who"),
                    "mark": {
                        "type": ["string", "null"],
                        "enum": [*(one.value for one in Attendance), None],
                        "description": "null takes a mark back",
                    },
                },
            },
        }
    },
}


def checked(body: object, schema: Schema) -> dict[str, Any]:
    """The body, if it is as the schema asks. Raises `RequestError` with every defect and its field."""
    faults = list(_faults(body, schema, ""))
    if faults:
        raise RequestError(422, "The request is not as this address asks.", faults)
    assert isinstance(body, dict)
    return body


def _faults(value: object, schema: Schema, where: str) -> Iterator[Fault]:
    kinds = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    if not any(_is(value, kind) for kind in kinds):
        yield where, f"Send {' or '.join(kinds)}, not {type(value).__name__}."
    elif "enum" in schema and value not in schema["enum"]:
        yield where, f"Send one of {', '.join(map(str, schema['enum']))}."
    elif isinstance(value, dict):
        yield from _faults_of_object(value, schema, where)
    elif isinstance(value, list):
        for place, one in enumerate(value):
            yield from _faults(one, schema["items"], f"{where}[{place}]")
    elif isinstance(value, str):
        yield from _faults_of_text(value, schema, where)


def _faults_of_object(value: Mapping[str, object], schema: Schema, where: str) -> Iterator[Fault]:
    lead = f"{where}." if where else ""
    for name in schema.get("required", ()):
        if name not in value:
            yield f"{lead}{name}", "Is missing: send it."
    for name, one in value.items():
        if name in schema["properties"]:
            yield from _faults(one, schema["properties"][name], f"{lead}{name}")
        else:
            yield f"{lead}{name}", f"Is not known here. Known are {', '.join(schema['properties'])}."


def _faults_of_text(value: str, schema: Schema, where: str) -> Iterator[Fault]:
    if len(value) > schema.get("maxLength", 500):
        yield where, f"Is longer than {schema.get('maxLength', 500)} characters."
    wanted = schema.get("format")
    if value and wanted == "date" and not _reads(date.fromisoformat, value):
        yield where, "Send a day like 2027-01-12."
    if wanted == "date-or-time" and not (_reads(date.fromisoformat, value) or _reads(datetime.fromisoformat, value)):
        yield where, "Send a day like 2027-01-12, or a local time like 2027-01-12T09:30."


def _reads(read: Any, value: str) -> bool:
    try:
        read(value)
    except ValueError:
        return False
    return True


def _is(value: object, kind: str) -> bool:
    kinds: Mapping[str, type | tuple[type, ...]] = {"string": str, "object": dict, "array": list, "null": type(None)}
    return isinstance(value, kinds[kind])
