"""Festivals that can be kept free, against published dates; and notice that people are to get."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from learning.clock import as_of
from learning.domain.releases import cautions_of, release_draft
from learning.domain.scheduling.by_hand import copy_as_draft
from learning.domain.scheduling.closing import closed_days
from learning.domain.scheduling.festivals import festivals_between
from learning.domain.scheduling.settings import close_days
from learning.models import LearningSession, Programme, Schedule
from learning.vocabulary import Role
from tests.learning.pages import Pages
from tests.learning.programmes import fill, with_draft
from tests.learning.world import SYSTEM, World


@pytest.mark.parametrize(
    ("name", "days"),
    [
        # the diary of the Board of Deputies of British Jews, 5787
        ("Rosh Hashanah", (date(2026, 9, 12), date(2026, 9, 13))),
        ("Yom Kippur", (date(2026, 9, 21),)),
        # HM Nautical Almanac Office, Easter of the Orthodox churches 2026: 12 April
        ("Orthodox Good Friday", (date(2026, 4, 10),)),
        ("Orthodox Easter Monday", (date(2026, 4, 13),)),
        ("Lunar New Year", (date(2026, 2, 17), date(2026, 2, 18))),
        ("Diwali", (date(2026, 11, 8),)),
    ],
)
def test_festivals_are_on_their_published_days(name: str, days: tuple[date, ...]) -> None:
    found = {one.name: one for one in festivals_between(date(2026, 1, 1), date(2026, 12, 31))}
    assert found[name].days == days
    assert not found[name].likely


def test_festivals_by_the_moon_are_likely_and_every_year_has_each() -> None:
    for year in range(2026, 2031):
        found = festivals_between(date(year, 1, 1), date(year, 12, 31))
        names = [one.name for one in found]
        assert len(set(names)) == 15, sorted(set(names))
        assert {one.name for one in found if one.likely} == {"Eid al-Fitr", "Eid al-Adha"}
        assert [one.days[0] for one in found] == sorted(one.days[0] for one in found)


def test_festival_that_is_chosen_is_kept_free(app: Flask, session: Session, world: World) -> None:
    programme = fill(session, world)
    first, last = (date.fromisoformat(programme.settings[key]) for key in ("first_day", "last_day"))
    festival = next(one for one in festivals_between(first, last) if one.name == "Passover, first day")
    pages = Pages(app).as_(world.people[Role.COORDINATOR])
    at = f"/programmes/{programme.key}/programme/festivals"
    session.commit()
    assert festival.name in pages.get(at).text
    pages.post(at, {"closed": [festival.closed, "2027-01-01/2027-12-31"]}, at=at)
    session.expire_all()
    assert set(festival.days) <= set(closed_days(programme.settings, first, last))
    assert "2027-01-01/2027-12-31" not in programme.settings["closed"]
    assert close_days(session, SYSTEM, programme, [festival.closed]) == 0
    session.commit()
    assert "kept free" in pages.get(at).text


def notice_of(session: Session, programme: Programme, draft: Schedule) -> str:
    return next((one.sentence for one in cautions_of(session, programme, draft) if one.key == "notice"), "")


def test_sessions_that_come_sooner_than_the_notice_are_counted(session: Session, world: World) -> None:
    draft = with_draft(session, world)
    programme = world.programme
    starts = sorted(session.scalars(select(LearningSession.starts_at).filter_by(schedule_id=draft.id)))
    day_before = datetime.combine(starts[0].date() - timedelta(days=1), time(8), UTC)
    with as_of(day_before):
        programme.notice_days = 3
        soon = sum(start < day_before + timedelta(days=3) for start in starts)
        assert notice_of(session, programme, draft).startswith(f"{soon} new or changed session")
        programme.notice_days = 0
        assert notice_of(session, programme, draft) == ""
        programme.notice_days = 3
        seen = [one.key for one in cautions_of(session, programme, draft)]
        release_draft(session, SYSTEM, programme, draft, "Spring", seen)
        # what people know already is no news
        again = copy_as_draft(session, SYSTEM, programme, draft)
        assert notice_of(session, programme, again) == ""
        one = session.scalars(
            select(LearningSession).filter_by(schedule_id=again.id).order_by(LearningSession.starts_at)
        ).first()
        assert one is not None
        one.venue_id = "ELSEWHERE"
        session.flush()
        assert notice_of(session, programme, again) == "1 new or changed session begins less than 3 days from now."
