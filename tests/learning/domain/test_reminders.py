"""Reminders: once for each person and date, only to who knows of it and still has it, all of a day in one message."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from learning.clock import as_of
from learning.database import make_engine
from learning.domain.organisations import grant_role, open_account
from learning.domain.outbox import TOO_LATE, take_message
from learning.domain.quiet import change_quiet
from learning.domain.reminders import due_of, remind
from learning.domain.scheduling.by_hand import copy_as_draft
from learning.domain.telling import tell_of_release
from learning.jobs import transactions
from learning.models import (
    Allocation,
    AttendanceMark,
    LearningSession,
    Membership,
    Message,
    Person,
    Reminder,
    Schedule,
    Strand,
)
from learning.outputs.rounds import send_reminders
from learning.queries.schedules import release_in_force
from learning.vocabulary import Attendance, AttendanceWay, MessageState, Role, Telling
from tests.learning.domain.test_telling import before_all, release
from tests.learning.programmes import with_draft
from tests.learning.world import SYSTEM, World

LONDON = ZoneInfo("Europe/London")


@pytest.fixture
def draft(session: Session, world: World) -> Schedule:
    """A release of which everybody was told long before."""
    found = with_draft(session, world)
    with as_of(before_all(session, found)):
        release(session, world, found, Telling.DIGEST)
    session.execute(delete(Message))
    session.commit()
    return found


def first_session(session: Session, draft: Schedule) -> LearningSession:
    """The first session to which somebody comes."""
    found = session.scalars(
        select(LearningSession).where(LearningSession.schedule_id == draft.id).order_by(LearningSession.starts_at)
    ).first()
    assert found is not None
    return found


def eight_before(one: LearningSession, days: int = 3) -> datetime:
    return datetime.combine(one.start.date() - timedelta(days=days), datetime.min.time(), LONDON) + timedelta(hours=8)


def run(session: Session, world: World, moment: datetime) -> Sequence[Message]:
    """The messages that reminders write at a moment."""
    before = set(session.scalars(select(Message.id)))
    with as_of(moment):
        schedule = release_in_force(session, world.programme)
        assert schedule is not None
        remind(session, world.programme, schedule)
    session.commit()
    return [one for one in session.scalars(select(Message).order_by(Message.id)) if one.id not in before]


def test_everybody_is_reminded_once_three_days_before(session: Session, world: World, draft: Schedule) -> None:
    one = first_session(session, draft)
    due = eight_before(one)
    assert run(session, world, due - timedelta(seconds=1)) == []
    written = run(session, world, due)
    assert run(session, world, due) == run(session, world, due + timedelta(days=1, hours=-1)) == []
    people = set(
        session.scalars(
            select(Allocation.staff_id).where(
                Allocation.schedule_id == draft.id, Allocation.strand == one.strand, Allocation.group_id == one.group_id
            )
        )
    )
    told = {message.owner_id for message in written if message.role == Role.PARTICIPANT}
    assert people & told
    assert set(one.trainer_ids) <= {message.owner_id for message in written if message.role == Role.TRAINER}
    assert all(message.calendar is None and "Coming up in " in message.body for message in written)


def test_all_the_reminders_of_the_whole_programme_come_once_for_each_date(
    session: Session, world: World, draft: Schedule
) -> None:
    sessions = session.scalars(select(LearningSession).where(LearningSession.schedule_id == draft.id)).all()
    moments = sorted({eight_before(one) for one in sessions})
    expected = Counter(trainer_id for one in sessions for trainer_id in one.trainer_ids)
    for moment in moments:
        run(session, world, moment)
    notes = Counter(session.scalars(select(Reminder.owner_id).where(Reminder.role == Role.TRAINER)))
    assert notes == expected
    assert all(run(session, world, moment) == [] for moment in moments[::5])


def test_dates_due_for_one_person_on_one_day_come_in_one_message(
    session: Session, world: World, draft: Schedule
) -> None:
    for strand in session.scalars(select(Strand).where(Strand.programme_id == world.programme.id)):
        strand.reminder_days = 60
    session.commit()
    last = session.scalars(
        select(LearningSession)
        .where(LearningSession.schedule_id == draft.id)
        .order_by(LearningSession.starts_at.desc())
    ).first()
    assert last is not None
    written = run(session, world, eight_before(last, 50))
    assert max(Counter((one.role, one.owner_id) for one in written).values()) == 1
    several = [one for one in written if "reminders" in one.subject]
    assert several
    assert all(one.body.count("\n- ") > 1 for one in several)


def test_who_was_told_on_that_day_or_has_another_date_now_is_not_reminded(
    session: Session, world: World, draft: Schedule
) -> None:
    one = first_session(session, draft)
    due = eight_before(one)
    changed = copy_as_draft(session, SYSTEM, world.programme, draft)
    moved = session.scalars(
        select(LearningSession).where(
            LearningSession.schedule_id == changed.id, LearningSession.session_id == one.session_id
        )
    ).one()
    for name in ("start", "end", "starts_at", "ends_at"):
        setattr(moved, name, getattr(moved, name) + timedelta(hours=1))
    session.commit()
    with as_of(due - timedelta(days=2)):
        release(session, world, changed, Telling.NOBODY)
    told = {message.owner_id for message in run(session, world, due)}
    assert not told & set(moved.trainer_ids)
    with as_of(due + timedelta(hours=1)):
        tell_of_release(session, world.programme, changed, Telling.DIGEST)
        session.commit()
    assert not {message.owner_id for message in run(session, world, due + timedelta(hours=2))} & set(moved.trainer_ids)


def test_who_lost_the_place_is_not_reminded(session: Session, world: World, draft: Schedule) -> None:
    one = first_session(session, draft)
    lost = session.scalars(
        select(Allocation.staff_id).where(
            Allocation.schedule_id == draft.id, Allocation.strand == one.strand, Allocation.group_id == one.group_id
        )
    ).first()
    session.execute(delete(Allocation).where(Allocation.schedule_id == draft.id, Allocation.staff_id == lost))
    session.commit()
    assert lost not in {message.owner_id for message in run(session, world, eight_before(one))}


def test_strand_without_reminders_gives_none(session: Session, world: World, draft: Schedule) -> None:
    for strand in session.scalars(select(Strand).where(Strand.programme_id == world.programme.id)):
        strand.reminder_days = 0
    session.commit()
    assert run(session, world, eight_before(first_session(session, draft))) == []


def test_nobody_is_reminded_of_what_nobody_was_told(session: Session, world: World) -> None:
    draft = with_draft(session, world)
    with as_of(before_all(session, draft)):
        release(session, world, draft, Telling.NOBODY)
    assert run(session, world, eight_before(first_session(session, draft))) == []


def test_quiet_mode_and_missing_addresses_keep_reminders_for_later(
    session: Session, world: World, draft: Schedule
) -> None:
    due = eight_before(first_session(session, draft))
    change_quiet(session, SYSTEM, world.programme, [], quiet=True)
    session.commit()
    assert run(session, world, due) == []
    assert session.scalars(select(Reminder.id)).all() == []
    change_quiet(session, SYSTEM, world.programme, [], quiet=False)
    person = session.scalars(select(Person).where(Person.programme_id == world.programme.id)).all()
    for one in person:
        one.email = ""
    session.commit()
    assert {message.role for message in run(session, world, due)} <= {Role.TRAINER}


def test_reminder_of_a_date_cannot_be_noted_twice(session: Session, world: World, draft: Schedule) -> None:
    run(session, world, eight_before(first_session(session, draft)))
    one = session.scalars(select(Reminder)).first()
    assert one is not None
    again = Reminder(
        programme_id=one.programme_id, kind=one.kind, role=one.role, owner_id=one.owner_id, key=one.key,
        starts_at=one.starts_at, made_at=one.made_at,
    )  # fmt: skip
    session.add(again)
    with pytest.raises(IntegrityError):
        session.flush()


def test_reminder_that_could_not_leave_in_time_is_not_sent_afterwards(
    session: Session, world: World, draft: Schedule
) -> None:
    written = run(session, world, eight_before(first_session(session, draft)))[0]
    assert written.useful_until is not None
    with as_of(written.useful_until):
        assert take_message(session, written.id) is None
    assert (written.state, written.tries, written.fault) == (MessageState.FAILED, 0, TOO_LATE)


def test_job_writes_what_is_due(app: Flask, session: Session, world: World, draft: Schedule) -> None:
    due = eight_before(first_session(session, draft))
    with as_of(due):
        expected = len(due_of(session, world.programme, draft))
        session.commit()
        engine = make_engine(app.config["SQLALCHEMY_DATABASE_URI"])
        for _ in range(2):
            send_reminders(transactions(engine))
        engine.dispose()
    assert len(session.scalars(select(Message.id)).all()) == expected > 0


@pytest.fixture
def led(session: Session, world: World, draft: Schedule) -> LearningSession:
    """The first session, led by somebody who can sign in; no strand reminds of its dates."""
    one = first_session(session, draft)
    account = open_account(session, "leader@eastmere.example", "Leader")
    grant_role(session, SYSTEM, account, Role.TRAINER, world.programme, trainer_id=one.trainer_ids[0])
    for strand in session.scalars(select(Strand).where(Strand.programme_id == world.programme.id)):
        strand.reminder_days = 0
    session.commit()
    return one


def mark(session: Session, world: World, one: LearningSession, most: int | None = None) -> None:
    """Fill in the register of a session, or a part of it."""
    people = session.scalars(
        select(Allocation.staff_id).where(
            Allocation.schedule_id == one.schedule_id, Allocation.strand == one.strand,
            Allocation.group_id == one.group_id,
        )
    ).all()  # fmt: skip
    session.add_all(
        AttendanceMark(
            programme_id=world.programme.id, session_id=one.session_id, staff_id=staff_id, strand=one.strand,
            mark=Attendance.ATTENDED, way=AttendanceWay.REGISTER, recorded_at=one.ends_at, recorded_by="Leader",
        )
        for staff_id in people[:most]
    )  # fmt: skip
    session.commit()


def registers(written: Sequence[Message], one: LearningSession) -> list[str]:
    """Who is reminded of the register of a session; the day tells which is meant."""
    day = f"{one.start:%A} {one.start.day} {one.start:%B %Y}, {one.start:%H:%M}"
    return [message.owner_id for message in written if "still to be filled in" in message.body and day in message.body]


def test_trainer_is_reminded_once_of_a_register_on_the_morning_after(
    session: Session, world: World, led: LearningSession
) -> None:
    morning = eight_before(led, -1)
    assert registers(run(session, world, morning - timedelta(minutes=1)), led) == []
    assert registers(run(session, world, morning), led) == [led.trainer_ids[0]]
    assert registers(run(session, world, morning + timedelta(days=1)), led) == []


@pytest.mark.parametrize(("most", "reminds"), [(None, False), (1, True)], ids=["filled in", "a part of it"])
def test_only_registers_that_are_not_filled_in_are_reminded_of(
    session: Session, world: World, led: LearningSession, most: int | None, reminds: bool
) -> None:
    mark(session, world, led, most)
    assert bool(registers(run(session, world, eight_before(led, -1)), led)) is reminds


def test_trainers_who_cannot_sign_in_and_old_registers_are_left_alone(
    session: Session, world: World, led: LearningSession
) -> None:
    assert registers(run(session, world, eight_before(led, -9)), led) == []
    for one in session.scalars(select(Membership).where(Membership.role == Role.TRAINER)):
        session.delete(one)
    session.commit()
    assert run(session, world, eight_before(led, -1)) == []
