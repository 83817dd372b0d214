"""Pages of participants and managers: their own dates, and those of their own people, and nobody else's."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

import pytest
from icalendar import Calendar
from sqlalchemy import select
from sqlalchemy.orm import Session

from learning.clock import now
from learning.domain.attendance import record_register
from learning.domain.releases import cautions_of, release_draft
from learning.models import Allocation, CalendarAnswer, LearningSession, Membership, Person, Schedule, Strand
from learning.vocabulary import Attendance, Role
from tests.learning.pages import Pages
from tests.learning.programmes import with_draft
from tests.learning.world import SYSTEM, World


@dataclass(frozen=True, slots=True)
class Own:
    """Somebody with a session that was and one that comes, and a session of others."""

    schedule: Schedule
    person: Person
    past: LearningSession
    coming: LearningSession
    foreign: LearningSession


@pytest.fixture
def own(session: Session, world: World) -> Own:
    draft = with_draft(session, world)
    cautions = [one.key for one in cautions_of(session, world.programme, draft)]
    release_draft(session, SYSTEM, world.programme, draft, "Spring", cautions)
    rows = session.execute(
        select(Allocation.staff_id, LearningSession)
        .join(
            LearningSession,
            (LearningSession.schedule_id == Allocation.schedule_id)
            & (LearningSession.strand == Allocation.strand)
            & (LearningSession.group_id == Allocation.group_id),
        )
        .where(Allocation.schedule_id == draft.id)
        .order_by(Allocation.staff_id, LearningSession.start)
    ).all()
    staff_id = next(one for one, _ in rows if sum(other == one for other, _ in rows) == 2)
    mine = [meeting for one, meeting in rows if one == staff_id]
    foreign = next(meeting for _, meeting in rows if meeting not in mine)
    move(mine[0], timedelta(days=-7))
    move(mine[1], timedelta(days=7))
    for role in (Role.PARTICIPANT, Role.MANAGER):
        member = session.scalars(select(Membership).where(Membership.account_id == world.people[role].id)).one()
        member.staff_id = staff_id if role is Role.PARTICIPANT else "M1"
    person = session.scalars(select(Person).where(Person.staff_id == staff_id)).one()
    person.line_manager_id = "M1"
    session.commit()
    return Own(draft, person, mine[0], mine[1], foreign)


def move(one: LearningSession, after: timedelta) -> None:
    length = one.ends_at - one.starts_at
    one.starts_at = now() + after
    one.ends_at = one.starts_at + length
    one.start, one.end = (moment.replace(tzinfo=None) for moment in (one.starts_at, one.ends_at))


def mine_of(session: Session, world: World, pages: Pages) -> tuple[Pages, str]:
    base, account = f"/programmes/{world.programme.key}/mine", world.people[Role.PARTICIPANT]
    session.commit()
    return pages.as_(account), base


def test_participants_see_their_way_and_their_next_session(
    session: Session, world: World, pages: Pages, own: Own
) -> None:
    there = {own.person.staff_id: Attendance.ATTENDED}
    record_register(session, SYSTEM, world.programme, own.schedule, own.past, there, "")
    first_name, coming = own.person.name.split()[0], own.coming.session_id
    mine, base = mine_of(session, world, pages)
    page = mine.get(base)
    assert page.heading == f"Hello {first_name}"
    assert "Next:" in page.text
    assert "You were there." in page.text
    one = mine.get(f"{base}/{coming}")
    assert "Why am I in this group?" in one.text
    assert "raise a concern" in one.text
    assert mine.get(f"{base}/support").heading == "Raise a concern or get support"


def test_nobody_sees_the_session_of_others(session: Session, world: World, pages: Pages, own: Own) -> None:
    foreign = own.foreign.session_id
    mine, base = mine_of(session, world, pages)
    assert mine.client.get(f"{base}/{foreign}").status_code == 404
    mine.post(f"{base}/{foreign}/cannot-come", status=404, at="/account")


def test_saying_that_one_cannot_come_reaches_the_coordinator_once(
    session: Session, world: World, pages: Pages, own: Own
) -> None:
    coming, name = own.coming.session_id, own.person.name
    mine, base = mine_of(session, world, pages)
    for _ in range(2):
        mine.post(f"{base}/{coming}/cannot-come", at=f"{base}/{coming}")
    assert len(session.scalars(select(CalendarAnswer)).all()) == 1
    session.commit()
    assert "You have said that you cannot come" in mine.get(f"{base}/{coming}").text
    coordinator = pages.as_(world.people[Role.COORDINATOR])
    assert name in coordinator.get(f"/programmes/{world.programme.key}/people/declined").text


def test_session_that_was_cannot_be_declined(session: Session, world: World, pages: Pages, own: Own) -> None:
    past, coming = own.past.session_id, own.coming.session_id
    mine, base = mine_of(session, world, pages)
    mine.post(f"{base}/{past}/cannot-come", at=f"{base}/{coming}")
    assert session.scalars(select(CalendarAnswer)).all() == []


def test_own_dates_are_a_file_for_calendars(session: Session, world: World, pages: Pages, own: Own) -> None:
    lengths = sorted(one.ends_at - one.starts_at for one in (own.past, own.coming))
    mine, base = mine_of(session, world, pages)
    answer = mine.client.get(f"{base}/dates.ics")
    assert answer.mimetype == "text/calendar"
    dates = Calendar.from_ical(answer.get_data()).walk("VEVENT")
    assert sorted(event.end - event.start for event in dates) == lengths


def test_managers_see_where_their_own_people_were_and_nobody_else(
    session: Session, world: World, pages: Pages, own: Own
) -> None:
    absent = {own.person.staff_id: Attendance.ABSENT}
    record_register(session, SYSTEM, world.programme, own.schedule, own.past, absent, "")
    name = own.person.name
    others = session.scalars(select(Person.name).where(Person.line_manager_id != "M1", Person.name != name)).all()
    session.commit()
    page = pages.as_(world.people[Role.MANAGER]).get(f"/programmes/{world.programme.key}/my-people")
    assert page.heading == "My people"
    assert name in page.text
    assert not any(other in page.text for other in others if other not in name)
    assert "0 of 1 have been to all their sessions" in page.text


def test_removed_strand_of_a_release_breaks_no_page(session: Session, world: World, pages: Pages, own: Own) -> None:
    for strand in session.scalars(select(Strand).where(Strand.strand_id == own.coming.strand)):
        session.delete(strand)
    coming = own.coming.session_id
    mine, base = mine_of(session, world, pages)
    assert mine.get(base).status == 200
    assert mine.client.get(f"{base}/{coming}").status_code == 404
    manager = pages.as_(world.people[Role.MANAGER])
    assert manager.get(f"/programmes/{world.programme.key}/my-people").status == 200
