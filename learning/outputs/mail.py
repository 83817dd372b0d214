"""Sending what is in the outbox: by SMTP, or as files where no mail server is set.

A message is taken by one sender at a time and marked before it goes out, so that two processes never send it both;
one whose sender was killed in that moment is marked as failed and not sent again by itself.
"""

from __future__ import annotations

import logging
import smtplib
from email.message import EmailMessage
from email.utils import format_datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from learning.clock import now
from learning.config import Settings
from learning.models import Message
from learning.outputs.invitations import as_icalendar
from learning.vocabulary import CalendarMethod, MessageState

MOST_AT_ONCE = 50
MOST_TRIES = 8
TIMEOUT_SECONDS = 20

log = logging.getLogger(__name__)


def waiting_messages(session: Session) -> list[int]:
    """The messages to send, oldest first."""
    found = select(Message.id).where(Message.state == MessageState.WAITING).order_by(Message.id).limit(MOST_AT_ONCE)
    return list(session.scalars(found))


def take_message(session: Session, message_id: int) -> Message | None:
    """Mark a message as being sent; None where another sender has taken it."""
    taken = session.execute(
        update(Message)
        .where(Message.id == message_id, Message.state == MessageState.WAITING)
        .values(state=MessageState.FAILED, tries=Message.tries + 1)
        .execution_options(synchronize_session=False)
    )
    return session.get(Message, message_id, populate_existing=True) if taken.rowcount == 1 else None  # type: ignore[attr-defined]


def send_message(settings: Settings, message: Message) -> None:
    """Hand a message to the mail server, or write it into the outbox folder. Raises OSError or SMTPException."""
    mail = as_mail(settings, message)
    if not settings.smtp_host:
        folder = settings.instance / "outbox"
        folder.mkdir(exist_ok=True)
        (folder / f"{message.id:06d}-{message.reference[:8]}.eml").write_bytes(mail.as_bytes())
        return
    with smtplib.SMTP(settings.smtp_host, settings.smtp_port, timeout=TIMEOUT_SECONDS) as server:
        if settings.smtp_starttls:
            server.starttls()
        if settings.smtp_user:
            server.login(settings.smtp_user, settings.smtp_password)
        server.send_message(mail)


def settle_message(session: Session, message_id: int, *, sent: bool) -> None:
    """Say what became of a message: sent, or to be tried again, eight times at most."""
    message = session.get_one(Message, message_id, populate_existing=True)
    if sent:
        message.state, message.sent_at = MessageState.SENT, now()
    elif message.tries < MOST_TRIES:
        message.state = MessageState.WAITING
    else:
        log.error("message %s was not sent in %s tries", message.reference, message.tries)
    session.flush()


def as_mail(settings: Settings, message: Message) -> EmailMessage:
    """The message as the mail server takes it; its reference is its Message-ID, so that a copy is known as one."""
    mail = EmailMessage()
    mail["From"] = settings.mail_from
    mail["To"] = message.address
    mail["Subject"] = " ".join(message.subject.split())
    mail["Date"] = format_datetime(message.created_at)
    mail["Message-ID"] = f"<{message.reference}@{_host(settings)}>"
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(message.body)
    if message.calendar:
        _add_dates(mail, settings, message, message.calendar)
    return mail


def _add_dates(mail: EmailMessage, settings: Settings, message: Message, calendar: dict[str, Any]) -> None:
    """An invitation is another form of the message itself, as mail programs want it (RFC 6047); others are a file."""
    text = as_icalendar(
        calendar,
        address=message.address,
        organiser=settings.mail_from,
        stamp=message.created_at,
        host=_host(settings),
    )
    params = {"method": calendar["method"], "charset": "utf-8"}
    if calendar["method"] == CalendarMethod.PUBLISH:
        mail.add_attachment(text, "text", "calendar", cte="base64", params=params, filename="dates.ics")
    else:
        mail.add_alternative(text, "text", "calendar", cte="base64", params=params)


def _host(settings: Settings) -> str:
    return settings.mail_from.rpartition("@")[2] or "localhost"
