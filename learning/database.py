"""The database: base of all tables, moments in UTC, and how SQLite is made to keep its promises."""

from __future__ import annotations

import sqlite3
from contextvars import ContextVar
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, DateTime, Dialect, Engine, Enum, MetaData, create_engine, event
from sqlalchemy.engine import Connection
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.types import TypeDecorator

LOCK_WAIT_MILLISECONDS = 15_000

CONVENTION = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

writing: ContextVar[bool] = ContextVar("writing", default=True)
"""Whether transactions that begin now may write. SQLite takes its write lock at their beginning then: a
transaction that reads first and writes later would be refused when another wrote in between, and one that
counts places before it takes one would count old ones."""


class Base(DeclarativeBase):
    """What every table stands on: named constraints, so that migrations can change them."""

    metadata = MetaData(naming_convention=CONVENTION)
    type_annotation_map = {dict[str, Any]: JSON, list[str]: JSON}  # noqa: RUF012 - as SQLAlchemy reads it


class UTCDateTime(TypeDecorator[datetime]):
    """A moment. Refuses one without a zone; stores and returns UTC (SQLite would drop the zone)."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value!r} has no time zone")
        return value.astimezone(UTC).replace(tzinfo=None if dialect.name == "sqlite" else UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def one_of(words: type[StrEnum]) -> Enum:
    """The type of a column that holds one of a few words, as text."""
    return Enum(words, native_enum=False, create_constraint=False, length=20, values_callable=_texts)


def _texts(words: type[StrEnum]) -> list[str]:
    return [word.value for word in words]


def prepare_engine(engine: Engine) -> None:
    """Make SQLite wait for locks, keep foreign keys, and begin its transactions itself."""
    if engine.dialect.name != "sqlite":
        return
    event.listen(engine, "connect", _prepare_connection)
    event.listen(engine, "begin", _begin)


def _prepare_connection(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None  # the driver's own BEGIN comes too late: only before the first write
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout={LOCK_WAIT_MILLISECONDS}")
    cursor.execute("PRAGMA synchronous=NORMAL")
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.close()


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing.get() else "BEGIN")


def make_engine(database_url: str) -> Engine:
    """An engine of its own, for what runs outside the web application."""
    engine = create_engine(database_url)
    prepare_engine(engine)
    return engine


def keep_journal_aside(engine: Engine) -> None:
    """Let readers of SQLite go on while somebody writes. Stays with the file: it is set once, when tables are made."""
    if engine.dialect.name == "sqlite":
        with engine.connect() as connection:
            connection.connection.driver_connection.execute("PRAGMA journal_mode=WAL")  # type: ignore[union-attr]
