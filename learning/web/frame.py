"""What surrounds every page: organisation, programme, places, account, notices."""

from __future__ import annotations

from collections.abc import Iterator

from flask import Flask, get_flashed_messages, url_for

from learning.presenters.frame import Frame, Notice, Place
from learning.vocabulary import Role
from learning.web.current import visitor
from learning.web.places import places_of


def surround(app: Flask) -> None:
    app.context_processor(lambda: {"shell": frame()})


def _notices() -> Iterator[Notice]:
    for flashed in get_flashed_messages(with_categories=True):
        kind, text = tuple(flashed)
        yield Notice(kind, text)


def frame() -> Frame:
    found = visitor()
    places: tuple[Place, ...] = ()
    if found.programme is not None and found.roles:
        places = places_of(found.programme.key, found.roles)
    organisation = found.organisation
    return Frame(
        organisation_name=organisation.name if organisation else "Learning",
        programme_name=found.programme.name if found.programme else None,
        logo_href=url_for("brand.logo", organisation_key=organisation.key)
        if organisation and organisation.logo
        else None,
        brand_href=url_for("brand.colours", organisation_key=organisation.key) if organisation else None,
        home_href=url_for("start.start"),
        places=places,
        account_name=found.account.name if found.account else None,
        account_href=url_for("account.account") if found.account else None,
        sign_out_action=url_for("sign_in.sign_out"),
        figures_as_at=None,
        footer_links=(
            ("Accessibility", url_for("statements.accessibility")),
            ("What we keep and who sees it", url_for("statements.privacy")),
        ),
        notices=tuple(_notices()),
        is_administrator=Role.ADMINISTRATOR in found.roles,
        is_quiet=found.programme is not None and found.programme.quiet,
    )
