"""The application factory."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask
from flask_wtf import CSRFProtect
from jinja2 import ChoiceLoader, FileSystemLoader, PackageLoader, PrefixLoader
from werkzeug.middleware.proxy_fix import ProxyFix

from learning.config import ROOT, Settings, load_settings
from learning.forms.govuk import as_govuk
from learning.web.access import refuse_undeclared
from learning.web.assets import offer_assets
from learning.web.faults import show_faults
from learning.web.frame import surround
from learning.web.guard import guard
from learning.web.headers import send_headers
from learning.web.keys import take_keys
from learning.web.store import connect_store
from learning.web.views import OF_OTHER_SYSTEMS, register_views
from learning.web.wording import word_templates

MOST_BYTES_SENT = 32 * 2**20
MOST_FORM_BYTES = 2**20
KEPT_FOR = timedelta(hours=12)

csrf = CSRFProtect()


def create_app(settings: Settings | None = None) -> Flask:
    """The application for these settings, or for those of the environment and the instance folder.

    Raises `NoAudienceError` where a view does not say whom it is for.
    """
    settings = settings or load_settings()
    app = Flask(__name__, static_folder="static", instance_path=str(settings.instance))
    app.config.from_mapping(
        SETTINGS=settings,
        SECRET_KEY=settings.secret_key,
        SQLALCHEMY_DATABASE_URI=settings.database_url,
        MAX_CONTENT_LENGTH=MOST_BYTES_SENT,
        MAX_FORM_MEMORY_SIZE=MOST_FORM_BYTES,
        WTF_CSRF_TIME_LIMIT=None,  # a form is good for as long as the sign-in
        SESSION_COOKIE_NAME="__Host-learning" if settings.secure else "learning",
        SESSION_COOKIE_SECURE=settings.secure,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        PERMANENT_SESSION_LIFETIME=KEPT_FOR,
    )
    if settings.trusted_proxies:
        count = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=count, x_proto=count, x_host=count)  # type: ignore[method-assign]
    theirs = PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")})
    app.jinja_loader = ChoiceLoader([FileSystemLoader(ROOT / "templates"), theirs])
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals["as_govuk"] = as_govuk
    word_templates(app)
    offer_assets(app)
    connect_store(app)
    csrf.init_app(app)
    for blueprint in OF_OTHER_SYSTEMS:
        csrf.exempt(blueprint)
    take_keys(app)
    send_headers(app)
    guard(app)
    surround(app)
    show_faults(app)
    register_views(app)
    refuse_undeclared(app)
    return app
