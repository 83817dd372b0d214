"""Dates as their owners know them, and how they change."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from learning.models import CalendarEntry, Programme
from learning.queries.appointments import Appointment, Owner

UID_DIGITS = 32
CHANGING = ("sequence", "name", "address", "strand", "starts_at", "ends_at", "venue_id", "cancelled", "told_at")


@dataclass(frozen=True, slots=True)
class DateChange:
    """A date that its owner does not know: new (no entry), moved (both), or cancelled (no appointment)."""

    owner: Owner
    entry: CalendarEntry | None
    appointment: Appointment | None

    @property
    def is_known(self) -> bool:
        """Whether the owner knows it just so."""
        one, wanted = self.entry, self.appointment
        if one is None or one.cancelled or wanted is None:
            return False
        return (one.starts_at, one.ends_at, one.venue_id) == (wanted.starts_at, wanted.ends_at, wanted.venue_id)

    @property
    def is_new(self) -> bool:
        return self.entry is None or self.entry.cancelled

    @property
    def is_move(self) -> bool:
        return self.appointment is not None and not self.is_new

    @property
    def is_cancellation(self) -> bool:
        return self.appointment is None

    @property
    def known_start(self) -> datetime | None:
        """When it was to begin as far as its owner knows; None where they know of none."""
        return None if self.entry is None or self.entry.cancelled else self.entry.starts_at

    def begins_before(self, moment: datetime) -> bool:
        """Whether the date as it was known, or as it is to be, begins before a moment."""
        was = self.known_start is not None and self.known_start < moment
        return was or (self.appointment is not None and self.appointment.starts_at < moment)


def uid_of(programme: Programme, owner: Owner, key: str) -> str:
    """The name in calendars of a date that was not told yet: always the same, and not to be guessed from outside."""
    text = f"{programme.id}|{owner.role}|{owner.owner_id}|{key}"
    return hmac.new(programme.uid_secret.encode(), text.encode(), hashlib.sha256).hexdigest()[:UID_DIGITS]


def entry_after(programme: Programme, change: DateChange, name: str, address: str, moment: datetime) -> CalendarEntry:
    """What the owner will know after being told of a change; it is kept nowhere."""
    entry, wanted = change.entry, change.appointment
    stands = wanted or entry
    assert stands is not None, "a change has an entry, an appointment, or both"
    return CalendarEntry(
        programme_id=programme.id,
        role=change.owner.role,
        owner_id=change.owner.owner_id,
        key=stands.key,
        uid=entry.uid if entry is not None else uid_of(programme, change.owner, stands.key),
        sequence=entry.sequence + 1 if entry is not None else 0,
        name=name,
        address=address,
        strand=stands.strand,
        starts_at=stands.starts_at,
        ends_at=stands.ends_at,
        venue_id=stands.venue_id,
        cancelled=wanted is None,
        told_at=moment,
    )


def settle(session: Session, change: DateChange, after: CalendarEntry) -> CalendarEntry:
    """Note that the owner knows of the change from now on."""
    if change.entry is None:
        session.add(after)
        return after
    for name in CHANGING:
        setattr(change.entry, name, getattr(after, name))
    return change.entry
