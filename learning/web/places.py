"""The places of the top bar, by role; a place stands there once its blueprint says so."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from flask import request, url_for

from learning.models import Membership, Organisation, Programme
from learning.presenters.frame import Place
from learning.presenters.start import Link, Start
from learning.vocabulary import Role


@dataclass(frozen=True, slots=True)
class Entry:
    """A place: the view that it opens and the blueprints whose pages belong to it."""

    label: str
    endpoint: str
    blueprints: frozenset[str]
    roles: frozenset[Role]


PLANNERS = frozenset({Role.COORDINATOR, Role.ADMINISTRATOR})

ENTRIES = (
    Entry(
        "My sessions",
        "coming.overview",
        frozenset({"checking_in", "coming", "dates", "own_words"}),
        frozenset({Role.PARTICIPANT}),
    ),
    Entry("Sessions I lead", "leading.overview", frozenset({"leading", "own"}), frozenset({Role.TRAINER})),
    Entry("My people", "reports.overview", frozenset({"reports"}), frozenset({Role.MANAGER})),
    Entry("Today", "today.today", frozenset({"today"}), PLANNERS),
    Entry(
        "Schedule",
        "schedule.week",
        frozenset({"by_hand", "comparing", "dimensions", "faculty", "release", "schedule", "telling"}),
        PLANNERS,
    ),
    Entry("Runs", "runs.overview", frozenset({"outlook", "runs"}), PLANNERS),
    Entry(
        "People",
        "people.everybody",
        frozenset({"completion", "declined", "folders", "imports", "people", "studies", "waiting"}),
        PLANNERS,
    ),
    Entry(
        "Programme",
        "programme.overview",
        frozenset({"changes", "festivals", "messages", "programme", "quiet", "tables", "template", "tokens", "words"}),
        PLANNERS,
    ),
)


def places_of(programme_key: str, roles: Iterable[Role]) -> tuple[Place, ...]:
    """The places that somebody with these roles can go to, the current one marked."""
    own = frozenset(roles)
    return tuple(
        Place(entry.label, url_for(entry.endpoint, programme_key=programme_key), request.blueprint in entry.blueprints)
        for entry in ENTRIES
        if entry.roles & own
    )


def starts_of(memberships: Sequence[tuple[Membership, Organisation, Programme | None]]) -> Sequence[Start]:
    """Where somebody can begin: a part for each programme with the first place of each role, then the organisations."""
    roles: dict[int, set[Role]] = {}
    programmes: dict[int, Programme] = {}
    organisations: dict[int, Organisation] = {}
    for membership, organisation, programme in memberships:
        if programme is None:
            organisations[organisation.id] = organisation
        else:
            programmes[programme.id] = programme
            roles.setdefault(programme.id, set()).add(membership.role)
    starts = [
        Start(
            programme.name,
            programme.organisation.name,
            links_of(programme.key, roles[programme.id]),
            tuple(without_pages(roles[programme.id])),
        )
        for programme in programmes.values()
    ]
    starts += [
        Start(
            organisation.name,
            "You are an administrator here.",
            (Link("Organisation", url_for("organisation.overview", organisation_key=organisation.key)),),
        )
        for organisation in organisations.values()
    ]
    return starts


def links_of(programme_key: str, roles: Iterable[Role]) -> tuple[Link, ...]:
    """The first place of each role that somebody has in a programme."""
    links: dict[str, Link] = {}
    for role in roles:
        entry = next((entry for entry in ENTRIES if role in entry.roles), None)
        if entry is not None:
            href = url_for(entry.endpoint, programme_key=programme_key)
            links.setdefault(href, Link(f"{entry.label} ({role})", href))
    return tuple(links.values())


def without_pages(roles: Iterable[Role]) -> Sequence[Role]:
    """The roles that have no page of their own in the application."""
    return sorted(role for role in roles if not any(role in entry.roles for entry in ENTRIES))
