"""Messages and what became of them, in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from learning.domain.outbox import MOST_TRIES
from learning.models import Message
from learning.presenters.words import count, long_day, number, short_day
from learning.vocabulary import MessageState

STATES: Mapping[MessageState, tuple[str, str]] = {
    MessageState.WAITING: ("waiting", ""),
    MessageState.SENDING: ("being sent", ""),
    MessageState.SENT: ("sent", "good"),
    MessageState.FAILED: ("failed", "alarms"),
    MessageState.HELD: ("held back", "asks"),
}
"""For each state its words and the class of its tag."""


@dataclass(frozen=True, slots=True)
class Filter:
    """One of the views of a list: ``state`` is None for everything."""

    label: str
    state: MessageState | None
    href: str


def filters(counts: Mapping[MessageState, int], href: Callable[[MessageState | None], str]) -> Sequence[Filter]:
    """Everything, then each state with how many messages are in it; what passes in a moment only when there is any."""
    found = [Filter(f"All {number(sum(counts.values()))}", None, href(None))]
    for state, (words, _) in STATES.items():
        if state is not MessageState.SENDING or counts.get(state):
            found.append(Filter(f"{words.capitalize()} {number(counts.get(state, 0))}", state, href(state)))
    return found


def messages_lead(counts: Mapping[MessageState, int]) -> str:
    """ "4,500 messages: 4,480 sent, 18 waiting, 2 failed."."""
    total = sum(counts.values())
    if not total:
        return "No message has been written yet. People are told when a schedule is released."
    order = (MessageState.SENT, MessageState.SENDING, MessageState.WAITING, MessageState.FAILED, MessageState.HELD)
    parts = [f"{number(counts[state])} {STATES[state][0]}" for state in order if counts.get(state)]
    return f"{count(total, 'message')}: {', '.join(parts)}."


def state_line(message: Message, local: Callable[[datetime], datetime]) -> str:
    """What became of a message, and what comes next."""
    tries = count(message.tries, "try", "tries")
    if message.state is MessageState.SENT:
        when = _moment(message.sent_at, local)
        return f"Sent {when}." if message.tries == 1 else f"Sent {when}, after {tries}."
    if message.state is MessageState.SENDING:
        return "It is on its way."
    if message.state is MessageState.HELD:
        return "Quiet mode keeps it back."
    if message.state is MessageState.FAILED:
        return f"{message.fault} Given up after {tries}." if message.tries else message.fault
    if not message.fault:
        return "It leaves at the next look."
    left = MOST_TRIES - message.tries % MOST_TRIES
    when = _moment(message.next_try_at, local)
    return f"{message.fault} Tried {_times(message.tries)}; tried again {when}, {number(left)} more at most."


def _times(tries: int) -> str:
    return {1: "once", 2: "twice"}.get(tries, f"{number(tries)} times")


def _moment(moment: datetime | None, local: Callable[[datetime], datetime]) -> str:
    if moment is None:
        return "now"
    here = local(moment)
    return f"{short_day(here.date())} at {here:%H:%M}"


def event_words(event: Mapping[str, Any]) -> str:
    """ "Reflection session, Monday 11 January 2027, 09:30 to 11:00"; a date that goes with a message."""
    start, end = (datetime.fromisoformat(event[name]) for name in ("start", "end"))
    words = f"{event['summary']}, {long_day(start.date())}, {start:%H:%M} to {end:%H:%M}"
    return f"{words}: cancelled" if event["cancelled"] else words
