"""Another date: at once, by a swap, or by an offer that expires; nobody is moved unasked, everybody is told once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from learning.clock import as_of, now
from learning.domain.releases import cautions_of, release_draft
from learning.domain.scheduling.by_hand import copy_as_draft
from learning.domain.scheduling.in_force import change_places, hold_release
from learning.domain.scheduling.problems import read_programme_as_it_stands
from learning.domain.scheduling.schedules import schedule_of
from learning.domain.waiting import (
    accept_offer,
    choose_date,
    dates_to_choose,
    decline_offer,
    join_waiting_list,
    leave_waiting_list,
    see_to_waiting_lists,
)
from learning.errors import Refusal
from learning.models import Allocation, LearningSession, Message, PlaceOffer, Schedule
from learning.queries.waiting import entry_of, open_offers
from learning.vocabulary import OfferOutcome, PlaceWay, Telling
from scheduler import judge
from scheduler.changes import MovePerson, carried, consider, load, swaps_for
from scheduler.rules import Rule
from tests.learning.programmes import with_draft
from tests.learning.world import SYSTEM, World, make_world

STRAND = "reflection"


@pytest.fixture
def both(session_on_both: Session) -> tuple[Session, World]:
    return session_on_both, make_world(session_on_both)


def released(session: Session, world: World) -> Schedule:
    """The council's schedule in force, everybody told."""
    draft = with_draft(session, world)
    known = [one.key for one in cautions_of(session, world.programme, draft)]
    release_draft(session, SYSTEM, world.programme, draft, "Spring", known, Telling.INVITATIONS)
    session.commit()
    return draft


def group_of(session: Session, release: Schedule, staff_id: str) -> str | None:
    return session.scalar(
        select(Allocation.group_id).where(
            Allocation.schedule_id == release.id, Allocation.staff_id == staff_id, Allocation.strand == STRAND
        )
    )


def told(session: Session, staff_id: str) -> list[str]:
    return list(session.scalars(select(Message.subject).where(Message.owner_id == staff_id).order_by(Message.id)))


def broken(session: Session, world: World, release: Schedule) -> list[Rule]:
    problem = read_programme_as_it_stands(session, world.programme).problem
    found = judge(problem, schedule_of(session, release)).violations
    return [one.rule for one in found if one.rule is not Rule.COULD_BE_ADDED]


def movers(session: Session, world: World, release: Schedule) -> list[tuple[str, str]]:
    """People and a date that each could have at once."""
    found = []
    for staff_id in session.scalars(
        select(Allocation.staff_id)
        .where(Allocation.schedule_id == release.id, Allocation.strand == STRAND)
        .order_by(Allocation.staff_id)
    ):
        dates = dates_to_choose(session, world.programme, release, staff_id, STRAND)
        found += [(staff_id, date.group_id) for date in dates.free[:1]]
    return found


def full_for(session: Session, world: World, release: Schedule) -> list[tuple[str, Sequence[str]]]:
    """People and the full dates for which each could wait."""
    people = session.scalars(
        select(Allocation.staff_id)
        .where(Allocation.schedule_id == release.id, Allocation.strand == STRAND)
        .order_by(Allocation.staff_id)
    )
    found = [(one, dates_to_choose(session, world.programme, release, one, STRAND).full) for one in people]
    return [(one, [date.group_id for date in dates]) for one, dates in found if dates]


def test_who_chooses_another_date_has_it_and_is_told_once(both: tuple[Session, World]) -> None:
    session, world = both
    release = released(session, world)
    staff_id, group_id = movers(session, world, release)[0]
    before = len(told(session, staff_id))
    others = session.scalars(select(Message.id).where(Message.owner_id != staff_id)).all()
    choose_date(session, SYSTEM, world.programme, staff_id, STRAND, group_id)
    session.commit()
    assert group_of(session, release, staff_id) == group_id
    assert len(told(session, staff_id)) == before + 1
    assert session.scalars(select(Message.id).where(Message.owner_id != staff_id)).all() == others
    assert broken(session, world, release) == []


def test_a_date_against_a_rule_is_refused_without_saying_which(both: tuple[Session, World]) -> None:
    session, world = both
    release = released(session, world)
    staff_id, group_ids = full_for(session, world, release)[0]
    with pytest.raises(Refusal, match=r"cannot be had any more|taken the last place"):
        choose_date(session, SYSTEM, world.programme, staff_id, STRAND, group_ids[0])
    with pytest.raises(Refusal):
        choose_date(session, SYSTEM, world.programme, staff_id, STRAND, "nowhere")


def test_two_who_wish_for_each_others_dates_change_places_at_once(both: tuple[Session, World]) -> None:
    session, world = both
    release = released(session, world)
    problem = read_programme_as_it_stands(session, world.programme).problem
    loaded = load(problem, schedule_of(session, release))
    pair = next(
        (one, swap)
        for one, groups in full_for(session, world, release)
        for swap in swaps_for(loaded, one, STRAND, most=99, a_group=99)
        if swap.group_id in groups
        and group_of(session, release, one)
        in {date.group_id for date in dates_to_choose(session, world.programme, release, swap.other_id, STRAND).full}
    )
    first, swap = pair
    own = group_of(session, release, first)
    assert own is not None
    mail = {one: len(told(session, one)) for one in (first, swap.other_id)}
    assert not join_waiting_list(session, SYSTEM, world.programme, swap.other_id, STRAND, [own])
    assert join_waiting_list(session, SYSTEM, world.programme, first, STRAND, [swap.group_id])
    session.commit()
    assert (group_of(session, release, first), group_of(session, release, swap.other_id)) == (swap.group_id, own)
    assert {one: len(told(session, one)) for one in mail} == {one: count + 1 for one, count in mail.items()}
    assert entry_of(session, world.programme, first, STRAND) is None
    assert entry_of(session, world.programme, swap.other_id, STRAND) is None
    assert broken(session, world, release) == []


def waiting_for_a_place(session: Session, world: World, release: Schedule) -> tuple[list[str], str, str]:
    """Two people who wait for one full group, in order, the group, and somebody in it who could leave it."""
    loaded = load(read_programme_as_it_stands(session, world.programme).problem, schedule_of(session, release))
    wishes = full_for(session, world, release)
    for leaver, to in movers(session, world, release):
        group_id = group_of(session, release, leaver)
        assert group_id is not None
        after = carried(loaded, MovePerson(leaver, STRAND, to))
        waiting = [
            one
            for one, groups in wishes
            if group_id in groups and not consider(after, MovePerson(one, STRAND, group_id)).broken
        ]
        if len(waiting) >= 2:
            for one in waiting[:2]:
                join_waiting_list(session, SYSTEM, world.programme, one, STRAND, [group_id])
                session.commit()
            return waiting[:2], group_id, leaver
    raise AssertionError("the council has no group that is waited for")


def leave(session: Session, world: World, release: Schedule, staff_id: str) -> None:
    to = next(group for one, group in movers(session, world, release) if one == staff_id)
    choose_date(session, SYSTEM, world.programme, staff_id, STRAND, to)
    session.commit()


def test_a_place_that_becomes_free_is_offered_in_order_and_kept(both: tuple[Session, World]) -> None:
    session, world = both
    release = released(session, world)
    (first, second), group_id, leaver = waiting_for_a_place(session, world, release)
    leave(session, world, release, leaver)
    offers = open_offers(session, world.programme)
    entry = entry_of(session, world.programme, first, STRAND)
    assert entry is not None
    assert {one.group_id for one in offers.values()} == {group_id}
    assert set(offers) == {entry.id}
    assert told(session, first)[-1].startswith("A place is free")
    for one, group in movers(session, world, release):
        assert not (group == group_id and one != first), "the place is kept"
    accept_offer(session, SYSTEM, world.programme, first, STRAND)
    session.commit()
    assert group_of(session, release, first) == group_id
    with pytest.raises(Refusal, match="not kept"):
        accept_offer(session, SYSTEM, world.programme, second, STRAND)
    assert broken(session, world, release) == []


def test_an_offer_that_nobody_takes_goes_to_the_next(both: tuple[Session, World]) -> None:
    session, world = both
    release = released(session, world)
    (first, second), group_id, leaver = waiting_for_a_place(session, world, release)
    leave(session, world, release, leaver)
    with as_of(now() + timedelta(hours=world.programme.offer_hours + 1)):
        with pytest.raises(Refusal, match="not kept"):
            accept_offer(session, SYSTEM, world.programme, first, STRAND)
        session.rollback()
        see_to_waiting_lists(session, world.programme)
        session.commit()
        outcomes = session.scalars(select(PlaceOffer.outcome).order_by(PlaceOffer.id)).all()
        assert outcomes[0] is OfferOutcome.LAPSED
        entry = entry_of(session, world.programme, second, STRAND)
        assert entry is not None
        assert {one: offer.group_id for one, offer in open_offers(session, world.programme).items()} == {
            entry.id: group_id
        }
        assert entry_of(session, world.programme, first, STRAND) is None, "they waited for no other date"
    assert group_of(session, release, first) != group_id


def test_a_place_is_kept_no_longer_than_the_day_before_its_session(both: tuple[Session, World]) -> None:
    session, world = both
    release = released(session, world)
    world.programme.offer_hours = 24 * 365
    _, group_id, leaver = waiting_for_a_place(session, world, release)
    leave(session, world, release, leaver)
    (offer,) = open_offers(session, world.programme).values()
    first = min(
        session.scalars(
            select(LearningSession.start).where(
                LearningSession.schedule_id == release.id,
                LearningSession.strand == STRAND,
                LearningSession.group_id == group_id,
            )
        )
    )
    assert offer.expires_at.date() <= first.date()
    assert offer.expires_at.hour == 0


def test_who_leaves_the_place_to_the_next_waits_on_only_for_other_dates(both: tuple[Session, World]) -> None:
    session, world = both
    release = released(session, world)
    (first, second), group_id, leaver = waiting_for_a_place(session, world, release)
    leave(session, world, release, leaver)
    decline_offer(session, world.programme, first, STRAND)
    session.commit()
    assert entry_of(session, world.programme, first, STRAND) is None
    entry = entry_of(session, world.programme, second, STRAND)
    assert entry is not None
    assert open_offers(session, world.programme)[entry.id].group_id == group_id
    leave_waiting_list(session, world.programme, second, STRAND)
    leave_waiting_list(session, world.programme, second, STRAND)
    session.commit()
    assert open_offers(session, world.programme) == {}


def test_asking_again_keeps_the_time_of_the_first_asking(both: tuple[Session, World]) -> None:
    session, world = both
    release = released(session, world)
    staff_id, groups = next(found for found in full_for(session, world, release) if len(found[1]) > 1)
    join_waiting_list(session, SYSTEM, world.programme, staff_id, STRAND, groups[:1])
    first = entry_of(session, world.programme, staff_id, STRAND)
    assert first is not None
    asked = first.asked_at
    with as_of(now() + timedelta(hours=2)):
        join_waiting_list(session, SYSTEM, world.programme, staff_id, STRAND, groups[:2])
    again = entry_of(session, world.programme, staff_id, STRAND)
    assert again is not None
    assert (again.asked_at, again.group_ids) == (asked, sorted(groups[:2]))


def test_a_draft_that_would_take_back_what_people_chose_says_so(both: tuple[Session, World]) -> None:
    session, world = both
    release = released(session, world)
    draft = copy_as_draft(session, SYSTEM, world.programme, release)
    staff_id, group_id = movers(session, world, release)[0]
    with as_of(now() + timedelta(minutes=1)):
        choose_date(session, SYSTEM, world.programme, staff_id, STRAND, group_id)
        session.commit()
        sentences = [one.sentence for one in cautions_of(session, world.programme, draft) if one.key == "moved"]
    assert sentences == ["1 person has changed places since this draft was made; a release takes that back."]


def test_a_change_in_force_needs_a_schedule_in_force(both: tuple[Session, World]) -> None:
    session, world = both
    with_draft(session, world)
    with pytest.raises(Refusal, match="No dates have been released yet"):
        hold_release(session, world.programme)


def test_a_place_is_changed_with_its_way_and_in_the_trace(both: tuple[Session, World]) -> None:
    session, world = both
    release = released(session, world)
    staff_id, group_id = movers(session, world, release)[0]
    own = group_of(session, release, staff_id)
    steps = change_places(
        session, SYSTEM, world.programme, hold_release(session, world.programme),
        MovePerson(staff_id, STRAND, group_id), PlaceWay.CHOSE,
    )  # fmt: skip
    assert [(one.before, one.after) for one in steps] == [(own, group_id)]
    assert release.summary["changed_by_hand"]
