"""The address under which the dates of one message are had as a file for calendars, without signing in."""

from __future__ import annotations

import hashlib
import hmac

from learning.config import Settings
from learning.models import Message

DIGITS = 40


def dates_href(settings: Settings, message: Message) -> str:
    """Only who got the message knows it: it cannot be made without the secret of the installation."""
    signature = _signature(settings, message.reference)
    return f"{settings.base_url.rstrip('/')}/calendar/sent/{message.reference}/{signature}.ics"


def is_signed(settings: Settings, reference: str, signature: str) -> bool:
    return hmac.compare_digest(_signature(settings, reference).encode(), signature.encode())


def _signature(settings: Settings, reference: str) -> str:
    key = f"dates of a message {settings.secret_key}".encode()
    return hmac.new(key, reference.encode(), hashlib.sha256).hexdigest()[:DIGITS]
