"""Changes by hand: the judge has the last word, an aim is given up only with a reason, nobody's change is lost."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from learning.clock import as_of
from learning.domain.releases import cautions_of, release_draft
from learning.domain.scheduling.by_hand import carry_out, consider, copy_as_draft
from learning.domain.scheduling.problems import read_programme_as_it_stands
from learning.domain.scheduling.schedules import schedule_of
from learning.errors import Refusal, StaleEdit
from learning.models import Change, Schedule, Unplaced
from learning.vocabulary import ScheduleState
from scheduler import judge
from scheduler.changes import (
    CancelGroup,
    ChangeSession,
    MovePerson,
    SwapPeople,
    TakeOut,
    changed,
)
from scheduler.rules import Rule
from scheduler.schedule import Allocation
from scheduler.schedule import Schedule as Found
from tests.learning.programmes import sample_result, with_draft
from tests.learning.world import SYSTEM, World


def found_schedule() -> Found:
    found = sample_result().schedule
    assert found is not None
    return found


def judged(session: Session, world: World, draft: Schedule) -> list[Rule]:
    problem = read_programme_as_it_stands(session, world.programme).problem
    broken = judge(problem, schedule_of(session, draft)).violations
    return [one.rule for one in broken if one.rule is not Rule.COULD_BE_ADDED]


def test_cancelled_group_leaves_its_people_with_a_reason(session: Session, world: World) -> None:
    draft = with_draft(session, world)
    group = next(one.group_id for one in found_schedule().sessions if one.strand == "manager")
    people = [one.staff_id for one in found_schedule().allocations if (one.strand, one.group_id) == ("manager", group)]
    change = CancelGroup("manager", group)
    found = consider(session, world.programme, draft, change)
    assert found.broken == ()
    assert found.affected == len(people)
    assert found.needs_reason
    with pytest.raises(Refusal, match="Enter a reason"):
        carry_out(session, SYSTEM, world.programme, draft, change, " ", draft.version)
    carry_out(session, SYSTEM, world.programme, draft, change, "The trainer is ill", draft.version)
    assert set(people) <= set(session.scalars(select(Unplaced.staff_id).where(Unplaced.strand == "manager")))
    assert judged(session, world, draft) == []
    trace = session.scalars(select(Change).where(Change.action == "cancel group")).one()
    assert (trace.reason, trace.sentence) == ("The trainer is ill", f"Group {group} was cancelled in draft 1.")
    assert trace.before["placed"] - trace.after["placed"] == len(people)


def test_change_that_breaks_a_rule_is_told_and_refused(session: Session, world: World) -> None:
    draft = with_draft(session, world)
    one = next(one for one in found_schedule().sessions if one.strand == "reflection")
    night = ChangeSession(one.session_id, one.start.replace(hour=3), one.venue_id, one.trainer_ids)
    found = consider(session, world.programme, draft, night)
    assert found.broken
    with pytest.raises(Refusal, match="This cannot be done"):
        carry_out(session, SYSTEM, world.programme, draft, night, "Because", draft.version)
    assert set(schedule_of(session, draft).sessions) == set(found_schedule().sessions)
    assert judged(session, world, draft) == []


def test_two_people_who_can_change_places_do(session: Session, world: World) -> None:
    draft = with_draft(session, world)
    reflection = [one for one in found_schedule().allocations if one.strand == "reflection"]
    pairs = ((one, other) for one in reflection for other in reflection if one.group_id < other.group_id)
    for one, other in pairs:
        change = SwapPeople(one.staff_id, other.staff_id, "reflection")
        if not consider(session, world.programme, draft, change).broken:
            carry_out(session, SYSTEM, world.programme, draft, change, "They asked for it", draft.version)
            break
    else:
        pytest.fail("no two people of the council can change places")
    assert judged(session, world, draft) == []
    assert set(schedule_of(session, draft).allocations) == set(changed(found_schedule(), change).allocations)


def test_stale_change_is_refused(session: Session, world: World) -> None:
    draft = with_draft(session, world)
    group = next(one.group_id for one in found_schedule().sessions if one.strand == "manager")
    with pytest.raises(StaleEdit):
        carry_out(session, SYSTEM, world.programme, draft, CancelGroup("manager", group), "x", draft.version + 1)


def test_release_is_changed_only_as_a_draft_of_its_own(session: Session, world: World) -> None:
    draft = with_draft(session, world)
    draft.state = ScheduleState.RELEASED
    session.flush()
    group = next(one.group_id for one in found_schedule().sessions if one.strand == "manager")
    with pytest.raises(Refusal, match="Only a draft"):
        carry_out(session, SYSTEM, world.programme, draft, CancelGroup("manager", group), "x", draft.version)
    copy = copy_as_draft(session, SYSTEM, world.programme, draft)
    assert (copy.state, copy.parent_id, copy.number) == (ScheduleState.DRAFT, draft.id, 2)
    assert set(schedule_of(session, copy).allocations) == set(schedule_of(session, draft).allocations)
    carry_out(session, SYSTEM, world.programme, copy, CancelGroup("manager", group), "x", copy.version)
    assert len(schedule_of(session, draft).sessions) == len(found_schedule().sessions)


@pytest.mark.parametrize(
    "change",
    [
        MovePerson("E000001", "reflection", "nowhere"),
        TakeOut("nobody", "reflection"),
        SwapPeople("nobody", "E000001", "reflection"),
        CancelGroup("reflection", "nowhere"),
    ],
)
def test_change_of_something_that_is_not_there_is_refused(session: Session, world: World, change: MovePerson) -> None:
    draft = with_draft(session, world)
    with pytest.raises(Refusal):
        consider(session, world.programme, draft, change)


PEOPLE = st.sampled_from([one.staff_id for one in found_schedule().allocations if one.strand == "reflection"])
GROUPS = st.sampled_from(sorted({one.group_id for one in found_schedule().sessions if one.strand == "reflection"}))


@given(PEOPLE, GROUPS)
def test_move_changes_one_place_and_nothing_else(staff_id: str, group_id: str) -> None:
    before = found_schedule()
    after = changed(before, MovePerson(staff_id, "reflection", group_id))
    assert after.sessions == before.sessions
    assert set(after.allocations) - set(before.allocations) <= {Allocation(staff_id, "reflection", group_id)}
    assert len(after.allocations) == len(before.allocations)


@given(PEOPLE, PEOPLE)
def test_swap_twice_is_as_before(one: str, other: str) -> None:
    before = found_schedule()
    change = SwapPeople(one, other, "reflection")
    assert set(changed(changed(before, change), change).allocations) == set(before.allocations)


@given(st.integers(-1000, 1000))
def test_session_keeps_its_length_wherever_it_goes(minutes: int) -> None:
    before = found_schedule()
    one = before.sessions[0]
    after = changed(before, ChangeSession(one.session_id, one.start + timedelta(minutes=minutes), "", ()))
    moved = next(two for two in after.sessions if two.session_id == one.session_id)
    assert moved.end - moved.start == one.end - one.start
    assert replace(moved, start=one.start, end=one.end, venue_id=one.venue_id, trainer_ids=one.trainer_ids) == one


def test_what_was_held_stays_as_it_was(session: Session, world: World) -> None:
    release = with_draft(session, world)
    seen = [one.key for one in cautions_of(session, world.programme, release)]
    release_draft(session, SYSTEM, world.programme, release, "Spring", seen)
    draft = copy_as_draft(session, SYSTEM, world.programme, release)
    sessions = sorted(
        (one for one in found_schedule().sessions if one.strand == "reflection"), key=lambda one: one.start
    )
    first, last = sessions[0], sessions[-1]
    of_group = {
        group: next(
            one.staff_id for one in found_schedule().allocations if (one.strand, one.group_id) == ("reflection", group)
        )
        for group in (first.group_id, last.group_id)
    }
    later = ChangeSession(first.session_id, first.start + timedelta(days=1), first.venue_id, first.trainer_ids)
    changes = (
        later,
        CancelGroup("reflection", first.group_id),
        TakeOut(of_group[first.group_id], "reflection"),
        MovePerson(of_group[last.group_id], "reflection", first.group_id),
        MovePerson(of_group[first.group_id], "reflection", last.group_id),
        SwapPeople(of_group[first.group_id], of_group[last.group_id], "reflection"),
    )
    cancelled = CancelGroup("reflection", last.group_id)
    with as_of((first.start + timedelta(hours=1)).replace(tzinfo=UTC)):
        for change in changes:
            broken = consider(session, world.programme, draft, change).broken
            assert any("stays as it was" in sentence for sentence in broken), change
        assert not any("stays" in one for one in consider(session, world.programme, draft, cancelled).broken)
    with as_of((first.start - timedelta(days=1)).replace(tzinfo=UTC)):
        for change in changes:
            assert not any("stays" in one for one in consider(session, world.programme, draft, change).broken)
