"""Who may see a view. Every view declares its audience; one that does not stops the start of the application.

A view below ``/programmes/<programme_key>`` is for roles in that programme, one below
``/organisations/<organisation_key>`` for administrators of that organisation. Who has no role there at all is
told that there is no such page; who has another role is told that it is not for them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, TypeVar

from flask import Flask

from learning.vocabulary import Role
from learning.web.keys import KEYS

View = TypeVar("View", bound=Callable[..., Any])
_AUDIENCE = "__audience__"


@dataclass(frozen=True, slots=True)
class Audience:
    """``everyone``: also without signing in. ``signed_in``: whoever has an account. Otherwise any of ``roles``."""

    roles: frozenset[Role] = frozenset()
    everyone: bool = False
    signed_in: bool = False


EVERYONE = Audience(everyone=True)
SIGNED_IN = Audience(signed_in=True)


class NoAudienceError(Exception):
    """A view does not say whom it is for."""


def for_everyone(view: View) -> View:
    """The view needs no sign-in: only what is the same for all the world may be on it."""
    return _declare(view, EVERYONE)


def for_signed_in(view: View) -> View:
    """The view is for whoever is signed in, and shows only what is their own."""
    return _declare(view, SIGNED_IN)


def for_roles(*roles: Role) -> Callable[[View], View]:
    """The view is for these roles in the programme or organisation that its address names."""
    if not roles:
        raise NoAudienceError("for_roles() needs at least one role")
    return lambda view: _declare(view, Audience(roles=frozenset(roles)))


def _declare(view: View, audience: Audience) -> View:
    setattr(view, _AUDIENCE, audience)
    return view


def audience_of(app: Flask, endpoint: str) -> Audience:
    """The audience that a view has declared."""
    if endpoint == "static":
        return EVERYONE
    found = getattr(app.view_functions[endpoint], _AUDIENCE, None)
    if not isinstance(found, Audience):
        raise NoAudienceError(f"{endpoint} does not declare its audience (learning.web.access)")
    return found


def refuse_undeclared(app: Flask) -> None:
    """Raise `NoAudienceError` naming every view without an audience, or one whose address does not fit it."""
    faults = list(_faults(app))
    if faults:
        raise NoAudienceError("; ".join(faults))


def _faults(app: Flask) -> Iterable[str]:
    for rule in app.url_map.iter_rules():
        try:
            audience = audience_of(app, rule.endpoint)
        except NoAudienceError as fault:
            yield str(fault)
            continue
        in_place = rule.arguments.intersection(KEYS)
        if audience.roles and not in_place:
            yield f"{rule.endpoint} is for roles, but its address {rule.rule} names no programme or organisation"
        if audience.roles - {Role.ADMINISTRATOR} and "organisation_key" in rule.arguments:
            yield f"{rule.endpoint} is for roles that nobody has in an organisation as a whole"
        if in_place and not audience.roles and not audience.everyone:
            yield f"{rule.endpoint} names a programme or organisation, but declares no roles"
