"""Databases for tests: migrated once, then copied for each test.

PostgreSQL is the one at LEARNING_TEST_POSTGRESQL, by default on this machine without a password. Where none
answers its tests are skipped and say so, except on a build server, which must have one.
"""

from __future__ import annotations

import os
import shutil
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

SERVER = os.environ.get("LEARNING_TEST_POSTGRESQL", "postgresql://postgres@127.0.0.1:5432/postgres")

Migrate = Callable[[str, Path], None]


class Databases:
    """Originals of each kind, and copies of them."""

    def __init__(self, folder: Path, migrate: Migrate) -> None:
        self._folder = folder
        self._migrate = migrate
        self._originals: dict[str, str] = {}

    @contextmanager
    def copy(self, kind: str) -> Iterator[str]:
        """The address of a fresh copy, which is dropped afterwards."""
        if kind == "sqlite":
            yield self._copy_of_sqlite()
            return
        with self._copy_of_postgresql() as url:
            yield url

    @contextmanager
    def empty(self, kind: str) -> Iterator[str]:
        """The address of a database without any table."""
        if kind == "sqlite":
            yield f"sqlite:///{self._folder / f'{uuid.uuid4().hex}.sqlite'}"
            return
        server = connect_or_skip()
        name = f"learning_test_{uuid.uuid4().hex}"
        server.execute(f'CREATE DATABASE "{name}"')
        try:
            yield address_of(name)
        finally:
            server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
            server.close()

    def _copy_of_sqlite(self) -> str:
        original = self._folder / "original.sqlite"
        if "sqlite" not in self._originals:
            self._migrate(f"sqlite:///{original}", self._folder)
            self._originals["sqlite"] = str(original)
        copy = self._folder / f"{uuid.uuid4().hex}.sqlite"
        shutil.copy(original, copy)
        return f"sqlite:///{copy}"

    @contextmanager
    def _copy_of_postgresql(self) -> Iterator[str]:
        server = connect_or_skip()
        if "postgresql" not in self._originals:
            original = f"learning_test_{uuid.uuid4().hex}"
            server.execute(f'CREATE DATABASE "{original}"')
            self._originals["postgresql"] = original
            self._migrate(address_of(original), self._folder)
        name = f"learning_test_{uuid.uuid4().hex}"
        server.execute(f'CREATE DATABASE "{name}" TEMPLATE "{self._originals["postgresql"]}"')
        try:
            yield address_of(name)
        finally:
            server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
            server.close()

    def close(self) -> None:
        if "postgresql" in self._originals:
            server = connect_or_skip()
            server.execute(f'DROP DATABASE "{self._originals["postgresql"]}" WITH (FORCE)')
            server.close()


@contextmanager
def open_databases(folder: Path, migrate: Migrate) -> Iterator[Databases]:
    databases = Databases(folder, migrate)
    try:
        yield databases
    finally:
        databases.close()


def connect_or_skip() -> psycopg.Connection:
    try:
        return psycopg.connect(SERVER, autocommit=True, connect_timeout=5)
    except psycopg.OperationalError as fault:
        if "CI" in os.environ:
            raise
        pytest.skip(f"no PostgreSQL answers at {SERVER} ({fault}); LEARNING_TEST_POSTGRESQL names another server")


def address_of(name: str) -> str:
    """SQLAlchemy's address of a database on the server."""
    return SERVER.rsplit("/", 1)[0].replace("postgresql://", "postgresql+psycopg://") + f"/{name}"
