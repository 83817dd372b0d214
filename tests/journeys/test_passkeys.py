"""An administrator's passkey in a real browser, with the browser's own virtual authenticator."""

from __future__ import annotations

from dataclasses import replace

from playwright.sync_api import Browser, Page, expect

from learning.models import Passkey
from tests.journeys.conftest import Site
from tests.learning.world import make_world

from learning.vocabulary import Role  # isort: skip


def with_device(page: Page) -> None:
    """Give the browser a device that keeps keys and always knows its owner."""
    tool = page.context.new_cdp_session(page)
    tool.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
        "isUserVerified": True, "automaticPresenceSimulation": True,
    }  # fmt: skip
    tool.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def test_administrator_makes_a_passkey_and_signs_in_with_it(browser: Browser, site: Site) -> None:
    address = site.address.replace("127.0.0.1", "localhost")
    site.app.config["SETTINGS"] = replace(site.app.config["SETTINGS"], base_url=address)
    world = make_world(site.session)
    account = world.people[Role.ADMINISTRATOR]
    page = browser.new_context().new_page()
    with_device(page)
    page.goto(site.link_for(account).replace("127.0.0.1", "localhost"))
    page.get_by_role("button", name="Sign in").click()
    page.goto(f"{address}/account/passkeys")
    page.get_by_label("What shall it be called?").fill("Ama's laptop")
    page.get_by_role("button", name="Make a passkey").click()
    expect(page.get_by_text("The passkey was saved.")).to_be_visible()
    page.get_by_role("button", name="Sign out").click()

    page.goto(f"{address}/sign-in/password")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_role("link", name=account.name)).to_be_visible()
    kept = site.session.query(Passkey).one()
    site.session.commit()
    assert (kept.account_id, kept.used_at is not None) == (account.id, True)

    page.goto(f"{address}/account/passkeys")
    page.get_by_role("button", name="Remove Ama's laptop").click()
    page.get_by_role("button", name="Sign out").click()
    page.goto(f"{address}/sign-in/password")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_text("The passkey could not be used.")).to_be_visible()
    page.context.close()
