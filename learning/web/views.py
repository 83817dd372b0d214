"""Every blueprint of the application, in one list."""

from __future__ import annotations

from flask import Flask

from learning.web.administrator import organisation
from learning.web.coordinator import programme, today
from learning.web.public import account, brand, health, sign_in, start, statements

BLUEPRINTS = (
    account.blueprint,
    brand.blueprint,
    health.blueprint,
    organisation.blueprint,
    programme.blueprint,
    sign_in.blueprint,
    start.blueprint,
    statements.blueprint,
    today.blueprint,
)


def register_views(app: Flask) -> None:
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
