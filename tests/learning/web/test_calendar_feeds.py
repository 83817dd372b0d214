"""Private feeds: named as invitations are, right all year, theirs alone, taken back; asking changes nothing."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import vobject
from flask import Flask
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from learning.clock import as_of
from learning.domain.feeds import make_feed
from learning.domain.organisations import grant_role, open_account, withdraw_role
from learning.domain.quiet import change_quiet
from learning.domain.scheduling.by_hand import copy_as_draft
from learning.domain.telling import tell_of_release
from learning.models import (
    Allocation,
    CalendarEntry,
    CalendarFeed,
    LearningSession,
    Membership,
    Message,
    Schedule,
    Trainer,
)
from learning.vocabulary import Role, Telling
from tests.learning.counting import counted
from tests.learning.domain.test_telling import before_all, move_a_session, release
from tests.learning.pages import Pages
from tests.learning.programmes import with_draft
from tests.learning.world import SYSTEM, World

LONDON = ZoneInfo("Europe/London")


@pytest.fixture
def draft(session: Session, world: World) -> Schedule:
    return with_draft(session, world)


def place(session: Session, draft: Schedule) -> str:
    """Somebody with most places in the schedule."""
    everybody = session.scalars(select(Allocation.staff_id).where(Allocation.schedule_id == draft.id)).all()
    return max(sorted(set(everybody)), key=everybody.count)


def membership(session: Session, world: World, staff_id: str = "", trainer_id: str = "") -> Membership:
    account = open_account(session, "one@eastmere.example", "One")
    role = Role.TRAINER if trainer_id else Role.PARTICIPANT
    found = grant_role(session, SYSTEM, account, role, world.programme, staff_id=staff_id, trainer_id=trainer_id)
    session.commit()
    return found


def address_of(session: Session, own: Membership) -> str:
    token = make_feed(session, own)
    session.commit()
    return f"/calendar/{token}.ics"


def read(pages: Pages, address: str) -> Any:
    answer = pages.get(address).response
    assert (answer.mimetype, answer.headers["X-Robots-Tag"]) == ("text/calendar", "noindex")
    return vobject.readOne(answer.get_data(as_text=True))


def events(calendar: Any) -> dict[str, Any]:
    return {one.uid.value.partition("@")[0]: one for one in calendar.contents.get("vevent", [])}


def test_feed_has_the_dates_of_the_release_with_the_names_of_the_invitations(
    session: Session, world: World, pages: Pages, draft: Schedule
) -> None:
    staff_id = place(session, draft)
    address = address_of(session, membership(session, world, staff_id=staff_id))
    assert events(read(pages, address)) == {}
    with as_of(before_all(session, draft)):
        release(session, world, draft, Telling.NOBODY)
        untold = events(read(pages, address))
        tell_of_release(session, world.programme, draft, Telling.INVITATIONS)
        session.commit()
    invited = {
        event["uid"]: event
        for message in session.scalars(select(Message).where(Message.owner_id == staff_id))
        for event in (message.calendar or {})["events"]
    }
    session.commit()
    told = read(pages, address)
    assert set(untold) == set(events(told)) == set(invited)
    assert len(invited) > 1
    for uid, event in invited.items():
        one = events(told)[uid]
        assert one.dtstart.value == datetime.fromisoformat(event["start"]).replace(tzinfo=LONDON)
        assert (one.summary.value, one.sequence.value) == (event["summary"], str(event["sequence"]))
    assert told.method.value == "PUBLISH"
    assert told.contents["x-wr-calname"][0].value == world.programme.name


def test_feed_follows_a_date_that_moves_and_one_that_is_cancelled(
    session: Session, world: World, pages: Pages, draft: Schedule
) -> None:
    last = session.scalars(
        select(LearningSession).where(LearningSession.schedule_id == draft.id).order_by(LearningSession.start.desc())
    ).first()
    assert last is not None
    staff_id = session.scalars(
        select(Allocation.staff_id).where(
            Allocation.schedule_id == draft.id, Allocation.strand == last.strand, Allocation.group_id == last.group_id
        )
    ).first()
    address = address_of(session, membership(session, world, staff_id=str(staff_id)))
    with as_of(before_all(session, draft)):
        release(session, world, draft, Telling.DIGEST)
        before = events(read(pages, address))
        second = copy_as_draft(session, SYSTEM, world.programme, draft)
        moved = move_a_session(session, second)
        release(session, world, second, Telling.DIGEST)
        after = events(read(pages, address))
        assert set(before) == set(after)
        (uid,) = [uid for uid in before if before[uid].dtstart.value != after[uid].dtstart.value]
        assert after[uid].dtstart.value == moved.starts_at
        assert (before[uid].sequence.value, after[uid].sequence.value) == ("0", "1")
        third = copy_as_draft(session, SYSTEM, world.programme, second)
        session.execute(delete(Allocation).where(Allocation.schedule_id == third.id, Allocation.strand == moved.strand))
        session.commit()
        release(session, world, third, Telling.DIGEST)
        assert uid not in events(read(pages, address))


def test_trainer_gets_the_sessions_that_they_lead_and_nothing_of_others(
    session: Session, world: World, pages: Pages, draft: Schedule
) -> None:
    trainer_id = session.scalars(select(Trainer.trainer_id).where(Trainer.programme_id == world.programme.id)).first()
    with as_of(before_all(session, draft)):
        release(session, world, draft, Telling.DIGEST)
    led = [
        one.starts_at
        for one in session.scalars(select(LearningSession).where(LearningSession.schedule_id == draft.id))
        if trainer_id in one.trainer_ids
    ]
    found = events(read(pages, address_of(session, membership(session, world, trainer_id=str(trainer_id)))))
    assert sorted(one.dtstart.value for one in found.values()) == sorted(led)
    owners = session.scalars(select(CalendarEntry.owner_id).where(CalendarEntry.uid.in_(list(found))))
    assert set(owners) == {trainer_id}


def test_unchanged_feed_is_not_sent_again(session: Session, world: World, pages: Pages, draft: Schedule) -> None:
    with as_of(before_all(session, draft)):
        release(session, world, draft, Telling.DIGEST)
    address = address_of(session, membership(session, world, staff_id=place(session, draft)))
    first = pages.client.get(address)
    assert first.headers["Cache-Control"] == "private, max-age=900"
    again = pages.client.get(address, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.get_data()) == (304, b"")
    assert pages.client.head(address).headers["ETag"] == first.headers["ETag"]


def test_whoever_asks_changes_nothing_and_gets_no_cookie(
    app: Flask, session: Session, world: World, pages: Pages, draft: Schedule
) -> None:
    with as_of(before_all(session, draft)):
        release(session, world, draft, Telling.DIGEST)
    address = address_of(session, membership(session, world, staff_id=place(session, draft)))
    with counted(app) as statements:
        for agent in ("Googlebot/2.1", "Microsoft-SafeLinks", "curl"):
            for method in ("GET", "HEAD", "OPTIONS"):
                answer = pages.client.open(address, method=method, headers={"User-Agent": agent})
                assert "Set-Cookie" not in answer.headers
    assert not [one for one in statements if one.split()[0] in ("INSERT", "UPDATE", "DELETE")]
    assert pages.client.post(address).status_code == 405


def test_address_is_shown_once_made_anew_and_taken_back(session: Session, world: World, pages: Pages) -> None:
    own = membership(session, world, staff_id="E1")
    account = open_account(session, "one@eastmere.example", "One")
    session.commit()
    browser, anybody = pages.as_(account), pages
    places = f"/account/calendar/{own.id}"
    assert "Make a private address" in browser.get("/account").text
    shown = browser.post(places, status=200, at="/account")
    first = next(text for text in shown.text.split() if text.startswith("http://learning.test/calendar/"))
    token = first.rpartition("/")[2].removesuffix(".ics")
    assert token not in str(session.execute(select(CalendarFeed.token_hash)).all())
    session.commit()
    assert token not in browser.get("/account").text
    path = first.removeprefix("http://learning.test")
    anybody.get(path)
    second = next(
        text
        for text in browser.post(places, status=200, at="/account").text.split()
        if text.startswith("http://learning.test/calendar/")
    ).removeprefix("http://learning.test")
    anybody.get(path, status=404)
    anybody.get(second)
    browser.post(f"{places}/end", at="/account")
    anybody.get(second, status=404)


def test_feed_is_made_by_its_owner_alone(session: Session, world: World, pages: Pages) -> None:
    own = membership(session, world, staff_id="E1")
    other = pages.as_(world.people[Role.COORDINATOR])
    for path in (f"/account/calendar/{own.id}", f"/account/calendar/{own.id}/end"):
        other.post(path, status=404, at="/account")
    coordinator = session.scalars(select(Membership).where(Membership.role == Role.COORDINATOR)).first()
    assert coordinator is not None
    session.commit()
    other.post(f"/account/calendar/{coordinator.id}", status=404, at="/account")


@pytest.mark.parametrize("how", ["role withdrawn", "account ended"])
def test_feed_ends_with_the_role_and_with_the_account(session: Session, world: World, pages: Pages, how: str) -> None:
    own = membership(session, world, staff_id="E1")
    address = address_of(session, own)
    pages.get(address)
    if how == "role withdrawn":
        withdraw_role(session, SYSTEM, own, world.programme)
    else:
        open_account(session, "one@eastmere.example", "One").ended_at = datetime.now(UTC)
    session.commit()
    pages.get(address, status=404)


def test_quiet_mode_keeps_news_from_feeds_too(session: Session, world: World, pages: Pages, draft: Schedule) -> None:
    address = address_of(session, membership(session, world, staff_id=place(session, draft)))
    change_quiet(session, SYSTEM, world.programme, [], quiet=True)
    with as_of(before_all(session, draft)):
        release(session, world, draft, Telling.DIGEST)
    assert events(read(pages, address)) == {}
    change_quiet(session, SYSTEM, world.programme, [], quiet=False)
    session.commit()
    assert events(read(pages, address))


def last_sundays() -> list[datetime]:
    """When the clocks change in London, 2026 to 2030."""
    found = []
    for year in range(2026, 2031):
        for month in (3, 10):
            day = datetime(year, month, 31)
            found.append(day - timedelta(days=(day.weekday() + 1) % 7))
    return found


@pytest.mark.parametrize("change", last_sundays(), ids=lambda day: str(day.date()))
def test_dates_around_every_change_of_the_clocks_are_at_their_time(
    session: Session, world: World, pages: Pages, draft: Schedule, change: datetime
) -> None:
    staff_id = place(session, draft)
    mine = session.scalars(
        select(LearningSession)
        .join(
            Allocation,
            (Allocation.schedule_id == LearningSession.schedule_id)
            & (Allocation.strand == LearningSession.strand)
            & (Allocation.group_id == LearningSession.group_id),
        )
        .where(LearningSession.schedule_id == draft.id, Allocation.staff_id == staff_id)
    ).all()
    assert len(mine) > 1
    wanted = []
    for place_, one in enumerate(mine):
        local = change + timedelta(days=-2 if place_ % 2 else 1, hours=9, minutes=30)
        one.start, one.end = local, local + timedelta(hours=2)
        one.starts_at = local.replace(tzinfo=LONDON).astimezone(UTC)
        one.ends_at = (local + timedelta(hours=2)).replace(tzinfo=LONDON).astimezone(UTC)
        wanted.append(one.starts_at)
    session.commit()
    with as_of(datetime(2025, 1, 1, tzinfo=UTC)):
        release(session, world, draft, Telling.DIGEST)
    found = read(pages, address_of(session, membership(session, world, staff_id=staff_id)))
    assert sorted(one.dtstart.value.astimezone(UTC) for one in events(found).values()) == sorted(wanted)
    assert {one.dtstart.value.strftime("%H:%M") for one in events(found).values()} == {"09:30"}
    assert all(one.dtstart.params["X-VOBJ-ORIGINAL-TZID"] == ["Europe/London"] for one in events(found).values())
