"""What other systems bring: staff, absences, attendance. Checked as the same things are on pages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Response, request

from learning.domain.attendance import record_register
from learning.domain.scheduling.guarding import mark_of
from learning.domain.scheduling.rows import add_row, cells_of, change_row, remove_row
from learning.domain.scheduling.tables import BY_NAME
from learning.models import Absence, Person
from learning.queries.attendance import note_of_session
from learning.queries.people import person_with_id
from learning.queries.rows import row_with_id
from learning.vocabulary import Attendance, AttendanceWay, Scope
from learning.web.api.asking import actor, as_json, programme, release, require_match, with_scope
from learning.web.api.problems import RequestError, say_problems
from learning.web.api.reading import find_session, register_of
from learning.web.api.schemas import ABSENCE, MARKS, STAFF, checked
from learning.web.current import session

blueprint = Blueprint("api_writing", __name__, url_prefix="/api/v1")
say_problems(blueprint)


@blueprint.get("/staff/<staff_id>")
@with_scope(Scope.STAFF_WRITE)
def person(staff_id: str) -> Response:
    """One person as the staff table has them, without what they need."""
    return as_json(_person(_known(staff_id)))


@blueprint.put("/staff/<staff_id>")
@with_scope(Scope.STAFF_WRITE)
def put_person(staff_id: str) -> Response:
    """Add somebody, or change them (then with If-Match); what is not sent stays as it is."""
    cells = checked(_body(), STAFF)
    known = person_with_id(session(), programme(), staff_id)
    if known is None:
        made = add_row(session(), actor(), programme(), "staff", {**cells, "staff_id": staff_id})
        assert isinstance(made, Person)
        return as_json(_person(made), 201)
    require_match(_person(known))
    mark = mark_of(cells_of(known, BY_NAME["staff"]))
    change_row(session(), actor(), programme(), "staff", known, cells, mark)
    return as_json(_person(known))


@blueprint.delete("/staff/<staff_id>")
@with_scope(Scope.STAFF_WRITE)
def remove_person(staff_id: str) -> Response:
    """Take somebody out of the staff table, with If-Match."""
    known = _known(staff_id)
    require_match(_person(known))
    remove_row(session(), actor(), programme(), "staff", known)
    return Response(status=204)


@blueprint.post("/absences")
@with_scope(Scope.ABSENCES_WRITE)
def add_absence() -> Response:
    """Enter when somebody is away or a venue is closed."""
    row = add_row(session(), actor(), programme(), "unavailability", checked(_body(), ABSENCE))
    assert isinstance(row, Absence)
    return as_json(_absence(row), 201, {"Location": f"/api/v1/absences/{row.id}"})


@blueprint.get("/absences/<int:absence_id>")
@with_scope(Scope.ABSENCES_WRITE)
def absence(absence_id: int) -> Response:
    """One absence; its ETag goes with taking it back."""
    return as_json(_absence(_known_absence(absence_id)))


@blueprint.delete("/absences/<int:absence_id>")
@with_scope(Scope.ABSENCES_WRITE)
def remove_absence(absence_id: int) -> Response:
    """Take an absence back, with If-Match."""
    row = _known_absence(absence_id)
    require_match(_absence(row))
    remove_row(session(), actor(), programme(), "unavailability", row)
    return Response(status=204)


@blueprint.put("/sessions/<session_id>/attendance")
@with_scope(Scope.ATTENDANCE_WRITE)
def put_attendance(session_id: str) -> Response:
    """Record marks of a session, with If-Match: all of them, or none."""
    one = find_session(session_id)
    sent = checked(_body(), MARKS)["marks"]
    require_match(register_of(one))
    marks = {row["staff_id"]: Attendance(row["mark"]) if row["mark"] else None for row in sent}
    note = note_of_session(session(), programme(), session_id)
    text = note.text if note else ""
    record_register(session(), actor(), programme(), release(), one, marks, text, AttendanceWay.IMPORT)
    return as_json(register_of(one))


def _known(staff_id: str) -> Person:
    found = person_with_id(session(), programme(), staff_id)
    if found is None:
        raise RequestError(404, f"The staff table has nobody with the id {staff_id}.")
    return found


def _known_absence(absence_id: int) -> Absence:
    found = row_with_id(session(), programme(), Absence, absence_id)
    if not isinstance(found, Absence):
        raise RequestError(404, "There is no such absence.")
    return found


def _person(known: Person) -> Mapping[str, Any]:
    cells = cells_of(known, BY_NAME["staff"])
    return {"staff_id": known.staff_id, **{name: cells[name] for name in STAFF["properties"]}}


def _absence(row: Absence) -> Mapping[str, Any]:
    return {"absence_id": row.id, **cells_of(row, BY_NAME["unavailability"])}


def _body() -> object:
    if not request.is_json:
        raise RequestError(415, "Send JSON with the header Content-Type: application/json.")
    found = request.get_json(silent=True)
    if found is None:
        raise RequestError(400, "The body is no JSON.")
    return found
