"""Quiet mode: nothing leaves except to the addresses that are named, and nobody else counts as told."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from learning.clock import as_of
from learning.database import make_engine
from learning.domain.outbox import make_message, put_message
from learning.domain.quiet import change_quiet
from learning.domain.resending import try_again, try_all_again
from learning.domain.telling import letters_to, outlook_of, recipients_of, tell_of_release
from learning.errors import Refusal
from learning.jobs import transactions
from learning.models import CalendarEntry, Change, Message, Person
from learning.outputs.rounds import send_mail
from learning.vocabulary import MessageState, Reach, Telling
from tests.learning.domain.test_telling import before_all, release
from tests.learning.programmes import with_draft
from tests.learning.world import SYSTEM, World


def send(app: Flask) -> None:
    engine = make_engine(app.config["SQLALCHEMY_DATABASE_URI"])
    send_mail(transactions(engine), app.config["SETTINGS"])
    engine.dispose()


def states(session: Session) -> dict[str, MessageState]:
    session.expire_all()
    found = {message.address: message.state for message in session.scalars(select(Message))}
    session.commit()
    return found


def quiet(session: Session, world: World, *addresses: str, on: bool = True) -> None:
    change_quiet(session, SYSTEM, world.programme, addresses, quiet=on)
    session.commit()


def put(session: Session, world: World, address: str) -> Message:
    message = make_message(address, "A date", "Hello", programme_id=world.programme.id)
    session.add(message)
    session.commit()
    return message


def test_only_those_named_are_told_and_the_others_are_made_up_for(session: Session, world: World) -> None:
    draft = with_draft(session, world)
    with as_of(before_all(session, draft)):
        everybody = [one for one in recipients_of(session, world.programme, draft) if one.reach is Reach.MAIL]
        quiet(session, world, everybody[0].address.upper())
        outlook = outlook_of(session, world.programme, draft)
        assert (outlook.people, outlook.kept_back) == (1, len(everybody) - 1)
        assert release(session, world, draft, Telling.DIGEST) == 1
        assert {entry.owner_id for entry in session.scalars(select(CalendarEntry))} == {everybody[0].owner.owner_id}
        quiet(session, world, on=False)
        assert tell_of_release(session, world.programme, draft, Telling.DIGEST) == len(everybody) - 1
        assert outlook_of(session, world.programme, draft).people == 0
    told = [message.address for message in session.scalars(select(Message))]
    assert sorted(told) == sorted(one.address for one in everybody)


def test_what_waits_when_it_is_turned_on_is_held_back_and_can_be_sent_later(
    app: Flask, session: Session, world: World
) -> None:
    named, other = put(session, world, "named@eastmere.example"), put(session, world, "other@eastmere.example")
    quiet(session, world, named.address)
    send(app)
    assert states(session) == {named.address: MessageState.SENT, other.address: MessageState.HELD}
    with pytest.raises(Refusal, match="Quiet mode keeps messages to other@eastmere"):
        try_again(session, SYSTEM, world.programme, other)
    session.rollback()
    assert try_all_again(session, SYSTEM, world.programme, MessageState.HELD) == 0
    quiet(session, world, on=False)
    try_again(session, SYSTEM, world.programme, other)
    session.commit()
    send(app)
    assert states(session)[other.address] is MessageState.SENT
    assert other.tries == 1


def test_links_to_sign_in_leave_all_the_same(app: Flask, session: Session, world: World) -> None:
    quiet(session, world)
    put_message(session, "dana@eastmere.example", "Sign in", "A link")
    session.commit()
    send(app)
    assert states(session) == {"dana@eastmere.example": MessageState.SENT}


def test_other_programmes_are_not_quiet(app: Flask, session: Session, world: World) -> None:
    quiet(session, world)
    session.add(make_message("b@eastmere.example", "A date", "Hello", programme_id=world.other_programme.id))
    session.commit()
    send(app)
    assert states(session) == {"b@eastmere.example": MessageState.SENT}


def test_change_stands_in_the_trace(session: Session, world: World) -> None:
    quiet(session, world, "A@eastmere.example", "a@eastmere.example")
    quiet(session, world, "a@eastmere.example")
    assert world.programme.quiet_addresses == ["a@eastmere.example"]
    changes = session.scalars(select(Change).where(Change.action == "change quiet mode")).all()
    assert [change.sentence for change in changes] == ["Quiet mode was turned on."]


def test_message_that_failed_goes_to_the_address_of_today(session: Session, world: World) -> None:
    draft = with_draft(session, world)
    with as_of(before_all(session, draft)):
        release(session, world, draft, Telling.DIGEST)
        message = session.scalars(select(Message).where(Message.role == "participant")).first()
        assert message is not None
        person = session.scalars(select(Person).where(Person.staff_id == message.owner_id)).one()
        message.state, message.fault = MessageState.FAILED, "No such mailbox."
        person.email = "new@eastmere.example"
        session.flush()
        try_again(session, SYSTEM, world.programme, message)
    assert (message.address, message.state, message.fault) == ("new@eastmere.example", MessageState.WAITING, "")


def test_message_that_is_on_its_way_cannot_be_tried_again(session: Session, world: World) -> None:
    message = put(session, world, "a@eastmere.example")
    with pytest.raises(Refusal, match="on its way or has been sent"):
        try_again(session, SYSTEM, world.programme, message)


@pytest.mark.parametrize("telling", [Telling.DIGEST, Telling.INVITATIONS])
def test_preview_is_the_very_text_that_goes_out_and_keeps_nothing(
    session: Session, world: World, telling: Telling
) -> None:
    draft = with_draft(session, world)
    with as_of(before_all(session, draft)):
        told = [one for one in recipients_of(session, world.programme, draft) if one.reach is Reach.MAIL]
        seen = {
            (letter.address, letter.subject, letter.body, str(letter.calendar))
            for letters in letters_to(session, world.programme, told, telling)
            for letter in letters
        }
        session.commit()
        assert session.scalars(select(Message.id)).all() == session.scalars(select(CalendarEntry.id)).all() == []
        release(session, world, draft, telling)
    sent = session.scalars(select(Message)).all()
    assert seen == {(one.address, one.subject, one.body, str(one.calendar)) for one in sent}
    assert len(sent) >= len(told) > 10
