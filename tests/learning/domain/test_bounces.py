"""Messages that come back: the one that is meant, and no other, counts as failed, with the server's reason."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from learning.domain.bounces import read_bounce
from learning.domain.outbox import note_undelivered, put_message, settle_message, take_message
from learning.models import Message
from learning.vocabulary import MessageState

HOST = "eastmere.example"
REFERENCE = "0123456789abcdef" * 2


def report(reference: str = REFERENCE, action: str = "failed", kind: str = "message/rfc822") -> bytes:
    """As Postfix writes it."""
    return f"""From: MAILER-DAEMON@mx.example
To: learning@{HOST}
Subject: Undelivered Mail Returned to Sender
Message-ID: <20261127.1@mx.example>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain; charset=us-ascii

I'm sorry to have to inform you that your message could not be delivered.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example
Arrival-Date: Fri, 27 Nov 2026 12:00:00 +0000

Final-Recipient: rfc822; dana@{HOST}
Action: {action}
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 <dana@{HOST}>: user unknown

--b
Content-Type: {kind}

From: learning@{HOST}
To: dana@{HOST}
Subject: Reflection session
Message-ID: <{reference}@{HOST}>

Hello

--b--
""".replace("\n", "\r\n").encode()


def sent(session: Session) -> Message:
    message = put_message(session, f"dana@{HOST}", "Reflection session", "Hello")
    message.reference = REFERENCE
    session.flush()
    assert take_message(session, message.id) is not None
    settle_message(session, message.id, None)
    return message


@pytest.mark.parametrize("kind", ["message/rfc822", "text/rfc822-headers"])
def test_message_that_came_back_failed_with_the_reason_of_the_server(session: Session, kind: str) -> None:
    message = sent(session)
    bounce = read_bounce(report(kind=kind), HOST)
    assert bounce is not None
    assert note_undelivered(session, bounce.reference, bounce.reason)
    assert message.state is MessageState.FAILED
    assert message.fault == f"The mail server could not deliver it: 550 5.1.1 <dana@{HOST}>: user unknown."
    assert not note_undelivered(session, bounce.reference, bounce.reason)


@pytest.mark.parametrize(
    "content",
    [
        report(action="delayed"),
        report(reference="f" * 31),
        report().replace(f"Message-ID: <{REFERENCE}@{HOST}>".encode(), b"Message-ID: <1@elsewhere.example>"),
        report().replace(b"multipart/report; report-type=delivery-status", b"multipart/mixed"),
        b"",
        report() + b"x" * 300_000,
    ],
    ids=["late", "not ours", "of another host", "no report", "nothing", "too large"],
)
def test_what_is_no_report_about_a_message_of_ours_is_none(content: bytes) -> None:
    assert read_bounce(content, HOST) is None


def test_message_that_has_not_been_sent_cannot_come_back(session: Session) -> None:
    message = put_message(session, f"dana@{HOST}", "Reflection session", "Hello")
    assert not note_undelivered(session, message.reference, "It came back.")
    assert not note_undelivered(session, "0" * 32, "It came back.")
    assert message.state is MessageState.WAITING


@settings(max_examples=200)
@given(st.integers(0, len(report())), st.integers(0, 60), st.binary(max_size=60))
def test_no_report_does_anything_but_be_read_or_left(begin: int, length: int, other: bytes) -> None:
    bounce = read_bounce(report()[:begin] + other + report()[begin + length :], HOST)
    assert bounce is None or len(bounce.reference) == 32
