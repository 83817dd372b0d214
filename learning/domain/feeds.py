"""Private feeds: somebody's dates in one programme behind an address that only they know.

The address can be taken back and made anew; only a hash of its token is kept, so that it is shown once.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from learning.clock import now
from learning.domain.entries import DateChange, entry_after
from learning.domain.letters import event_of
from learning.domain.quiet import is_kept_back
from learning.domain.sign_in import hash_of
from learning.domain.surroundings import surroundings_of
from learning.errors import Refusal
from learning.models import Account, CalendarEntry, CalendarFeed, Membership, Programme, Schedule
from learning.queries.appointments import Owner, appointments_of, entries_of_owner, name_and_address
from learning.queries.schedules import release_in_force
from learning.vocabulary import CalendarMethod, Role

TOKEN_BYTES = 32


@dataclass(frozen=True, slots=True)
class Feed:
    """``calendar`` is as `learning.outputs.invitations` writes it; ``stamp`` changes only with a release."""

    calendar: dict[str, Any]
    stamp: datetime
    title: str


def owner_of(membership: Membership) -> Owner | None:
    """Whose dates a role is about; None for roles without dates."""
    if membership.role is Role.PARTICIPANT and membership.staff_id:
        return Owner(Role.PARTICIPANT, membership.staff_id)
    if membership.role is Role.TRAINER and membership.trainer_id:
        return Owner(Role.TRAINER, membership.trainer_id)
    return None


def make_feed(session: Session, membership: Membership) -> str:
    """The token of a new feed; one that there was ends. Refuses a role without dates."""
    if owner_of(membership) is None:
        raise Refusal("This role has no dates of its own")
    end_feed(session, membership)
    token = secrets.token_urlsafe(TOKEN_BYTES)
    session.add(CalendarFeed(membership_id=membership.id, token_hash=hash_of(token), made_at=now()))
    session.flush()
    return token


def end_feed(session: Session, membership: Membership) -> None:
    """Take the address back: whoever has it gets nothing any more."""
    session.execute(delete(CalendarFeed).where(CalendarFeed.membership_id == membership.id))


def feed_with_token(session: Session, token: str) -> Feed | None:
    """The dates behind a token, as they are now; None for one that was taken back or never was."""
    found = session.execute(
        select(Membership, Programme)
        .join(CalendarFeed, CalendarFeed.membership_id == Membership.id)
        .join(Programme, Programme.id == Membership.programme_id)
        .join(Account, Account.id == Membership.account_id)
        .where(CalendarFeed.token_hash == hash_of(token), Account.ended_at.is_(None))
    ).first()
    owner = owner_of(found[0]) if found else None
    return feed_of(session, found[1], owner) if found and owner else None


def feed_of(session: Session, programme: Programme, owner: Owner) -> Feed:
    """Somebody's dates by the release in force; while quiet mode keeps news from them, what they were told."""
    schedule = release_in_force(session, programme)
    around = surroundings_of(session, programme, {})
    entries = _dates(session, programme, schedule, owner) if schedule else []
    calendar = {
        "method": CalendarMethod.PUBLISH.value,
        "zone": around.zone.key,
        "name": "",
        "events": [event_of(around, one) for one in sorted(entries, key=lambda one: (one.starts_at, one.key))],
    }
    stamp = schedule.released_at if schedule and schedule.released_at else programme.created_at
    return Feed(calendar, stamp, programme.name)


def _dates(session: Session, programme: Programme, schedule: Schedule, owner: Owner) -> Sequence[CalendarEntry]:
    name, address = name_and_address(session, programme, owner)
    known = {one.key: one for one in entries_of_owner(session, programme, owner)}
    if is_kept_back(programme, address):
        return [one for one in known.values() if not one.cancelled]
    changes = [DateChange(owner, known.get(one.key), one) for one in appointments_of(session, schedule, owner)]
    return [
        one.entry if one.entry and one.is_known else entry_after(programme, one, name, address, now())
        for one in changes
    ]
