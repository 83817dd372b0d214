"""A client that reads pages as a strict reader would: every page it fetches is well-formed HTML5 with one heading
of the first rank, a title, a language, unique ids, a label for each control, and no address that goes nowhere."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from xml.etree.ElementTree import Element

import html5lib
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from learning.domain.sign_in import begin_sign_in
from learning.models import Account
from learning.web.store import store

CONTROLS = ("input", "select", "textarea")
UNLABELLED = {"hidden", "submit", "button", "image", "reset"}


@dataclass(frozen=True, slots=True)
class Page:
    """An answer, and its document if it is one."""

    response: TestResponse
    document: Element | None

    @property
    def status(self) -> int:
        return self.response.status_code

    @property
    def text(self) -> str:
        """The words of the page, as somebody reads them, blanks run together."""
        assert self.document is not None
        return words_of(self.document)

    @property
    def heading(self) -> str:
        assert self.document is not None
        return words_of(next(self.document.iter("h1")))

    def all(self, tag: str, **attributes: str) -> list[Element]:
        assert self.document is not None
        wanted = {name.strip("_").replace("_", "-"): value for name, value in attributes.items()}
        return [
            element
            for element in self.document.iter(tag)
            if all(element.get(name) == value for name, value in wanted.items())
        ]

    def links(self) -> dict[str, str]:
        return {words_of(link): link.get("href", "") for link in self.all("a")}

    def errors(self) -> list[str]:
        """The sentences of the error summary."""
        return [
            words_of(item)
            for summary in self.all("div")
            if "govuk-error-summary" in (summary.get("class") or "").split()
            for item in summary.iter("li")
        ]


@dataclass(slots=True)
class Pages:
    """Fetches pages, signed in as somebody or not, and sends forms with their token."""

    app: Flask
    client: FlaskClient = field(init=False)

    def __post_init__(self) -> None:
        self.client = self.app.test_client()

    def as_(self, account: Account | None) -> Pages:
        """Another browser, in which somebody is signed in (None: nobody)."""
        other = Pages(self.app)
        if account is not None:
            with self.app.app_context():
                token = begin_sign_in(store.session(), account, "test")
                store.session.commit()
            with other.client.session_transaction() as cookie:
                cookie["sign_in"] = token
        return other

    def get(self, address: str, status: int = 200) -> Page:
        """Fetch a page and insist on its status and on its HTML."""
        return self._page(self.client.get(address), status, address)

    def post(self, address: str, form: Mapping[str, Any] | None = None, status: int = 303, at: str = "") -> Page:
        """Send a form as the page at ``at`` (by default the same address) shows it, with its token."""
        return self._page(
            self.client.post(address, data={**(form or {}), "csrf_token": self.token(at or address)}), status, address
        )

    def token(self, address: str) -> str:
        """The token against forgery in the page at an address, or of any page of this browser."""
        for place in (address, "/accessibility", "/sign-in"):
            found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', self.client.get(place).get_data(as_text=True))
            if found:
                return found[1]
        raise AssertionError("no page shows a form to this browser")

    def _page(self, response: TestResponse, status: int, address: str) -> Page:
        shown = response.get_data(as_text=True)[:2000] if response.mimetype == "text/html" else ""
        assert response.status_code == status, f"{address}: {response.status_code}\n{shown}"
        if response.mimetype != "text/html" or 300 <= response.status_code < 400:
            return Page(response, None)
        document = parse(response.get_data(as_text=True))
        faults = faults_of(document)
        assert faults == [], f"{address}: {faults}"
        return Page(response, document)


def parse(text: str) -> Element:
    """The document, if it is HTML5 without a parse error."""
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    document = parser.parse(text)
    assert isinstance(document, Element)
    return document


def faults_of(document: Element) -> list[str]:
    """What a strict reader finds fault with."""
    faults = []
    headings = [words_of(element) for element in document.iter("h1")]
    if len(headings) != 1 or not headings[0]:
        faults.append(f"headings of the first rank: {headings}")
    if not words_of(next(document.iter("title"), Element("title"))):
        faults.append("no title")
    if not document.get("lang"):
        faults.append("no language")
    ids = Counter(element.get("id") for element in document.iter() if element.get("id"))
    faults += [f"id {name} stands {count} times" for name, count in ids.items() if count > 1]
    faults += [f"style attribute on {element.tag}" for element in document.iter() if element.get("style")]
    faults += unlabelled(document)
    faults += [f"link without a target: {words_of(link)}" for link in document.iter("a") if not link.get("href")]
    for element in document.iter():
        for name in ("aria-describedby", "aria-labelledby", "aria-controls"):
            faults += [f"{name} names no element: {one}" for one in (element.get(name) or "").split() if one not in ids]
    return faults


def unlabelled(document: Element) -> list[str]:
    labels = {label.get("for") for label in document.iter("label") if words_of(label)}
    wrapped = {id(control) for label in document.iter("label") for tag in CONTROLS for control in label.iter(tag)}
    return [
        f"{control.tag} {control.get('name')} has no label"
        for tag in CONTROLS
        for control in document.iter(tag)
        if control.get("type") not in UNLABELLED
        and control.get("id") not in labels
        and id(control) not in wrapped
        and not control.get("aria-label")
        and not control.get("aria-labelledby")
    ]


def words_of(element: Element) -> str:
    return " ".join("".join(element.itertext()).split())
