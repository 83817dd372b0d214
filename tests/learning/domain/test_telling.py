"""Telling people of releases: everyone once, as what they know differs, and calendars that follow."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from learning.clock import as_of
from learning.domain.releases import cautions_of, release_draft
from learning.domain.scheduling.by_hand import copy_as_draft
from learning.domain.telling import Outlook, outlook_of, recipients_of, tell_of_release
from learning.models import Allocation, CalendarEntry, LearningSession, Message, Person, Schedule
from learning.vocabulary import Telling
from tests.learning.programmes import with_draft
from tests.learning.world import SYSTEM, World

NOTHING = Outlook(people=0, new=0, moved=0, cancelled=0, short_notice=0, unreachable=0, kept_back=0)
WEEK = timedelta(days=7)


def release(session: Session, world: World, draft: Schedule, telling: Telling) -> int:
    keys = [caution.key for caution in cautions_of(session, world.programme, draft)]
    told = release_draft(session, SYSTEM, world.programme, draft, "A release", keys, telling)
    session.commit()
    return told


def messages(session: Session) -> Sequence[Message]:
    return session.scalars(select(Message).order_by(Message.id)).all()


def events(session: Session, after: int = 0) -> list[tuple[str, str, int]]:
    """Method, uid and sequence of every date that went out after a message."""
    return [
        (str(message.calendar["method"]), str(event["uid"]), int(event["sequence"]))
        for message in messages(session)
        if message.id > after and message.calendar
        for event in message.calendar["events"]
    ]


def before_all(session: Session, draft: Schedule) -> datetime:
    first = session.scalar(select(func.min(LearningSession.starts_at)).where(LearningSession.schedule_id == draft.id))
    assert first is not None
    return first - 10 * WEEK


def move_a_session(session: Session, draft: Schedule) -> LearningSession:
    moved = session.scalars(
        select(LearningSession).where(LearningSession.schedule_id == draft.id).order_by(LearningSession.start.desc())
    ).first()
    assert moved is not None
    moved.start, moved.end = moved.start + WEEK, moved.end + WEEK
    moved.starts_at, moved.ends_at = moved.starts_at + WEEK, moved.ends_at + WEEK
    session.commit()
    return moved


def people_of(session: Session, one: LearningSession) -> int:
    return session.scalar(
        select(func.count()).where(
            Allocation.schedule_id == one.schedule_id,
            Allocation.strand == one.strand,
            Allocation.group_id == one.group_id,
        )
    ) or 0  # fmt: skip


def test_everybody_is_told_once_and_each_date_goes_out_once(session: Session, world: World) -> None:
    draft = with_draft(session, world)
    with as_of(before_all(session, draft)):
        outlook = outlook_of(session, world.programme, draft)
        told = release(session, world, draft, Telling.DIGEST)
        assert outlook_of(session, world.programme, draft) == replace(NOTHING, unreachable=outlook.unreachable)
        assert tell_of_release(session, world.programme, draft, Telling.DIGEST) == 0
    addresses = Counter(message.address for message in messages(session))
    assert told == outlook.people == len(messages(session))
    assert len(events(session)) == len({uid for _, uid, _ in events(session)}) == outlook.new
    assert set(addresses) == set(session.scalars(select(CalendarEntry.address)))


def test_nobody_is_told_of_a_quiet_release_and_the_next_makes_up_for_it(session: Session, world: World) -> None:
    first = with_draft(session, world)
    with as_of(before_all(session, first)):
        expected = outlook_of(session, world.programme, first).people
        assert release(session, world, first, Telling.NOBODY) == 0
        assert messages(session) == []
        second = copy_as_draft(session, SYSTEM, world.programme, first)
        assert release(session, world, second, Telling.DIGEST) == expected


def test_date_that_is_made_moved_cancelled_and_made_again_keeps_its_uid_with_rising_sequence(
    session: Session, world: World
) -> None:
    drafts = [with_draft(session, world)]
    chains: list[list[tuple[str, str, int]]] = []
    with as_of(before_all(session, drafts[0])):
        release(session, world, drafts[0], Telling.INVITATIONS)
        chains.append(events(session))
        for change in ("move", "cancel", "make again"):
            after = max(message.id for message in messages(session))
            draft = copy_as_draft(session, SYSTEM, world.programme, drafts[0])
            if change == "cancel":
                gone = session.scalars(
                    select(LearningSession)
                    .where(LearningSession.schedule_id == draft.id)
                    .order_by(LearningSession.start.desc())
                ).first()
                session.delete(gone)
                session.commit()
            else:
                move_a_session(session, draft)
            release(session, world, draft, Telling.INVITATIONS)
            chains.append(events(session, after))
    made, moved, cancelled, again = chains
    assert {(method, sequence) for method, _, sequence in made} == {("REQUEST", 0)}
    assert {(method, sequence) for method, _, sequence in moved} == {("REQUEST", 1)}
    assert {(method, sequence) for method, _, sequence in cancelled} == {("CANCEL", 2)}
    assert {(method, sequence) for method, _, sequence in again} == {("REQUEST", 3)}
    uids = {uid for _, uid, _ in moved}
    assert uids
    assert uids == {uid for _, uid, _ in cancelled} == {uid for _, uid, _ in again}
    assert uids < {uid for _, uid, _ in made}


def test_only_those_whose_date_moves_are_told(session: Session, world: World) -> None:
    first = with_draft(session, world)
    with as_of(before_all(session, first)):
        release(session, world, first, Telling.DIGEST)
        second = copy_as_draft(session, SYSTEM, world.programme, first)
        moved = move_a_session(session, second)
        outlook = outlook_of(session, world.programme, second)
        assert (outlook.new, outlook.cancelled) == (0, 0)
        assert outlook.people + outlook.unreachable == people_of(session, moved) + len(moved.trainer_ids)
        release(session, world, second, Telling.DIGEST)
    last = messages(session)[-1]
    assert "now" in last.subject
    assert "(before: " in last.body


def test_dates_that_have_begun_are_left_alone(session: Session, world: World) -> None:
    draft = with_draft(session, world)
    last = session.scalar(select(func.max(LearningSession.starts_at)).where(LearningSession.schedule_id == draft.id))
    assert last is not None
    with as_of(last):
        assert outlook_of(session, world.programme, draft) == NOTHING


def test_short_notice_counts_people_with_a_change_within_the_notice_of_the_programme(
    session: Session, world: World
) -> None:
    draft = with_draft(session, world)
    first = before_all(session, draft) + 10 * WEEK
    world.programme.notice_days = 14
    for ahead, some in ((timedelta(days=15), False), (timedelta(days=13), True)):
        with as_of(first - ahead):
            assert (outlook_of(session, world.programme, draft).short_notice > 0) is some


@pytest.mark.parametrize(
    "address",
    ["", "none", "a@eastmere.example, b@eastmere.example", "a@eastmere.example\r\nBcc: b", "a" * 250 + "@e.uk"],
)
def test_who_has_no_plain_address_is_counted_and_gets_nothing(session: Session, world: World, address: str) -> None:
    draft = with_draft(session, world)
    with as_of(before_all(session, draft)):
        before = outlook_of(session, world.programme, draft)
        placed = session.scalars(select(Allocation.staff_id).where(Allocation.schedule_id == draft.id).limit(1)).one()
        person = session.scalars(
            select(Person).where(Person.programme_id == world.programme.id, Person.staff_id == placed)
        ).one()
        assert "@" in person.email
        person.email = address
        session.commit()
        after = outlook_of(session, world.programme, draft)
    assert (after.people, after.unreachable) == (before.people - 1, before.unreachable + 1)


def test_cancellation_reaches_those_who_are_no_longer_on_the_staff_list(session: Session, world: World) -> None:
    first = with_draft(session, world)
    with as_of(before_all(session, first)):
        release(session, world, first, Telling.INVITATIONS)
        after = max(message.id for message in messages(session))
        second = copy_as_draft(session, SYSTEM, world.programme, first)
        place = session.scalars(select(Allocation).where(Allocation.schedule_id == second.id).limit(1)).one()
        person = session.scalars(
            select(Person).where(Person.programme_id == world.programme.id, Person.staff_id == place.staff_id)
        ).one()
        address = person.email
        for one in session.scalars(
            select(Allocation).where(Allocation.schedule_id == second.id, Allocation.staff_id == place.staff_id)
        ):
            session.delete(one)
        session.delete(person)
        session.commit()
        release(session, world, second, Telling.INVITATIONS)
    told = {
        (message.address, str((message.calendar or {})["method"]))
        for message in messages(session)
        if message.id > after
    }
    assert told == {(address, "CANCEL")}


@pytest.mark.parametrize("telling", [Telling.DIGEST, Telling.INVITATIONS])
def test_message_carries_no_date_of_anybody_else(session: Session, world: World, telling: Telling) -> None:
    draft = with_draft(session, world)
    with as_of(before_all(session, draft)):
        release(session, world, draft, telling)
    owners: dict[str, set[str]] = {}
    uids = {entry.uid: entry.owner_id for entry in session.scalars(select(CalendarEntry))}
    for message in messages(session):
        mine = {uids[event["uid"]] for event in (message.calendar or {})["events"]}
        assert len(mine) == 1
        owners.setdefault(message.address, set()).update(mine)
    assert all(len(mine) == 1 for mine in owners.values())


def test_a_few_are_told_and_the_others_are_made_up_for_later(session: Session, world: World) -> None:
    draft = with_draft(session, world)
    with as_of(before_all(session, draft)):
        release(session, world, draft, Telling.NOBODY)
        everybody = [one.owner for one in recipients_of(session, world.programme, draft) if one.address]
        few = {everybody[0], everybody[-1]}
        assert tell_of_release(session, world.programme, draft, Telling.INVITATIONS, only=few) == 2
        told = {(message.role, message.owner_id) for message in messages(session)}
        assert told == {(owner.role, owner.owner_id) for owner in few}
        assert tell_of_release(session, world.programme, draft, Telling.DIGEST) == len(everybody) - 2
