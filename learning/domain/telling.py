"""Telling people of a release: what differs from what each was told last, and the messages that say so.

What somebody was told stands in `CalendarEntry`. The difference is taken against it, not against the release before:
a release of which nobody was told is made up for by the next, and nobody is told the same thing twice. Whom quiet mode
keeps from being told does not count as told.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from learning.clock import now
from learning.domain.addresses import is_reachable
from learning.domain.entries import DateChange, entry_after, settle
from learning.domain.letters import Told, write_letters
from learning.domain.quiet import is_kept_back
from learning.domain.surroundings import surroundings_of
from learning.models import CalendarEntry, Message, Programme, Schedule
from learning.queries.appointments import Owner, names_and_addresses
from learning.queries.differences import differences
from learning.vocabulary import Reach, Telling


@dataclass(frozen=True, slots=True)
class Recipient:
    """Somebody who does not know all of their dates. ``address`` is where mail would go, as far as one is known."""

    owner: Owner
    name: str
    address: str
    reach: Reach
    changes: Sequence[DateChange]


@dataclass(frozen=True, slots=True)
class Outlook:
    """What telling people of a schedule would send: people, and dates by what happens to them.

    ``unreachable`` are people without one plain e-mail address, ``kept_back`` those whom quiet mode keeps from being
    told; their dates are not counted among the others. ``short_notice`` are people with a change sooner than the
    notice that the programme gives.
    """

    people: int
    new: int
    moved: int
    cancelled: int
    short_notice: int
    unreachable: int
    kept_back: int


def recipients_of(session: Session, programme: Programme, schedule: Schedule) -> Sequence[Recipient]:
    """Everybody who does not know all of their dates by a schedule, by name; dates that have begun are left alone."""
    known = names_and_addresses(session, programme)
    changes: dict[Owner, list[DateChange]] = {}
    for owner, entry, appointment in differences(session, programme, schedule, now()):
        change = DateChange(owner, entry, appointment)
        if not change.is_known:
            changes.setdefault(owner, []).append(change)
    found = [_recipient(programme, owner, mine, known) for owner, mine in changes.items()]
    return sorted(found, key=lambda one: (one.name.casefold(), one.owner.owner_id, one.owner.role))


def outlook_of(session: Session, programme: Programme, schedule: Schedule) -> Outlook:
    """Who would be told what, without telling anybody."""
    return outlook_for(programme, recipients_of(session, programme, schedule))


def outlook_for(programme: Programme, recipients: Sequence[Recipient]) -> Outlook:
    """The same, where it is known already who does not know their dates."""
    told = [one for one in recipients if one.reach is Reach.MAIL]
    changes = [change for one in told for change in one.changes]
    return Outlook(
        people=len(told),
        new=sum(change.is_new for change in changes),
        moved=sum(change.is_move for change in changes),
        cancelled=sum(change.is_cancellation for change in changes),
        short_notice=sum(is_short_notice(programme, one) for one in told),
        unreachable=sum(one.reach is Reach.NO_ADDRESS for one in recipients),
        kept_back=sum(one.reach is Reach.QUIET for one in recipients),
    )


def is_short_notice(programme: Programme, recipient: Recipient) -> bool:
    """Whether something changes for somebody sooner than the notice that the programme gives."""
    soon = now() + timedelta(days=programme.notice_days)
    return any(change.begins_before(soon) for change in recipient.changes)


def tell_of_release(
    session: Session,
    programme: Programme,
    schedule: Schedule,
    telling: Telling,
    only: Collection[Owner] | None = None,
) -> int:
    """Put a message into the outbox for everybody whose dates differ from what they know; how many people that is.

    ``only`` these, where a change concerns a few and the others are not to learn yet of what is new to them.
    Dates that have begun are left as they were told. Nothing is sent, and nothing counts as told, for `Telling.NOBODY`.
    """
    if telling is Telling.NOBODY:
        return 0
    around, moment = surroundings_of(session, programme), now()
    told = [
        one
        for one in recipients_of(session, programme, schedule)
        if one.reach is Reach.MAIL and (only is None or one.owner in only)
    ]
    for one in told:
        before = [change.known_start for change in one.changes]
        after = [settle(session, change, _after(programme, one, change, moment)) for change in one.changes]
        entries = [Told(entry, start) for entry, start in zip(after, before, strict=True)]
        session.add_all(write_letters(around, entries, telling, is_trainer=one.owner.is_trainer))
    session.flush()
    return len(told)


def letters_to(
    session: Session, programme: Programme, recipients: Sequence[Recipient], telling: Telling
) -> Sequence[Sequence[Message]]:
    """For each of them the very messages that they would get; nothing is kept, and nobody is told."""
    around, moment = surroundings_of(session, programme), now()
    return [
        list(
            write_letters(
                around,
                [Told(_after(programme, one, change, moment), change.known_start) for change in one.changes],
                telling,
                is_trainer=one.owner.is_trainer,
            )
        )
        for one in recipients
    ]


def _after(programme: Programme, one: Recipient, change: DateChange, moment: datetime) -> CalendarEntry:
    return entry_after(programme, change, one.name, one.address, moment)


def _recipient(
    programme: Programme, owner: Owner, changes: Sequence[DateChange], known: Mapping[Owner, tuple[str, str]]
) -> Recipient:
    """Mail goes to the address of today, or where somebody who has left was told last."""
    name, at_home = known.get(owner, ("", ""))
    told_at = [change.entry.address for change in changes if change.entry is not None]
    address = next((one for one in (at_home, *told_at) if is_reachable(one)), "")
    told_as = [change.entry.name for change in changes if change.entry is not None]
    reach = Reach.NO_ADDRESS
    if address:
        reach = Reach.QUIET if is_kept_back(programme, address) else Reach.MAIL
    return Recipient(owner, name or next(iter(told_as), owner.owner_id), address, reach, changes)
