"""Every page of the application, empty and full, as strict visitors see it: axe, narrow and wide, light and dark."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page
from werkzeug.routing import Rule

from learning.clock import now
from learning.domain.organisations import grant_role, open_account
from learning.domain.outbox import make_message
from learning.domain.releases import cautions_of, release_draft
from learning.domain.runs import add_step, ask_for_run, take_up, tell_of_run
from learning.domain.scheduling.by_hand import copy_as_draft
from learning.domain.scheduling.folder_out import folder_texts, packed
from learning.domain.scheduling.importing.folders import begin_folder_import
from learning.domain.scheduling.importing.imports import begin_import, match_columns
from learning.domain.scheduling.problems import take_snapshot
from learning.models import Allocation, LearningSession, Person
from learning.vocabulary import MessageState, Role
from tests.journeys.conftest import Site, no_faults, serving
from tests.journeys.looking import WIDTHS, faults_of_page
from tests.learning.programmes import with_draft
from tests.learning.world import SYSTEM, World, make_world

NO_PAGES = {
    "static", "health.health", "brand.colours", "brand.logo", "people.unplaced_table", "imports.findings",
    "folders.findings",
    "programme.folder", "start.start", "sign_in.code", "sign_in.link", "other_ways.back",
    "calendar.feed", "calendar.sent", "coming.dates",
    "leading.roster", "schedule.roster", "schedule.rosters",
    "messages.table", "telling.table", "completion.table", "completion.statements", "completion.catch_up_table",
    "completion.certificates", "telling.letters", "faculty.table",
    "coming.certificate", "verifying.one", "api_document.openapi", "api_reading.schedule", "api_reading.roster",
    "api_reading.attendance", "api_reading.completion", "api_writing.person", "api_writing.absence",
}  # fmt: skip
"""Addresses that answer with no page of their own, or that need more than an address."""

CONTROLS = """[...document.querySelectorAll("a[href], button, select, input:not([type=hidden])")]
    .filter(element => element.offsetParent || element.className === "skip").length"""
PLACE_OF_FOCUS = """document.activeElement === document.body
    ? -1 : [...document.querySelectorAll("*")].indexOf(document.activeElement)"""


A4_INSIDE_MARGINS = 703
"""186 mm at 96 pixels an inch; a page may be a pixel wider by rounding."""
FAULTS_ON_PAPER = """(() => {
    const faults = [];
    const wide = document.documentElement.scrollWidth;
    if (wide > window.innerWidth + 1) faults.push(`${wide} pixels are cut off at ${window.innerWidth}`);
    for (const element of document.querySelectorAll("nav, .bar, button"))
        if (element.checkVisibility()) faults.push(`shows ${element.tagName} ${element.className}`);
    for (const head of document.querySelectorAll("thead"))
        if (head.checkVisibility() && getComputedStyle(head).display !== "table-header-group")
            faults.push("a table is no table");
    if (getComputedStyle(document.documentElement).getPropertyValue("--paper").trim() !== "#fff") faults.push("dark");
    return faults;
})()"""
FAULTS_IN_FORCED_COLOURS = """(() => {
    const faults = [];
    for (const button of document.querySelectorAll(".button, .govuk-button, .tag"))
        if (button.checkVisibility() && parseFloat(getComputedStyle(button).borderTopWidth) < 1)
            faults.push(`${button.textContent.trim()} has no edge`);
    const edge = selector => {
        const place = document.querySelector(selector);
        return place && getComputedStyle(place).borderBottomColor;
    };
    const current = edge(".places a[aria-current]");
    if (current && current === edge(".places a:not([aria-current])")) faults.push("the current place is not marked");
    return faults;
})()"""


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Site, World, dict[str, dict[str, str]]]]:
    """A council with a release, a draft, runs and imports; and what stands in addresses of its pages."""
    with serving(tmp_path_factory.mktemp("full")) as site:
        world = make_world(site.session)
        yield site, world, filled(site, world)


def filled(site: Site, world: World) -> dict[str, dict[str, str]]:
    session, programme = site.session, world.programme
    first = with_draft(session, world)
    release_draft(
        session, SYSTEM, programme, first, "Spring", [one.key for one in cautions_of(session, programme, first)]
    )
    draft = copy_as_draft(session, SYSTEM, programme, first)
    run = ask_for_run(session, SYSTEM, programme, take_snapshot(session, programme), "Two evening slots more", 120)
    attempt = take_up(session, run.id, "here")
    assert attempt is not None
    aims = {"placed": 150, "groups": 20, "finish": "2027-04-01", "mix": 0.8, "load": 9}
    for seconds, groups in ((1.0, 22), (4.0, 20)):
        add_step(session, attempt, seconds, "groups", {**aims, "groups": groups})
    progress = {
        "stage": "groups",
        "seconds": 4.0,
        "placed": 150,
        "audience": 189,
        "groups": 20,
        "groups_bound": 18,
        "aims": aims,
    }
    tell_of_run(session, attempt, progress, 5.0, b"")
    staff = folder_texts(session, programme)["staff.csv"]
    faulty = staff.replace("mon-fri", "sometimes", 3).encode()
    found = begin_import(session, SYSTEM, programme, "staff", "hr.csv", faulty)
    match_columns(session, programme, found, found.mapping)
    folder = begin_folder_import(
        session,
        SYSTEM,
        programme,
        "autumn.zip",
        packed({**folder_texts(session, programme), "staff.csv": staff.replace("mon-fri", "mon-thu", 3)}),
    )
    message = make_message(
        "dana@eastmere.example", "Reflection session", "Hello Dana", programme_id=programme.id, name="Dana Okafor"
    )
    message.state, message.fault = MessageState.FAILED, "The mail server refuses the address: 550 no such user."
    session.add(message)
    session.commit()
    one = session.query(LearningSession).filter_by(schedule_id=draft.id, strand="reflection").first()
    led = session.query(LearningSession).filter_by(schedule_id=first.id, strand="reflection").first()
    assert led is not None
    led.starts_at = now()
    account = open_account(session, "all@eastmere.example", "Alex All")
    grant_role(session, SYSTEM, account, Role.TRAINER, programme, trainer_id=led.trainer_ids[0])
    own = session.query(Allocation).filter_by(schedule_id=first.id, strand="reflection", group_id=led.group_id).first()
    assert own is not None
    grant_role(session, SYSTEM, account, Role.PARTICIPANT, programme, staff_id=own.staff_id)
    manager = session.query(Person.line_manager_id).filter(Person.line_manager_id != "").first()
    assert manager is not None
    grant_role(session, SYSTEM, account, Role.MANAGER, programme, staff_id=manager[0])
    session.commit()
    person = session.query(Person).filter_by(programme_id=programme.id).first()
    assert one is not None
    assert person is not None
    return {
        "": {
            "session_id": one.session_id, "staff_id": person.staff_id, "strand_id": "reflection", "table": "trainers",
            "row_id": "1", "place": world.programme.key, "dimension": "trainer", "change_id": "3",
            "import_id": str(found.id), "part": "reminder", "message_id": str(message.id),
            "number": str(draft.number),
        },
        "folders.look": {"import_id": str(folder.id)},
        "runs.watch": {"number": str(run.number)},
        "by_hand.considering": {"number": str(draft.number)},
        "leading.one": {"session_id": led.session_id}, "leading.check_in": {"session_id": led.session_id},
        "leading.report": {"session_id": led.session_id},
        "coming.one": {"session_id": led.session_id}, "checking_in.ask": {"session_id": led.session_id},
    }  # fmt: skip


def addresses(site: Site, world: World, values: dict[str, dict[str, str]]) -> Iterator[tuple[str, str]]:
    for rule in site.app.url_map.iter_rules():
        if "GET" in (rule.methods or ()) and rule.endpoint not in NO_PAGES:
            yield rule.endpoint, address_of(rule, world, values)


def address_of(rule: Rule, world: World, values: dict[str, dict[str, str]]) -> str:
    keys = {"programme_key": world.programme.key, "organisation_key": world.organisation.key}
    given = {**keys, **values[""], **values.get(rule.endpoint, {})}
    built = rule.build({name: given[name] for name in rule.arguments})
    assert built is not None
    if rule.endpoint == "by_hand.considering":
        return f"{built[1]}?cancel=1&strand=reflection&group={given['session_id'].rsplit('-', 1)[0]}"
    return built[1]


def sign_in(browser: Browser, site: Site, world: World, dark: bool = False) -> Page:
    account = open_account(site.session, "all@eastmere.example", "Alex All")
    grant_role(site.session, SYSTEM, account, Role.COORDINATOR, world.programme)
    grant_role(site.session, SYSTEM, account, Role.ADMINISTRATOR, world.organisation)
    page = browser.new_context(color_scheme="dark" if dark else "light").new_page()
    page.goto(site.link_for(account))
    page.get_by_role("button", name="Sign in").click()
    return page


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_axe_finds_nothing_on_any_page_at_any_width(
    browser: Browser, full: tuple[Site, World, dict[str, dict[str, str]]], dark: bool
) -> None:
    site, world, values = full
    page = sign_in(browser, site, world, dark)
    faults = no_faults(page)
    for endpoint, address in addresses(site, world, values):
        for width in WIDTHS if not dark else WIDTHS[1:]:
            page.set_viewport_size({"width": width, "height": 900})
            answer = page.goto(site.address + address)
            assert answer is not None
            assert answer.status == 200, address
            faults += [f"{endpoint} at {width}: {fault}" for fault in faults_of_page(page)]
    page.context.close()
    assert faults == []


def test_every_page_fits_on_paper_without_navigation(
    browser: Browser, full: tuple[Site, World, dict[str, dict[str, str]]]
) -> None:
    site, world, values = full
    page = sign_in(browser, site, world, dark=True)
    page.emulate_media(media="print")
    page.set_viewport_size({"width": A4_INSIDE_MARGINS, "height": 1000})
    faults = []
    for endpoint, address in addresses(site, world, values):
        page.goto(site.address + address)
        faults += [f"{endpoint}: {fault}" for fault in page.evaluate(FAULTS_ON_PAPER)]
    page.context.close()
    assert faults == []


def test_forced_colours_leave_every_button_its_edge_and_the_current_place_its_mark(
    browser: Browser, full: tuple[Site, World, dict[str, dict[str, str]]]
) -> None:
    site, world, values = full
    page = sign_in(browser, site, world)
    page.emulate_media(forced_colors="active")
    faults = []
    for endpoint, address in addresses(site, world, values):
        page.goto(site.address + address)
        faults += [f"{endpoint}: {fault}" for fault in page.evaluate(FAULTS_IN_FORCED_COLOURS)]
    page.context.close()
    assert faults == []


def test_filter_waits_for_its_button(browser: Browser, full: tuple[Site, World, dict[str, dict[str, str]]]) -> None:
    site, world, _ = full
    page = sign_in(browser, site, world)
    page.goto(f"{site.address}/programmes/{world.programme.key}/schedule")
    before = page.url
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if request.is_navigation_request() else None)
    page.get_by_label("Strand").select_option(index=1)
    page.wait_for_timeout(300)
    assert (page.url, asked) == (before, [])
    page.get_by_role("button", name="Apply").click()
    page.wait_for_url("**strand=*")
    page.context.close()


def test_axe_finds_nothing_on_empty_pages_and_on_errors(browser: Browser, tmp_path: Path) -> None:
    with serving(tmp_path) as site:
        world = make_world(site.session)
        page = sign_in(browser, site, world)
        faults = no_faults(page)
        base = f"{site.address}/programmes/{world.programme.key}"
        for place in (
            "today",
            "schedule",
            "runs",
            "people",
            "people/unplaced",
            "import",
            "programme",
            "runs/outlook",
            "nowhere",
        ):
            for width in WIDTHS:
                page.set_viewport_size({"width": width, "height": 900})
                page.goto(f"{base}/{place}")
                faults += [f"{place} at {width}: {fault}" for fault in faults_of_page(page)]
        for place, button in (
            ("runs/start", "Start the run"),
            ("programme/strands/add", "Add the strand"),
            ("programme/dates", "Save"),
        ):
            page.goto(f"{base}/{place}")
            page.get_by_role("button", name=button).click()
            faults += [f"{place} with errors: {fault}" for fault in faults_of_page(page)]
        page.context.close()
    assert faults == []


def test_error_leads_the_keyboard_to_the_control_that_is_wrong(
    browser: Browser, full: tuple[Site, World, dict[str, dict[str, str]]]
) -> None:
    site, world, _ = full
    page = sign_in(browser, site, world)
    page.goto(f"{site.address}/programmes/{world.programme.key}/programme/dates")
    for part in ("day", "month", "year"):
        page.fill(f"#first_day-{part}", "")
    page.get_by_role("button", name="Save").click()
    page.wait_for_function("document.activeElement.className.startsWith('govuk-error-summary')")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "first_day-day"
    page.context.close()


def test_every_control_is_reached_by_the_keyboard(
    browser: Browser, full: tuple[Site, World, dict[str, dict[str, str]]]
) -> None:
    site, world, _ = full
    page = sign_in(browser, site, world)
    page.goto(f"{site.address}/programmes/{world.programme.key}/schedule")
    wanted = page.evaluate(CONTROLS)
    reached = set()
    for _ in range(wanted + 5):
        page.keyboard.press("Tab")
        reached.add(page.evaluate(PLACE_OF_FOCUS))
    assert len(reached - {-1}) >= wanted
    page.context.close()
