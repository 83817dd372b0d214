"""The week: which it is, what stands beside it, and what a draft changes."""

from __future__ import annotations

from datetime import UTC, date, timedelta

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from learning.clock import as_of
from learning.domain.releases import cautions_of, release_draft
from learning.domain.scheduling.by_hand import copy_as_draft
from learning.models import Allocation, LearningSession, Person, Schedule
from learning.vocabulary import Role
from tests.learning.pages import Page, Pages
from tests.learning.programmes import with_draft
from tests.learning.world import SYSTEM, World, make_world


def released(app: Flask, session: Session) -> tuple[Pages, World, Schedule]:
    world = make_world(session)
    draft = with_draft(session, world)
    seen = [one.key for one in cautions_of(session, world.programme, draft)]
    release_draft(session, SYSTEM, world.programme, draft, "Spring", seen)
    session.commit()
    return Pages(app).as_(world.people[Role.COORDINATOR]), world, draft


def sessions_of(session: Session, schedule: Schedule, strand: str = "reflection") -> list[LearningSession]:
    found = select(LearningSession).filter_by(schedule_id=schedule.id, strand=strand).order_by(LearningSession.start)
    return list(session.scalars(found))


def monday_of(one: LearningSession) -> date:
    return one.start.date() - timedelta(days=one.start.weekday())


def marked(page: Page, mark: str) -> int:
    return sum(mark in (slot.get("class") or "").split() for slot in page.all("li"))


def test_week_is_this_one_or_the_nearest_with_sessions(app: Flask, session: Session) -> None:
    _, world, draft = released(app, session)
    days = session.scalars(
        select(LearningSession.start).filter_by(schedule_id=draft.id).order_by(LearningSession.start)
    ).all()
    session.commit()
    at = f"/programmes/{world.programme.key}/schedule"
    for moment in (days[0] - timedelta(weeks=20), days[len(days) // 2], days[-1] + timedelta(weeks=20)):
        nearest = min(max(moment, days[0]), days[-1]).date()
        with as_of(moment.replace(tzinfo=UTC)):
            page = Pages(app).as_(world.people[Role.COORDINATOR]).get(at)
        assert page.heading.startswith(str((nearest - timedelta(days=nearest.weekday())).day))


def test_session_that_is_asked_for_stands_beside_the_week(app: Flask, session: Session) -> None:
    pages, world, draft = released(app, session)
    one = sessions_of(session, draft)[-1]
    people = session.scalars(
        select(Person.name)
        .join(Allocation, (Allocation.staff_id == Person.staff_id) & (Allocation.schedule_id == draft.id))
        .where(
            Person.programme_id == world.programme.id,
            Allocation.strand == one.strand,
            Allocation.group_id == one.group_id,
        )
        .order_by(Person.name)
    ).all()
    at = f"/programmes/{world.programme.key}/schedule?week={monday_of(one)}"
    session.commit()
    page = pages.get(f"{at}&session={one.session_id}")
    assert f"People: {len(people)} of " in page.text
    assert any(name in page.text for name in people)
    assert marked(page, "chosen") == 1
    # without a session, or with one of another week, there is still one to see
    assert marked(pages.get(at), "chosen") == 1
    assert marked(pages.get(f"{at}&session=nowhere"), "chosen") == 1


def test_draft_outlines_what_it_changes_against_the_release(app: Flask, session: Session) -> None:
    pages, world, release = released(app, session)
    draft = copy_as_draft(session, SYSTEM, world.programme, release)
    at = f"/programmes/{world.programme.key}/schedule?schedule={draft.number}&week="
    one = sessions_of(session, draft)[0]
    session.commit()
    assert marked(pages.get(f"{at}{monday_of(one)}"), "changed") == 0
    place = session.scalars(
        select(Allocation).filter_by(schedule_id=draft.id, strand=one.strand, group_id=one.group_id)
    ).first()
    assert place is not None
    session.delete(place)
    session.commit()
    page = pages.get(f"{at}{monday_of(one)}")
    assert marked(page, "changed") == 1
    assert f"Draft {draft.number} changes 1 of them (outlined)." in page.text
    assert "outlined" not in pages.get(at.replace(f"schedule={draft.number}&", "") + str(monday_of(one))).text
