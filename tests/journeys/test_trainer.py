"""A trainer with a phone: the register of a session, filled in where the connection is poor."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from sqlalchemy import func, select

from learning.clock import now
from learning.domain.releases import cautions_of, release_draft
from learning.models import Allocation, AttendanceMark, LearningSession, Membership, Person
from learning.vocabulary import Attendance, Role
from tests.journeys.conftest import Site, no_faults
from tests.journeys.looking import faults_of_page
from tests.learning.programmes import with_draft
from tests.learning.world import SYSTEM, World, make_world

PHONE = {"width": 390, "height": 844}


def given_a_session_now(site: Site) -> tuple[World, LearningSession]:
    """A release, and a session that has begun and that the world's trainer leads."""
    world = make_world(site.session)
    draft = with_draft(site.session, world)
    cautions = [one.key for one in cautions_of(site.session, world.programme, draft)]
    release_draft(site.session, SYSTEM, world.programme, draft, "Spring", cautions)
    one = site.session.scalars(
        select(LearningSession).where(LearningSession.schedule_id == draft.id, LearningSession.strand == "reflection")
    ).first()
    assert one is not None
    one.starts_at, one.ends_at = now() - timedelta(minutes=10), now() + timedelta(minutes=80)
    one.start, one.end = one.starts_at.replace(tzinfo=None), one.ends_at.replace(tzinfo=None)
    member = site.session.scalars(
        select(Membership).where(Membership.account_id == world.people[Role.TRAINER].id)
    ).one()
    member.trainer_id = one.trainer_ids[0]
    site.session.commit()
    return world, one


def signed_in(browser: Browser, site: Site, world: World, *, script: bool = True) -> tuple[BrowserContext, Page]:
    context = browser.new_context(viewport=PHONE, java_script_enabled=script)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(site.link_for(world.people[Role.TRAINER]))
    page.get_by_role("button", name="Sign in").click()
    return context, page


def marks_of(site: Site, one: LearningSession) -> dict[Attendance, int]:
    site.session.rollback()
    rows = site.session.execute(
        select(AttendanceMark.mark, func.count())
        .where(AttendanceMark.session_id == one.session_id)
        .group_by(AttendanceMark.mark)
    )
    found = {row[0]: row[1] for row in rows}
    site.session.rollback()
    return found


def test_register_outlives_a_lost_connection(browser: Browser, site: Site) -> None:
    world, one = given_a_session_now(site)
    context, page = signed_in(browser, site, world)
    faults = no_faults(page)
    # Signing in leads to the trainer's own sessions, today's first
    expect(page.get_by_role("heading", name="Sessions I lead", level=1)).to_be_visible()
    faults += faults_of_page(page)
    page.get_by_role("link", name="Fill in the register").first.click()
    faults += faults_of_page(page)
    people = page.locator("fieldset.attendee").count()
    # When everyone is marked, one person is changed, and the connection is lost
    page.get_by_role("button", name="Everyone attended").click()
    page.locator("fieldset.attendee").first.get_by_text("Apologies").click()
    context.set_offline(True)
    page.get_by_role("button", name="Save the register").click()
    expect(page.locator("[data-state]")).to_contain_text("waits on this phone")
    # Then it is saved by itself as soon as there is a connection
    context.set_offline(False)
    expect(page.get_by_text("The register is saved.")).to_be_visible()
    assert marks_of(site, one) == {Attendance.ATTENDED: people - 1, Attendance.APOLOGIES: 1}
    # And marks that were never sent are there when the page is opened again
    page.locator("fieldset.attendee").nth(1).get_by_text("Partly").click()
    page.reload()
    expect(page.locator("[data-state]")).to_contain_text("not saved yet")
    expect(page.locator("fieldset.attendee").nth(1).get_by_label("Partly")).to_be_checked()
    page.get_by_role("button", name="Save the register").click()
    expect(page.get_by_text("The register is saved.")).to_be_visible()
    assert marks_of(site, one)[Attendance.PARTLY] == 1
    # And where the server cannot answer, they stay on the phone too
    page.locator("fieldset.attendee").nth(2).get_by_text("Partly").click()
    page.route("**/register", lambda route: route.fulfill(status=503, body="<main>Back soon</main>"))
    page.get_by_role("button", name="Save the register").click()
    expect(page.locator("[data-state]")).to_contain_text("could not be saved")
    page.unroute("**/register")
    page.reload()
    expect(page.locator("fieldset.attendee").nth(2).get_by_label("Partly")).to_be_checked()
    page.get_by_role("button", name="Save the register").click()
    expect(page.get_by_text("The register is saved.")).to_be_visible()
    assert marks_of(site, one)[Attendance.PARTLY] == 2
    context.close()
    assert [fault for fault in faults if "ERR_INTERNET_DISCONNECTED" not in fault and "503" not in fault] == []


def test_register_without_script_and_by_keyboard(browser: Browser, site: Site) -> None:
    world, one = given_a_session_now(site)
    context, page = signed_in(browser, site, world, script=False)
    page.get_by_role("link", name="Fill in the register").first.click()
    people = page.locator("fieldset.attendee").count()
    for place in range(people):
        page.locator("fieldset.attendee").nth(place).locator("input").first.focus()
        page.keyboard.press("Space")
    page.get_by_role("button", name="Save the register").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("The register is saved.")).to_be_visible()
    assert marks_of(site, one) == {Attendance.ATTENDED: people}
    context.close()


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_people_check_in_by_the_code_on_the_screen(browser: Browser, site: Site, script: bool) -> None:
    world, one = given_a_session_now(site)
    staff_id = site.session.scalars(
        select(Allocation.staff_id).where(Allocation.strand == one.strand, Allocation.group_id == one.group_id)
    ).first()
    account = world.people[Role.PARTICIPANT]
    member = site.session.scalars(select(Membership).where(Membership.account_id == account.id)).one()
    member.staff_id = staff_id or ""
    site.session.commit()
    context, page = signed_in(browser, site, world, script=script)
    faults = no_faults(page)
    page.goto(f"{page.url.rstrip('/')}/{one.session_id}/check-in")
    code = page.locator(".shown-code").inner_text().replace("Code:", "").replace(" ", "").strip()
    if script:
        faults += faults_of_page(page)
    other = browser.new_context(viewport=PHONE, java_script_enabled=script)  # type: ignore[arg-type]
    phone = other.new_page()
    phone.goto(site.link_for(account))
    phone.get_by_role("button", name="Sign in").click()
    phone.goto(f"{phone.url.rstrip('/')}/{one.session_id}")
    phone.get_by_role("link", name="Check in").click()
    phone.get_by_label("The code on the screen").fill("AAAAAA")
    phone.get_by_role("button", name="Check in").click()
    expect(phone.get_by_role("link", name="This is not the code", exact=False)).to_be_visible()
    phone.get_by_label("The code on the screen").fill(code.lower())
    phone.get_by_role("button", name="Check in").click()
    expect(phone.get_by_text("You are checked in.", exact=False)).to_be_visible()
    page.reload()
    expect(page.get_by_text("1 of", exact=False)).to_be_visible()
    for opened in (context, other):
        opened.close()
    assert marks_of(site, one) == {Attendance.ATTENDED: 1}
    assert faults == []


def test_a_report_of_the_meeting_fills_in_the_register_that_the_trainer_then_saves(
    browser: Browser, site: Site
) -> None:
    world, one = given_a_session_now(site)
    people = site.session.scalars(
        select(Person)
        .join(Allocation, Allocation.staff_id == Person.staff_id)
        .where(Allocation.strand == one.strand, Allocation.group_id == one.group_id)
        .order_by(Person.staff_id)
    ).all()
    site.session.commit()
    times = "01/12/2027 09:00:00 AM,01/12/2027 11:30:00 AM,150,No"
    rows = [f"{person.name},{person.email},{times}" for person in people[1:]]
    heading = "Name (Original Name),User Email,Join Time,Leave Time,Duration (Minutes),Guest"
    content = "\n".join([heading, *rows, "Zed Nobody,,01/12/2027 09:00:00 AM,01/12/2027 09:30:00 AM,30,Yes"])
    context, page = signed_in(browser, site, world)
    faults = no_faults(page)
    page.goto(f"{page.url.rstrip('/')}/{one.session_id}/report")
    faults += faults_of_page(page)
    page.get_by_label("The attendance report").set_input_files(
        {"name": "report.csv", "mimeType": "text/csv", "buffer": b"no report"}
    )
    page.get_by_role("button", name="See what it says").click()
    expect(page.get_by_text("no row with headings", exact=False).first).to_be_visible()
    page.get_by_label("The attendance report").set_input_files(
        {"name": "report.csv", "mimeType": "text/csv", "buffer": content.encode()}
    )
    page.get_by_role("button", name="See what it says").click()
    expect(page.get_by_text("Zed Nobody", exact=False)).to_be_visible()
    faults += faults_of_page(page)
    assert marks_of(site, one) == {}, "nothing is saved before the register is"
    page.get_by_role("button", name="Save the register").click()
    expect(page.get_by_text("The register is saved.")).to_be_visible()
    context.close()
    assert marks_of(site, one) == {Attendance.ATTENDED: len(people) - 1, Attendance.ABSENT: 1}
    assert [fault for fault in faults if "422" not in fault] == []
