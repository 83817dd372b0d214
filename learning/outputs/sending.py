"""Sending one message: by GOV.UK Notify, by a mail server, or as a file where neither is set."""

from __future__ import annotations

from email.message import EmailMessage

from learning.config import Settings
from learning.domain.outbox import Failure
from learning.models import Message
from learning.outputs.mail import as_mail
from learning.outputs.notify import send_by_notify
from learning.outputs.smtp import send_by_smtp

NO_MAIL = "The message cannot be written as mail: its address, subject or dates are at fault."
NO_FILE = "The message could not be written into the outbox folder of the application."


def send_message(settings: Settings, message: Message) -> Failure | None:
    """Hand a message on in the way that the settings say; None when it is out of our hands."""
    if settings.notify_api_key:
        return send_by_notify(settings, message)
    try:
        mail = as_mail(settings, message)
    except ValueError:
        return Failure(NO_MAIL, again=False)
    if settings.smtp_host:
        return send_by_smtp(settings, message.address, mail)
    return _write_file(settings, message, mail)


def _write_file(settings: Settings, message: Message, mail: EmailMessage) -> Failure | None:
    folder = settings.instance / "outbox"
    try:
        folder.mkdir(exist_ok=True)
        (folder / f"{message.id:06d}-{message.reference[:8]}.eml").write_bytes(mail.as_bytes())
    except OSError:
        return Failure(NO_FILE, again=True, everywhere=True)
    return None
