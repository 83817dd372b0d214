"""A message of the outbox as the mail that mail servers take."""

from __future__ import annotations

from collections.abc import Mapping
from email.message import EmailMessage
from email.utils import format_datetime
from typing import Any

from learning.config import Settings
from learning.domain.feeds import Feed
from learning.models import Message
from learning.outputs.invitations import as_icalendar
from learning.vocabulary import CalendarMethod


def as_mail(settings: Settings, message: Message) -> EmailMessage:
    """The message as the mail server takes it; its reference is its Message-ID, so that a copy is known as one."""
    mail = EmailMessage()
    mail["From"] = settings.mail_from
    mail["To"] = message.address
    mail["Subject"] = " ".join(message.subject.split())
    mail["Date"] = format_datetime(message.created_at)
    mail["Message-ID"] = f"<{message.reference}@{host_of(settings)}>"
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(message.body, cte="quoted-printable")  # for servers that pass on seven bits alone
    if message.calendar:
        _add_dates(mail, settings, message, message.calendar)
    return mail


def dates_as_file(settings: Settings, message: Message) -> bytes:
    """The dates of a message as a file that its reader opens."""
    return _as_icalendar(settings, message, {**(message.calendar or {}), "method": CalendarMethod.PUBLISH})


def feed_as_file(settings: Settings, feed: Feed) -> bytes:
    """A private feed, with the names that its dates have in invitations; the same bytes until something changes."""
    return as_icalendar(
        feed.calendar,
        address="",
        organiser=settings.mail_from,
        stamp=feed.stamp,
        host=host_of(settings),
        title=feed.title,
    )


def _add_dates(mail: EmailMessage, settings: Settings, message: Message, calendar: dict[str, Any]) -> None:
    """An invitation is another form of the message itself, as mail programs want it (RFC 6047); others are a file."""
    text = _as_icalendar(settings, message, calendar)
    params = {"method": calendar["method"], "charset": "utf-8"}
    if calendar["method"] == CalendarMethod.PUBLISH:
        mail.add_attachment(text, "text", "calendar", cte="base64", params=params, filename="dates.ics")
    else:
        mail.add_alternative(text, "text", "calendar", cte="base64", params=params)


def _as_icalendar(settings: Settings, message: Message, calendar: Mapping[str, Any]) -> bytes:
    return as_icalendar(
        calendar,
        address=message.address,
        organiser=settings.mail_from,
        stamp=message.created_at,
        host=host_of(settings),
    )


def host_of(settings: Settings) -> str:
    """The right-hand side of message ids and of names of dates."""
    return settings.mail_from.rpartition("@")[2] or "localhost"
