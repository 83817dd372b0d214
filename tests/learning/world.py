"""A small world: two organisations, three programmes, and in each somebody for every role."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from learning.domain.actors import Actor
from learning.domain.organisations import found_organisation, found_programme, grant_role, open_account
from learning.models import Account, Organisation, Programme
from learning.vocabulary import Role

SYSTEM = Actor("The tests")


@dataclass(frozen=True, slots=True)
class World:
    """``people`` are those of the first programme, ``strangers`` those of another organisation, ``neighbours`` those
    of the first organisation's other programme; each by role. ``nobody`` has an account and no role."""

    organisation: Organisation
    programme: Programme
    other_programme: Programme
    foreign_organisation: Organisation
    foreign_programme: Programme
    people: Mapping[Role, Account]
    neighbours: Mapping[Role, Account]
    strangers: Mapping[Role, Account]
    nobody: Account


def make_world(session: Session) -> World:
    organisation = found_organisation(session, SYSTEM, "Eastmere Council")
    foreign = found_organisation(session, SYSTEM, "Westmere Trust")
    programme = found_programme(session, SYSTEM, organisation, "Anti-racism")
    other = found_programme(session, SYSTEM, organisation, "Leadership")
    foreign_programme = found_programme(session, SYSTEM, foreign, "Anti-racism")
    world = World(
        organisation=organisation,
        programme=programme,
        other_programme=other,
        foreign_organisation=foreign,
        foreign_programme=foreign_programme,
        people=everybody(session, organisation, programme, "eastmere.example"),
        neighbours=everybody(session, None, other, "next.example"),
        strangers=everybody(session, foreign, foreign_programme, "westmere.example"),
        nobody=open_account(session, "nobody@eastmere.example", "Nobody Special"),
    )
    session.commit()
    return world


def everybody(
    session: Session, organisation: Organisation | None, programme: Programme, domain: str
) -> Mapping[Role, Account]:
    """An account for each role in the programme, and one of an administrator where there is an organisation."""
    people = {}
    for role in Role:
        if role is Role.ADMINISTRATOR and organisation is None:
            continue
        account = open_account(session, f"{role}@{domain}", f"{role.capitalize()} of {programme.name}")
        place = organisation if organisation is not None and role is Role.ADMINISTRATOR else programme
        grant_role(session, SYSTEM, account, role, place)
        people[role] = account
    return people
