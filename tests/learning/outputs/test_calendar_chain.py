"""A calendar that follows the messages of a whole chain of releases, in any order of arrival, ends where we stand.

The calendar is as RFC 5546 has it and reads with another library: a request with a higher sequence takes the place of
what it knows, a cancellation takes it out, and what is older than what it knows is left aside.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from zoneinfo import ZoneInfo

import pytest
import vobject
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from learning.clock import as_of
from learning.domain.scheduling.by_hand import copy_as_draft
from learning.models import Allocation, LearningSession, Message, Schedule
from learning.outputs.mail import as_mail
from learning.queries.reminders import appointments_between
from learning.vocabulary import Telling
from tests.learning.domain.test_telling import before_all, messages, release
from tests.learning.outputs.test_invitations import event, read, written
from tests.learning.programmes import with_draft
from tests.learning.world import SYSTEM, World

LONDON = ZoneInfo("Europe/London")
FEW = 5
"""Changes fall on so many sessions, so that the same dates change again and again."""
ALWAYS = datetime(2000, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)
Date = tuple[datetime, datetime, str]


@dataclass
class Follower:
    """Somebody's calendar: what stands in it, and the highest sequence that it has seen of each date."""

    standing: dict[str, Date] = field(default_factory=dict)
    seen: dict[str, int] = field(default_factory=dict)

    def take(self, mail: EmailMessage) -> None:
        (part,) = [one for one in mail.walk() if one.get_content_type() == "text/calendar"]
        content = part.get_payload(decode=True)
        assert isinstance(content, bytes)
        calendar = vobject.readOne(content.decode())
        assert calendar.method.value == part.get_param("method")
        one = calendar.vevent
        uid, sequence = one.uid.value, int(one.sequence.value)
        if sequence <= self.seen.get(uid, -1):
            return
        self.seen[uid] = sequence
        if calendar.method.value == "CANCEL":
            self.standing.pop(uid, None)
        else:
            place = one.location.value if "location" in one.contents else ""
            self.standing[uid] = (one.dtstart.value.astimezone(UTC), one.dtend.value.astimezone(UTC), place)


def follow(app: Flask, found: Sequence[Message]) -> dict[str, Follower]:
    """The calendars of all who got messages, by address and role."""
    calendars: dict[str, Follower] = {}
    for message in found:
        mail = as_mail(app.config["SETTINGS"], message)
        calendars.setdefault(f"{message.role} {message.owner_id}", Follower()).take(mail)
    return calendars


def change_something(session: Session, draft: Schedule, chance: random.Random) -> None:
    """Move a session to another week, take one out, or let somebody change groups."""
    sessions = session.scalars(
        select(LearningSession).where(LearningSession.schedule_id == draft.id).order_by(LearningSession.session_id)
    ).all()
    one = chance.choice(sessions[:: len(sessions) // FEW])
    what = chance.choice(["move", "cancel", "longer", "swap"])
    if what == "cancel":
        session.delete(one)
    elif what == "swap":
        place = chance.choice(
            session.scalars(
                select(Allocation)
                .where(Allocation.schedule_id == draft.id, Allocation.strand == one.strand)
                .order_by(Allocation.id)
            ).all()
        )
        place.group_id = one.group_id
    else:
        by = timedelta(weeks=chance.choice([-3, -1, 2, 40])) if what == "move" else timedelta(0)
        one.start, one.starts_at = one.start + by, _utc(one.start + by)
        one.end += by + (timedelta(minutes=30) if what == "longer" else timedelta(0))
        one.ends_at = _utc(one.end)
    session.commit()


def _utc(local: datetime) -> datetime:
    return local.replace(tzinfo=LONDON).astimezone(UTC)


@pytest.mark.parametrize("seed", range(2))
def test_calendars_end_where_the_release_stands_whatever_the_order_of_arrival(
    app: Flask, session: Session, world: World, seed: int
) -> None:
    chance, draft = random.Random(seed), with_draft(session, world)
    with as_of(before_all(session, draft)):
        release(session, world, draft, Telling.INVITATIONS)
        for _ in range(8):
            draft = copy_as_draft(session, SYSTEM, world.programme, draft)
            for _ in range(chance.randint(1, 3)):
                change_something(session, draft, chance)
            release(session, world, draft, chance.choice([Telling.INVITATIONS, Telling.NOBODY]))
        draft = copy_as_draft(session, SYSTEM, world.programme, draft)
        release(session, world, draft, Telling.INVITATIONS)
        found = list(messages(session))
        told = {f"{one.role} {one.owner_id}" for one in found}
        wanted: dict[str, list[tuple[datetime, datetime]]] = {}
        for one in appointments_between(session, draft, *ALWAYS):
            wanted.setdefault(f"{one.owner.role} {one.owner.owner_id}", []).append((one.starts_at, one.ends_at))
    shuffled = found[:]
    chance.shuffle(shuffled)
    for order in (found, shuffled, found[::-1]):
        calendars = follow(app, order)
        for who in told:
            standing = sorted((start, end) for start, end, _ in calendars[who].standing.values())
            assert standing == sorted(wanted.get(who, [])), who
    assert len({(m.calendar or {})["method"] for m in found}) == 2
    assert max(int((m.calendar or {})["events"][0]["sequence"]) for m in found) > 1


def changes_of_the_clocks() -> list[datetime]:
    """The last Sundays of March and October, 2026 to 2030."""
    last = [datetime(year, month, 31) for year in range(2026, 2031) for month in (3, 10)]
    return [day - timedelta(days=(day.weekday() + 1) % 7) for day in last]


@pytest.mark.parametrize("sunday", changes_of_the_clocks(), ids=lambda day: str(day.date()))
@pytest.mark.parametrize("days", [-2, -1, 0, 1], ids=["Friday", "Saturday", "Sunday", "Monday"])
def test_invitation_around_a_change_of_the_clocks_is_at_its_moment(sunday: datetime, days: int) -> None:
    local = sunday + timedelta(days=days, hours=9, minutes=30)
    one = read(written(event(start=local.isoformat(), end=(local + timedelta(hours=2)).isoformat()))).vevent
    assert one.dtstart.value.astimezone(UTC) == _utc(local)
    assert one.dtend.value.astimezone(UTC) == _utc(local + timedelta(hours=2))
