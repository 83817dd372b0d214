"""Sending one message: by a mail server, or as a file where none is set."""

from __future__ import annotations

from learning.config import Settings
from learning.domain.outbox import Failure
from learning.models import Message
from learning.outputs.mail import as_mail
from learning.outputs.smtp import send_by_smtp

NO_FILE = "The message could not be written into the outbox folder of the application."


def send_message(settings: Settings, message: Message) -> Failure | None:
    """Hand a message on in the way that the settings say; None when it is out of our hands."""
    if settings.smtp_host:
        return send_by_smtp(settings, message.address, as_mail(settings, message))
    return _write_file(settings, message)


def _write_file(settings: Settings, message: Message) -> Failure | None:
    folder = settings.instance / "outbox"
    try:
        folder.mkdir(exist_ok=True)
        (folder / f"{message.id:06d}-{message.reference[:8]}.eml").write_bytes(as_mail(settings, message).as_bytes())
    except OSError:
        return Failure(NO_FILE, again=True, everywhere=True)
    return None
