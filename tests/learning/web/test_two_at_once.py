"""Two people with the same form open: whoever saves second loses nothing and overwrites nothing unseen."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from xml.etree.ElementTree import Element

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session
from wtforms import IntegerField, SelectMultipleField, StringField
from wtforms.validators import Optional

from learning.domain.scheduling.by_hand import copy_as_draft
from learning.domain.scheduling.guarding import change_input
from learning.forms.choices import choices_of
from learning.forms.days import DayField
from learning.forms.versions import VersionedForm, bring_up_to_date
from learning.models import Allocation, Person, Strand, Trainer
from learning.vocabulary import Role
from tests.learning.pages import Page, Pages, words_of
from tests.learning.programmes import fill, with_draft
from tests.learning.world import SYSTEM, World, make_world

Sent = dict[str, str | list[str]]


def form_of(page: Page) -> Sent:
    """What a browser would send from the longest form of a page if nobody touched it."""
    form = max(page.all("form"), key=lambda one: len(list(one.iter())))
    sent: Sent = {}
    for control in form.iter():
        name = control.get("name")
        value = _value(control)
        if name and value is not None:
            earlier = sent.get(name, [])
            sent[name] = [*([earlier] if isinstance(earlier, str) else earlier), value]
    return {name: value[0] if len(value) == 1 else value for name, value in sent.items() if name != "csrf_token"}


def _value(control: Element) -> str | None:
    if control.tag == "textarea":
        return (control.text or "").removeprefix("\n")
    if control.tag == "select":
        chosen = [option for option in control.iter("option") if option.get("selected") is not None]
        return (chosen or list(control.iter("option")))[0].get("value", "")
    if control.tag != "input" or control.get("type") in ("submit", "file"):
        return None
    if control.get("type") in ("checkbox", "radio") and control.get("checked") is None:
        return None
    return control.get("value", "")


def two(app: Flask, session: Session) -> tuple[Pages, Pages, World]:
    world = make_world(session)
    fill(session, world)
    session.commit()
    coordinator, administrator = world.people[Role.COORDINATOR], world.people[Role.ADMINISTRATOR]
    return Pages(app).as_(coordinator), Pages(app).as_(administrator), world


def rows_of(page: Page) -> dict[str, tuple[str, ...]]:
    """The table of both versions: what -> before, theirs, yours."""
    tables = [table for table in page.all("table") if "versions" in (table.get("class") or "").split()]
    _, *rows = [list(row) for table in tables for row in table.iter("tr")]
    return {words_of(row[0]): tuple(words_of(cell) for cell in row[1:]) for row in rows}


def test_second_to_save_a_strand_sees_both_versions_and_keeps_what_was_typed(
    app_on_both: Flask, session_on_both: Session
) -> None:
    first, second, world = two(app_on_both, session_on_both)
    at = f"/programmes/{world.programme.key}/programme/strands/reflection"
    opened = form_of(first.get(at)), form_of(second.get(at))
    first.post(at, {**opened[0], "size_max": "14", "lot": "7", "title": "Reflecting"})
    page = second.post(at, {**opened[1], "size_max": "15", "trainers": "1"}, status=409)
    assert {name: row[1:] for name, row in rows_of(page).items()} == {
        "Title": ("Reflecting", "as before"),
        "Lot": ("7", "as before"),
        "Most people in a group": ("14", "15"),
    }
    name = world.people[Role.COORDINATOR].name
    assert f"{name} saved this while you had it open" in page.text
    kept = form_of(page)
    assert (kept["title"], kept["lot"], kept["size_max"], kept["trainers"]) == ("Reflecting", "7", "15", "1")
    second.post(at, kept)
    session_on_both.expire_all()
    strand = session_on_both.query(Strand).filter_by(programme_id=world.programme.id, strand_id="reflection").one()
    assert (strand.title, strand.settings["lot"]) == ("Reflecting", "7")
    assert (strand.settings["size"]["max"], strand.settings["trainers"]) == (15, 1)


def test_second_to_save_a_trainer_sees_both_versions(app_on_both: Flask, session_on_both: Session) -> None:
    first, second, world = two(app_on_both, session_on_both)
    row = session_on_both.query(Trainer).filter_by(programme_id=world.programme.id).first()
    assert row is not None
    at = f"/programmes/{world.programme.key}/programme/tables/trainers/{row.id}"
    session_on_both.commit()
    opened = form_of(first.get(at)), form_of(second.get(at))
    first.post(at, {**opened[0], "cell_bio": "Ten years of groups.", "cell_max_per_day": "1"})
    page = second.post(at, {**opened[1], "cell_bio": "A mediator."}, status=409)
    assert rows_of(page)["Biography"][1:] == ("Ten years of groups.", "A mediator.")
    assert rows_of(page)["Most sessions a day"][1:] == ("1", "as before")
    second.post(at, form_of(page))
    session_on_both.expire_all()
    assert (row.bio, row.max_per_day) == ("A mediator.", "1")


def test_second_to_save_dates_sees_both_versions(app: Flask, session: Session) -> None:
    first, second, world = two(app, session)
    at = f"/programmes/{world.programme.key}/programme/dates"
    opened = form_of(first.get(at)), form_of(second.get(at))
    first.post(at, {**opened[0], "cover": "40"})
    page = second.post(at, {**opened[1], "cover": "30", "name": "Learning together"}, status=409)
    assert [row[1:] for row in rows_of(page).values()] == [("40", "30")]
    second.post(at, form_of(page))
    session.expire_all()
    assert (world.programme.name, world.programme.settings["cover"]) == ("Learning together", 0.3)


def test_second_to_save_the_brand_sees_both_versions(app: Flask, session: Session) -> None:
    _, administrator, world = two(app, session)
    at = f"/organisations/{world.organisation.key}/brand"
    opened = form_of(administrator.get(at))
    administrator.post(at, {**opened, "accent": "#7a3d85"})
    page = administrator.post(at, {**opened, "name": "Eastmere Borough"}, status=409)
    assert [row[1:] for row in rows_of(page).values()] == [("#7a3d85", "as before")]
    administrator.post(at, form_of(page))
    session.expire_all()
    assert (world.organisation.name, world.organisation.accent) == ("Eastmere Borough", "#7a3d85")


def test_change_of_something_else_is_no_reason_to_ask(app: Flask, session: Session) -> None:
    first, _, world = two(app, session)
    at = f"/programmes/{world.programme.key}/programme/dates"
    opened = form_of(first.get(at))
    version = world.programme.version
    person = session.query(Person).filter_by(programme_id=world.programme.id).first()
    assert person is not None
    change_input(session, world.programme, lambda: setattr(person, "name", "Another Name"))
    session.commit()
    assert world.programme.version > version
    session.commit()
    first.post(at, {**opened, "cover": "40"})


def test_second_to_change_a_draft_by_hand_sees_what_the_first_did(app: Flask, session: Session) -> None:
    world = make_world(session)
    draft = copy_as_draft(session, SYSTEM, world.programme, with_draft(session, world))
    at = f"/programmes/{world.programme.key}/schedule/{draft.number}/change/consider?strand=reflection"
    some = session.query(Allocation).filter_by(schedule_id=draft.id, strand="reflection").limit(2).all()
    out = [f"{at}&staff={one.staff_id}&out=1" for one in some]
    gone = {one.staff_id for one in some}
    session.commit()
    first, second = Pages(app).as_(world.people[Role.COORDINATOR]), Pages(app).as_(world.people[Role.ADMINISTRATOR])
    opened = [form_of(pages.get(address)) for pages, address in zip((first, second), out, strict=True)]
    first.post(out[0], {**opened[0], "reason": "Asked to leave"})
    page = second.post(out[1], {**opened[1], "reason": "Long illness"}, status=409)
    assert f"{world.people[Role.COORDINATOR].name} changed this draft while you had it open" in page.text
    assert form_of(page)["reason"] == "Long illness"
    second.post(out[1], form_of(page))
    session.expire_all()
    left = {one.staff_id for one in session.query(Allocation).filter_by(schedule_id=draft.id, strand="reflection")}
    assert left.isdisjoint(gone)


class SomeForm(VersionedForm):
    """A form of every kind of value."""

    words = StringField("Words")
    number = IntegerField("Number", validators=[Optional()])
    several = SelectMultipleField("Several", choices=choices_of([("a", "A"), ("b", "B"), ("c", "C")]))
    day = DayField("Day", "the day")


VALUES = st.fixed_dictionaries(
    {
        "words": st.sampled_from(["", "one", "two\nlines", "three"]),
        "number": st.sampled_from([None, 0, 7]),
        "several": st.sets(st.sampled_from("abc")).map(sorted),
        "day": st.sampled_from([None, date(2027, 1, 4), date(2027, 2, 28)]),
    }
)


@pytest.fixture(scope="module")
def bare() -> Flask:
    app = Flask(__name__)
    app.config.update(SECRET_KEY="x" * 20, WTF_CSRF_ENABLED=False)
    return app


def sent(values: Mapping[str, object]) -> dict[str, object]:
    found = {name: "" if value is None else value for name, value in values.items() if name != "day"}
    day = values["day"]
    for part in ("day", "month", "year"):
        found[f"day-{part}"] = str(getattr(day, part)) if day else ""
    return found


@given(base=VALUES, theirs=VALUES, mine=VALUES)
def test_neither_version_is_ever_lost(
    bare: Flask, base: Mapping[str, object], theirs: Mapping[str, object], mine: Mapping[str, object]
) -> None:
    with bare.test_request_context("/"):
        memory = SomeForm(data={**base, "version": "1"}).base.data
    with bare.test_request_context("/", method="POST", data={**sent(mine), "version": "1", "base": memory}):
        form = SomeForm()
        rows = bring_up_to_date(form, theirs, "2")
        both = {row.label.lower() for row in rows if row.both}
        taken = {row.label.lower() for row in rows if not row.both}
        for name in base:
            wanted = mine[name] if mine[name] != base[name] else theirs[name]
            assert form[name].data == wanted
            changed_by_them = theirs[name] not in (base[name], mine[name])
            assert (name in both) == (changed_by_them and mine[name] != base[name])
            assert (name in taken) == (changed_by_them and mine[name] == base[name])
        assert form.version.data == "2"
        assert bring_up_to_date(form, theirs, "2") == ()
