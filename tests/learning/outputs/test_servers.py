"""Each message once, whatever servers do: a mail server and a stand-in for GOV.UK Notify, each a process of its own."""

from __future__ import annotations

import email
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import requests
import vobject
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from learning.clock import as_of, now
from learning.config import Settings, SettingsError, load_settings
from learning.database import make_engine
from learning.domain.letters import FILE_SENTENCE
from learning.domain.outbox import make_message, put_message
from learning.jobs import transactions
from learning.models import Message
from learning.outputs import notify
from learning.outputs.rounds import ask_what_arrived, send_mail
from learning.vocabulary import MessageState
from tests.learning.pages import Pages
from tests.notify_stand_in import API_KEY, SECRET, TEMPLATE

LATER = timedelta(days=1)


@contextmanager
def running(*command: str) -> Iterator[str]:
    """A server in a process of its own; gives the first line that it prints."""
    with subprocess.Popen(
        [sys.executable, "-m", *command], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as process:
        assert process.stdout is not None
        try:
            yield process.stdout.readline().strip()
        finally:
            process.terminate()
            process.wait(10)


@pytest.fixture(scope="module")
def notify_url() -> Iterator[str]:
    with running("tests.notify_stand_in") as url:
        yield url


@pytest.fixture
def by_notify(app: Flask, notify_url: str) -> Settings:
    return replace(app.config["SETTINGS"], notify_api_key=API_KEY, notify_template_id=TEMPLATE, notify_url=notify_url)


@pytest.fixture
def mailbox(tmp_path: Path) -> Path:
    folder = tmp_path / "mailbox"
    folder.mkdir()
    return folder


@pytest.fixture
def by_smtp(app: Flask, mailbox: Path) -> Iterator[Settings]:
    with running("tests.mail_server", str(mailbox)) as port:
        yield replace(app.config["SETTINGS"], smtp_host="127.0.0.1", smtp_port=int(port))


@pytest.fixture
def by_smtp_on_both(app_on_both: Flask, mailbox: Path) -> Iterator[Settings]:
    with running("tests.mail_server", str(mailbox)) as port:
        yield replace(app_on_both.config["SETTINGS"], smtp_host="127.0.0.1", smtp_port=int(port))


def put(session: Session, address: str) -> Message:
    message = put_message(session, address, "Sign in", "Zoë’s link:\n.hidden dot\n" + "a long line " * 40)
    session.commit()
    return message


def send(app: Flask, session: Session, settings: Settings, later: timedelta = timedelta(0)) -> None:
    engine = make_engine(app.config["SQLALCHEMY_DATABASE_URI"])
    with as_of(now() + later):
        send_mail(transactions(engine), settings)
    engine.dispose()
    session.scalars(select(Message).execution_options(populate_existing=True)).all()
    session.commit()


def mails(folder: Path) -> list[EmailMessage]:
    found = [email.message_from_bytes(path.read_bytes(), policy=default) for path in sorted(folder.glob("*.eml"))]
    assert all(isinstance(one, EmailMessage) for one in found)
    return found  # type: ignore[return-value]


def taken(url: str, message: Message) -> list[dict[str, str]]:
    return [one for one in requests.get(f"{url}/taken", timeout=10).json() if one["reference"] == message.reference]


def test_mail_server_takes_a_message_as_it_was_written(
    app: Flask, session: Session, by_smtp: Settings, mailbox: Path
) -> None:
    message = put(session, "dana@eastmere.example")
    for _ in range(2):
        send(app, session, by_smtp)
    assert (message.state, message.tries) == (MessageState.SENT, 1)
    (mail,) = mails(mailbox)
    assert mail["To"] == "dana@eastmere.example"
    assert mail.get_content().replace("\r\n", "\n").rstrip("\n") == message.body
    assert all(len(line) <= 998 for line in (mailbox / "0.eml").read_bytes().split(b"\r\n"))


@pytest.mark.parametrize(
    ("address", "said"),
    [("gone@e.example", "550 5.1.1 No such user here."), ("full@e.example", "552 5.2.2 Mailbox full.")],
)
def test_refusal_for_good_is_not_tried_again(
    app: Flask, session: Session, by_smtp: Settings, mailbox: Path, address: str, said: str
) -> None:
    message, other = put(session, address), put(session, "dana@eastmere.example")
    for later in (timedelta(0), LATER):
        send(app, session, by_smtp, later)
    assert (message.state, message.tries) == (MessageState.FAILED, 1)
    assert message.fault.endswith(said)
    assert other.state is MessageState.SENT
    assert len(mails(mailbox)) == 1


@pytest.mark.parametrize("address", ["later@e.example", "before@e.example"])
def test_what_the_server_did_not_take_is_sent_again_later_and_arrives_once(
    app: Flask, session: Session, by_smtp: Settings, mailbox: Path, address: str
) -> None:
    message = put(session, address)
    send(app, session, by_smtp)
    assert (message.state, message.tries) == (MessageState.WAITING, 1)
    (mailbox / "well").touch()
    send(app, session, by_smtp)
    assert mails(mailbox) == []
    send(app, session, by_smtp, LATER)
    assert (message.state, len(mails(mailbox))) == (MessageState.SENT, 1)


def test_connection_cut_after_the_whole_message_never_sends_it_twice(
    app: Flask, session: Session, by_smtp: Settings, mailbox: Path
) -> None:
    message = put(session, "after@e.example")
    send(app, session, by_smtp)
    (mailbox / "well").touch()
    send(app, session, by_smtp, LATER)
    assert message.state is MessageState.FAILED
    assert message.fault.endswith("It may have arrived.")
    assert len(mails(mailbox)) == 1


def test_connection_that_the_server_ends_between_two_messages_costs_no_try(
    app: Flask, session: Session, by_smtp: Settings, mailbox: Path
) -> None:
    found = [put(session, address) for address in ("a@e.example", "last@e.example", "b@e.example", "c@e.example")]
    send(app, session, by_smtp)
    assert [(one.state, one.tries) for one in found] == [(MessageState.SENT, 1)] * 4
    assert len(mails(mailbox)) == 4


@pytest.mark.parametrize("address", ["zoë@e.example", "a@e.example, b@e.example", "nobody", "a@e.example\r\nBcc: b"])
def test_address_that_no_mail_server_takes_holds_nobody_up(
    app: Flask, session: Session, by_smtp: Settings, mailbox: Path, address: str
) -> None:
    message, other = put(session, address), put(session, "dana@eastmere.example")
    send(app, session, by_smtp)
    assert (message.state, other.state) == (MessageState.FAILED, MessageState.SENT)
    assert message.fault == "This is not one plain address that mail servers take."
    assert [mail["To"] for mail in mails(mailbox)] == ["dana@eastmere.example"]


def test_message_that_breaks_its_writing_stops_nothing_else(
    app: Flask, session: Session, by_smtp: Settings, mailbox: Path
) -> None:
    broken = make_message("a@e.example", "Dates", "Hello", calendar={"method": "REQUEST", "events": 7})
    session.add(broken)
    session.commit()
    other = put(session, "dana@eastmere.example")
    send(app, session, by_smtp)
    assert (broken.state, other.state) == (MessageState.FAILED, MessageState.SENT)
    assert len(mails(mailbox)) == 1


def test_mail_server_that_is_away_costs_each_message_one_try_and_nothing_else(
    app: Flask, session: Session, by_smtp: Settings, mailbox: Path
) -> None:
    first, second = put(session, "a@e.example"), put(session, "b@e.example")
    send(app, session, replace(by_smtp, smtp_port=1))
    assert first.fault == "The mail server cannot be reached."
    assert (first.tries, second.tries, second.state) == (1, 0, MessageState.WAITING)
    send(app, session, by_smtp, LATER)
    assert [first.state, second.state, len(mails(mailbox))] == [MessageState.SENT, MessageState.SENT, 2]


def test_notify_gets_the_words_in_the_fields_of_its_template_once(
    app: Flask, session: Session, by_notify: Settings, notify_url: str
) -> None:
    message = put(session, "dana@eastmere.example")
    for later in (timedelta(0), LATER):
        send(app, session, by_notify, later)
    assert message.state is MessageState.SENT
    (one,) = taken(notify_url, message)
    assert (one["email_address"], one["subject"], one["body"]) == (message.address, message.subject, message.body)


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("busy@e.example", "GOV.UK Notify takes no more messages for now: Exceeded rate limit"),
        ("broken@e.example", "GOV.UK Notify has a fault of its own: 500 Internal server error."),
    ],
)
def test_notify_is_asked_again_later_when_it_is_busy_or_broken(
    app: Flask, session: Session, by_notify: Settings, notify_url: str, address: str, said: str
) -> None:
    message = put(session, address)
    send(app, session, by_notify)
    assert message.state is MessageState.WAITING
    assert message.fault.startswith(said)
    send(app, session, by_notify, LATER)
    assert (message.state, len(taken(notify_url, message))) == (MessageState.SENT, 1)


def test_notify_that_answers_too_late_has_the_message_and_gets_no_second_one(
    app: Flask, session: Session, by_notify: Settings, notify_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(notify, "TIMEOUT_SECONDS", 0.5)
    notify._client.cache_clear()
    message = put(session, "slow@e.example")
    send(app, session, by_notify)
    assert (message.state, message.fault) == (MessageState.WAITING, "GOV.UK Notify did not answer.")
    send(app, session, by_notify, LATER)
    notify._client.cache_clear()
    assert (message.state, len(taken(notify_url, message))) == (MessageState.SENT, 1)


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("nobody@nowhere", "GOV.UK Notify refuses the address: email_address Not a valid email address."),
        ("trial@e.example", "GOV.UK Notify refuses the address: Can’t send to this recipient when service is in trial"),
    ],
)
def test_address_that_notify_refuses_is_not_tried_again_and_holds_nobody_up(
    app: Flask, session: Session, by_notify: Settings, address: str, said: str
) -> None:
    message, other = put(session, address), put(session, "next@e.example")
    send(app, session, by_notify)
    assert (message.state, other.state) == (MessageState.FAILED, MessageState.SENT)
    assert message.fault.startswith(said)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"notify_api_key": API_KEY.replace(SECRET, SECRET[::-1])}, "GOV.UK Notify does not accept the key"),
        ({"notify_template_id": SECRET}, "GOV.UK Notify refuses the message: Template not found."),
        ({"notify_url": "http://127.0.0.1:1"}, "GOV.UK Notify did not answer."),
    ],
)
def test_wrong_settings_of_notify_lose_no_message(
    app: Flask, session: Session, by_notify: Settings, change: dict[str, str], said: str
) -> None:
    message, other = put(session, "a@e.example"), put(session, "b@e.example")
    send(app, session, replace(by_notify, **change))  # type: ignore[arg-type]
    assert message.fault.startswith(said)
    assert (message.state, other.tries) == (MessageState.WAITING, 0)
    send(app, session, by_notify, LATER)
    assert [message.state, other.state] == [MessageState.SENT, MessageState.SENT]


def test_what_notify_cannot_deliver_counts_as_failed_and_can_be_sent_again(
    app: Flask, session: Session, by_notify: Settings
) -> None:
    message, other = put(session, "left@e.example"), put(session, "arrived@e.example")
    send(app, session, by_notify)
    assert (message.state, other.state) == (MessageState.SENT, MessageState.SENT)
    ask(app, session, by_notify)
    assert (message.state, other.state) == (MessageState.FAILED, MessageState.SENT)
    assert message.fault == "GOV.UK Notify could not deliver it: there is no such address."
    message.state, message.address = MessageState.WAITING, "right@e.example"
    session.commit()
    send(app, session, by_notify, LATER)
    ask(app, session, by_notify)
    assert message.state is MessageState.SENT


def ask(app: Flask, session: Session, settings: Settings) -> None:
    engine = make_engine(app.config["SQLALCHEMY_DATABASE_URI"])
    ask_what_arrived(transactions(engine), settings)
    engine.dispose()
    session.scalars(select(Message).execution_options(populate_existing=True)).all()
    session.commit()


def test_dates_stand_behind_a_link_where_notify_carries_the_message(
    app: Flask, session: Session, by_notify: Settings, notify_url: str
) -> None:
    event = {
        "uid": "a1", "sequence": 2, "start": "2027-01-11T09:30:00", "end": "2027-01-11T11:00:00", "cancelled": False,
        "summary": "Reflection", "location": "Town Hall", "link": "", "description": "",
    }  # fmt: skip
    calendar = {"method": "PUBLISH", "zone": "Europe/London", "name": "Dana", "events": [event]}
    message = make_message("dana@e.example", "Dates", f"Hello\n\n{FILE_SENTENCE}\n\nBye\n", calendar=calendar)
    session.add(message)
    session.commit()
    send(app, session, by_notify)
    (one,) = taken(notify_url, message)
    assert FILE_SENTENCE not in one["body"]
    address = urlsplit(one["body"].split("calendar: ")[1].split()[0]).path
    anybody = Pages(app)
    session.commit()
    for _ in range(3):
        answer = anybody.get(address).response
        assert answer.mimetype == "text/calendar"
        assert "Set-Cookie" not in answer.headers
        found = vobject.readOne(answer.get_data(as_text=True))
        assert (found.method.value, found.vevent.summary.value, found.vevent.sequence.value) == (
            "PUBLISH", "Reflection", "2",
        )  # fmt: skip
    anybody.get(f"{address[:-6]}00.ics", status=404)
    anybody.get(address.replace(message.reference, "0" * 32), status=404)


def test_key_of_notify_needs_a_template(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="notify_template_id"):
        load_settings(tmp_path, {"LEARNING_NOTIFY_API_KEY": API_KEY})


def test_four_senders_at_once_send_every_message_once(
    app_on_both: Flask, session_on_both: Session, by_smtp_on_both: Settings, mailbox: Path
) -> None:
    for number in range(60):
        put_message(session_on_both, f"person{number}@e.example", "A date", "Hello")
    session_on_both.commit()
    url = app_on_both.config["SQLALCHEMY_DATABASE_URI"]

    def sender() -> None:
        engine = make_engine(url)
        for _ in range(3):
            send_mail(transactions(engine), by_smtp_on_both)
        engine.dispose()

    threads = [threading.Thread(target=sender) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    received = Counter(str(mail["Message-ID"]) for mail in mails(mailbox))
    assert len(received) == 60
    assert set(received.values()) == {1}
    states = session_on_both.execute(select(Message.state, Message.tries).distinct()).all()
    assert [tuple(row) for row in states] == [(MessageState.SENT, 1)]
