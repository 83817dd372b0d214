"""The coordinator's work by keyboard alone: no pointer touches the page."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from learning.vocabulary import Role
from tests.journeys.conftest import Site
from tests.learning.programmes import with_draft
from tests.learning.world import make_world

MOST_TABS = 150
NAME_OF_FOCUS = """(() => {
    const element = document.activeElement;
    const labels = element.labels ? [...element.labels].map(label => label.textContent) : [];
    return [...labels, element.textContent].join(" ").replace(/\\s+/g, " ").trim();
})()"""


def go_to(page: Page, name: str) -> None:
    """Press Tab until the control with this name has the focus, and see that the focus is shown."""
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        if page.evaluate(NAME_OF_FOCUS).startswith(name):
            shown = page.evaluate(
                "(() => { const s = getComputedStyle(document.activeElement); return s.outlineStyle + s.boxShadow; })()"
            )
            assert shown != "nonenone", f"the focus on {name} is not to be seen"
            return
    pytest.fail(f"the keyboard does not reach {name}")


def press(page: Page, name: str) -> None:
    go_to(page, name)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_coordinator_plans_changes_and_releases_by_keyboard_alone(browser: Browser, site: Site) -> None:
    world = make_world(site.session)
    with_draft(site.session, world)
    page = browser.new_context().new_page()
    page.goto(site.link_for(world.people[Role.COORDINATOR]))
    press(page, "Sign in")

    # A strand is changed
    press(page, "Programme")
    press(page, "Change Information session")
    go_to(page, "Lot")
    page.keyboard.press("Control+A")
    page.keyboard.type("7")
    press(page, "Save")
    expect(page.get_by_text("The strand Information session was changed.")).to_be_visible()

    # A run is started, with a choice among radios, and given up again
    press(page, "Runs")
    press(page, "Start a run")
    go_to(page, "What do you want to try?")
    page.keyboard.type("By keyboard")
    go_to(page, "2 minutes")
    page.keyboard.press("ArrowUp")
    press(page, "Start the run")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Run 1: By keyboard")
    press(page, "Discard")

    # A draft is released, once what must be known is confirmed
    press(page, "Schedule")
    press(page, "Versions")
    press(page, "Release draft 1")
    go_to(page, "What is the release called?")
    page.keyboard.type("Spring")
    for caution in page.locator(".govuk-checkboxes__label").all_inner_texts():
        go_to(page, caution)
        page.keyboard.press("Space")
    press(page, "Release")
    expect(page.get_by_text("Release 1, Spring, is in force.")).to_be_visible()

    # And the way past the navigation is short
    page.keyboard.press("Tab")
    assert page.evaluate(NAME_OF_FOCUS) == "Skip to main content"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.context.close()
