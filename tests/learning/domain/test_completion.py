"""Completion is counted over everybody whom a strand is for, from registers alone; who missed a date gets another."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from learning.clock import as_of
from learning.domain.attendance import record_register
from learning.domain.completion import THERE, State, completion_of, state_of
from learning.domain.rebooking import rebook
from learning.models import Allocation, LearningSession, Message, PlaceChange
from learning.presenters.completion import Unit, progress_of, spread_words
from learning.queries.people import people_in_group
from learning.vocabulary import Attendance, PlaceWay
from tests.learning.domain.test_waiting import STRAND, movers, released
from tests.learning.world import SYSTEM, World

MARKS = st.lists(st.sampled_from(list(Attendance)), max_size=5)


@given(MARKS, st.integers(1, 4), st.sampled_from(["", "G1"]), st.booleans())
def test_nobody_has_completed_without_being_there_as_often_as_a_strand_meets(
    marks: list[Attendance], meetings: int, group_id: str, over: bool
) -> None:
    state = state_of(marks, meetings, group_id, over=over)
    there = sum(mark in THERE for mark in marks)
    assert (state is State.COMPLETED) == (there >= meetings)
    if state is State.MISSED:
        assert over
        assert len(marks) >= meetings
    if state is State.TO_COME:
        assert group_id
        assert not over


@given(st.lists(st.tuples(st.integers(1, 60), st.floats(0, 1)), min_size=2, max_size=12))
def test_the_spread_names_the_lowest_and_the_highest_unit(parts: list[tuple[int, float]]) -> None:
    units = sorted(
        (Unit(f"U{place}", people, round(people * share), 0, 0) for place, (people, share) in enumerate(parts)),
        key=lambda unit: (unit.rate, unit.name),
    )
    words = spread_words(units)
    if units[0].rate < units[-1].rate:
        assert f"({units[0].name})" in words
        assert f"({units[-1].name})" in words
    else:
        assert words == ""


def test_registers_are_counted_and_those_who_missed_get_the_earliest_date_that_keeps_every_rule(
    session: Session, world: World
) -> None:
    release = released(session, world)
    staff_id, _ = movers(session, world, release)[-1]
    one = session.scalars(
        select(LearningSession)
        .join(
            Allocation,
            (Allocation.schedule_id == LearningSession.schedule_id)
            & (Allocation.group_id == LearningSession.group_id)
            & (Allocation.strand == LearningSession.strand),
        )
        .where(Allocation.staff_id == staff_id, LearningSession.strand == STRAND, Allocation.schedule_id == release.id)
    ).one()
    people = people_in_group(session, world.programme, release, STRAND, one.group_id)
    marks = {person.staff_id: Attendance.ATTENDED for person in people} | {staff_id: Attendance.ABSENT}
    with as_of(one.ends_at + timedelta(minutes=1)):
        record_register(session, SYSTEM, world.programme, release, one, marks, "")
        session.commit()
        standing = next(
            found for found in completion_of(session, world.programme, release) if found.strand.strand_id == STRAND
        )
        assert standing.count(State.COMPLETED) == len(people) - 1
        assert standing.people[staff_id] is State.MISSED
        assert progress_of(standing, {}).whole.behind >= 1
        told = len(session.scalars(select(Message.id).where(Message.owner_id == staff_id)).all())
        done = rebook(session, SYSTEM, world.programme, STRAND, [staff_id])
        session.commit()
    if done.given:
        assert session.scalars(select(PlaceChange.way)).all() == [PlaceWay.REBOOKED]
        assert len(session.scalars(select(Message.id).where(Message.owner_id == staff_id)).all()) == told + 1
        with as_of(one.ends_at + timedelta(minutes=2)):
            after = next(
                found for found in completion_of(session, world.programme, release) if found.strand.strand_id == STRAND
            )
        assert after.people[staff_id] is State.TO_COME
    else:
        assert done.without == (staff_id,)
