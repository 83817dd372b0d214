"""Machines that open every link of a message before its reader does: nothing is used up, and nothing is changed."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from urllib.parse import urlsplit

from flask import Flask
from sqlalchemy import MetaData, select, text
from sqlalchemy.orm import Session

from learning.config import Settings
from learning.domain.feeds import make_feed
from learning.domain.organisations import grant_role, open_account
from learning.domain.outbox import make_message
from learning.models import Message
from learning.outputs.dates_link import dates_href
from learning.vocabulary import Role
from tests.learning.pages import Pages
from tests.learning.world import SYSTEM, World

AGENTS = ("Mozilla/5.0 (compatible; Microsoft-SafeLinks)", "Barracuda Sentinel", "Googlebot/2.1", "curl/8.0")


def contents(session: Session) -> Mapping[str, str]:
    """A print of every row of every table."""
    tables = MetaData()
    tables.reflect(session.connection())
    found = {}
    for name in tables.tables:
        rows = sorted(map(str, session.execute(text(f'SELECT * FROM "{name}"')).all()))
        found[name] = hashlib.sha256("\n".join(rows).encode()).hexdigest()
    session.commit()
    return found


def scan(pages: Pages, address: str) -> None:
    """Open an address as scanners do, and whatever its page links to; forms are not sent."""
    for agent in AGENTS:
        client = pages.app.test_client()
        for method in ("HEAD", "GET", "GET", "OPTIONS"):
            answer = client.open(address, method=method, headers={"User-Agent": agent})
            assert answer.status_code < 400, address
    for href in Pages(pages.app).get(address).links().values() if address.startswith("/sign-in") else ():
        if href.startswith("/"):
            pages.app.test_client().get(href, headers={"User-Agent": AGENTS[0]})


def test_link_to_sign_in_still_works_after_every_scanner_has_opened_it(
    session: Session, world: World, pages: Pages
) -> None:
    account = world.people[Role.COORDINATOR]
    pages.post("/sign-in", {"email": account.email})
    message = session.scalars(select(Message).order_by(Message.id.desc())).first()
    assert message is not None
    path = urlsplit(next(word for word in message.body.split() if "/sign-in/link/" in word)).path
    session.commit()
    before = contents(session)
    scan(pages, path)
    assert contents(session) == before
    pages.post(path)
    assert account.name in pages.get("/account").text


def test_links_to_dates_and_feeds_are_opened_as_often_as_anybody_likes(
    app: Flask, session: Session, world: World, pages: Pages
) -> None:
    settings = app.config["SETTINGS"]
    assert isinstance(settings, Settings)
    account = open_account(session, "one@eastmere.example", "One")
    own = grant_role(session, SYSTEM, account, Role.PARTICIPANT, world.programme, staff_id="E1")
    event = {
        "uid": "a1", "sequence": 0, "start": "2027-01-11T09:30:00", "end": "2027-01-11T11:00:00", "cancelled": False,
        "summary": "Reflection", "location": "", "link": "", "description": "",
    }  # fmt: skip
    calendar = {"method": "REQUEST", "zone": "Europe/London", "name": "One", "events": [event]}
    message = make_message("one@eastmere.example", "Date", "Hello", calendar=calendar)
    session.add(message)
    addresses = [urlsplit(dates_href(settings, message)).path, f"/calendar/{make_feed(session, own)}.ics"]
    session.commit()
    before = contents(session)
    for address in addresses:
        scan(pages, address)
    assert contents(session) == before
