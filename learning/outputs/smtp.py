"""One message to a mail server (RFC 5321), and in plain words what went wrong.

The server has taken a message when it has said so; before the last line of the message it has not, and the message can
be sent again. Where the connection is cut between the two nobody can know (RFC 1047): it is not sent again by itself.
"""

from __future__ import annotations

import re
import smtplib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from email.message import EmailMessage
from email.policy import SMTP

from learning.config import Settings
from learning.domain.outbox import Failure

Hand = Callable[[str, EmailMessage], Failure | None]
"""Hands a message over to an address; None when the mail server has taken it."""

TIMEOUT_SECONDS = 20
MOST_WORDS = 200
CLOSING = 421

UNREACHABLE = Failure("The mail server cannot be reached.", again=True, everywhere=True)
CUT = Failure("The connection to the mail server was cut before it had the whole message.", again=True, everywhere=True)
UNKNOWN = Failure(
    "The connection was cut after the mail server had the whole message and before it answered. It may have arrived.",
    again=False,
    everywhere=True,
)


@contextmanager
def by_mail_server(settings: Settings) -> Iterator[Hand]:
    """Hands messages over, one after the other on one connection while all goes well: servers dislike thousands."""
    held: list[smtplib.SMTP] = []

    def once(address: str, mail: EmailMessage) -> Failure | None:
        failure = _enter(settings, held) or _hand_over(held[0], settings.mail_from, address, mail)
        if failure is not None:
            _leave(held)
        return failure

    def hand(address: str, mail: EmailMessage) -> Failure | None:
        was_open = bool(held)
        failure = once(address, mail)
        if failure is CUT and was_open:  # the server has had enough of this connection, and has not got the message
            return once(address, mail)
        return failure

    try:
        yield hand
    finally:
        _leave(held)


def _leave(held: list[smtplib.SMTP]) -> None:
    for server in held:
        with suppress(OSError, smtplib.SMTPException):
            server.quit()
        server.close()
    held.clear()


def _enter(settings: Settings, held: list[smtplib.SMTP]) -> Failure | None:
    """Open a connection where none is held."""
    if held:
        return None
    server = smtplib.SMTP(timeout=TIMEOUT_SECONDS)
    held.append(server)
    try:
        code, text = server.connect(settings.smtp_host, settings.smtp_port)
        if code != 220:
            return _refusal("The mail server does not take messages now", code, text, everywhere=True)
        if settings.smtp_starttls:
            server.starttls()
        if settings.smtp_user:
            server.login(settings.smtp_user, settings.smtp_password)
        server.ehlo_or_helo_if_needed()
    except smtplib.SMTPAuthenticationError as fault:
        refusal = _refusal(
            "The mail server does not accept the application’s name and password", fault.smtp_code, fault.smtp_error
        )
        return Failure(refusal.reason, again=True, everywhere=True)
    except (OSError, smtplib.SMTPException):
        return UNREACHABLE
    return None


def _hand_over(server: smtplib.SMTP, sender: str, address: str, mail: EmailMessage) -> Failure | None:
    try:
        code, text = server.mail(sender)
        if code != 250:
            refusal = _refusal(f"The mail server takes no mail from {sender}", code, text)
            return Failure(refusal.reason, again=True, everywhere=True)
        code, text = server.rcpt(address)
        if code not in (250, 251):
            return _refusal(f"The mail server refuses the address {address}", code, text)
        code, text = server.docmd("DATA")
        if code != 354:
            return _refusal("The mail server refuses the message", code, text)
        server.send(_as_sent(mail))
    except (OSError, smtplib.SMTPException):
        return CUT
    try:
        code, text = server.getreply()
    except (OSError, smtplib.SMTPException):
        return UNKNOWN
    return None if code == 250 else _refusal("The mail server refuses the message", code, text)


def _as_sent(mail: EmailMessage) -> bytes:
    """The message with a second full stop before one that begins a line, and its end (RFC 5321, 4.5.2)."""
    content = mail.as_bytes(policy=SMTP)
    if not content.endswith(b"\r\n"):
        content += b"\r\n"
    return re.sub(rb"(?m)^\.", b"..", content) + b".\r\n"


def _refusal(sentence: str, code: int, text: bytes | str, *, everywhere: bool = False) -> Failure:
    """Codes from 500 on are for good; below, the server asks to try later (RFC 5321, 4.2.1)."""
    said = text.decode("utf-8", "replace") if isinstance(text, bytes) else text
    words = " ".join("".join(char if char.isprintable() else " " for char in said).split())[:MOST_WORDS]
    later = " for now" if code < 500 else ""
    return Failure(f"{sentence}{later}: {code} {words}".rstrip() + ".", code < 500, everywhere or code == CLOSING)
