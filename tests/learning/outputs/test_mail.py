"""Mail: each message once, by a real SMTP server or as a file, and again where the server fails."""

from __future__ import annotations

import email
import socket
import threading
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from learning.clock import as_of, now
from learning.config import Settings
from learning.database import make_engine
from learning.domain.outbox import (
    INTERRUPTED,
    LOST_AFTER,
    MOST_TRIES,
    WAITS,
    make_message,
    put_message,
    settle_message,
    take_message,
)
from learning.jobs import transactions
from learning.models import Message
from learning.outputs.rounds import send_mail
from learning.vocabulary import MessageState


@dataclass
class Server:
    """As much of RFC 5321 as a client needs, in a thread; ``refuses`` makes it answer every message with 451."""

    port: int = 0
    refuses: bool = False
    messages: list[bytes] = field(default_factory=list)

    def serve(self, listener: socket.socket) -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            with connection, connection.makefile("rwb", buffering=0) as stream:
                self._talk(stream)

    def _talk(self, stream: object) -> None:
        stream.write(b"220 here\r\n")  # type: ignore[attr-defined]
        while line := stream.readline():  # type: ignore[attr-defined]
            word = line.split()[0].upper()
            if word == b"DATA":
                stream.write(b"354 go on\r\n")  # type: ignore[attr-defined]
                lines = []
                while (part := stream.readline()) != b".\r\n":  # type: ignore[attr-defined]
                    lines.append(part)
                if not self.refuses:
                    self.messages.append(b"".join(lines))
                stream.write(b"451 later\r\n" if self.refuses else b"250 taken\r\n")  # type: ignore[attr-defined]
            elif word == b"QUIT":
                stream.write(b"221 bye\r\n")  # type: ignore[attr-defined]
                return
            else:
                stream.write(b"250 fine\r\n")  # type: ignore[attr-defined]


@pytest.fixture
def server() -> Iterator[Server]:
    found = Server()
    with closing(socket.create_server(("127.0.0.1", 0))) as listener:
        found.port = listener.getsockname()[1]
        thread = threading.Thread(target=found.serve, args=(listener,))
        thread.start()
        yield found
        listener.shutdown(socket.SHUT_RDWR)
    thread.join()


def settings_of(app: Flask, server: Server | None = None) -> Settings:
    settings = app.config["SETTINGS"]
    assert isinstance(settings, Settings)
    return replace(settings, smtp_host="127.0.0.1", smtp_port=server.port) if server else settings


def send(app: Flask, settings: Settings) -> None:
    engine = make_engine(app.config["SQLALCHEMY_DATABASE_URI"])
    send_mail(transactions(engine), settings)
    engine.dispose()


def reread(session: Session, message: Message) -> None:
    session.refresh(message)
    session.commit()


def put(session: Session, subject: str = "Sign in", body: str = "Zoë’s link:\n.hidden dot\n") -> Message:
    message = put_message(session, "dana@eastmere.example", subject, body)
    session.commit()
    return message


def test_message_reaches_the_server_once(app: Flask, session: Session, server: Server) -> None:
    message = put(session)
    for _ in range(3):
        send(app, settings_of(app, server))
    reread(session, message)
    assert (message.state, len(server.messages)) == (MessageState.SENT, 1)
    mail = email.message_from_bytes(server.messages[0].replace(b"\r\n..", b"\r\n."))
    assert (mail["To"], mail["Subject"]) == ("dana@eastmere.example", "Sign in")
    assert mail["Message-ID"].startswith(f"<{message.reference}@")
    payload = mail.get_payload(decode=True)
    assert isinstance(payload, bytes)
    assert payload.decode().replace("\r\n", "\n") == "Zoë’s link:\n.hidden dot\n"


def test_message_that_was_refused_for_now_is_tried_again_after_a_while(
    app: Flask, session: Session, server: Server
) -> None:
    message, began = put(session), now()
    server.refuses = True
    with as_of(began):
        send(app, settings_of(app, server))
    reread(session, message)
    assert (message.state, message.tries, message.next_try_at) == (MessageState.WAITING, 1, began + WAITS[0])
    assert message.fault == "The mail server refuses the message for now: 451 later."
    server.refuses = False
    with as_of(began + WAITS[0] - timedelta(seconds=1)):
        send(app, settings_of(app, server))
    assert server.messages == []
    with as_of(began + WAITS[0]):
        send(app, settings_of(app, server))
    reread(session, message)
    assert (message.state, message.fault, len(server.messages)) == (MessageState.SENT, "", 1)


def test_message_is_given_up_after_eight_tries_with_growing_waits(app: Flask, session: Session, server: Server) -> None:
    message, moment = put(session), now()
    server.refuses = True
    times = []
    while message.state is MessageState.WAITING:
        moment = message.next_try_at or moment
        times.append(moment)
        with as_of(moment):
            send(app, settings_of(app, server))
        reread(session, message)
    assert (message.state, message.tries) == (MessageState.FAILED, MOST_TRIES)
    assert "451" in message.fault
    waits = [later - earlier for earlier, later in pairwise(times)]
    assert tuple(waits) == WAITS == tuple(sorted(WAITS))


def test_message_whose_sender_was_killed_is_not_sent_again_by_itself(
    app: Flask, session: Session, server: Server
) -> None:
    message = put(session)
    assert take_message(session, message.id) is not None
    session.commit()
    with as_of(now() + LOST_AFTER):
        for _ in range(2):
            send(app, settings_of(app, server))
    reread(session, message)
    assert (message.state, message.fault, server.messages) == (MessageState.FAILED, INTERRUPTED, [])


def test_message_that_was_sent_stays_sent_whatever_comes_later(session: Session) -> None:
    message = put(session)
    assert take_message(session, message.id) is not None
    settle_message(session, message.id, None)
    assert take_message(session, message.id) is None
    assert (message.state, message.fault, message.next_try_at) == (MessageState.SENT, "", None)


def test_message_is_taken_by_one_sender(session_on_both: Session) -> None:
    message = put(session_on_both)
    assert take_message(session_on_both, message.id) is not None
    assert take_message(session_on_both, message.id) is None


def test_without_a_server_messages_are_files(app: Flask, session: Session, tmp_path: Path) -> None:
    put(session)
    send(app, settings_of(app))
    (file,) = (tmp_path / "outbox").glob("*.eml")
    assert b"To: dana@eastmere.example" in file.read_bytes()
    assert [message.state for message in session.scalars(select(Message))] == [MessageState.SENT]


def test_subject_cannot_smuggle_a_header(app: Flask, session: Session, server: Server) -> None:
    put(session, subject="Hello\r\nBcc: all@eastmere.example")
    send(app, settings_of(app, server))
    mail = email.message_from_bytes(server.messages[0])
    assert mail["Bcc"] is None
    assert mail["Subject"] == "Hello Bcc: all@eastmere.example"


@pytest.mark.parametrize(("method", "whole"), [("REQUEST", "multipart/alternative"), ("PUBLISH", "multipart/mixed")])
def test_dates_go_with_the_message_as_calendars_expect_them(
    app: Flask, session: Session, server: Server, method: str, whole: str
) -> None:
    event = {
        "uid": "a1",
        "sequence": 2,
        "start": "2027-01-11T09:30:00",
        "end": "2027-01-11T11:00:00",
        "cancelled": False,
    }
    texts = {"summary": "Reflection", "location": "Town Hall", "link": "", "description": ""}
    calendar = {"method": method, "zone": "Europe/London", "name": "Dana", "events": [{**event, **texts}]}
    session.add(make_message("dana@eastmere.example", "Reflection", "Hello Dana\n", calendar=calendar))
    session.commit()
    send(app, settings_of(app, server))
    mail = email.message_from_bytes(server.messages[0].replace(b"\r\n..", b"\r\n."))
    words, dates = mail.get_payload()
    assert (mail.get_content_type(), words.get_content_type()) == (whole, "text/plain")
    assert (dates.get_content_type(), dates.get_param("method"), dates.get_param("charset")) == (
        "text/calendar",
        method,
        "utf-8",
    )
    content = dates.get_payload(decode=True)
    assert content.startswith(b"BEGIN:VCALENDAR\r\n")
    assert f"METHOD:{method}\r\n".encode() in content
    assert b"UID:a1@localhost\r\nSEQUENCE:2\r\n" in content
