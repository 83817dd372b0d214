"""One message to GOV.UK Notify, and in plain words what went wrong.

The template at Notify has the fields ``((subject))`` and ``((body))``. Notify attaches nothing that calendars take up,
so the dates of a message stand behind a link. Where it is not known whether Notify took a message (no answer came in
time), Notify is asked before the message is sent again: each has a reference of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from notifications_python_client.errors import APIError
from notifications_python_client.notifications import NotificationsAPIClient

from learning.config import Settings
from learning.domain.letters import FILE_SENTENCE
from learning.domain.outbox import Failure
from learning.models import Message
from learning.outputs.dates_link import dates_href

TIMEOUT_SECONDS = 20
MOST_WORDS = 200
NOT_DELIVERED = frozenset({"permanent-failure", "temporary-failure", "technical-failure", "failed"})
WHY = {
    "permanent-failure": "GOV.UK Notify could not deliver it: there is no such address.",
    "temporary-failure": "GOV.UK Notify could not deliver it for three days: the mailbox is full or does not answer.",
    "technical-failure": "GOV.UK Notify could not deliver it: something went wrong between it and the mail servers.",
}
UNREACHABLE = 503
"""What the client says where no answer came, too."""


def send_by_notify(settings: Settings, message: Message) -> Failure | None:
    """Hand a message over; None when Notify has taken it, now or at an earlier try."""
    client = _client(settings.notify_api_key, settings.notify_url)
    try:
        if message.tries > 1 and _has_taken(client, message):
            return None
        client.send_email_notification(
            email_address=message.address,
            template_id=settings.notify_template_id,
            personalisation=personalisation_of(settings, message),
            reference=message.reference,
        )
    except APIError as fault:
        return _failure(fault)
    return None


def personalisation_of(settings: Settings, message: Message) -> dict[str, str]:
    """The fields of the template; where a message carries dates, its text says where they are."""
    subject, body = " ".join(message.subject.split()), message.body
    if message.calendar:
        link = f"Put these dates into your calendar: {dates_href(settings, message)}"
        body = body.replace(FILE_SENTENCE, link) if FILE_SENTENCE in body else f"{body.rstrip()}\n\n{link}\n"
    return {"subject": subject, "body": body}


def undelivered_by_notify(settings: Settings) -> Iterator[tuple[str, datetime, str]]:
    """What Notify took and could not deliver in the last week: reference, when Notify got it, and why.

    The newest first, as many as fit into a page of its list. Nothing where Notify does not answer.
    """
    try:
        found = _client(settings.notify_api_key, settings.notify_url).get_all_notifications(
            status="failed", template_type="email"
        )
    except APIError:
        return
    for one in found["notifications"]:
        if one.get("reference"):
            yield one["reference"], _moment(one["created_at"]), WHY.get(one["status"], WHY["technical-failure"])


def _moment(text: str) -> datetime:
    found = datetime.fromisoformat(text)
    return found if found.tzinfo else found.replace(tzinfo=UTC)


@lru_cache(maxsize=2)
def _client(api_key: str, url: str) -> NotificationsAPIClient:
    return NotificationsAPIClient(api_key, base_url=url, timeout=TIMEOUT_SECONDS)


def _has_taken(client: NotificationsAPIClient, message: Message) -> bool:
    found = client.get_all_notifications(reference=message.reference)
    return any(one["status"] not in NOT_DELIVERED for one in found["notifications"])


def _failure(fault: APIError) -> Failure:
    code, said = fault.status_code, _words(fault.message)
    if code == 400:
        if "email_address" in said or "recipient" in said:
            return Failure(f"GOV.UK Notify refuses the address: {said}.", again=False)
        return Failure(f"GOV.UK Notify refuses the message: {said}.", again=True, everywhere=True)
    if code == 403:
        return Failure(
            f"GOV.UK Notify does not accept the key of the application: {said}.", again=True, everywhere=True
        )
    if code == 429:
        return Failure(f"GOV.UK Notify takes no more messages for now: {said}.", again=True, everywhere=True)
    if code == UNREACHABLE:
        return Failure("GOV.UK Notify did not answer.", again=True, everywhere=True)
    return Failure(f"GOV.UK Notify has a fault of its own: {code} {said}.", again=True, everywhere=True)


def _words(message: str | list[dict[str, Any]]) -> str:
    parts = [message] if isinstance(message, str) else [str(one.get("message", "")) for one in message]
    said = "".join(char if char.isprintable() else " " for char in "; ".join(parts))
    return " ".join(said.split())[:MOST_WORDS].rstrip(".")
