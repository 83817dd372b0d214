"""The coordinator's whole job in a browser: from an empty installation to a release, with and without scripts."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from learning.domain.actors import Actor
from learning.domain.organisations import found_organisation, found_programme, grant_role, open_account
from learning.vocabulary import Role
from tests.journeys.conftest import Site, no_faults, working
from tests.learning.programmes import sample_folder

PATIENCE = 60_000


def begin(site: Site) -> str:
    """An installation with a programme that holds nothing, and somebody to plan it; their sign-in link."""
    actor = Actor("The journey")
    organisation = found_organisation(site.session, actor, "Eastmere Council")
    programme = found_programme(site.session, actor, organisation, "Anti-racism")
    account = open_account(site.session, "dana@eastmere.example", "Dana Okafor")
    grant_role(site.session, actor, account, Role.COORDINATOR, programme)
    site.session.commit()
    return site.link_for(account)


def upload(page: Page, table: str, file: Path) -> None:
    """Import a table: choose it, match its columns as guessed, look at the differences, approve."""
    page.get_by_label("What does the file hold?").select_option(table)
    page.get_by_label("The file", exact=True).set_input_files(file)
    page.get_by_role("button", name="Upload", exact=True).click()
    page.get_by_role("button", name="Check the file").click()
    page.get_by_role("button", name="Import").click()
    expect(page.get_by_text("imported:")).to_be_visible()


def staff_with_other_headings(folder: Path) -> Path:
    """The staff table as an HR system would write it."""
    named = {"staff_id": "Employee Number", "line_manager_id": "Reports to", "team": "Department"}
    with (sample_folder() / "staff.csv").open(encoding="utf-8") as file:
        headings, *rows = csv.reader(file)
    path = folder / "hr-extract.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([[named.get(heading, heading) for heading in headings], *rows])
    return path


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_from_an_empty_installation_to_a_release(browser: Browser, site: Site, tmp_path: Path, scripts: bool) -> None:
    context = browser.new_context(java_script_enabled=scripts)
    page = context.new_page()
    faults = no_faults(page)

    # Given a coordinator who signs in by a link, to a programme that holds nothing
    page.goto(begin(site))
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_text("The programme has no strands yet")).to_be_visible()

    # When they begin with the elements of the source documents
    page.get_by_role("link", name="Set the programme up").click()
    page.get_by_role("button", name="Begin with a programme of five elements").click()
    expect(page.get_by_text("Nobody is in a group with their own line manager.")).to_be_visible()

    # and make the information sessions smaller, for a council of 90
    page.get_by_role("link", name="Change Information session").click()
    page.get_by_label("Fewest people in a group").fill("10")
    page.get_by_label("Most people in a group").fill("45")
    page.get_by_label("Trainers for each session").fill("1")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Groups have 10 to 45 people.")).to_be_visible()
    page.get_by_role("link", name="Change Train the trainer").click()
    page.get_by_role("button", name="Remove this strand").click()
    expect(page.get_by_text("The strand Train the trainer was removed.")).to_be_visible()

    # and import the staff of an HR extract, and a trainer and a room by hand
    page.get_by_role("link", name="Import a table").click()
    upload(page, "staff", staff_with_other_headings(tmp_path))
    trainer = {
        "Trainer id (required)": "T1",
        "Name": "Sana Ali",
        "Strands that they may deliver": "information_session;reflection_session;manager_support",
    }
    venue = {"Venue id (required)": "V1", "online or in_person (required)": "online", "Sessions at one moment": "3"}
    for table, cells in (("trainers", trainer), ("venues", venue)):
        page.goto(f"{site.address}/programmes/eastmere-council-anti-racism/programme/tables/{table}/add")
        for label, text in cells.items():
            page.get_by_label(label).fill(text)
        page.get_by_role("button", name="Add the").click()
        expect(page.get_by_text("was added.")).to_be_visible()

    # and ask how realistic it is
    page.get_by_role("link", name="Runs", exact=True).click()
    page.get_by_role("link", name="How realistic is it?").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("on paper")

    # and start a run and watch it
    page.get_by_role("link", name="Start a run").click()
    page.get_by_role("button", name="Start the run").click()
    if scripts:
        expect(page.get_by_role("alert")).to_contain_text("Enter a name")
    page.get_by_label("What do you want to try?").fill("First try")
    page.get_by_label("30 seconds: a first look").check()
    page.get_by_role("button", name="Start the run").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Run 1: First try")
    with working(site):
        for _ in range(60):
            if not scripts:
                page.reload()
            if page.get_by_role("link", name="See draft 1").count():
                break
            page.wait_for_timeout(1000)
    expect(page.get_by_text("proven best").first).to_be_visible()

    # and change the draft by hand: a rule holds them back, then a group is cancelled with a reason
    page.get_by_role("link", name="See draft 1").click()
    page.get_by_role("link", name="List", exact=True).click()
    page.get_by_role("link", name="reflection_session-001-1").click()
    page.get_by_role("link", name="Change", exact=True).click()
    page.get_by_label("Time").fill("03:00")
    page.get_by_role("button", name="See what it does").click()
    expect(page.get_by_text("This cannot be done in draft 1.")).to_be_visible()
    page.get_by_role("link", name="Choose something else").click()
    page.get_by_role("link", name="Change", exact=True).click()
    page.get_by_role("link", name="Cancel this group with all its sessions").click()
    page.get_by_label("Reason").fill("The trainer is on leave")
    page.get_by_role("button", name="Change the draft").click()
    expect(page.get_by_text("Draft 1 was changed;")).to_be_visible()

    # and release it, once they confirm what they must know
    page.get_by_role("link", name="Versions").click()
    page.get_by_role("link", name="Release draft 1").click()
    page.get_by_label("What is the release called?").fill("Spring")
    page.get_by_role("button", name="Release").click()
    expect(page.get_by_text("Confirm that you know").first).to_be_visible()
    for box in page.get_by_role("checkbox").all():
        box.check()
    page.get_by_role("button", name="Release").click()

    # Then it is in force, and everything stands in the list of changes
    expect(page.get_by_text("Release 1, Spring, is in force.")).to_be_visible()
    page.get_by_role("link", name="Programme", exact=True).click()
    page.get_by_role("link", name="All changes").click()
    for sentence in (
        "Draft 1 was released as release 1, Spring.",
        "The trainer is on leave",
        "Staff imported from hr-extract.csv",
    ):
        expect(page.get_by_text(sentence).first).to_be_visible()
    assert faults == []
    context.close()
