"""Releases: one in force, nothing unseen before it, and what it changes."""

from __future__ import annotations

import random

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from learning.clock import now
from learning.domain.releases import cautions_of, difference, difference_between, release_draft
from learning.domain.scheduling.problems import take_snapshot
from learning.domain.scheduling.schedules import keep_draft
from learning.errors import Refusal
from learning.models import Allocation, Change, LearningSession, Schedule
from learning.queries.schedules import release_in_force
from learning.vocabulary import ScheduleState
from tests.learning.programmes import sample_result, with_draft
from tests.learning.world import SYSTEM, World


def released(session: Session, world: World, draft: Schedule, name: str = "First") -> None:
    keys = [caution.key for caution in cautions_of(session, world.programme, draft)]
    release_draft(session, SYSTEM, world.programme, draft, name, keys)
    session.commit()


def another(session: Session, world: World) -> Schedule:
    result = sample_result()
    assert result.schedule is not None
    snapshot = take_snapshot(session, world.programme)
    return keep_draft(
        session, SYSTEM, world.programme, result.schedule, result.summary, name="Second", snapshot=snapshot
    )


def test_release_is_in_force_and_supersedes_the_one_before(session: Session, world: World) -> None:
    first = with_draft(session, world)
    released(session, world, first)
    second = another(session, world)
    released(session, world, second, "After half-term")
    session.refresh(first)
    assert (first.state, second.state) == (ScheduleState.SUPERSEDED, ScheduleState.RELEASED)
    assert (first.release_number, second.release_number, second.release_name) == (1, 2, "After half-term")
    assert release_in_force(session, world.programme) is second


def test_release_in_force_is_that_of_its_own_programme(session: Session, world: World) -> None:
    released(session, world, with_draft(session, world))
    assert release_in_force(session, world.other_programme) is None


def test_nothing_is_released_without_a_name(session: Session, world: World) -> None:
    with pytest.raises(Refusal, match="Enter a name"):
        release_draft(session, SYSTEM, world.programme, with_draft(session, world), "  ", [])


def test_caution_that_was_not_acknowledged_stops_the_release(session: Session, world: World) -> None:
    draft = with_draft(session, world)
    world.programme.input_changed_at = now()
    assert "old" in [caution.key for caution in cautions_of(session, world.programme, draft)]
    with pytest.raises(Refusal, match="Confirm that you know"):
        release_draft(session, SYSTEM, world.programme, draft, "First", [])
    assert draft.state is ScheduleState.DRAFT


def test_release_is_not_released_again(session: Session, world: World) -> None:
    draft = with_draft(session, world)
    released(session, world, draft)
    with pytest.raises(Refusal, match="released already"):
        released(session, world, draft)


def test_release_stands_in_the_trace(session: Session, world: World) -> None:
    released(session, world, with_draft(session, world))
    sentences = [
        change.sentence for change in session.scalars(select(Change).where(Change.action == "release schedule"))
    ]
    assert sentences == ["Draft 1 was released as release 1, First."]


def test_same_schedule_changes_nothing(session: Session, world: World) -> None:
    released(session, world, with_draft(session, world))
    found = difference(session, world.programme, another(session, world))
    assert found is not None
    assert (found.moved, found.placed, found.lost, found.changed_sessions) == (0, 0, 0, 0)


def test_first_release_has_nothing_to_differ_from(session: Session, world: World) -> None:
    assert difference(session, world.programme, with_draft(session, world)) is None


def test_difference_counts_people_and_sessions(session: Session, world: World) -> None:
    from datetime import timedelta

    released(session, world, with_draft(session, world))
    draft = another(session, world)
    moved = session.scalars(select(LearningSession).where(LearningSession.schedule_id == draft.id)).first()
    assert moved is not None
    moved.start += timedelta(hours=1)
    people = session.query(Allocation).filter_by(schedule_id=draft.id, strand=moved.strand, group_id=moved.group_id)
    lost = (
        session.query(Allocation)
        .filter(Allocation.schedule_id == draft.id, Allocation.group_id != moved.group_id)
        .first()
    )
    session.delete(lost)
    session.flush()
    found = difference(session, world.programme, draft)
    assert found is not None
    assert (found.moved, found.lost, found.changed_sessions) == (people.count(), 1, 1)


@pytest.mark.parametrize("seed", range(6))
def test_difference_is_that_of_comparing_everybody_one_by_one(session: Session, world: World, seed: int) -> None:
    """Places taken away, given, changed, and groups that meet elsewhere, at random."""
    chance = random.Random(seed)
    earlier = with_draft(session, world)
    later = another(session, world)
    places = session.scalars(select(Allocation).filter_by(schedule_id=later.id)).all()
    for place in chance.sample(places, 12):
        place.group_id = chance.choice([one.group_id for one in places if one.strand == place.strand])
    for place in chance.sample(places, 5):
        session.delete(place)
    for place in chance.sample(session.scalars(select(Allocation).filter_by(schedule_id=earlier.id)).all(), 4):
        session.delete(place)
    for one in chance.sample(session.scalars(select(LearningSession).filter_by(schedule_id=later.id)).all(), 3):
        one.venue_id = "ELSEWHERE"
    session.flush()

    def seen(schedule: Schedule) -> dict[tuple[str, str], object]:
        meetings: dict[tuple[str, str], list[object]] = {}
        for one in session.scalars(select(LearningSession).filter_by(schedule_id=schedule.id)):
            meetings.setdefault((one.strand, one.group_id), []).append((one.start, one.venue_id))
        return {
            (place.staff_id, place.strand): sorted(map(str, meetings[place.strand, place.group_id]))
            for place in session.scalars(select(Allocation).filter_by(schedule_id=schedule.id))
        }

    had, has = seen(earlier), seen(later)
    found = difference_between(session, earlier, later)
    assert found.placed == len(has.keys() - had.keys())
    assert found.lost == len(had.keys() - has.keys())
    assert found.moved == sum(had[key] != has[key] for key in had.keys() & has.keys())
