"""What other systems ask for and bring: by a token for some things, with every defect told, and no change lost."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from learning.clock import as_of, now
from learning.domain.tokens import REQUESTS, make_token, revoke_token
from learning.errors import Refusal
from learning.models import ApiToken, Attempt, AttendanceMark, Change, LearningSession, Person
from learning.vocabulary import Scope
from tests.learning.domain.test_waiting import released
from tests.learning.world import SYSTEM, World

TODAY = date(2026, 12, 1)


class Caller:
    """Another system with a token."""

    def __init__(self, client: FlaskClient, token: str) -> None:
        self.client, self.token = client, token

    def ask(self, method: str, path: str, body: object = None, **headers: str) -> TestResponse:
        sent = {"Authorization": f"Bearer {self.token}", **{name.replace("_", "-"): v for name, v in headers.items()}}
        given = {"json": body} if body is not None else {}
        return self.client.open(f"/api/v1{path}", method=method, headers=sent, **given)


def caller(app: Flask, session: Session, world: World, *scopes: Scope) -> Caller:
    today = now().date()
    until = today + timedelta(days=300)
    token = make_token(session, SYSTEM, world.programme, "HR", scopes or tuple(Scope), until, today)
    session.commit()
    return Caller(app.test_client(), token)


def fields(answer: TestResponse) -> list[str]:
    assert answer.mimetype == "application/problem+json"
    assert answer.json is not None
    return [error["field"] for error in answer.json["errors"]]


def test_without_a_token_in_force_nothing_is_told(app: Flask, session: Session, world: World) -> None:
    ours = caller(app, session, world)
    for words in ("", "Bearer ", "Bearer wrong", "Basic abc"):
        answer = app.test_client().get("/api/v1/schedule", headers={"Authorization": words})
        assert (answer.status_code, answer.headers["WWW-Authenticate"]) == (401, 'Bearer realm="learning"')
    token = session.scalars(select(ApiToken)).one()
    assert ours.token not in (token.token_hash, token.name)
    with as_of(now() + timedelta(days=301)):
        assert ours.ask("GET", "/schedule").status_code == 401
    revoke_token(session, SYSTEM, world.programme, token)
    session.commit()
    assert ours.ask("GET", "/schedule").status_code == 401


def test_a_token_is_for_its_scopes_alone(app: Flask, session: Session, world: World) -> None:
    released(session, world)
    ours = caller(app, session, world, Scope.COMPLETION_READ)
    assert ours.ask("GET", "/completion").status_code == 200
    for path in ("/schedule", "/sessions/x/roster", "/sessions/x/attendance", "/staff/x"):
        assert ours.ask("GET", path).status_code == 403


def test_a_token_never_opens_another_programme(app: Flask, session: Session, world: World) -> None:
    released(session, world)
    today = now().date()
    token = make_token(session, SYSTEM, world.other_programme, "HR", tuple(Scope), today + timedelta(days=1), today)
    person = session.scalars(select(Person.staff_id)).first()
    session.commit()
    other = Caller(app.test_client(), token)
    assert other.ask("GET", "/schedule").status_code == 404
    assert other.ask("GET", f"/staff/{person}").status_code == 404


def test_the_schedule_is_read_page_by_page_and_again_only_when_it_changed(
    app: Flask, session: Session, world: World
) -> None:
    release = released(session, world)
    ours = caller(app, session, world)
    first = ours.ask("GET", "/schedule")
    ids = session.scalars(select(LearningSession.session_id).where(LearningSession.schedule_id == release.id)).all()
    session.commit()
    assert first.json is not None
    assert first.json["total"] == len(ids)
    assert {one["session_id"] for one in first.json["sessions"]} == set(ids)
    assert first.json["sessions"][0]["starts_at"].endswith("+00:00")
    again = ours.ask("GET", "/schedule", If_None_Match=first.headers["ETag"])
    assert (again.status_code, again.data) == (304, b"")
    everyone = ours.ask("GET", "/completion?limit=5")
    assert 'rel="next"' in everyone.headers["Link"]
    path = everyone.headers["Link"].split(">")[0].removeprefix("</api/v1")
    assert ours.ask("GET", path).status_code == 200
    assert fields(ours.ask("GET", "/completion?after=x")) == ["after"]


def test_a_roster_tells_who_comes_and_not_what_they_need(app: Flask, session: Session, world: World) -> None:
    release = released(session, world)
    one = session.scalars(select(LearningSession).where(LearningSession.schedule_id == release.id)).first()
    assert one is not None
    session.commit()
    answer = caller(app, session, world).ask("GET", f"/sessions/{one.session_id}/roster")
    assert answer.json is not None
    assert answer.json["people"]
    assert set(answer.json["people"][0]) == {"staff_id", "name", "email", "team"}


def test_every_defect_is_told_at_once_with_its_field(app: Flask, session: Session, world: World) -> None:
    released(session, world)
    ours = caller(app, session, world)
    answer = ours.ask("PUT", "/staff/new", {"name": 3, "joins_on": "soon", "ethnicity": "x"})
    assert (answer.status_code, sorted(fields(answer))) == (422, ["ethnicity", "joins_on", "name"])
    answer = ours.ask("POST", "/absences", {"kind": "cat", "start": "2027-01-12"})
    assert fields(answer) == ["id", "end", "kind"]
    assert ours.ask("POST", "/absences").status_code == 415
    answer = ours.ask(
        "POST", "/absences", {"kind": "staff", "id": "no-one", "start": "2027-01-12", "end": "2027-01-13"}
    )
    assert answer.status_code == 422
    assert "no-one" in answer.get_data(as_text=True)


def test_staff_are_added_changed_only_as_last_read_and_removed(app: Flask, session: Session, world: World) -> None:
    released(session, world)
    ours = caller(app, session, world)
    made = ours.ask("PUT", "/staff/NEW1", {"name": "New One", "email": "new@eastmere.example"})
    assert made.status_code == 201
    assert ours.ask("PUT", "/staff/NEW1", {"name": "Other"}).status_code == 428
    assert ours.ask("PUT", "/staff/NEW1", {"name": "Other"}, If_Match='"old"').status_code == 412
    read = ours.ask("GET", "/staff/NEW1")
    changed = ours.ask("PUT", "/staff/NEW1", {"name": "Other"}, If_Match=read.headers["ETag"])
    assert changed.json is not None
    assert (changed.json["name"], changed.json["email"]) == ("Other", "new@eastmere.example")
    assert ours.ask("DELETE", "/staff/NEW1", If_Match=read.headers["ETag"]).status_code == 412
    assert ours.ask("DELETE", "/staff/NEW1", If_Match=changed.headers["ETag"]).status_code == 204
    assert ours.ask("GET", "/staff/NEW1").status_code == 404
    actors = set(session.scalars(select(Change.actor_name).where(Change.subject.in_(["New One", "Other"]))))
    session.commit()
    assert actors == {"HR (by token)"}


def test_absences_are_entered_and_taken_back(app: Flask, session: Session, world: World) -> None:
    released(session, world)
    person = session.scalars(select(Person.staff_id)).first()
    session.commit()
    ours = caller(app, session, world)
    body = {"kind": "staff", "id": person, "start": "2027-06-01", "end": "2027-06-02"}
    made = ours.ask("POST", "/absences", body)
    path = made.headers["Location"].removeprefix("/api/v1")
    assert ours.ask("DELETE", path).status_code == 428
    assert ours.ask("DELETE", path, If_Match=ours.ask("GET", path).headers["ETag"]).status_code == 204
    assert ours.ask("GET", path).status_code == 404


def test_attendance_is_recorded_whole_or_not_at_all(app: Flask, session: Session, world: World) -> None:
    release = released(session, world)
    one = session.scalars(select(LearningSession).where(LearningSession.schedule_id == release.id)).first()
    assert one is not None
    session.commit()
    ours = caller(app, session, world)
    path = f"/sessions/{one.session_id}"
    roster = ours.ask("GET", f"{path}/roster").json
    assert roster is not None
    ids = [each["staff_id"] for each in roster["people"]]
    marks = [{"staff_id": staff_id, "mark": "attended"} for staff_id in ids]
    etag = ours.ask("GET", f"{path}/attendance").headers["ETag"]
    assert ours.ask("PUT", f"{path}/attendance", {"marks": marks}, If_Match=etag).status_code == 422
    with as_of(one.ends_at):
        stranger = [*marks, {"staff_id": "stranger", "mark": "attended"}]
        assert ours.ask("PUT", f"{path}/attendance", {"marks": stranger}, If_Match=etag).status_code == 422
        assert session.scalars(select(AttendanceMark)).all() == []
        session.commit()
        assert ours.ask("PUT", f"{path}/attendance", {"marks": marks}, If_Match=etag).status_code == 200
        assert ours.ask("PUT", f"{path}/attendance", {"marks": marks}, If_Match=etag).status_code == 412
    assert len(session.scalars(select(AttendanceMark)).all()) == len(ids)


def test_too_many_requests_are_told_to_wait(app: Flask, session: Session, world: World) -> None:
    released(session, world)
    ours = caller(app, session, world)
    with as_of(now()):
        answers = [ours.ask("GET", "/sessions/x/roster") for _ in range(3)]
        assert {answer.status_code for answer in answers} == {404}
        assert ours.ask("DELETE", "/staff/nobody").status_code == 404
        attempt = session.scalars(select(Attempt).where(Attempt.subject.like("api:%"))).one()
        assert attempt.count == 4, "those that are refused count, too"
        attempt.count = REQUESTS.count
        session.commit()
        late = ours.ask("GET", "/schedule")
    assert (late.status_code, late.headers["Retry-After"]) == (429, "60")


def test_the_document_describes_every_address_and_the_guide_is_for_people(app: Flask) -> None:
    client = app.test_client()
    document = client.get("/api/v1/openapi.json").json
    assert document is not None
    assert document["openapi"] == "3.1.0"
    rules = {
        (rule.rule.replace("<int:", "<").replace("<", "{").replace(">", "}"), method.lower())
        for rule in app.url_map.iter_rules()
        if rule.endpoint.startswith(("api_reading", "api_writing"))
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    described = {(path, method) for path, methods in document["paths"].items() for method in methods}
    assert described == rules
    for path, methods in document["paths"].items():
        for operation in methods.values():
            names = {one["name"] for one in operation["parameters"] if one["in"] == "path"}
            assert names == {part[1:-1] for part in path.split("/") if part.startswith("{")}
            assert "default" in operation["responses"]
    assert b"PUT /api/v1/staff/{staff_id}" in client.get("/api/v1").data


@pytest.mark.parametrize(
    ("name", "scopes", "days"),
    [(" ", [Scope.STAFF_WRITE], 5), ("HR", [], 5), ("HR", [Scope.STAFF_WRITE], 0), ("HR", [Scope.STAFF_WRITE], 400)],
)
def test_a_token_needs_a_name_a_scope_and_a_day_within_a_year(
    session: Session, world: World, name: str, scopes: list[Scope], days: int
) -> None:
    with pytest.raises(Refusal):
        make_token(session, SYSTEM, world.programme, name, scopes, TODAY + timedelta(days=days), TODAY)
