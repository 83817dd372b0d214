"""Dates declined in calendars, on the pages of coordinators."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from learning.clock import now
from learning.domain.answers import take_answer
from learning.domain.replies import read_reply
from learning.models import CalendarAnswer
from learning.vocabulary import Role
from tests.learning.domain.test_replies import HOST, entry, mail, reply_text
from tests.learning.pages import Pages
from tests.learning.world import World


def test_decline_stands_on_today_until_it_is_settled(session: Session, world: World, pages: Pages) -> None:
    begins = now() + timedelta(days=5)
    entry(session, world, starts_at=begins, ends_at=begins + timedelta(hours=1))
    take_answer(session, read_reply(mail(reply_text()), HOST))
    session.commit()
    browser = pages.as_(world.people[Role.COORDINATOR])
    base = f"/programmes/{world.programme.key}"
    assert "1 date was declined" in browser.get(f"{base}/today").text
    page = browser.get(f"{base}/people/declined")
    assert page.heading == "1 date was declined"
    assert "Dana Okafor" in page.text
    answer_id = session.scalars(select(CalendarAnswer.id)).one()
    session.commit()
    other = pages.as_(world.neighbours[Role.COORDINATOR])
    foreign = f"/programmes/{world.other_programme.key}/people/declined"
    other.post(f"{foreign}/{answer_id}", status=404, at=foreign)
    browser.post(f"{base}/people/declined/{answer_id}", at=f"{base}/people/declined")
    assert browser.get(f"{base}/people/declined").heading == "No date was declined"
    assert "date was declined" not in browser.get(f"{base}/today").text
