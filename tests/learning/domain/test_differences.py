"""What differs from what people were told, found by the database, against a plain comparison: on both databases."""

from __future__ import annotations

import random
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from learning.clock import as_of
from learning.domain.scheduling.by_hand import copy_as_draft
from learning.domain.telling import recipients_of
from learning.models import CalendarEntry, LearningSession, Schedule
from learning.queries.appointments import Owner, appointments_in
from learning.vocabulary import Telling
from tests.learning.domain.test_telling import before_all, release
from tests.learning.outputs.test_calendar_chain import change_something
from tests.learning.programmes import with_draft
from tests.learning.world import SYSTEM, World, make_world

Found = set[tuple[Owner, str, str]]


def plainly(session: Session, world: World, schedule: Schedule, moment: datetime) -> Found:
    """Owner, key and what happens to each date, compared one by one."""
    known = {
        (Owner(one.role, one.owner_id), one.key): one
        for one in session.scalars(select(CalendarEntry).where(CalendarEntry.programme_id == world.programme.id))
    }
    sessions = session.scalars(select(LearningSession).where(LearningSession.schedule_id == schedule.id)).all()
    wanted = {
        (one.owner, one.key): one for one in appointments_in(session, schedule, sessions) if one.starts_at > moment
    }
    found: Found = set()
    for place, one in wanted.items():
        entry = known.get(place)
        if entry is None or entry.cancelled:
            found.add((*place, "new"))
        elif (entry.starts_at, entry.ends_at, entry.venue_id) != (one.starts_at, one.ends_at, one.venue_id):
            found.add((*place, "moved"))
    for place, entry in known.items():
        if place not in wanted and not entry.cancelled and entry.starts_at > moment:
            found.add((*place, "cancelled"))
    return found


def by_database(session: Session, world: World, schedule: Schedule) -> Found:
    found: Found = set()
    for one in recipients_of(session, world.programme, schedule):
        for change in one.changes:
            stands = change.appointment or change.entry
            assert stands is not None
            kind = "cancelled" if change.is_cancellation else "new" if change.is_new else "moved"
            found.add((one.owner, stands.key, kind))
    return found


def test_database_finds_what_a_plain_comparison_finds(session_on_both: Session) -> None:
    session, world, chance = session_on_both, make_world(session_on_both), random.Random(1)
    draft = with_draft(session, world)
    start = before_all(session, draft)
    starts = sorted(session.scalars(select(LearningSession.starts_at).where(LearningSession.schedule_id == draft.id)))
    with as_of(start):
        found = by_database(session, world, draft)
        assert found == plainly(session, world, draft, start)
        kinds = {kind for _, _, kind in found}
        release(session, world, draft, Telling.DIGEST)
        assert by_database(session, world, draft) == set()
    for round_ in range(4):
        draft = copy_as_draft(session, SYSTEM, world.programme, draft)
        for _ in range(6):
            change_something(session, draft, chance)
        for moment in (start, starts[len(starts) // 2]):
            with as_of(moment):
                found = by_database(session, world, draft)
                assert found == plainly(session, world, draft, moment)
                kinds |= {kind for _, _, kind in found}
        if round_ % 2:
            with as_of(start):
                release(session, world, draft, Telling.DIGEST)
    assert kinds == {"new", "moved", "cancelled"}
