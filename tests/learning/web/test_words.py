"""The page on which coordinators change the words of messages."""

from __future__ import annotations

from sqlalchemy.orm import Session

from learning.vocabulary import Role
from tests.learning.pages import Pages
from tests.learning.programmes import with_draft
from tests.learning.world import World


def test_words_are_tried_saved_and_put_back(session: Session, world: World, pages: Pages) -> None:
    with_draft(session, world)
    browser = pages.as_(world.people[Role.COORDINATOR])
    base = f"/programmes/{world.programme.key}/programme/messages/words"
    address = f"{base}/greeting"
    assert "Hello ((name))," in browser.get(base).text
    wrong = browser.post(address, {"text": "Hi ((nickname))", "version": "0"}, status=422)
    assert wrong.errors() == [
        "There is no field ((nickname)). These are possible: ((name)) ((programme)) ((organisation))"
    ]
    tried = browser.post(address, {"text": "Dear ((name)),", "version": "0", "only_try": "yes"}, status=200)
    assert "would get it" in tried.text
    assert "Dear ((name))," not in browser.get(base).text
    browser.post(address, {"text": "Dear ((name)),", "version": "0"})
    assert "Dear ((name))," in browser.get(base).text
    page = browser.get(address)
    assert "1, in use" in page.text
    (first,) = page.all("a", href=f"{address}?version=0")
    assert "Hello ((name))," in browser.get(first.get("href", "")).text


def test_two_who_change_the_same_words_both_see_it(session: Session, world: World, pages: Pages) -> None:
    browser = pages.as_(world.people[Role.COORDINATOR])
    address = f"/programmes/{world.programme.key}/programme/messages/words/ending"
    base = '{"text": "((organisation))"}'
    browser.post(address, {"text": "Dana", "version": "0", "base": base})
    page = browser.post(address, {"text": "Priya", "version": "0", "base": base}, status=409)
    assert "saved this while you had it open" in page.text
    browser.get(f"/programmes/{world.programme.key}/programme/messages/words/nothing", status=404)


def test_person_is_looked_for_among_those_with_dates(session: Session, world: World, pages: Pages) -> None:
    with_draft(session, world)
    browser = pages.as_(world.people[Role.COORDINATOR])
    address = f"/programmes/{world.programme.key}/programme/messages/words/lead"
    assert "You lead the programme" in browser.get(address).text
    assert "Nobody like that has a date" in browser.get(f"{address}?person=nobody%00").text
