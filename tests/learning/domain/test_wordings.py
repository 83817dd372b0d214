"""The words of messages: fields filled, wrong ones refused, versions kept, and used in every letter."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from learning.clock import as_of
from learning.domain.preview import preview_of
from learning.domain.wordings import KINDS, change_words, checked, filled, versions_of, words_in_use
from learning.errors import Refusal, StaleEdit
from learning.models import Message, Person
from learning.vocabulary import Part, Telling
from tests.learning.domain.test_telling import before_all, release
from tests.learning.programmes import with_draft
from tests.learning.world import SYSTEM, World

POSSIBLE = "((name)) ((programme)) ((organisation))"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "Enter the words"),
        (" \n ", "Enter the words"),
        ("Hello ((first name)),", f"There is no field ((first name)). These are possible: {POSSIBLE}"),
        ("Hello ((Name)),", f"There is no field ((Name)). These are possible: {POSSIBLE}"),
        ("Hello ((name),", f"Write a field with two brackets on each side. These are possible: {POSSIBLE}"),
        ("Hello <b>((name))</b>,", "Enter plain words: messages cannot hold HTML"),
        ("Hello<br/>", "Enter plain words: messages cannot hold HTML"),
        ("Hello &nbsp; you", "Enter plain words: messages cannot hold HTML"),
        ("a" * 2001, "Enter up to 2,000 characters"),
    ],
)
def test_words_that_cannot_be_used_are_refused_with_what_is_possible(text: str, sentence: str) -> None:
    with pytest.raises(Refusal) as refusal:
        checked(text)
    assert refusal.value.sentence == sentence


@pytest.mark.parametrize("text", ["Hello ((name)),", "We meet at 3 < 4 & co.", "Groups (of six) meet", "R&D; and more"])
def test_plain_words_are_taken_as_they_are(text: str) -> None:
    assert checked(f"  {text}  \r\n") == text


@given(st.text(max_size=60), st.text(max_size=60))
def test_what_a_value_holds_is_never_taken_for_a_field(name: str, programme: str) -> None:
    values = {"name": f"{name}((programme))", "programme": programme, "organisation": ""}
    assert filled("((name))|((programme))", values) == f"{name}((programme))|{programme}"


def test_words_of_the_application_can_be_used() -> None:
    assert all(checked(kind.words) == kind.words for kind in KINDS.values())
    assert set(KINDS) == set(Part)


def test_every_version_is_kept_and_the_newest_is_used(session: Session, world: World) -> None:
    own = world.programme
    change_words(session, SYSTEM, own, Part.GREETING, "Dear ((name)),", 0)
    change_words(session, SYSTEM, own, Part.GREETING, "Good day ((name)),", 1)
    change_words(session, SYSTEM, own, Part.GREETING, "Good day ((name)),", 2)
    assert [one.version for one in versions_of(session, own, Part.GREETING)] == [2, 1]
    assert words_in_use(session, own)[Part.GREETING] == "Good day ((name)),"
    assert words_in_use(session, world.other_programme)[Part.GREETING] == KINDS[Part.GREETING].words
    with pytest.raises(StaleEdit):
        change_words(session, SYSTEM, own, Part.GREETING, "Hi ((name))", 1)


def test_letters_say_what_coordinators_wrote(session: Session, world: World) -> None:
    draft = with_draft(session, world)
    person = session.scalars(select(Person).where(Person.programme_id == world.programme.id)).first()
    assert person is not None
    for part, text in (
        (Part.GREETING, "Dear ((name)) of ((organisation)),"),
        (Part.PLACE, "your places in ((programme)):"),
        (Part.LEAD, "your sessions:"),
        (Part.ENDING, "Yours\nDana"),
    ):
        change_words(session, SYSTEM, world.programme, part, text, 0)
    with as_of(before_all(session, draft)):
        release(session, world, draft, Telling.DIGEST)
    for message in session.scalars(select(Message)):
        lead = "your sessions:" if message.role == "trainer" else f"your places in {world.programme.name}:"
        assert message.body.startswith(f"Dear {message.name} of Eastmere Council,\n\n{lead}\n\n- ")
        assert message.body.endswith("\n\nYours\nDana\n")


@pytest.mark.parametrize("part", Part)
def test_preview_shows_a_real_person_and_keeps_nothing(session: Session, world: World, part: Part) -> None:
    draft = with_draft(session, world)
    words = {**words_in_use(session, world.programme), part: "Just so, ((name))."}
    letter = preview_of(session, world.programme, draft, part, words, "")
    assert letter is not None
    assert f"Just so, {letter.name}." in letter.body
    assert "((" not in letter.body
    again = preview_of(session, world.programme, draft, part, words, letter.owner_id)
    assert again is not None
    assert again.name == letter.name
    assert preview_of(session, world.programme, draft, part, words, "nobody of that name") is None
    session.commit()
    assert session.scalars(select(Message.id)).all() == []
