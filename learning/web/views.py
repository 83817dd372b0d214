"""Every blueprint of the application, in one list."""

from __future__ import annotations

from flask import Flask

from learning.web.administrator import organisation
from learning.web.api import document, reading, writing
from learning.web.coordinator import (
    by_hand,
    changes,
    comparing,
    completion,
    declined,
    dimensions,
    faculty,
    festivals,
    folders,
    imports,
    messages,
    outlook,
    people,
    programme,
    quiet,
    release,
    runs,
    schedule,
    studies,
    tables,
    telling,
    template,
    today,
    tokens,
    waiting,
    words,
)
from learning.web.manager import reports
from learning.web.participant import checking_in, coming, dates, own_words
from learning.web.public import (
    account,
    brand,
    calendar,
    health,
    other_ways,
    passkeys,
    sign_in,
    start,
    statements,
    verifying,
)
from learning.web.trainer import leading, own

BLUEPRINTS = (
    account.blueprint,
    brand.blueprint,
    by_hand.blueprint,
    calendar.blueprint,
    changes.blueprint,
    checking_in.blueprint,
    coming.blueprint,
    comparing.blueprint,
    completion.blueprint,
    dates.blueprint,
    declined.blueprint,
    dimensions.blueprint,
    health.blueprint,
    faculty.blueprint,
    festivals.blueprint,
    folders.blueprint,
    imports.blueprint,
    leading.blueprint,
    messages.blueprint,
    organisation.blueprint,
    other_ways.blueprint,
    outlook.blueprint,
    own.blueprint,
    own_words.blueprint,
    passkeys.blueprint,
    people.blueprint,
    programme.blueprint,
    quiet.blueprint,
    release.blueprint,
    reports.blueprint,
    runs.blueprint,
    schedule.blueprint,
    sign_in.blueprint,
    start.blueprint,
    statements.blueprint,
    studies.blueprint,
    tables.blueprint,
    telling.blueprint,
    template.blueprint,
    today.blueprint,
    tokens.blueprint,
    verifying.blueprint,
    waiting.blueprint,
    words.blueprint,
)

OF_OTHER_SYSTEMS = (document.blueprint, reading.blueprint, writing.blueprint)
"""They carry a token and no cookie, so that no form of another site can use them."""


def register_views(app: Flask) -> None:
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    for blueprint in OF_OTHER_SYSTEMS:
        app.register_blueprint(blueprint)
    other_ways.offer_single_sign_on(app)
