"""A whole programme folder through the pages: out of one programme, into another, looked at, taken in, undone."""

from __future__ import annotations

import csv
import io

from flask import Flask
from sqlalchemy.orm import Session

from learning.domain.scheduling.folder_out import folder_texts, packed
from learning.models import Person, Programme
from learning.vocabulary import Role
from tests.learning.pages import Pages
from tests.learning.programmes import fill
from tests.learning.world import World


def people_of(session: Session, programme: Programme) -> int:
    found = session.query(Person).filter_by(programme_id=programme.id).count()
    session.commit()
    return found


def test_folder_goes_in_through_the_pages_and_out_again(app: Flask, session: Session, world: World) -> None:
    fill(session, world)
    texts = dict(folder_texts(session, world.programme))
    session.commit()
    pages = Pages(app).as_(world.people[Role.COORDINATOR])
    at = f"/programmes/{world.programme.key}/import"
    fewer = packed({**texts, "wishes.csv": texts["wishes.csv"].splitlines()[0] + "\n"})
    sent = pages.post(f"{at}/folders", {"folder": (io.BytesIO(fewer), "fewer.zip")}, at=at)
    look = pages.get(sent.response.location)
    wishes = len(texts["wishes.csv"].splitlines()) - 1
    assert f"Wishes00{wishes}0" in look.text
    pages.post(f"{sent.response.location}/apply", at=sent.response.location)
    assert "wishes.csv" not in folder_texts(session, world.programme)
    session.commit()
    assert "fewer.zip was taken in" in pages.get(at).text
    pages.post(f"{sent.response.location}/undo", at=sent.response.location)
    assert folder_texts(session, world.programme) == texts


def test_faulty_folder_shows_every_defect_and_cannot_be_taken_in(app: Flask, session: Session, world: World) -> None:
    fill(session, world)
    texts = dict(folder_texts(session, world.programme))
    session.commit()
    pages = Pages(app).as_(world.people[Role.COORDINATOR])
    at = f"/programmes/{world.programme.key}/import"
    faulty = packed({**texts, "staff.csv": texts["staff.csv"].replace("mon-fri", "=sometimes")})
    look = pages.post(f"{at}/folders", {"folder": (io.BytesIO(faulty), "faulty.zip")}, at=at).response.location
    assert "to put right" in pages.get(look).heading
    assert "Take in the folder" not in pages.get(look).text
    rows = list(csv.reader(io.StringIO(pages.get(f"{look}/findings.csv").response.get_data().decode("utf-8-sig"))))
    assert len(rows) - 1 == texts["staff.csv"].count("mon-fri")
    assert all(row[0] == "staff.csv" and row[3].startswith("'=") for row in rows[1:])
    before = people_of(session, world.programme)
    pages.post(f"{look}/apply", at=look)
    assert people_of(session, world.programme) == before


def test_what_is_no_folder_is_refused_beside_its_field(app: Flask, session: Session, world: World) -> None:
    session.commit()
    pages = Pages(app).as_(world.people[Role.COORDINATOR])
    at = f"/programmes/{world.programme.key}/import"
    page = pages.post(f"{at}/folders", {"folder": (io.BytesIO(b"staff_id"), "staff.csv")}, status=422, at=at)
    assert page.errors() == ["staff.csv cannot be read as a zip; zip the programme folder again"]
    assert pages.post(f"{at}/folders", {}, status=422, at=at).errors() == ["Choose a zip file"]
