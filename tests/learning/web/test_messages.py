"""The pages of messages: every state with its reason, trying again, quiet mode, and who would get what."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from learning.clock import as_of, now
from learning.domain.outbox import make_message, put_message
from learning.models import Message
from learning.vocabulary import MessageState, Role, Telling
from tests.learning.counting import counted
from tests.learning.domain.test_telling import before_all, release
from tests.learning.pages import Pages
from tests.learning.programmes import with_draft
from tests.learning.world import World


def put(session: Session, world: World, number: int = 0, state: MessageState = MessageState.WAITING) -> Message:
    message = make_message(
        f"person{number}@eastmere.example", "Reflection, Monday 11 January 2027", "Hello",
        programme_id=world.programme.id, role=Role.PARTICIPANT, owner_id=f"E{number}", name=f"Person {number}",
    )  # fmt: skip
    message.state = state
    session.add(message)
    return message


def base(world: World) -> str:
    return f"/programmes/{world.programme.key}/programme/messages"


def test_reason_stands_beside_a_message_that_failed_and_it_can_be_tried_again(
    session: Session, world: World, pages: Pages
) -> None:
    message = put(session, world, state=MessageState.FAILED)
    message.tries, message.fault = 8, "The mail server refuses the address person0@eastmere.example: 550 no such user."
    session.commit()
    browser = pages.as_(world.people[Role.COORDINATOR])
    page = browser.get(f"{base(world)}?state=failed")
    assert "550 no such user. Given up after 8 tries." in page.text
    browser.post(f"{base(world)}/{message.id}/again", at=base(world))
    session.refresh(message)
    session.commit()
    assert message.state is MessageState.WAITING
    assert "It leaves at the next look." in browser.get(f"{base(world)}/{message.id}").text
    assert "is tried again" in browser.get(f"/programmes/{world.programme.key}/programme/changes").text


def test_all_that_failed_are_tried_again_at_once(session: Session, world: World, pages: Pages) -> None:
    for number in range(3):
        put(session, world, number, MessageState.FAILED if number else MessageState.SENT)
    session.commit()
    browser = pages.as_(world.people[Role.COORDINATOR])
    assert "2 messages could not be sent" in browser.get(f"/programmes/{world.programme.key}/today").text
    browser.post(f"{base(world)}/again", {"state": "failed"}, at=base(world))
    browser.post(f"{base(world)}/again", {"state": "sent"}, status=404, at=base(world))
    found = session.scalars(select(Message).order_by(Message.id).execution_options(populate_existing=True))
    assert [one.state for one in found] == [MessageState.SENT, MessageState.WAITING, MessageState.WAITING]


def test_waiting_message_says_when_it_is_tried_next(session: Session, world: World, pages: Pages) -> None:
    message = put(session, world)
    message.tries, message.fault = 2, "The mail server cannot be reached."
    message.next_try_at = now() + timedelta(minutes=5)
    session.commit()
    text = pages.as_(world.people[Role.COORDINATOR]).get(base(world)).text
    assert "The mail server cannot be reached. Tried twice; tried again" in text
    assert "6 more at most." in text


def test_links_to_sign_in_are_never_shown_to_coordinators(session: Session, world: World, pages: Pages) -> None:
    secret = put_message(session, "dana@eastmere.example", "Sign in", "The secret link")
    own = put(session, world)
    session.commit()
    browser = pages.as_(world.people[Role.COORDINATOR])
    page = browser.get(base(world))
    assert own.name in page.text
    assert "dana@eastmere.example" not in page.text
    browser.get(f"{base(world)}/{secret.id}", status=404)


def test_messages_of_another_programme_are_not_there(session: Session, world: World, pages: Pages) -> None:
    message = put(session, world)
    session.commit()
    other = f"/programmes/{world.other_programme.key}/programme/messages"
    browser = pages.as_(world.neighbours[Role.COORDINATOR])
    assert "person0@" not in browser.get(other).text
    browser.get(f"{other}/{message.id}", status=404)
    browser.post(f"{other}/{message.id}/again", status=404, at=other)


def test_list_asks_as_much_of_the_database_whatever_its_length(
    app: Flask, session: Session, world: World, pages: Pages
) -> None:
    browser = pages.as_(world.people[Role.COORDINATOR])
    counts = []
    for number in (1, 200):
        for one in range(number):
            put(session, world, one)
        session.commit()
        with counted(app) as statements:
            page = browser.get(f"{base(world)}?words=person")
        counts.append(len(statements))
    assert counts[0] == counts[1]
    assert "1 to 25 of 201" in page.text


def test_quiet_mode_is_turned_on_and_said_wherever_people_are_told(
    session: Session, world: World, pages: Pages
) -> None:
    draft = with_draft(session, world)
    browser = pages.as_(world.people[Role.COORDINATOR])
    address = f"{base(world)}/quiet"
    assert "Messages are written as files" in browser.get(address).text
    page = browser.post(address, {"quiet": "on", "addresses": "a@b.example, c@d.example"}, status=422)
    assert page.errors() == [
        "Enter addresses like name@example.org, one a line; a@b.example, c@d.example is none",
    ]
    browser.post(address, {"quiet": "on", "addresses": "Dana@eastmere.example"})
    key, number = world.programme.key, draft.number
    for place in (
        "today",
        "programme/messages",
        f"schedule/release/{number}",
        f"schedule/release/{number}/telling",
    ):
        assert "Quiet mode is on" in browser.get(f"/programmes/{key}/{place}").text, place
    assert "Kept back by quiet mode" in browser.get(f"/programmes/{key}/schedule/release/{number}/telling").text


def test_list_before_telling_shows_each_person_with_the_very_text(session: Session, world: World, pages: Pages) -> None:
    draft = with_draft(session, world)
    session.commit()
    browser = pages.as_(world.people[Role.COORDINATOR])
    address = f"/programmes/{world.programme.key}/schedule/release/{draft.number}/telling"
    with as_of(before_all(session, draft)):
        session.commit()
        page = browser.get(address)
        assert "1 to 25 of" in page.text
        assert "This is new or has changed:" in page.text
        trainers = browser.get(f"{address}?who=trainers&how=invitations")
        assert "You lead the programme" in trainers.text
        assert "You have a place" not in trainers.text
        assert "Nobody like that" in browser.get(f"{address}?who=moved").text
        assert "Nobody like that" in browser.get(f"{address}?words=%00%25nobody").text
        browser.post(address, {"telling": "digest"}, status=404)
    assert session.scalars(select(Message.id)).all() == []


def test_people_are_told_of_the_release_in_force_after_a_quiet_one(
    session: Session, world: World, pages: Pages
) -> None:
    draft = with_draft(session, world)
    with as_of(before_all(session, draft)):
        release(session, world, draft, Telling.NOBODY)
        browser = pages.as_(world.people[Role.COORDINATOR])
        address = f"/programmes/{world.programme.key}/schedule/release/{draft.number}/telling"
        assert browser.get(base(world)).links()["Tell people"] == address
        session.commit()
        browser.post(address, {"telling": "digest"})
        written = len(session.scalars(select(Message.id)).all())
        session.commit()
        assert written > 10
        assert "Nobody: everyone whom mail reaches knows their dates" in browser.get(address).text
        browser.post(address, {"telling": "digest"})
    assert len(session.scalars(select(Message.id)).all()) == written


def test_lists_are_downloaded_without_a_formula(session: Session, world: World, pages: Pages) -> None:
    message = put(session, world)
    message.name, message.state = "=HYPERLINK(1)", MessageState.FAILED
    put(session, world, 1)
    draft = with_draft(session, world)
    browser = pages.as_(world.people[Role.COORDINATOR])
    href = browser.get(f"{base(world)}?state=failed").links()["Download all 1"]
    rows = browser.client.get(href).get_data(as_text=True).splitlines()
    assert len(rows) == 2
    assert "'=HYPERLINK(1)" in rows[1]
    with as_of(before_all(session, draft)):
        session.commit()
        address = f"/programmes/{world.programme.key}/schedule/release/{draft.number}/telling"
        page = browser.get(f"{address}?who=trainers")
        (href,) = (href for name, href in page.links().items() if name.startswith("Download all"))
        rows = browser.client.get(href).get_data(as_text=True).splitlines()
        assert len(rows) > 2
        assert all(",trainer," in row for row in rows[1:])
