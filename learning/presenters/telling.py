"""Who would be told what, in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from learning.domain.telling import Recipient, is_short_notice
from learning.models import Person, Programme
from learning.presenters.words import number
from learning.vocabulary import Reach

WHO: Mapping[str, str] = {
    "": "Everybody",
    "new": "With a new date",
    "moved": "With a moved date",
    "cancelled": "With a cancelled date",
    "short": "With less notice than the programme gives",
    "trainers": "Trainers",
    "no-address": "Without an address",
    "quiet": "Kept back by quiet mode",
}
"""What the list can be narrowed to."""


def narrowed(programme: Programme, recipients: Sequence[Recipient], who: str, words: str) -> Sequence[Recipient]:
    """The recipients of one kind, whose name, id or address holds the words."""
    tests: Mapping[str, Callable[[Recipient], bool]] = {
        "new": lambda one: any(change.is_new for change in one.changes),
        "moved": lambda one: any(change.is_move for change in one.changes),
        "cancelled": lambda one: any(change.is_cancellation for change in one.changes),
        "short": lambda one: is_short_notice(programme, one),
        "trainers": lambda one: one.owner.is_trainer,
        "no-address": lambda one: one.reach is Reach.NO_ADDRESS,
        "quiet": lambda one: one.reach is Reach.QUIET,
    }
    wanted, part = tests.get(who), words.strip().casefold()
    return [
        one
        for one in recipients
        if (wanted is None or wanted(one)) and part in f"{one.name}\n{one.owner.owner_id}\n{one.address}".casefold()
    ]


def what_changes(recipient: Recipient) -> str:
    """ "2 new, 1 moved"."""
    kinds = (
        ("new", sum(change.is_new for change in recipient.changes)),
        ("moved", sum(change.is_move for change in recipient.changes)),
        ("cancelled", sum(change.is_cancellation for change in recipient.changes)),
    )
    return ", ".join(f"{number(count)} {word}" for word, count in kinds if count)


def why_not(recipient: Recipient) -> str:
    """Why somebody gets nothing; blank where mail reaches them."""
    if recipient.reach is Reach.QUIET:
        return "Kept back by quiet mode."
    return "No plain address: must be told otherwise." if recipient.reach is Reach.NO_ADDRESS else ""


def told_words(people: int) -> str:
    if not people:
        return "Nobody is told by mail."
    return f"{number(people)} {'person is' if people == 1 else 'people are'} told by mail."


def lines_of(one: Recipient, person: Person | None) -> tuple[str, ...]:
    """Where a letter is handed out: name, site, team, directorate, as far as the staff table says."""
    if person is None:
        return (one.name,)
    return (one.name, person.site, person.team, person.directorate)
