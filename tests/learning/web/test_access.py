"""Who may see what: every view by every visitor, made from the application's own list of addresses."""

from __future__ import annotations

import pytest
from flask import Flask
from werkzeug.routing import Rule

from learning.models import Account
from learning.vocabulary import Role
from learning.web.access import NoAudienceError, audience_of, for_everyone, for_roles, refuse_undeclared
from tests.learning.pages import Pages
from tests.learning.world import World

REFUSED = {403, 404}


def rules_of(app: Flask) -> list[Rule]:
    return [rule for rule in app.url_map.iter_rules() if rule.endpoint != "static"]


def address(rule: Rule, programme_key: str, organisation_key: str) -> str:
    """The rule's address with these keys, and with things that do not exist in the other places."""
    known = {"programme_key": programme_key, "organisation_key": organisation_key}
    values = {name: known.get(name, "999999999") for name in rule.arguments}
    built = rule.build(values)
    assert built is not None
    return built[1]


def ask(pages: Pages, method: str, where: str) -> int:
    form = {"csrf_token": pages.token("/accessibility")} if method == "POST" else None
    return pages.client.open(where, method=method, data=form).status_code


def visitors(world: World) -> dict[str, Account | None]:
    return {
        "nobody signed in": None,
        "no role": world.nobody,
        **{f"{role} here": account for role, account in world.people.items()},
        **{f"{role} of the programme beside": account for role, account in world.neighbours.items()},
        **{f"{role} elsewhere": account for role, account in world.strangers.items()},
    }


def roles_here(who: str) -> Role | None:
    name, _, place = who.partition(" ")
    return Role(name) if place == "here" else None


def test_every_view_lets_in_whom_it_is_for_and_nobody_else(app: Flask, world: World, pages: Pages) -> None:
    wrong, cells = [], 0
    keys = world.programme.key, world.organisation.key
    for who, account in visitors(world).items():
        browser = pages.as_(account)
        for rule in rules_of(app):
            audience = audience_of(app, rule.endpoint)
            for method in sorted((rule.methods or set()) & {"GET", "POST"}):
                if rule.endpoint in ("sign_in.sign_out", "sign_in.sign_out_everywhere"):
                    browser = pages.as_(account)
                status = ask(browser, method, address(rule, *keys))
                cells += 1
                if rule.endpoint.startswith("sign_in.sign_out"):
                    browser = pages.as_(account)
                if audience.everyone:
                    right = status < 500 and status != 403
                elif account is None:
                    right = status == 303
                elif audience.signed_in or roles_here(who) in audience.roles:
                    right = status < 500 and status not in (401, 403)
                elif "elsewhere" in who or who == "no role":
                    right = status == 404
                elif "beside" in who:
                    right = status == 404
                else:
                    right = status in REFUSED
                if not right:
                    wrong.append(f"{who}: {method} {rule.rule} answers {status}")
    assert wrong == []
    assert cells >= len(rules_of(app)) * 20


def test_place_that_does_not_exist_answers_as_one_of_strangers(app: Flask, world: World, pages: Pages) -> None:
    browser = pages.as_(world.people[Role.COORDINATOR])
    for rule in rules_of(app):
        if "GET" not in (rule.methods or set()) or not audience_of(app, rule.endpoint).roles:
            continue
        absent = browser.client.get(address(rule, "no-such-programme", "no-such-organisation"))
        foreign = browser.client.get(address(rule, world.foreign_programme.key, world.foreign_organisation.key))
        assert (absent.status_code, foreign.status_code) == (404, 404), rule.rule


def test_view_without_an_audience_stops_the_start(app: Flask) -> None:
    app.view_functions["undeclared"] = lambda: ""
    app.url_map.add(Rule("/undeclared", endpoint="undeclared"))
    with pytest.raises(NoAudienceError, match="undeclared does not declare its audience"):
        refuse_undeclared(app)


def test_view_for_roles_without_a_place_stops_the_start(app: Flask) -> None:
    app.view_functions["placeless"] = for_roles(Role.COORDINATOR)(lambda: "")
    app.url_map.add(Rule("/placeless", endpoint="placeless"))
    with pytest.raises(NoAudienceError, match="names no programme or organisation"):
        refuse_undeclared(app)


def test_every_audience_at_once_is_named(app: Flask) -> None:
    for name in ("one", "two"):
        app.view_functions[name] = lambda: ""
        app.url_map.add(Rule(f"/{name}", endpoint=name))
    app.view_functions["three"] = for_everyone(lambda: "")
    app.url_map.add(Rule("/three", endpoint="three"))
    with pytest.raises(NoAudienceError) as refusal:
        refuse_undeclared(app)
    assert "one does not" in str(refusal.value)
    assert "two does not" in str(refusal.value)
    assert "three" not in str(refusal.value)
