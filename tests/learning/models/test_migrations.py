"""Migrations: up, down and up again, with rows in the tables, on both databases; and the tables are the models'."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import create_engine, inspect
from sqlalchemy.orm import Session

from learning.app import create_app
from learning.database import Base, make_engine
from learning.models import Organisation
from learning.web.store import store
from tests.learning.conftest import KINDS, settings_for
from tests.learning.databases import Databases
from tests.learning.world import make_world


@pytest.fixture(params=KINDS)
def bare(request: pytest.FixtureRequest, databases: Databases, tmp_path: Path) -> Iterator[Flask]:
    """The application on a database without tables."""
    with databases.empty(request.param) as url:
        app = create_app(settings_for(url, tmp_path))
        yield app
        with app.app_context():
            store.engine.dispose()


def address_of(app: Flask) -> str:
    address = app.config["SQLALCHEMY_DATABASE_URI"]
    assert isinstance(address, str)
    return address


def test_migrations_go_up_down_and_up_with_rows_in_the_tables(bare: Flask) -> None:
    for _ in range(2):
        with bare.app_context():
            upgrade()
            store.engine.dispose()
        engine = make_engine(address_of(bare))
        with Session(engine) as session:
            make_world(session)
        engine.dispose()
        with bare.app_context():
            downgrade(revision="base")
            store.engine.dispose()
        engine = create_engine(address_of(bare))
        assert set(inspect(engine).get_table_names()) <= {"alembic_version"}
        engine.dispose()


def test_going_up_again_loses_no_row(bare: Flask) -> None:
    with bare.app_context():
        upgrade()
        engine = make_engine(address_of(bare))
        with Session(engine) as session:
            make_world(session)
        upgrade()
        with Session(engine) as session:
            assert session.query(Organisation).count() == 2
        engine.dispose()


def test_tables_are_those_of_the_models(database_url: str) -> None:
    engine = create_engine(database_url)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []
    engine.dispose()
