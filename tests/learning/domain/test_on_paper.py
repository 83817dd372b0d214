"""People whom mail does not reach get the same words on paper, and count as told once."""

from __future__ import annotations

import io
from datetime import date

import pytest
from pypdf import PdfReader
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from learning.domain.letters import FILE_SENTENCE
from learning.domain.on_paper import mark_of_letters, note_told_on_paper, to_be_written_to, words_on_paper
from learning.domain.scheduling.input_changes import note_input_changed
from learning.domain.waiting import choose_date
from learning.errors import Refusal
from learning.models import CalendarEntry, Change, Message, Person, Schedule
from learning.outputs.paper_letters import PaperLetter, letters_html
from learning.outputs.pdf import pdf_of
from learning.queries.schedules import release_in_force
from tests.learning.domain.test_waiting import STRAND, movers, released
from tests.learning.world import SYSTEM, World


def some_without_mail(session: Session, world: World) -> tuple[Schedule, list[str]]:
    """The schedule in force, and somebody without an address who does not know of their new date."""
    release = released(session, world)
    staff_id, group_id = movers(session, world, release)[0]
    session.execute(update(Person).where(Person.staff_id == staff_id).values(email=""))
    note_input_changed(world.programme)
    session.commit()
    for entry in _entries(session, staff_id):
        entry.address = ""
    session.commit()
    choose_date(session, SYSTEM, world.programme, staff_id, STRAND, group_id)
    session.commit()
    found = release_in_force(session, world.programme)
    assert found is not None
    return found, [staff_id]


def _entries(session: Session, staff_id: str) -> list[CalendarEntry]:
    return list(session.scalars(select(CalendarEntry).where(CalendarEntry.owner_id == staff_id)))


def test_they_are_written_to_once_in_the_words_of_messages(session: Session, world: World) -> None:
    release, ids = some_without_mail(session, world)
    found = to_be_written_to(session, world.programme, release)
    assert [one.owner.owner_id for one in found] == ids
    messages = len(session.scalars(select(Message.id)).all())
    printed = mark_of_letters(found)
    ((_, letter),) = words_on_paper(session, world.programme, found)
    session.expunge_all()
    assert FILE_SENTENCE not in letter.body
    assert "Reflection" in letter.body
    assert len(session.scalars(select(Message.id)).all()) == messages, "nothing goes into the outbox"
    release = session.get_one(Schedule, release.id)
    programme = session.merge(world.programme)
    assert note_told_on_paper(session, SYSTEM, programme, release, printed) == 1
    session.commit()
    assert to_be_written_to(session, programme, release) == []
    with pytest.raises(Refusal, match="Print them anew"):
        note_told_on_paper(session, SYSTEM, programme, release, printed)
    traces = session.scalars(select(Change.sentence).where(Change.action == "tell on paper")).all()
    assert traces == [f"1 person was told of release {release.release_number} on paper."]


def test_who_is_due_a_letter_since_the_printing_does_not_count_as_told(session: Session, world: World) -> None:
    release, _ = some_without_mail(session, world)
    printed = mark_of_letters(to_be_written_to(session, world.programme, release))
    late, group_id = movers(session, world, release)[-1]
    session.execute(update(Person).where(Person.staff_id == late).values(email=""))
    for entry in _entries(session, late):
        entry.address = ""
    note_input_changed(world.programme)
    session.commit()
    choose_date(session, SYSTEM, world.programme, late, STRAND, group_id)
    session.commit()
    with pytest.raises(Refusal, match="Print them anew"):
        note_told_on_paper(session, SYSTEM, world.programme, release, printed)
    assert len(to_be_written_to(session, world.programme, release)) == 2


def test_letters_are_tagged_a_page_each_and_hold_no_markup_of_names() -> None:
    letters = [
        PaperLetter((f"Person {number} <b>", "Depot", "Team"), "Your dates", "Hello\n\n- Talk: Monday")
        for number in (1, 2)
    ]
    content = pdf_of(letters_html(letters, organisation="Eastmere", title="Letters", on=date(2027, 1, 12)))
    reader = PdfReader(io.BytesIO(content))
    assert len(reader.pages) == 2
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert reader.trailer["/Root"]["/Lang"] == "en-GB"
    text = reader.pages[0].extract_text()
    assert "Person 1 <b>" in text
    assert "Tuesday 12 January 2027" in text
