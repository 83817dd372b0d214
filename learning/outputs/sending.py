"""Sending messages: by GOV.UK Notify, by a mail server, or as a file where neither is set."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email.message import EmailMessage

from learning.config import Settings
from learning.domain.addresses import is_reachable
from learning.domain.outbox import Failure
from learning.models import Message
from learning.outputs.mail import as_mail
from learning.outputs.notify import send_by_notify
from learning.outputs.smtp import by_mail_server

Send = Callable[[Message], Failure | None]
"""Sends one message; None when it is out of our hands."""

NO_ADDRESS = "This is not one plain address that mail servers take."
NO_MAIL = "The message cannot be written as mail: its address, subject or dates are at fault."
NO_FILE = "The message could not be written into the outbox folder of the application."


@contextmanager
def sending(settings: Settings) -> Iterator[Send]:
    """The way that the settings choose, for as many messages as there are."""
    if settings.notify_api_key:
        yield lambda message: send_by_notify(settings, message)
    elif settings.smtp_host:
        with by_mail_server(settings) as hand:
            yield lambda message: _as_mail(settings, message, lambda mail: hand(message.address, mail))
    else:
        yield lambda message: _as_mail(settings, message, lambda mail: _write_file(settings, message, mail))


def _as_mail(settings: Settings, message: Message, hand: Callable[[EmailMessage], Failure | None]) -> Failure | None:
    if not is_reachable(message.address):
        return Failure(NO_ADDRESS, again=False)
    try:
        mail = as_mail(settings, message)
    except ValueError:
        return Failure(NO_MAIL, again=False)
    return hand(mail)


def _write_file(settings: Settings, message: Message, mail: EmailMessage) -> Failure | None:
    folder = settings.instance / "outbox"
    try:
        folder.mkdir(exist_ok=True)
        (folder / f"{message.id:06d}-{message.reference[:8]}.eml").write_bytes(mail.as_bytes())
    except OSError:
        return Failure(NO_FILE, again=True, everywhere=True)
    return None
