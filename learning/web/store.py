"""The database of the application, one session a request; committed at the edge, never by a view."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask, Response, request
from flask_migrate import Migrate, upgrade
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy.orm import Session

from learning.config import ROOT
from learning.database import Base, keep_journal_aside, prepare_engine, writing

READING = frozenset({"GET", "HEAD", "OPTIONS"})

store = SQLAlchemy(metadata=Base.metadata, session_options={"autoflush": True, "expire_on_commit": False})
migrate = Migrate(directory=str(ROOT / "learning" / "migrations"), render_as_batch=True, compare_type=True)


def connect_store(app: Flask) -> None:
    """Give the application its database, and each request a transaction that reads or one that writes."""
    store.init_app(app)
    migrate.init_app(app, store)
    with app.app_context():
        prepare_engine(store.engine)
    app.before_request(_begin)
    app.after_request(_commit)


@contextmanager
def writing_beside() -> Iterator[Session]:
    """A short transaction of its own beside that of the request, for what is noted of every request, reading ones too.

    In a request that writes, SQLite's one writer is the request itself: then the transaction is the request's.
    """
    if writing.get():
        yield store.session()
        return
    writing.set(True)
    try:
        with Session(store.engine) as beside, beside.begin():
            yield beside
    finally:
        writing.set(False)


def prepare_tables() -> None:
    """Make the tables of the current application, or bring them up to date; what is in them stays."""
    upgrade()
    keep_journal_aside(store.engine)
    store.engine.dispose()  # whoever goes on in a process of its own opens connections of its own


def _begin() -> None:
    writing.set(request.method not in READING)


def _commit(response: Response) -> Response:
    """Keep what a request wrote, if it went well; a reading request must not have written anything."""
    current = store.session()
    if request.method in READING:
        written = [*current.new, *current.dirty, *current.deleted]
        assert not written, f"{request.method} {request.path} writes {written}"
        return response
    if response.status_code < 400:
        current.commit()
    else:
        current.rollback()
    return response
