"""What other systems read: the schedule in force, rosters, completion."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, request

from learning.domain.completion import completion_of
from learning.models import LearningSession
from learning.queries.attendance import marks_of_session
from learning.queries.people import people_in_group
from learning.queries.schedules import meetings_of, session_with_id
from learning.vocabulary import Scope
from learning.web.api.asking import as_json, programme, release, with_scope
from learning.web.api.problems import RequestError, say_problems
from learning.web.current import session

blueprint = Blueprint("api_reading", __name__, url_prefix="/api/v1")
say_problems(blueprint)
A_PAGE = 200


@blueprint.get("/schedule")
@with_scope(Scope.SCHEDULE_READ)
def schedule() -> Response:
    """Every session of the schedule in force, in order of time, up to 200 at once."""
    found = release()
    rows = [_session(meeting.session, meeting.people) for meeting in meetings_of(session(), found)]
    about = {"programme": programme().name, "release": found.release_number, "release_name": found.release_name}
    return _page(rows, "sessions", about)


@blueprint.get("/sessions/<session_id>/roster")
@with_scope(Scope.ROSTERS_READ)
def roster(session_id: str) -> Response:
    """Who is expected at a session. What people need stays with its trainers."""
    one = find_session(session_id)
    people = people_in_group(session(), programme(), release(), one.strand, one.group_id)
    rows = [{"staff_id": each.staff_id, "name": each.name, "email": each.email, "team": each.team} for each in people]
    return as_json({"session": _session(one, len(people)), "people": rows})


@blueprint.get("/sessions/<session_id>/attendance")
@with_scope(Scope.ATTENDANCE_WRITE)
def attendance(session_id: str) -> Response:
    """What the register of a session says; its ETag goes with the next change."""
    return as_json(register_of(find_session(session_id)))


@blueprint.get("/completion")
@with_scope(Scope.COMPLETION_READ)
def completion() -> Response:
    """Where everybody stands in each strand."""
    rows = [
        {"strand": standing.strand.strand_id, "staff_id": staff_id, "state": state.value}
        for standing in completion_of(session(), programme(), release())
        for staff_id, state in standing.people.items()
    ]
    return _page(rows, "people", {"programme": programme().name})


def find_session(session_id: str) -> LearningSession:
    """A session of the schedule in force; 404 where it has none of that id."""
    found = session_with_id(session(), release(), session_id)
    if found is None:
        raise RequestError(404, f"The schedule in force has no session {session_id}.")
    return found


def register_of(one: LearningSession) -> Mapping[str, Any]:
    """The marks of a session, by staff id."""
    marks = marks_of_session(session(), programme(), one.session_id)
    rows = [{"staff_id": staff_id, "mark": mark.mark.value} for staff_id, mark in sorted(marks.items())]
    return {"session_id": one.session_id, "marks": rows}


def _session(one: LearningSession, people: int) -> dict[str, Any]:
    zone = ZoneInfo(str(programme().settings["timezone"]))
    return {
        "session_id": one.session_id, "strand": one.strand, "group_id": one.group_id, "meeting": one.meeting,
        "starts_at": one.starts_at.astimezone(zone).isoformat(), "ends_at": one.ends_at.astimezone(zone).isoformat(),
        "venue_id": one.venue_id, "trainer_ids": list(one.trainer_ids), "people": people,
    }  # fmt: skip


def _page(rows: Sequence[Mapping[str, Any]], name: str, about: Mapping[str, Any]) -> Response:
    """A page of rows; the address of the next stands in the header Link (RFC 8288)."""
    start, length = _number("after", 0, 10**9), _number("limit", A_PAGE, A_PAGE)
    last = start + length >= len(rows)
    following = urlencode({"after": start + length, "limit": length})
    headers = None if last else {"Link": f'<{request.path}?{following}>; rel="next"'}
    return as_json({**about, "total": len(rows), name: list(rows[start : start + length])}, headers=headers)


def _number(name: str, otherwise: int, most: int) -> int:
    words = request.args.get(name, str(otherwise))
    if not words.isdigit() or not (name == "after" or int(words)) or int(words[:12]) > most:
        raise RequestError(422, "The request is not as this address asks.", [(name, f"Send a number up to {most}.")])
    return int(words)
