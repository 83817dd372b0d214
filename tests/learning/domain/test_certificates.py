"""Certificates: only of what the registers say, verified by a code that no slip of the pen turns into another."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader
from sqlalchemy import select
from sqlalchemy.orm import Session

from learning.clock import as_of
from learning.domain.attendance import record_register
from learning.domain.certificates import (
    LENGTH,
    LETTERS,
    Verdict,
    is_well_formed,
    issue_certificates,
    new_code,
    plain_code,
    shown_code,
    verify,
)
from learning.errors import Refusal
from learning.models import AttendanceMark, LearningSession, Person, Strand
from learning.outputs.certificates import certificates_html
from learning.outputs.pdf import pdf_of
from learning.queries.people import people_in_group
from learning.vocabulary import Attendance
from tests.learning.domain.test_waiting import STRAND, released
from tests.learning.world import SYSTEM, World

CODES = st.builds(new_code)


@given(CODES, st.integers(0, LENGTH - 1), st.sampled_from(LETTERS))
def test_one_wrong_letter_is_always_seen(code: str, place: int, letter: str) -> None:
    other = code[:place] + letter + code[place + 1 :]
    assert is_well_formed(other) == (other == code)


@given(CODES, st.integers(0, LENGTH - 1), st.integers(0, LENGTH - 1))
def test_two_letters_swapped_are_always_seen(code: str, one: int, two: int) -> None:
    letters = list(code)
    letters[one], letters[two] = letters[two], letters[one]
    other = "".join(letters)
    assert is_well_formed(other) == (other == code)


@given(CODES)
def test_a_code_is_read_as_it_is_printed_in_any_case(code: str) -> None:
    assert plain_code(shown_code(code).lower()) == code


def attended(session: Session, world: World) -> tuple[Strand, LearningSession, list[Person]]:
    release = released(session, world)
    one = session.scalars(
        select(LearningSession).where(LearningSession.schedule_id == release.id, LearningSession.strand == STRAND)
    ).first()
    assert one is not None
    people = list(people_in_group(session, world.programme, release, STRAND, one.group_id))
    marks = {person.staff_id: Attendance.ATTENDED for person in people}
    marks[people[0].staff_id] = Attendance.ABSENT
    with as_of(one.ends_at + timedelta(hours=1)):
        record_register(session, SYSTEM, world.programme, release, one, marks, "")
    session.commit()
    strand = session.scalars(
        select(Strand).where(Strand.programme_id == world.programme.id, Strand.strand_id == STRAND)
    ).one()
    return strand, one, people


def test_who_was_there_gets_one_certificate_and_who_was_not_gets_none(session: Session, world: World) -> None:
    strand, one, people = attended(session, world)
    found = issue_certificates(session, SYSTEM, world.programme, strand, people)
    again = issue_certificates(session, SYSTEM, world.programme, strand, people)
    session.commit()
    assert {each.staff_id for each in found} == {person.staff_id for person in people[1:]}
    assert [each.code for each in again] == [each.code for each in found]
    assert {each.completed_on for each in found} == {one.start.date()}
    with pytest.raises(Refusal, match="do not say"):
        issue_certificates(session, SYSTEM, world.programme, strand, people[:1])


def test_a_certificate_stands_until_its_mark_is_corrected(session: Session, world: World) -> None:
    strand, one, people = attended(session, world)
    code = issue_certificates(session, SYSTEM, world.programme, strand, people)[0].code
    session.commit()
    assert verify(session, shown_code(code).lower()).verdict is Verdict.STANDS
    assert verify(session, new_code()).verdict is Verdict.UNKNOWN
    assert verify(session, code[:-1]).verdict is Verdict.MISTYPED
    for mark in session.scalars(select(AttendanceMark).where(AttendanceMark.session_id == one.session_id)):
        mark.mark = Attendance.ABSENT
    session.commit()
    assert verify(session, code).verdict is Verdict.WITHDRAWN


def test_the_paper_is_tagged_with_title_and_language_a_page_for_each(
    session: Session, world: World, tmp_path_factory: pytest.TempPathFactory
) -> None:
    strand, _, people = attended(session, world)
    found = issue_certificates(session, SYSTEM, world.programme, strand, people)
    html = certificates_html(
        found, organisation="Eastmere Council", programme="Anti-racism", accent="#0b5560",
        verify_at="https://learning.example/verify",
    )  # fmt: skip
    path = tmp_path_factory.mktemp("certificates") / "certificates.pdf"
    path.write_bytes(pdf_of(html))
    reader = PdfReader(path)
    assert len(reader.pages) == len(found)
    assert reader.trailer["/Root"]["/Lang"] == "en-GB"
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert reader.metadata is not None
    assert reader.metadata.title == f"Certificates: {strand.title}"
    assert shown_code(found[0].code) in reader.pages[0].extract_text()
