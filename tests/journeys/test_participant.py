"""A participant with a phone: what comes next, and saying that one cannot come; and a manager."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect
from sqlalchemy import select

from learning.domain.releases import cautions_of, release_draft
from learning.models import Allocation, CalendarAnswer, Membership, Person
from learning.vocabulary import Role
from tests.journeys.conftest import Site, no_faults
from tests.journeys.looking import faults_of_page
from tests.journeys.test_mail import put_ahead
from tests.learning.programmes import with_draft
from tests.learning.world import SYSTEM, World, make_world


def given_people(site: Site) -> World:
    world = make_world(site.session)
    draft = with_draft(site.session, world)
    cautions = [one.key for one in cautions_of(site.session, world.programme, draft)]
    release_draft(site.session, SYSTEM, world.programme, draft, "Spring", cautions)
    put_ahead(site)
    person = site.session.scalars(
        select(Person).join(Allocation, Allocation.staff_id == Person.staff_id).where(Person.line_manager_id != "")
    ).first()
    assert person is not None
    for role, staff_id in ((Role.PARTICIPANT, person.staff_id), (Role.MANAGER, person.line_manager_id)):
        member = site.session.scalars(select(Membership).where(Membership.account_id == world.people[role].id)).one()
        member.staff_id = staff_id
    site.session.commit()
    return world


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_participant_says_that_they_cannot_come(browser: Browser, site: Site, script: bool) -> None:
    world = given_people(site)
    context = browser.new_context(viewport={"width": 390, "height": 844}, java_script_enabled=script)
    page = context.new_page()
    faults = no_faults(page)
    page.goto(site.link_for(world.people[Role.PARTICIPANT]))
    page.get_by_role("button", name="Sign in").click()
    # Signing in leads to what comes next
    expect(page.get_by_role("heading", name="Hello", exact=False)).to_be_visible()
    if script:
        faults += faults_of_page(page)
    page.get_by_role("link", name="More about it").click()
    # The button stands in a disclosure that a keyboard opens
    page.get_by_text("I cannot come", exact=True).focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="I cannot come on this date").click()
    expect(page.get_by_text("Thank you for saying so.", exact=False)).to_be_visible()
    if script:
        faults += faults_of_page(page)
    site.session.rollback()
    assert len(site.session.scalars(select(CalendarAnswer)).all()) == 1
    site.session.rollback()
    context.close()
    assert faults == []


def test_manager_sees_their_own_people(browser: Browser, site: Site) -> None:
    world = given_people(site)
    page = browser.new_context(viewport={"width": 390, "height": 844}).new_page()
    faults = no_faults(page)
    page.goto(site.link_for(world.people[Role.MANAGER]))
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", name="My people", level=1)).to_be_visible()
    faults += faults_of_page(page)
    page.context.close()
    assert faults == []
