"""Checking in: a code is of one session and soon gone, counts once, and leaves alone what a trainer recorded."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from learning.clock import as_of
from learning.domain.attendance import record_register
from learning.domain.check_in import LENGTH, LETTERS, STEP, STEPS_KEPT, TRIES, check_in, code_now
from learning.errors import Refusal
from learning.models import AttendanceMark, LearningSession, Person, Schedule
from learning.queries.people import people_in_group
from learning.vocabulary import Attendance, AttendanceWay
from tests.learning.domain.test_waiting import STRAND, released
from tests.learning.world import SYSTEM, World


def place(session: Session, world: World) -> tuple[Schedule, LearningSession, LearningSession, Person]:
    """The schedule, a session, another of the same strand, and somebody of the first."""
    release = released(session, world)
    one, other = session.scalars(
        select(LearningSession)
        .where(LearningSession.schedule_id == release.id, LearningSession.strand == STRAND)
        .order_by(LearningSession.starts_at)
    ).all()[:2]
    return release, one, other, people_in_group(session, world.programme, release, STRAND, one.group_id)[0]


def marks(session: Session) -> list[tuple[Attendance, AttendanceWay]]:
    return [(one.mark, one.way) for one in session.scalars(select(AttendanceMark))]


def test_who_enters_the_code_in_time_is_marked_once(session: Session, world: World) -> None:
    release, one, _, person = place(session, world)
    with as_of(one.starts_at):
        code = code_now(world.programme, one, one.starts_at)
        check_in(session, SYSTEM, world.programme, release, one, person, f" {code[:3].lower()} {code[3:]} ")
    with as_of(one.starts_at + STEP * (STEPS_KEPT - 1)):
        check_in(session, SYSTEM, world.programme, release, one, person, code)
    session.commit()
    assert marks(session) == [(Attendance.ATTENDED, AttendanceWay.CHECK_IN)]
    assert len(code) == LENGTH
    assert set(code) <= set(LETTERS)


def test_a_code_that_is_gone_or_of_another_session_is_refused(session: Session, world: World) -> None:
    release, one, other, person = place(session, world)
    gone = code_now(world.programme, one, one.starts_at)
    with as_of(one.starts_at + STEP * STEPS_KEPT):
        with pytest.raises(Refusal, match="not the code"):
            check_in(session, SYSTEM, world.programme, release, one, person, gone)
        wrong = code_now(world.programme, other, other.starts_at)
        with pytest.raises(Refusal, match="not the code"):
            check_in(session, SYSTEM, world.programme, release, one, person, wrong)
    assert marks(session) == []


def test_outside_its_window_there_is_no_code_and_no_check_in(session: Session, world: World) -> None:
    release, one, other, person = place(session, world)
    for moment in (one.starts_at - timedelta(minutes=31), one.ends_at + timedelta(minutes=31)):
        with pytest.raises(Refusal):
            code_now(world.programme, one, moment)
        with as_of(moment), pytest.raises(Refusal, match="from 30 minutes before"):
            check_in(session, SYSTEM, world.programme, release, one, person, "AAAAAA")
    with as_of(other.starts_at), pytest.raises(Refusal, match="not expected"):
        check_in(
            session, SYSTEM, world.programme, release, other, person, code_now(world.programme, other, other.starts_at)
        )


def test_guessing_ends_after_ten_tries(session: Session, world: World) -> None:
    release, one, _, person = place(session, world)
    with as_of(one.starts_at):
        for _ in range(TRIES.count):
            with pytest.raises(Refusal, match="not the code"):
                check_in(session, SYSTEM, world.programme, release, one, person, "AAAAAA")
        code = code_now(world.programme, one, one.starts_at)
        with pytest.raises(Refusal, match="Too many tries"):
            check_in(session, SYSTEM, world.programme, release, one, person, code)


def test_what_a_trainer_recorded_stays(session: Session, world: World) -> None:
    release, one, _, person = place(session, world)
    with as_of(one.starts_at):
        record_register(session, SYSTEM, world.programme, release, one, {person.staff_id: Attendance.PARTLY}, "")
        check_in(session, SYSTEM, world.programme, release, one, person, code_now(world.programme, one, one.starts_at))
    assert marks(session) == [(Attendance.PARTLY, AttendanceWay.REGISTER)]
