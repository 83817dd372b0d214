"""Administrators: programmes founded, roles given and withdrawn, a colour that can be read."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from learning.errors import Refusal
from learning.models import Change, Membership, Organisation, Programme
from learning.presenters.accent import accent_css, contrast, for_dark_pages, nearest_readable, refuse_faint, tint
from learning.vocabulary import Role
from tests.learning.pages import Pages
from tests.learning.world import World


def administrator(pages: Pages, world: World) -> Pages:
    return pages.as_(world.people[Role.ADMINISTRATOR])


def test_programme_is_founded_and_gets_a_coordinator(pages: Pages, session: Session, world: World) -> None:
    browser = administrator(pages, world)
    base = f"/organisations/{world.organisation.key}"
    browser.post(base, {"name": "Allyship"})
    made = session.scalars(select(Programme).where(Programme.name == "Allyship")).one()
    session.commit()
    browser.post(
        f"{base}/people/{made.key}", {"email": "New@eastmere.example", "name": "New One", "role": "coordinator"}
    )
    page = browser.get(f"{base}/people/{made.key}")
    assert "new@eastmere.example" in page.text
    membership = session.scalars(select(Membership).where(Membership.programme_id == made.id)).one()
    session.commit()
    browser.post(f"{base}/people/{made.key}/{membership.id}/withdraw", at=f"{base}/people/{made.key}")
    assert "Nobody has a role here yet" in browser.get(f"{base}/people/{made.key}").text


def test_last_administrator_stays(pages: Pages, session: Session, world: World) -> None:
    browser = administrator(pages, world)
    base = f"/organisations/{world.organisation.key}/people/organisation"
    own = session.scalars(
        select(Membership).where(
            Membership.role == Role.ADMINISTRATOR, Membership.organisation_id == world.organisation.id
        )
    ).one()
    session.commit()
    browser.post(f"{base}/{own.id}/withdraw", at=base)
    assert "needs an administrator" in browser.get(base).text


def test_role_of_another_organisation_is_not_withdrawn(pages: Pages, session: Session, world: World) -> None:
    browser = administrator(pages, world)
    foreign = session.scalars(
        select(Membership).where(Membership.organisation_id == world.foreign_organisation.id)
    ).first()
    session.commit()
    assert foreign is not None
    base = f"/organisations/{world.organisation.key}/people/{world.programme.key}"
    browser.post(f"{base}/{foreign.id}/withdraw", at=base, status=404)
    browser.get(f"/organisations/{world.organisation.key}/people/{world.foreign_programme.key}", 404)


def test_colour_and_logo_are_the_organisations_own(pages: Pages, session: Session, world: World) -> None:
    browser = administrator(pages, world)
    base = f"/organisations/{world.organisation.key}/brand"
    logo = (io.BytesIO(b"\x89PNG\r\n\x1a\n rest"), "logo.png")
    browser.post(
        base, {"name": "Eastmere", "accent": "#7a3d85", "version": str(world.organisation.version), "logo": logo}
    )
    assert "#7a3d85" in pages.client.get(f"{base}/colours.css").get_data(as_text=True)
    answer = pages.client.get(f"{base}/logo")
    assert (answer.mimetype, answer.get_data()) == ("image/png", b"\x89PNG\r\n\x1a\n rest")
    assert session.scalars(select(Change).where(Change.action == "change brand")).one().after["colour"] == "#7a3d85"


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"accent": "#ffee00"}, "Choose a darker colour: text in this one has a contrast of 1.2 to 1 on white"),
        ({"accent": "blue"}, "Enter a colour as #"),
        ({"logo": (io.BytesIO(b"<svg onload=alert(1)>"), "x.svg")}, "PNG or JPEG"),
    ],
)
def test_brand_that_cannot_be_is_refused(
    pages: Pages, session: Session, world: World, given: dict[str, object], words: str
) -> None:
    browser = administrator(pages, world)
    base = f"/organisations/{world.organisation.key}/brand"
    form = {"name": "Eastmere", "accent": "#0b5560", "version": str(world.organisation.version), **given}
    assert words in browser.post(base, form, 422).text
    session.expire_all()
    assert session.get_one(Organisation, world.organisation.id).name == "Eastmere Council"


@given(st.integers(0, 0xFFFFFF))
def test_every_colour_reads_well_on_dark_pages_and_refusals_are_right(number: int) -> None:
    accent = f"#{number:06x}"
    assert contrast(for_dark_pages(accent), "#17201f") >= 7
    assert accent_css(accent).count("--accent:") == 2
    least = min(contrast(accent, ground) for ground in ("#ffffff", "#f2f5f5", tint(accent)))
    offered = nearest_readable(accent)
    if least >= 4.5:
        refuse_faint(accent)
        assert offered == accent
    else:
        with pytest.raises(Refusal, match=f"The nearest that can be read is {offered}$"):
            refuse_faint(accent)
        refuse_faint(offered)
