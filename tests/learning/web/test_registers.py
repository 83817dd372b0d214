"""A trainer's sessions and their registers."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from learning.clock import now
from learning.domain.attendance import record_register
from learning.domain.releases import cautions_of, release_draft
from learning.errors import Refusal
from learning.forms.register import name_of
from learning.models import Allocation, AttendanceMark, Change, LearningSession, Membership, Schedule, SessionNote
from learning.vocabulary import Attendance, Role
from tests.learning.pages import Pages
from tests.learning.programmes import with_draft
from tests.learning.world import SYSTEM, World


@pytest.fixture
def led(session: Session, world: World) -> LearningSession:
    """A session of the release in force that began an hour ago; the world's trainer leads it."""
    draft = with_draft(session, world)
    cautions = [one.key for one in cautions_of(session, world.programme, draft)]
    release_draft(session, SYSTEM, world.programme, draft, "Spring", cautions)
    one = session.scalars(
        select(LearningSession).where(LearningSession.schedule_id == draft.id, LearningSession.strand == "reflection")
    ).first()
    assert one is not None
    begin(one, timedelta(hours=-1))
    member = session.scalars(
        select(Membership).where(
            Membership.account_id == world.people[Role.TRAINER].id, Membership.role == Role.TRAINER
        )
    ).one()
    member.trainer_id = one.trainer_ids[0]
    session.commit()
    return one


def begin(one: LearningSession, after: timedelta) -> None:
    length = one.ends_at - one.starts_at
    one.starts_at = now() + after
    one.ends_at = one.starts_at + length
    one.start, one.end = (moment.replace(tzinfo=None) for moment in (one.starts_at, one.ends_at))


def address(world: World, one: LearningSession) -> str:
    return f"/programmes/{world.programme.key}/leading/{one.session_id}"


def people_of(pages: Pages, where: str) -> list[str]:
    page = pages.get(where)
    return sorted({field.get("name", "") for field in page.all("input", type="radio")})


def opened(pages: Pages, where: str) -> dict[str, str]:
    """What the form remembers of how it was opened."""
    page = pages.get(where)
    hidden = {field.get("name", ""): field.get("value", "") for field in page.all("input", type="hidden")}
    return {name: hidden[name] for name in ("version", "base")}


def test_trainers_see_their_own_sessions_and_no_other(
    world: World, pages: Pages, session: Session, led: LearningSession
) -> None:
    mine = pages.as_(world.people[Role.TRAINER])
    overview = mine.get(f"/programmes/{world.programme.key}/leading")
    assert overview.heading == "Sessions I lead"
    assert "Today" in overview.text
    other = next(
        one
        for one in session.scalars(select(LearningSession).where(LearningSession.schedule_id == led.schedule_id))
        if not set(one.trainer_ids) & set(led.trainer_ids)
    )
    session.commit()
    assert mine.get(address(world, led)).status == 200
    assert mine.client.get(address(world, other)).status_code == 404
    mine.post(address(world, other) + "/register", status=404, at="/account")


def test_register_is_saved_and_read_by_coordinators_in_numbers(
    world: World, pages: Pages, session: Session, led: LearningSession
) -> None:
    mine, where = pages.as_(world.people[Role.TRAINER]), address(world, led)
    names = people_of(mine, where)
    marks = dict.fromkeys(names, "attended") | {names[0]: "apologies"}
    mine.post(where + "/register", {**marks, **opened(mine, where), "note": "Room too warm"}, at=where)
    stored = session.scalars(select(AttendanceMark).where(AttendanceMark.session_id == led.session_id)).all()
    assert len(stored) == len(names)
    assert sum(mark.mark is Attendance.APOLOGIES for mark in stored) == 1
    assert session.scalars(select(SessionNote)).one().text == "Room too warm"
    sentence = session.scalars(select(Change.sentence).order_by(Change.id.desc())).first()
    assert sentence is not None
    assert f"{len(names) - 1} attended, 1 sent apologies" in sentence


def test_two_trainers_at_one_register_lose_nothing(
    world: World, pages: Pages, session: Session, led: LearningSession
) -> None:
    """What only the other changed stays; where both say something else of one person, both are shown."""
    mine, where = pages.as_(world.people[Role.TRAINER]), address(world, led)
    names = people_of(mine, where)
    before = opened(mine, where)
    mine.post(where + "/register", {**before, names[0]: "attended", "note": ""}, at=where)
    mine.post(where + "/register", {**before, names[1]: "partly", "note": ""}, at=where)
    marks = session.scalars(select(AttendanceMark.mark).where(AttendanceMark.session_id == led.session_id)).all()
    session.commit()
    assert sorted(marks) == [Attendance.ATTENDED, Attendance.PARTLY]
    clash = mine.post(where + "/register", {**before, names[0]: "apologies", "note": ""}, status=409, at=where)
    assert "Their version" in clash.text
    assert "Apologies" in clash.text
    again = session.scalars(select(AttendanceMark.mark).where(AttendanceMark.session_id == led.session_id)).all()
    assert sorted(again) == [Attendance.ATTENDED, Attendance.PARTLY]


def test_register_sent_twice_is_recorded_once(
    world: World, pages: Pages, session: Session, led: LearningSession
) -> None:
    mine, where = pages.as_(world.people[Role.TRAINER]), address(world, led)
    form = {**opened(mine, where), **dict.fromkeys(people_of(mine, where), "attended"), "note": ""}
    mine.post(where + "/register", form, at=where)
    mine.post(where + "/register", form, at=where)
    changes = session.scalars(select(Change).where(Change.action == "fill in register")).all()
    assert len(changes) == 1


def test_marks_stay_with_their_people_when_somebody_is_moved_meanwhile(
    world: World, pages: Pages, session: Session, led: LearningSession
) -> None:
    """The first of the roster is moved after the register was opened: no mark slips to the next name."""
    mine, where = pages.as_(world.people[Role.TRAINER]), address(world, led)
    names, before = people_of(mine, where), opened(mine, where)
    group = Allocation.schedule_id == led.schedule_id, Allocation.group_id == led.group_id
    gone = session.scalars(select(Allocation).where(*group, Allocation.strand == led.strand)).first()
    assert gone is not None
    moved = gone.staff_id
    session.delete(gone)
    session.commit()
    page = mine.post(
        where + "/register", {**before, **dict.fromkeys(names, "partly"), "note": ""}, status=409, at=where
    )
    assert "Somebody was moved to another group" in page.text
    assert session.scalars(select(AttendanceMark)).all() == []
    session.commit()
    left = people_of(mine, where)
    assert set(names) - set(left) == {name_of(moved)}
    mine.post(where + "/register", {**opened(mine, where), left[0]: "partly", "note": ""}, at=where)
    marked = session.scalars(select(AttendanceMark.staff_id)).one()
    assert name_of(marked) == left[0]


def test_register_of_a_session_to_come_stays_closed(
    world: World, pages: Pages, session: Session, led: LearningSession
) -> None:
    begin(led, timedelta(hours=2))
    session.commit()
    mine, where = pages.as_(world.people[Role.TRAINER]), address(world, led)
    assert "The register opens 30 minutes before" in mine.get(where).text
    page = mine.post(where + "/register", {"note": "early", "version": "", "base": "{}"}, status=422, at="/account")
    assert "opens 30 minutes before" in page.text
    assert session.scalars(select(SessionNote)).all() == []


def test_only_people_who_are_expected_can_be_marked(session: Session, world: World, led: LearningSession) -> None:
    schedule = session.get(Schedule, led.schedule_id)
    assert schedule is not None
    with pytest.raises(Refusal, match="is not expected at this session"):
        record_register(session, SYSTEM, world.programme, schedule, led, {"nobody": Attendance.ATTENDED}, "")
