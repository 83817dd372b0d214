"""Pages of coordinators: what they say, in how many questions to the database, and what they never say."""

from __future__ import annotations

import csv
import io

import pytest
from flask import Flask
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from learning.domain.releases import cautions_of, release_draft
from learning.models import Allocation, ApartPair, LearningSession, Person, Unplaced
from learning.vocabulary import Role
from tests.learning.counting import counted
from tests.learning.pages import Pages
from tests.learning.programmes import with_draft
from tests.learning.world import SYSTEM, World, make_world

PLACES = (
    "today",
    "schedule",
    "schedule/list",
    "schedule/versions",
    "runs",
    "people",
    "people/unplaced",
    "programme",
    "import",
    "programme/changes",
)


def coordinator(app: Flask, session: Session, staff: int = 90) -> tuple[Pages, World]:
    world = make_world(session)
    draft = with_draft(session, world, staff)
    release_draft(
        session,
        SYSTEM,
        world.programme,
        draft,
        "Spring",
        [one.key for one in cautions_of(session, world.programme, draft)],
    )
    session.commit()
    return Pages(app).as_(world.people[Role.COORDINATOR]), world


def base(world: World) -> str:
    return f"/programmes/{world.programme.key}"


def test_number_of_questions_does_not_grow_with_the_programme(
    databases: object, tmp_path_factory: pytest.TempPathFactory
) -> None:
    from tests.learning.conftest import running, talking
    from tests.learning.databases import Databases

    assert isinstance(databases, Databases)
    counts: list[dict[str, int]] = []
    for staff in (40, 160):
        with databases.copy("sqlite") as url:
            for app in running(url, tmp_path_factory.mktemp("instance")):
                for session in talking(app):
                    pages, world = coordinator(app, session, staff)
                    found = {}
                    for place in PLACES:
                        with counted(app) as statements:
                            pages.get(f"{base(world)}/{place}")
                        found[place] = len(statements)
                    counts.append(found)
    assert counts[0] == counts[1]
    assert max(counts[0].values()) <= 20, counts[0]


def test_reading_a_page_writes_nothing(app: Flask, session: Session) -> None:
    pages, world = coordinator(app, session)
    for place in PLACES:
        with counted(app) as statements:
            pages.get(f"{base(world)}/{place}")
        assert [one for one in statements if one.lstrip().upper().startswith(("INSERT", "UPDATE", "DELETE"))] == []


def test_who_is_kept_apart_stands_on_no_page(app: Flask, session: Session) -> None:
    """A pair with names of their own is in the programme; no page of a coordinator tells that it is one."""
    pages, world = coordinator(app, session)
    people = session.scalars(select(Person).where(Person.programme_id == world.programme.id)).all()
    session.add(
        ApartPair(
            programme_id=world.programme.id,
            position=0,
            staff_id=people[0].staff_id,
            other_id=people[1].staff_id,
            attributes={},
        )
    )
    session.commit()
    alone = pages.get(f"{base(world)}/people/one/{people[0].staff_id}")
    assert people[1].staff_id not in alone.text
    assert "shown to nobody" in alone.text
    pages.get(f"{base(world)}/programme/tables/apart", 404)
    assert "2 pairs, shown to nobody" in pages.get(f"{base(world)}/programme").text
    pages.get(f"{base(world)}/programme/folder.zip", 403)


def test_today_tells_how_many_have_every_session(app: Flask, session: Session) -> None:
    pages, world = coordinator(app, session)
    without = len(set(session.scalars(select(Unplaced.staff_id))))
    page = pages.get(f"{base(world)}/today")
    assert f"{90 - without} of 90 people" in page.text
    assert "Release 1, Spring, is in force" in page.text


def test_week_shows_every_session_of_its_days(app: Flask, session: Session) -> None:
    pages, world = coordinator(app, session)
    first = session.scalars(select(LearningSession).order_by(LearningSession.start)).first()
    assert first is not None
    page = pages.get(f"{base(world)}/schedule?week={first.start.date()}")
    monday = first.start.date().toordinal() - first.start.weekday()
    held = [one for one in session.scalars(select(LearningSession)) if 0 <= one.start.date().toordinal() - monday < 7]
    assert f"{len(held)} session" in page.text


@pytest.mark.parametrize("week", ["", "2027-13-45", "tomorrow", "1500-01-01", "9999-12-31"])
def test_week_that_is_none_is_no_fault(app: Flask, session: Session, week: str) -> None:
    pages, world = coordinator(app, session)
    pages.get(f"{base(world)}/schedule?week={week}", 404 if week[:1] in ("1", "9") and len(week) == 10 else 200)


def test_session_shows_everybody_in_its_group(app: Flask, session: Session) -> None:
    pages, world = coordinator(app, session)
    one = session.scalars(select(LearningSession).where(LearningSession.strand == "reflection")).first()
    assert one is not None
    page = pages.get(f"{base(world)}/schedule/sessions/{one.session_id}")
    ids = session.scalars(
        select(Allocation.staff_id).where(Allocation.strand == one.strand, Allocation.group_id == one.group_id)
    )
    names = session.scalars(
        select(Person.name).where(Person.staff_id.in_(list(ids)), Person.programme_id == world.programme.id)
    )
    assert all(name in page.text for name in names)


def test_people_are_found_by_any_part_of_a_word(app: Flask, session: Session) -> None:
    pages, world = coordinator(app, session)
    person = session.scalars(select(Person).where(Person.programme_id == world.programme.id)).first()
    assert person is not None
    page = pages.get(f"{base(world)}/people?words={person.name[:4]}+{person.staff_id}")
    assert "1 person found" in page.text
    assert "Nobody is found" in pages.get(f"{base(world)}/people?words=%25%25%25").text


@pytest.mark.parametrize(
    "address",
    [
        "people?page=0",
        "people?page=999999999999",
        "people?page=-1",
        "people?sort=password&order=down",
        "schedule?schedule=x",
        "schedule?schedule=99",
    ],
)
def test_address_that_makes_no_sense_is_no_fault(app: Flask, session: Session, address: str) -> None:
    pages, world = coordinator(app, session)
    status = pages.client.get(f"{base(world)}/{address}").status_code
    assert status in (200, 404)


def test_table_of_those_without_a_place_holds_all_of_them_and_no_formula(app: Flask, session: Session) -> None:
    pages, world = coordinator(app, session)
    row = session.scalars(select(Unplaced)).first()
    person = session.scalars(select(Person).where(Person.programme_id == world.programme.id)).first()
    assert person is not None
    if row is None:
        schedule_id = session.scalars(select(Allocation.schedule_id)).first()
        session.add(
            Unplaced(
                schedule_id=schedule_id, staff_id=person.staff_id, strand="manager", reason="capacity", detail="=1+1"
            )
        )
    person.name = "=HYPERLINK(0)"
    session.commit()
    answer = pages.client.get(f"{base(world)}/people/unplaced.csv")
    rows = list(csv.reader(io.StringIO(answer.get_data().decode("utf-8-sig"))))
    assert len(rows) - 1 == len(session.scalars(select(Unplaced)).all())
    assert not any(cell.startswith(("=", "+", "-", "@")) for line in rows for cell in line)


def test_hostile_names_are_text(app: Flask, session: Session) -> None:
    pages, world = coordinator(app, session)
    person = session.scalars(select(Person).where(Person.programme_id == world.programme.id)).first()
    assert person is not None
    person.name = "<script>alert(1)</script>"
    person.team = '"><img src=x onerror=alert(1)>'
    session.commit()
    text = pages.client.get(f"{base(world)}/people/one/{person.staff_id}").get_data(as_text=True)
    assert "<script>alert" not in text
    assert "<img src=x" not in text


def test_personal_pages_are_kept_nowhere(app: Flask, session: Session) -> None:
    pages, world = coordinator(app, session)
    answer = pages.client.get(f"{base(world)}/people")
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Cookie" in answer.headers["Vary"]
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe-inline" not in policy


def test_two_schedules_stand_side_by_side(app: Flask, session: Session) -> None:
    pages, world = coordinator(app, session)
    assert "There are not two schedules" in pages.get(f"{base(world)}/schedule/compare").text
    pages.post(f"{base(world)}/schedule/1/change/copy", at=f"{base(world)}/schedule/versions")
    page = pages.get(f"{base(world)}/schedule/compare?first=1&second=2")
    assert "0 people would have another date or place" in page.text
    assert "Places given" in page.text
    pages.get(f"{base(world)}/schedule/compare?first=1&second=99", 404)


def test_somebody_reads_why_they_are_where_they_are(app: Flask, session: Session) -> None:
    pages, world = coordinator(app, session)
    placed = session.scalars(select(Allocation.staff_id).where(Allocation.strand == "reflection")).first()
    page = pages.get(f"{base(world)}/people/one/{placed}")
    assert "Why here?" in page.text
    assert "members of a group share one team." in page.text


def test_role_without_pages_is_told_so(app: Flask, session: Session) -> None:
    world = make_world(session)
    page = Pages(app).as_(world.people[Role.EVALUATOR]).get("/")
    assert "You are evaluator here. The application has no pages for that yet" in page.text
    assert "has no role yet" in Pages(app).as_(world.nobody).get("/").text


def test_import_of_those_to_keep_apart_shows_counts_alone(app: Flask, session: Session) -> None:
    pages, world = coordinator(app, session)
    people = session.scalars(select(Person.staff_id).where(Person.programme_id == world.programme.id)).all()
    session.execute(delete(ApartPair))
    session.add(
        ApartPair(
            programme_id=world.programme.id, position=0, staff_id=people[40], other_id=people[41], attributes={}
        )
    )  # fmt: skip
    session.commit()
    table = f"staff_id,other_id\n{people[50]},{people[51]}\n".encode()
    base_ = f"{base(world)}/import"
    found = pages.post(base_, {"table": "apart", "file": (io.BytesIO(table), "apart.csv")}).response.location
    pages.post(found, {"staff_id": "staff_id", "other_id": "other_id"})
    page = pages.get(found.removesuffix("/columns"))
    assert "1 new, 0 changed, 1 left" in page.text
    assert not any(one in page.text for one in (people[40], people[41], people[50], people[51]))


@pytest.mark.parametrize("dimension", ["trainer", "venue", "strand", "team"])
def test_schedule_is_shown_by_everything_that_it_consists_of(app: Flask, session: Session, dimension: str) -> None:
    pages, world = coordinator(app, session)
    page = pages.get(f"{base(world)}/schedule/by/{dimension}")
    sessions = session.scalars(select(LearningSession)).all()
    if dimension == "strand":
        counts = [sum(one.strand == strand for one in sessions) for strand in ("information", "reflection")]
        cells = ["".join(cell.itertext()) for cell in page.all("td")]
        assert all(str(count) in cells for count in counts)
    if dimension == "team":
        assert "With every place" in page.text
    pages.get(f"{base(world)}/schedule/by/weather", 404)
