"""One message to a mail server (RFC 5321), and in plain words what went wrong.

The server has taken a message when it has said so; before the last line of the message it has not, and the message can
be sent again. Where the connection is cut between the two nobody can know (RFC 1047): it is not sent again by itself.
"""

from __future__ import annotations

import re
import smtplib
from contextlib import suppress
from email.message import EmailMessage
from email.policy import SMTP

from learning.config import Settings
from learning.domain.outbox import Failure

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


def send_by_smtp(settings: Settings, address: str, mail: EmailMessage) -> Failure | None:
    """Hand a message over; None when the mail server has taken it."""
    server = smtplib.SMTP(timeout=TIMEOUT_SECONDS)
    try:
        failure = _enter(settings, server)
        return failure or _hand_over(server, settings.mail_from, address, mail)
    finally:
        with suppress(OSError, smtplib.SMTPException):
            server.quit()
        server.close()


def _enter(settings: Settings, server: smtplib.SMTP) -> Failure | None:
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
