"""A pilot and then everybody, in a browser: who gets what, quiet mode, a mail server, an address mended."""

from __future__ import annotations

import email
from datetime import UTC, datetime, timedelta
from email.policy import default
from pathlib import Path

from playwright.sync_api import Browser, Page, expect
from sqlalchemy import func, select, update

from learning.models import LearningSession, Message, Person
from learning.vocabulary import MessageState, Role
from tests.journeys.conftest import Site, no_faults, working
from tests.learning.outputs.test_servers import running
from tests.learning.programmes import with_draft
from tests.learning.world import make_world

PATIENCE = 60_000


def wait_for(page: Page, address: str, words: str) -> None:
    """Look again until the page says so."""
    for _ in range(PATIENCE // 500):
        page.goto(address)
        if words in page.inner_text("main"):
            return
        page.wait_for_timeout(500)
    raise AssertionError(f"{address} never says {words}: {page.inner_text('main')[:600]}")


def put_ahead(site: Site) -> None:
    """Let every session be some weeks from now, whenever this is read."""
    sessions = site.session.scalars(select(LearningSession).order_by(LearningSession.starts_at)).all()
    ahead = timedelta(weeks=8 + (datetime.now(UTC) - sessions[0].starts_at) // timedelta(weeks=1))
    for one in sessions:
        one.start, one.end = one.start + ahead, one.end + ahead
        one.starts_at, one.ends_at = one.starts_at + ahead, one.ends_at + ahead
    site.session.commit()


def received(mailbox: Path) -> list[tuple[str, str]]:
    """To whom each message went that the mail server has taken, and its id."""
    mails = [email.message_from_bytes(one.read_bytes(), policy=default) for one in mailbox.glob("*.eml")]
    return [(str(mail["To"]), str(mail["Message-ID"])) for mail in mails]


def test_from_a_pilot_to_everybody(browser: Browser, site: Site, tmp_path: Path) -> None:
    # Given a draft, somebody whose address is wrong, and a mail server
    world = make_world(site.session)
    draft = with_draft(site.session, world)
    put_ahead(site)
    pilot, wrong = site.session.scalars(select(Person).order_by(Person.name).limit(2)).all()
    site.session.execute(update(Person).where(Person.id == wrong.id).values(email="gone@e.example"))
    site.session.commit()
    mailbox = tmp_path / "mailbox"
    mailbox.mkdir()
    base = f"{site.address}/programmes/{world.programme.key}"
    page = browser.new_page()
    faults = no_faults(page)
    page.goto(site.link_for(world.people[Role.COORDINATOR]))
    page.get_by_role("button", name="Sign in").click()

    # When the coordinator looks who would get what
    page.goto(f"{base}/schedule/release/{draft.number}")
    page.get_by_role("link", name="See who would be told what").click()
    page.get_by_label("Name, id or address").fill(pilot.email)
    page.get_by_role("button", name="Show").click()
    page.get_by_text(pilot.name, exact=True).click()
    expect(page.get_by_text(f"Hello {pilot.name},")).to_be_visible()

    # And turns quiet mode on for a pilot, and releases
    page.goto(f"{base}/programme/messages/quiet")
    page.get_by_label("On: messages leave only").check()
    page.get_by_label("Addresses that messages leave to").fill(pilot.email)
    page.get_by_role("button", name="Save").click()
    page.goto(f"{base}/schedule/release/{draft.number}")
    expect(page.get_by_text("Quiet mode is on.")).to_be_visible()
    page.get_by_label("What is the release called?").fill("Pilot")
    page.get_by_label("Each person in one message").check()
    for box in page.get_by_role("checkbox").all():
        box.check()
    page.get_by_role("button", name="Release", exact=True).click()
    expect(page.get_by_text("1 person is told by mail.")).to_be_visible()

    with running("tests.mail_server", str(mailbox)) as port, working(site, smtp_host="127.0.0.1", smtp_port=port):
        # Then only the pilot gets mail
        wait_for(page, f"{base}/programme/messages", "1 message: 1 sent.")
        assert [address for address, _ in received(mailbox)] == [pilot.email]

        # When everybody is told afterwards
        page.goto(f"{base}/programme/messages/quiet")
        page.get_by_label("Off: messages leave to everybody").check()
        page.get_by_role("button", name="Save").click()
        page.get_by_role("link", name="Tell people").click()
        page.get_by_role("button", name="Tell ").click()

        # Then all get theirs, and the wrong address is named with what the server says
        wait_for(page, f"{base}/programme/messages?state=waiting", "Waiting 0")
        wait_for(page, f"{base}/programme/messages?state=failed", "550 5.1.1 No such user here. Given up after 1 try.")

        # When the address is mended and the message tried again
        site.session.execute(update(Person).where(Person.id == wrong.id).values(email="right@e.example"))
        site.session.commit()
        page.reload()
        page.get_by_role("button", name="Try again to send to").click()
        wait_for(page, f"{base}/programme/messages", "Failed 0")
        wait_for(page, f"{base}/programme/messages?state=waiting", "Waiting 0")

    # Then everybody has been sent each message once
    told = received(mailbox)
    assert "right@e.example" in {address for address, _ in told}
    messages = site.session.scalar(select(func.count()).select_from(Message))
    assert len(told) == len({name for _, name in told}) == messages
    assert set(site.session.scalars(select(Message.state))) == {MessageState.SENT}
    page.context.close()
    assert faults == []
