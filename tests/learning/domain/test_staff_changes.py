"""Joiners and leavers of a schedule in force: a few by themselves, many only when a coordinator says so."""

from __future__ import annotations

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from learning.domain.scheduling.input_changes import note_input_changed
from learning.domain.scheduling.rows import add_row
from learning.domain.scheduling.staff_changes import is_staff_seen, settle_staff_changes
from learning.models import (
    Absence,
    Allocation,
    ApartPair,
    LearningSession,
    Lock,
    Message,
    Person,
    Schedule,
    Unplaced,
    Wish,
)
from learning.queries.waiting import leavers_with_places
from tests.learning.domain.test_waiting import STRAND, released
from tests.learning.world import SYSTEM, World


def placed(session: Session, release: Schedule) -> list[str]:
    """People with a place who manage nobody, so that they can leave."""
    managers = select(Person.line_manager_id)
    return list(
        session.scalars(
            select(Allocation.staff_id)
            .where(
                Allocation.schedule_id == release.id, Allocation.strand == STRAND, Allocation.staff_id.not_in(managers)
            )
            .order_by(Allocation.staff_id)
        )
    )


def let_go(session: Session, world: World, ids: list[str]) -> None:
    session.execute(delete(Person).where(Person.programme_id == world.programme.id, Person.staff_id.in_(ids)))
    for model in (Absence, ApartPair, Lock, Wish):
        session.execute(delete(model).where(model.programme_id == world.programme.id))
    note_input_changed(world.programme)
    session.commit()


def test_who_leaves_loses_the_place_and_is_told_once(session: Session, world: World) -> None:
    release = released(session, world)
    (leaver, *_) = placed(session, release)
    let_go(session, world, [leaver])
    assert leavers_with_places(session, world.programme, release) == 1
    before = len(session.scalars(select(Message.id).where(Message.owner_id == leaver)).all())
    dates = session.scalars(
        select(LearningSession.id)
        .join(
            Allocation,
            (Allocation.schedule_id == LearningSession.schedule_id)
            & (Allocation.strand == LearningSession.strand)
            & (Allocation.group_id == LearningSession.group_id),
        )
        .where(Allocation.staff_id == leaver, Allocation.schedule_id == release.id)
    ).all()
    assert settle_staff_changes(session, world.programme, 20).left == {leaver}
    session.commit()
    assert is_staff_seen(world.programme, release)
    assert leavers_with_places(session, world.programme, release) == 0
    assert len(session.scalars(select(Message.id).where(Message.owner_id == leaver)).all()) == before + len(dates)
    assert settle_staff_changes(session, world.programme, 20).left == frozenset()


def test_where_many_leave_at_once_nobody_is_taken_out_unasked(session: Session, world: World) -> None:
    release = released(session, world)
    leavers = placed(session, release)[:4]
    let_go(session, world, leavers)
    assert settle_staff_changes(session, world.programme, 3).left == frozenset()
    session.commit()
    assert leavers_with_places(session, world.programme, release) == 4
    assert settle_staff_changes(session, world.programme).left == set(leavers)


def test_who_joins_is_listed_with_a_reason(session: Session, world: World) -> None:
    release = released(session, world)
    add_row(session, SYSTEM, world.programme, "staff", {"staff_id": "NEW", "name": "New One", "team": "Team"})
    assert not is_staff_seen(world.programme, release)
    assert settle_staff_changes(session, world.programme).joined == {"NEW"}
    session.commit()
    rows = session.scalars(select(Unplaced).where(Unplaced.schedule_id == release.id, Unplaced.staff_id == "NEW")).all()
    assert rows
    assert all(row.detail for row in rows)
