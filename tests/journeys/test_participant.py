"""A participant with a phone: what comes next, and saying that one cannot come; and a manager."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect
from sqlalchemy import select

from learning.domain.releases import cautions_of, release_draft
from learning.domain.waiting import dates_to_choose
from learning.models import Account, Allocation, CalendarAnswer, Membership, Person
from learning.queries.schedules import release_in_force
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
    page.get_by_role("link", name="What to expect", exact=False).click()
    # The button stands in a disclosure that a keyboard opens
    page.get_by_text("I cannot come, and no other date suits").focus()
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


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_participant_chooses_another_date_waits_for_a_full_one_and_says_what_they_need(
    browser: Browser, site: Site, script: bool
) -> None:
    world = given_people(site)
    mover, strand = placed_who_could_move(site, world)
    context = browser.new_context(viewport={"width": 390, "height": 844}, java_script_enabled=script)
    page = context.new_page()
    faults = no_faults(page)
    page.goto(site.link_for(mover))
    page.get_by_role("button", name="Sign in").click()
    page.goto(f"{page.url.rstrip('/')}/dates/{strand}")
    expect(page.get_by_role("heading", name="Another date")).to_be_visible()
    if script:
        faults += faults_of_page(page)
    # Choosing nothing is told, with a way to the field
    page.get_by_role("button", name="Move me to this date").click()
    expect(page.get_by_role("link", name="Choose a date")).to_be_visible()
    page.get_by_role("radio").first.check()
    page.get_by_role("button", name="Move me to this date").click()
    expect(page.get_by_text("Your date is changed.", exact=False)).to_be_visible()
    if page.get_by_role("checkbox").count():
        page.get_by_role("checkbox").first.check()
        page.get_by_role("button", name="Put me on the waiting list").click()
        expect(page.get_by_text("1st of 1 waiting", exact=False)).to_be_visible()
        page.get_by_role("button", name="Leave the waiting list").click()
        expect(page.get_by_text("You are on the waiting list no more.")).to_be_visible()
    page.get_by_role("link", name="My sessions").first.click()
    page.get_by_role("link", name="What I need", exact=False).click()
    page.get_by_label("Their full name or e-mail address").fill("Nobody at all")
    page.get_by_role("button", name="Keep us apart").click()
    expect(page.get_by_text("We found nobody of that name", exact=False).first).to_be_visible()
    if script:
        faults += faults_of_page(page)
    context.close()
    assert [fault for fault in faults if "422" not in fault] == []


def placed_who_could_move(site: Site, world: World) -> tuple[Account, str]:
    """The participant's account, made that of somebody who has a free date to choose."""
    release = release_in_force(site.session, world.programme)
    assert release is not None
    rows = site.session.execute(
        select(Allocation.staff_id, Allocation.strand)
        .where(Allocation.schedule_id == release.id)
        .order_by(Allocation.strand.desc(), Allocation.staff_id)
    ).all()
    staff_id, strand = next(
        (one, strand)
        for one, strand in rows
        if dates_to_choose(site.session, world.programme, release, one, strand).free
    )
    account = world.people[Role.PARTICIPANT]
    site.session.scalars(select(Membership).where(Membership.account_id == account.id)).one().staff_id = staff_id
    site.session.commit()
    return account, strand


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
