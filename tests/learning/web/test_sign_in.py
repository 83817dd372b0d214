"""Signing in: by a link, by a code, and what lets nobody in."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from learning.clock import now
from learning.domain.sign_in import IDLE, LINK_LASTS, LONGEST, MOST_WRONG_CODES, REQUESTS
from learning.models import Account, Message, SignIn, SignInRequest
from learning.vocabulary import Role
from learning.web.public.sign_in import is_ours
from tests.learning.pages import Pages
from tests.learning.world import World

ADDRESS = "coordinator@eastmere.example"


def ask(pages: Pages, address: str = ADDRESS) -> None:
    pages.post("/sign-in", {"email": address})


def mailed(session: Session) -> tuple[str, str]:
    """The path of the link and the code in the last message."""
    session.expire_all()
    message = session.scalars(select(Message).order_by(Message.id.desc())).first()
    session.commit()
    assert message is not None
    link = re.search(r"http://learning\.test(/\S+)", message.body)
    code = re.search(r"\b(\d{6})\b", message.body)
    assert link
    assert code
    return link[1], code[1]


def signed_in(pages: Pages) -> bool:
    return pages.client.get("/account").status_code == 200


def test_link_signs_in_once_and_only_by_its_button(pages: Pages, session: Session, world: World) -> None:
    ask(pages)
    link, _ = mailed(session)
    for _ in range(5):
        assert pages.get(link).heading == "Sign in as Coordinator of Anti-racism"
    assert not signed_in(pages)
    pages.post(link)
    assert signed_in(pages)
    assert "does not work any more" in Pages(pages.app).get(link, 410).heading


def test_link_works_in_another_browser_than_the_one_that_asked(pages: Pages, session: Session, world: World) -> None:
    ask(pages)
    link, _ = mailed(session)
    other = Pages(pages.app)
    other.post(link)
    assert signed_in(other)
    assert not signed_in(pages)


def test_code_signs_in_the_browser_that_asked_and_no_other(pages: Pages, session: Session, world: World) -> None:
    ask(pages)
    _, code = mailed(session)
    other = Pages(pages.app)
    other.post("/sign-in/code", {"code": code}, 422)
    pages.post("/sign-in/code", {"code": f" {code[:3]} {code[3:]} "})
    assert signed_in(pages)
    assert not signed_in(other)


def test_code_is_worth_nothing_after_five_wrong_ones(pages: Pages, session: Session, world: World) -> None:
    ask(pages)
    _, code = mailed(session)
    wrong = f"{(int(code) + 1) % 10**6:06d}"
    for _ in range(MOST_WRONG_CODES):
        assert "this is not it" in pages.post("/sign-in/code", {"code": wrong}, 422).text
    assert "too old" in pages.post("/sign-in/code", {"code": code}, 422).text
    assert not signed_in(pages)


def test_unknown_address_gets_the_same_answer_and_no_message(pages: Pages, session: Session, world: World) -> None:
    known = pages.post("/sign-in", {"email": ADDRESS}).response
    unknown = Pages(pages.app).post("/sign-in", {"email": "stranger@eastmere.example"}).response
    assert (known.status_code, known.location) == (unknown.status_code, unknown.location)
    assert [message.address for message in session.scalars(select(Message))] == [ADDRESS]


def test_address_is_known_in_any_case(pages: Pages, session: Session, world: World) -> None:
    ask(pages, " Coordinator@EASTMERE.example ")
    assert [message.address for message in session.scalars(select(Message))] == [ADDRESS]


@pytest.mark.parametrize("email", ["", "coordinator", "a b@c", "@", "x@" + "y" * 300])
def test_address_that_is_none_is_named_as_such(pages: Pages, email: str) -> None:
    assert "Enter" in pages.post("/sign-in", {"email": email}, 422).text


def test_too_many_requests_are_refused_with_the_time_to_wait(pages: Pages, world: World) -> None:
    for _ in range(REQUESTS.count):
        ask(pages)
    refused = pages.post("/sign-in", {"email": ADDRESS}, 429)
    assert "Too many tries. Wait 15 minutes" in refused.text
    ask(pages, "trainer@eastmere.example")


def test_old_link_and_old_code_let_nobody_in(pages: Pages, session: Session, world: World) -> None:
    ask(pages)
    link, code = mailed(session)
    session.execute(update(SignInRequest).values(expires_at=now() - timedelta(seconds=1)))
    session.commit()
    pages.post(link, status=410)
    pages.post("/sign-in/code", {"code": code}, 422)
    assert not signed_in(pages)
    assert timedelta(minutes=10) <= LINK_LASTS <= timedelta(hours=1)


@pytest.mark.parametrize(("column", "age"), [("seen_at", IDLE), ("created_at", LONGEST)])
def test_sign_in_ends_by_itself(pages: Pages, session: Session, world: World, column: str, age: timedelta) -> None:
    browser = pages.as_(world.people[Role.COORDINATOR])
    assert signed_in(browser)
    session.execute(update(SignIn).values({column: now() - age}))
    session.commit()
    assert not signed_in(browser)


def test_reading_pages_keeps_somebody_signed_in(pages: Pages, session: Session, world: World) -> None:
    browser = pages.as_(world.people[Role.COORDINATOR])
    session.execute(update(SignIn).values(seen_at=now() - IDLE + timedelta(minutes=2)))
    session.commit()
    assert signed_in(browser)
    seen = session.scalars(select(SignIn.seen_at)).one()
    session.commit()
    assert now() - seen < timedelta(minutes=1)


def test_signing_out_ends_the_sign_in_at_the_back_end(pages: Pages, session: Session, world: World) -> None:
    browser = pages.as_(world.people[Role.COORDINATOR])
    kept = browser.client.get_cookie("learning")
    assert kept
    browser.post("/sign-in/out", at="/account")
    assert not signed_in(browser)
    browser.client.set_cookie("learning", kept.value)
    assert not signed_in(browser)


def test_signing_out_everywhere_ends_every_browser(pages: Pages, world: World) -> None:
    one, other = (pages.as_(world.people[Role.TRAINER]) for _ in range(2))
    stranger = pages.as_(world.strangers[Role.TRAINER])
    one.post("/sign-in/out-everywhere", at="/account")
    assert [signed_in(browser) for browser in (one, other, stranger)] == [False, False, True]


def test_account_that_ended_is_signed_out_and_gets_no_message(pages: Pages, session: Session, world: World) -> None:
    browser = pages.as_(world.people[Role.COORDINATOR])
    session.execute(update(Account).where(Account.email == ADDRESS).values(ended_at=now()))
    session.commit()
    assert not signed_in(browser)
    ask(pages)
    assert session.scalars(select(Message)).all() == []


def test_secrets_are_not_in_the_database(pages: Pages, session: Session, world: World) -> None:
    ask(pages)
    link, code = mailed(session)
    pages.post(link)
    with pages.client.session_transaction() as cookie:
        token = cookie["sign_in"]
    for row in [*session.scalars(select(SignInRequest)), *session.scalars(select(SignIn))]:
        kept = " ".join(str(value) for name, value in vars(row).items() if name != "_sa_instance_state")
        assert link.rsplit("/", 1)[1] not in kept
        assert token not in kept
        assert code not in kept.split()


def test_page_that_was_wanted_is_opened_after_signing_in(pages: Pages, session: Session, world: World) -> None:
    wanted = f"/programmes/{world.programme.key}/programme"
    asked = pages.get(wanted, 303)
    assert asked.response.location
    pages.get(asked.response.location)
    ask(pages)
    _, code = mailed(session)
    assert pages.post("/sign-in/code", {"code": code}).response.location == wanted


@pytest.mark.parametrize(
    "address",
    [
        "//evil.example", "https://evil.example", "/\\evil.example", "\\/evil.example", "/\t/evil.example",
        "javascript:alert(1)", "evil.example", "", "/%0d%0a\r\nLocation: x", "http:/evil.example", "///evil.example",
        " /x", "/x\n",
    ],
)  # fmt: skip
def test_nobody_is_sent_elsewhere_after_signing_in(address: str) -> None:
    assert not is_ours(address)


@given(st.text(max_size=40))
def test_address_of_ours_begins_with_one_slash(address: str) -> None:
    if is_ours(address):
        assert address.startswith("/")
        assert not address.startswith("//")
        assert "\\" not in address


def test_form_without_its_token_is_refused(pages: Pages, world: World) -> None:
    refused = pages.client.post("/sign-in", data={"email": ADDRESS})
    assert refused.status_code == 400
    assert "This form is too old" in refused.get_data(as_text=True)


def test_cookie_says_nothing_to_scripts_or_other_sites(pages: Pages, world: World) -> None:
    pages.get("/sign-in")
    header = pages.client.get("/sign-in?next=/account").headers["Set-Cookie"]
    assert "HttpOnly" in header
    assert "SameSite=Lax" in header
