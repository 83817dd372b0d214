"""What the request is about: set by the guard before any view runs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from flask import g
from sqlalchemy.orm import Session

from learning.clock import now
from learning.domain.actors import Actor, actor_of
from learning.models import Account, Organisation, Programme
from learning.vocabulary import Role
from learning.web.store import store


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who asks, and for what place; ``roles`` are those that they have in it."""

    account: Account | None = None
    organisation: Organisation | None = None
    programme: Programme | None = None
    roles: frozenset[Role] = frozenset()


def visitor() -> Visitor:
    found = g.get("visitor")
    return found if isinstance(found, Visitor) else Visitor()


def set_visitor(found: Visitor) -> None:
    g.visitor = found


def account() -> Account:
    found = visitor().account
    assert found is not None, "the guard lets nobody in here without signing in"
    return found


def actor() -> Actor:
    return actor_of(account())


def programme() -> Programme:
    found = visitor().programme
    assert found is not None, "the address of this view names a programme"
    return found


def local_now() -> datetime:
    """This moment on the clocks of the programme."""
    return now().astimezone(ZoneInfo(str(programme().settings.get("timezone", "Europe/London"))))


def organisation() -> Organisation:
    found = visitor().organisation
    assert found is not None, "the address of this view names an organisation or a programme"
    return found


def session() -> Session:
    """The database session of this request; the edge commits it."""
    return store.session()
