"""Signing in by the organisation's own provider, a real one in a process of its own, and by a password."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import requests
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from learning.app import create_app
from learning.config import Settings
from learning.domain.passwords import TRIES, set_password
from learning.errors import Refusal
from learning.models import Account, Membership, SignIn
from learning.vocabulary import Role
from learning.web.store import store
from tests.learning.pages import Pages
from tests.learning.world import World

GOOD = "correct horse battery staple"


@contextmanager
def provider(email: str) -> Iterator[str]:
    """A provider that vouches for an address; its own address."""
    process = subprocess.Popen(
        [sys.executable, "-W", "ignore", "-m", "tests.provider", email],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert process.stdout is not None
    try:
        yield process.stdout.readline().strip()
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


@contextmanager
def application(url: str, folder: Path, issuer: str) -> Iterator[Pages]:
    settings = Settings(
        instance=folder, database_url=url, secret_key="of the tests", base_url="http://localhost", oidc_issuer=issuer,
        oidc_client_id="learning", oidc_client_secret="secret",
    )  # fmt: skip
    app = create_app(settings)
    yield Pages(app)
    with app.app_context():
        store.engine.dispose()


def through(pages: Pages) -> str:
    """The whole way to the provider and back; where it ends."""
    away = pages.post("/sign-in/organisation", at="/sign-in", status=302).response.location
    back = requests.get(away, allow_redirects=False, timeout=10).headers["Location"]
    assert back.startswith("http://localhost/sign-in/organisation/back?")
    location = pages.client.get(back.removeprefix("http://localhost")).location
    assert location
    return location


def test_whoever_the_organisation_vouches_for_is_signed_in(
    sqlite_url: str, session: Session, world: World, tmp_path: Path
) -> None:
    with provider("Coordinator@eastmere.example") as issuer, application(sqlite_url, tmp_path, issuer) as pages:
        assert through(pages) == "/"
        assert "Coordinator of Anti-racism" in pages.get("/account").text
        assert session.scalars(select(SignIn.method)).all() == ["organisation"]


@pytest.mark.parametrize("email", ["stranger@elsewhere.example", "unverified@eastmere.example"])
def test_stranger_and_unproven_address_are_not_let_in(
    sqlite_url: str, session: Session, world: World, tmp_path: Path, email: str
) -> None:
    world.nobody.email = "unverified@eastmere.example"
    session.merge(world.nobody)
    session.commit()
    with provider(email) as issuer, application(sqlite_url, tmp_path, issuer) as pages:
        assert through(pages) == "/sign-in"
        assert "There is no account here for" in pages.get("/sign-in").text
        assert pages.client.get("/account").status_code == 303


def test_answer_that_was_not_asked_for_is_refused(sqlite_url: str, world: World, tmp_path: Path) -> None:
    """A code that somebody else brought along lets nobody in: the state is not this browser's."""
    with provider("coordinator@eastmere.example") as issuer, application(sqlite_url, tmp_path, issuer) as pages:
        away = pages.post("/sign-in/organisation", at="/sign-in", status=302).response.location
        back = (
            requests.get(away, allow_redirects=False, timeout=10).headers["Location"].removeprefix("http://localhost")
        )
        other = Pages(pages.app)
        assert other.client.get(back).location == "/sign-in"
        assert other.client.get("/account").status_code == 303


def test_provider_that_is_away_is_told_in_words(sqlite_url: str, world: World, tmp_path: Path) -> None:
    with application(sqlite_url, tmp_path, "http://127.0.0.1:9") as pages:
        pages.post("/sign-in/organisation", at="/sign-in")
        assert "does not answer" in pages.get("/sign-in").text


def test_without_settings_there_is_no_such_way(pages: Pages) -> None:
    pages.post("/sign-in/organisation", at="/sign-in", status=404)
    assert "Sign in with" not in pages.get("/sign-in").text


def with_password(pages: Pages, session: Session, world: World) -> Account:
    account = world.people[Role.ADMINISTRATOR]
    pages.as_(account).post("/sign-in/password/new", {"password": GOOD})
    session.commit()
    return account


def test_administrator_signs_in_by_password(pages: Pages, session: Session, world: World) -> None:
    account = with_password(pages, session, world)
    pages.post("/sign-in/password", {"email": account.email.upper(), "password": GOOD})
    assert account.name in pages.get("/account").text
    assert GOOD not in str(session.scalars(select(Account.password_hash)).all())


def test_wrong_password_and_unknown_address_get_the_same_answer(pages: Pages, session: Session, world: World) -> None:
    account = with_password(pages, session, world)
    for email in (account.email, "stranger@eastmere.example", "coordinator@eastmere.example"):
        assert (
            "these are not"
            in Pages(pages.app).post("/sign-in/password", {"email": email, "password": "wrong"}, 422).text
        )


def test_too_many_tries_are_refused_even_with_the_right_password(pages: Pages, session: Session, world: World) -> None:
    account = with_password(pages, session, world)
    for _ in range(TRIES.count):
        pages.post("/sign-in/password", {"email": account.email, "password": "wrong"}, 422)
    assert "Too many tries" in pages.post("/sign-in/password", {"email": account.email, "password": GOOD}, 422).text


def test_password_is_worth_nothing_once_the_role_is_gone(pages: Pages, session: Session, world: World) -> None:
    account = with_password(pages, session, world)
    session.execute(
        update(Membership)
        .where(Membership.account_id == account.id)
        .values(role=Role.COORDINATOR, programme_id=world.programme.id)
    )
    session.commit()
    pages.post("/sign-in/password", {"email": account.email, "password": GOOD}, 422)


@pytest.mark.parametrize(
    ("role", "password", "words"),
    [
        (Role.COORDINATOR, GOOD, "Only administrators"),
        (Role.ADMINISTRATOR, "too short", "14 to 200"),
        (Role.ADMINISTRATOR, "administrator@eastmere.example1", "does not hold your address"),
    ],
)
def test_password_that_cannot_be_is_refused(
    session: Session, world: World, role: Role, password: str, words: str
) -> None:
    with pytest.raises(Refusal, match=words):
        set_password(session, world.people[role], password)
