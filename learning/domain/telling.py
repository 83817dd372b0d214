"""Telling people of a release: what differs from what each was told last, and the messages that say so.

What somebody was told stands in `CalendarEntry`. The difference is taken against it, not against the release before:
a release of which nobody was told is made up for by the next, and nobody is told the same thing twice.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from learning.clock import now
from learning.domain.letters import Told, surroundings_of, write_letters
from learning.models import CalendarEntry, Programme, Schedule
from learning.queries.appointments import Appointment, Owner, appointments_after, entries_of, names_and_addresses
from learning.vocabulary import Telling

UID_BYTES = 16
LONGEST_ADDRESS = 254
ADDRESS = re.compile(r"[^\s@,;:<>()\[\]\"\\]+@[^\s@,;:<>()\[\]\"\\]+", re.ASCII)
"""One plain address. A list of several would hand somebody's dates to others."""


@dataclass(frozen=True, slots=True)
class DateChange:
    """A date that its owner does not know: new (no entry), moved (both), or cancelled (no appointment)."""

    owner: Owner
    entry: CalendarEntry | None
    appointment: Appointment | None

    def begins_before(self, moment: datetime) -> bool:
        """Whether the date as it was known, or as it is to be, begins before a moment."""
        was = self.entry is not None and not self.entry.cancelled and self.entry.starts_at < moment
        return was or (self.appointment is not None and self.appointment.starts_at < moment)


@dataclass(frozen=True, slots=True)
class Outlook:
    """What telling people of a schedule would send: people, and dates by what happens to them.

    ``unreachable`` are people without one plain e-mail address; their dates are not counted among the others.
    ``short_notice`` are people with a change sooner than the notice that the programme gives.
    """

    people: int
    new: int
    moved: int
    cancelled: int
    short_notice: int
    unreachable: int


def outlook_of(session: Session, programme: Programme, schedule: Schedule) -> Outlook:
    """Who would be told what, without telling anybody."""
    moment = now()
    soon = moment + timedelta(days=programme.notice_days)
    reached, unreachable = _sorted_out(session, programme, schedule, moment)
    changes = [change for mine in reached.values() for change in mine]
    return Outlook(
        people=len(reached),
        new=sum(change.entry is None or change.entry.cancelled for change in changes),
        moved=sum(
            change.appointment is not None and change.entry is not None and not change.entry.cancelled
            for change in changes
        ),
        cancelled=sum(change.appointment is None for change in changes),
        short_notice=sum(any(one.begins_before(soon) for one in mine) for mine in reached.values()),
        unreachable=len(unreachable),
    )


def tell_of_release(session: Session, programme: Programme, schedule: Schedule, telling: Telling) -> int:
    """Put a message into the outbox for everybody whose dates differ from what they know; how many people that is.

    Dates that have begun are left as they were told. Nothing is sent, and nothing counts as told, for `Telling.NOBODY`.
    """
    if telling is Telling.NOBODY:
        return 0
    moment = now()
    known = names_and_addresses(session, programme)
    around = surroundings_of(session, programme)
    reached, _ = _sorted_out(session, programme, schedule, moment)
    for owner, changes in reached.items():
        told = [_settle(session, programme, change, known, moment) for change in changes]
        session.add_all(write_letters(around, told, telling, is_trainer=owner.is_trainer))
    session.flush()
    return len(reached)


def _sorted_out(
    session: Session, programme: Programme, schedule: Schedule, moment: datetime
) -> tuple[Mapping[Owner, Sequence[DateChange]], Mapping[Owner, Sequence[DateChange]]]:
    """The changes of each person whom mail reaches, and of each whom it does not."""
    known = names_and_addresses(session, programme)
    at_home = {owner for owner, (_, address) in known.items() if _is_reachable(address)}
    reached: dict[Owner, list[DateChange]] = {}
    unreachable: dict[Owner, list[DateChange]] = {}
    for change in _changes(session, programme, schedule, moment):
        told_at = change.entry.address if change.entry is not None else ""
        reachable = change.owner in at_home or _is_reachable(told_at)
        (reached if reachable else unreachable).setdefault(change.owner, []).append(change)
    return reached, unreachable


def _changes(session: Session, programme: Programme, schedule: Schedule, moment: datetime) -> Iterator[DateChange]:
    entries = {(Owner(one.role, one.owner_id), one.key): one for one in entries_of(session, programme)}
    standing = set()
    for wanted in appointments_after(session, schedule, moment):
        standing.add((wanted.owner, wanted.key))
        entry = entries.get((wanted.owner, wanted.key))
        if entry is None or entry.cancelled or _seen(entry) != _seen(wanted):
            yield DateChange(wanted.owner, entry, wanted)
    for place, entry in entries.items():
        if place not in standing and not entry.cancelled and entry.starts_at > moment:
            yield DateChange(place[0], entry, None)


def _is_reachable(address: str) -> bool:
    return address.isascii() and len(address) <= LONGEST_ADDRESS and ADDRESS.fullmatch(address) is not None


def _seen(one: CalendarEntry | Appointment) -> tuple[object, ...]:
    return one.starts_at, one.ends_at, one.venue_id


def _settle(
    session: Session, programme: Programme, change: DateChange, known: Mapping[Owner, tuple[str, str]], moment: datetime
) -> Told:
    """Note that the owner knows of the change from now on."""
    entry, wanted = change.entry, change.appointment
    before = None if entry is None or entry.cancelled else entry.starts_at
    if entry is None:
        assert wanted is not None
        entry = CalendarEntry(
            programme_id=programme.id,
            role=change.owner.role,
            owner_id=change.owner.owner_id,
            key=wanted.key,
            uid=secrets.token_hex(UID_BYTES),
            sequence=0,
        )
        session.add(entry)
    else:
        entry.sequence += 1
    if wanted is not None:
        entry.strand, entry.venue_id = wanted.strand, wanted.venue_id
        entry.starts_at, entry.ends_at = wanted.starts_at, wanted.ends_at
    name, address = known.get(change.owner, ("", ""))
    if name or entry.id is None:
        entry.name = name
    if _is_reachable(address):
        entry.address = address
    entry.cancelled, entry.told_at = wanted is None, moment
    return Told(entry, before)
