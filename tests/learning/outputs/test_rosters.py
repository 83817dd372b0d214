"""Sign-in sheets: who stands on them, that they are tagged, and whom they are for."""

from __future__ import annotations

import io
from pathlib import Path

import pypdf
import pytest
from click.testing import CliRunner
from sqlalchemy import select
from sqlalchemy.orm import Session

from learning.cli import main
from learning.domain.releases import cautions_of, release_draft
from learning.models import LearningSession, Schedule
from learning.outputs.pdf import pdf_of
from learning.outputs.rosters import rosters_html, rosters_of
from learning.queries.people import people_in_group
from learning.vocabulary import Role
from tests.learning.pages import Pages
from tests.learning.programmes import with_draft
from tests.learning.world import SYSTEM, World


@pytest.fixture
def release(session: Session, world: World) -> Schedule:
    draft = with_draft(session, world)
    cautions = [one.key for one in cautions_of(session, world.programme, draft)]
    release_draft(session, SYSTEM, world.programme, draft, "Spring", cautions)
    session.commit()
    return draft


def sessions_of(session: Session, release: Schedule) -> list[LearningSession]:
    found = select(LearningSession).where(LearningSession.schedule_id == release.id).order_by(LearningSession.start)
    return list(session.scalars(found))


def test_roster_is_a_tagged_document_with_everybody_who_is_expected(
    session: Session, world: World, release: Schedule
) -> None:
    some = sessions_of(session, release)[:2]
    html = rosters_html(rosters_of(session, world.programme, release, some), "Rosters <of> two", world.programme.name)
    pdf = pypdf.PdfReader(io.BytesIO(pdf_of(html)))
    text = "".join("".join(page.extract_text() for page in pdf.pages).split())
    for one in some:
        for person in people_in_group(session, world.programme, release, one.strand, one.group_id):
            assert "".join(person.name.split()) in text
    root = pdf.trailer["/Root"]
    assert pdf.metadata is not None
    assert pdf.metadata.title == "Rosters <of> two"
    assert str(root["/Lang"]).startswith("en")
    assert root["/MarkInfo"]["/Marked"]
    assert b"pdfuaid" in root["/Metadata"].get_object().get_data()


def test_sheets_are_for_those_who_lead_or_plan(session: Session, world: World, pages: Pages, release: Schedule) -> None:
    one = sessions_of(session, release)[0]
    session_id, monday = one.session_id, one.start.date()
    session.commit()
    base = f"/programmes/{world.programme.key}"
    coordinator = pages.as_(world.people[Role.COORDINATOR])
    for address in (f"/schedule/sessions/{session_id}/roster.pdf", f"/schedule/rosters.pdf?week={monday}"):
        answer = coordinator.client.get(base + address)
        assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
        assert answer.headers["Cache-Control"] == "no-store"
    trainer = pages.as_(world.people[Role.TRAINER])
    assert trainer.client.get(f"{base}/leading/{session_id}/roster.pdf").status_code == 404


def test_command_names_what_is_not_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LEARNING_INSTANCE", str(tmp_path))
    runner = CliRunner()
    assert runner.invoke(main, ["database"]).exit_code == 0
    result = runner.invoke(main, ["rosters", "nowhere", "--strand", "reflection", "--out", str(tmp_path / "out")])
    assert result.exit_code == 2
    assert "There is no programme" in result.output
    assert not (tmp_path / "out").exists()
