"""What tests of the application get: real databases with migrated tables, an application, a strict client."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from learning.app import create_app
from learning.config import Settings
from learning.database import make_engine
from learning.web.store import prepare_tables, store
from tests.learning.databases import Databases, open_databases
from tests.learning.pages import Pages
from tests.learning.world import World, make_world

KINDS = ("sqlite", "postgresql")


def settings_for(url: str, folder: Path) -> Settings:
    return Settings(instance=folder, database_url=url, secret_key="of the tests", base_url="http://learning.test")


def make_tables(url: str, folder: Path) -> None:
    app = create_app(settings_for(url, folder))
    with app.app_context():
        prepare_tables()


@pytest.fixture(scope="session")
def databases(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Databases]:
    """Migrated databases to copy from, one of each kind, made when first asked for."""
    with open_databases(tmp_path_factory.mktemp("databases"), make_tables) as opened:
        yield opened


@pytest.fixture(params=KINDS)
def database_url(request: pytest.FixtureRequest, databases: Databases) -> Iterator[str]:
    """A fresh database with every table, on SQLite and on PostgreSQL."""
    with databases.copy(request.param) as url:
        yield url


@pytest.fixture
def sqlite_url(databases: Databases) -> Iterator[str]:
    """A fresh SQLite database with every table, for tests in which the kind makes no difference."""
    with databases.copy("sqlite") as url:
        yield url


def running(url: str, folder: Path) -> Iterator[Flask]:
    app = create_app(settings_for(url, folder))
    app.testing = True
    app.config["PROPAGATE_EXCEPTIONS"] = False
    yield app
    with app.app_context():
        store.session.remove()
        store.engine.dispose()


@pytest.fixture
def app(sqlite_url: str, tmp_path: Path) -> Iterator[Flask]:
    """The application on a fresh SQLite database."""
    yield from running(sqlite_url, tmp_path)


@pytest.fixture
def app_on_both(database_url: str, tmp_path: Path) -> Iterator[Flask]:
    """The application on a fresh database, once on SQLite and once on PostgreSQL."""
    yield from running(database_url, tmp_path)


@pytest.fixture
def session(app: Flask) -> Iterator[Session]:
    """The database of `app`, outside a request; what a test reads or writes it commits itself,
    before it fetches a page: SQLite lets one write at a time."""
    yield from talking(app)


@pytest.fixture
def session_on_both(app_on_both: Flask) -> Iterator[Session]:
    """The database of `app_on_both`, outside a request."""
    yield from talking(app_on_both)


def talking(app: Flask) -> Iterator[Session]:
    """A session of its own: one in an application context would be shared with the requests that a test makes."""
    engine = make_engine(app.config["SQLALCHEMY_DATABASE_URI"])
    with Session(engine, expire_on_commit=False) as session:
        yield session
    engine.dispose()


@pytest.fixture
def world(session: Session) -> World:
    """Two organisations with programmes, and somebody for every role in each."""
    return make_world(session)


@pytest.fixture
def pages(app: Flask) -> Pages:
    """A client that takes no page with a mistake in its HTML."""
    return Pages(app)
