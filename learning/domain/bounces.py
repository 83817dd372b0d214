"""Reports of mail servers that a message of ours could not be delivered after all (RFC 3464)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes
from email.message import EmailMessage, Message
from email.policy import compat32, default

from learning.domain.replies import MOST_BYTES, MOST_PARTS

MOST_WORDS = 200
MESSAGE_ID = re.compile(r"^Message-ID:\s*<([0-9a-f]{32})@([^>\s]+)>", re.IGNORECASE | re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Bounce:
    """Which message came back, and why in the server's words."""

    reference: str
    reason: str


def read_bounce(content: bytes, host: str) -> Bounce | None:
    """The report in a message as it came from the mail server; None where it is none about a message of ours.

    A message is known by its reference, which only its recipient and the servers on its way have seen. That it is
    only late is no failure.
    """
    if len(content) > MOST_BYTES:
        return None
    mail = message_from_bytes(content, policy=default)
    assert isinstance(mail, EmailMessage)
    if mail.get_content_type() != "multipart/report":
        return None
    reasons = list(_reasons(content))
    found = MESSAGE_ID.search(content.decode("ascii", "replace"), _begin_of_original(content))
    if not reasons or found is None or found[2].lower() != host.lower():
        return None
    return Bounce(found[1].lower(), f"The mail server could not deliver it: {reasons[0]}.")


def _begin_of_original(content: bytes) -> int:
    """Where the message that came back begins: the report has a name of its own before it."""
    places = [content.lower().rfind(kind) for kind in (b"message/rfc822", b"text/rfc822-headers")]
    return max(*places, 0)


def _reasons(content: bytes) -> Iterator[str]:
    """What is said of each recipient whom the message did not reach."""
    for place, part in enumerate(message_from_bytes(content, policy=compat32).walk()):
        if place >= MOST_PARTS:
            return
        if part.get_content_type() != "message/delivery-status":
            continue
        blocks = part.get_payload()
        for block in blocks if isinstance(blocks, list) else ():
            if isinstance(block, Message) and str(block.get("Action", "")).strip().lower() == "failed":
                said = str(block.get("Diagnostic-Code") or block.get("Status") or "no reason given")
                yield _words(said.partition(";")[2] or said)


def _words(text: str) -> str:
    said = "".join(char if char.isprintable() else " " for char in text)
    return " ".join(said.split())[:MOST_WORDS].rstrip(".")
