"""The ways in which messages can leave, and what each can and cannot do, in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from learning.config import Settings


@dataclass(frozen=True, slots=True)
class Way:
    """A way out: ``sentence`` names it, ``limits`` are what to know of it."""

    sentence: str
    limits: Sequence[str]


def way_out(settings: Settings) -> Way:
    """The way that the settings of this installation choose."""
    if settings.notify_api_key:
        return Way(
            "Messages leave by GOV.UK Notify.",
            (
                "Its template has the fields ((subject)) and ((body)), and nothing else of its own.",
                "GOV.UK Notify carries no invitations, and calendar files are not among the files that it sends. Each "
                "message has a link instead, which gives its dates as a file for the calendar; dates that move or are "
                "cancelled do not change in calendars by themselves.",
                "Calendars that follow by themselves: people subscribe to their private feed, on the page of their "
                "account.",
                "While the service at Notify is in trial mode, it sends to the members of its team alone.",
            ),
        )
    if settings.smtp_host:
        return Way(
            f"Messages leave by the mail server {settings.smtp_host}, from {settings.mail_from}.",
            (
                "Invitations go as part of the message: calendars take them up, move them and take them out again.",
                "The server says at once whether it takes a message; that a mailbox does not exist may come later, as "
                f"a message to {settings.mail_from}.",
            ),
        )
    return Way(
        "No mail server is set. Messages are written as files on the server of the application, and nobody gets them.",
        ("An administrator sets smtp_host, or notify_api_key, in the settings of the installation.",),
    )
