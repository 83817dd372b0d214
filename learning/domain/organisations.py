"""Organisations and programmes are founded; people get and lose roles."""

from __future__ import annotations

import re
import unicodedata

from sqlalchemy import select
from sqlalchemy.orm import Session

from learning.clock import now
from learning.domain.actors import Actor
from learning.domain.trace import record_change
from learning.errors import Refusal
from learning.models import Account, Membership, Organisation, Programme
from learning.queries.programmes import organisation_with_key, programme_with_key
from learning.vocabulary import Role

LONGEST_KEY = 60


def key_of(name: str) -> str:
    """A name as part of an address: ``Eastmere Council`` becomes ``eastmere-council``."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")[:LONGEST_KEY].strip("-")


def found_organisation(session: Session, actor: Actor, name: str) -> Organisation:
    """A new organisation without programmes. Refuses a name that another one's address has."""
    key = key_of(name)
    if not key:
        raise Refusal("Enter the name of the organisation", field="name")
    if organisation_with_key(session, key):
        raise Refusal(f"There is an organisation called {name.strip()} already; enter another name", field="name")
    organisation = Organisation(key=key, name=name.strip(), created_at=now())
    session.add(organisation)
    session.flush()
    record_change(
        session, actor, organisation, "found organisation", organisation.name, f"{organisation.name} was set up."
    )
    return organisation


def found_programme(session: Session, actor: Actor, organisation: Organisation, name: str) -> Programme:
    """A new programme without strands, staff or dates."""
    stem = key_of(f"{organisation.key} {name}")
    if not key_of(name):
        raise Refusal("Enter the name of the programme", field="name")
    key, count = stem, 1
    while programme_with_key(session, key):
        count += 1
        key = f"{stem[: LONGEST_KEY - 4]}-{count}"
    moment = now()
    programme = Programme(
        organisation_id=organisation.id,
        key=key,
        name=name.strip(),
        settings={},
        created_at=moment,
        input_changed_at=moment,
    )
    session.add(programme)
    session.flush()
    record_change(session, actor, programme, "found programme", programme.name, f"{programme.name} was set up.")
    return programme


def open_account(session: Session, email: str, name: str) -> Account:
    """The account of an address; one is made where there is none. Refuses an address that ended."""
    address = email.strip().lower()
    found = session.scalar(select(Account).where(Account.email == address))
    if found and found.ended_at is not None:
        raise Refusal(f"{email} belonged to somebody who left; reopen that account first", field="email")
    if found:
        return found
    account = Account(email=address, name=name.strip() or address, created_at=now())
    session.add(account)
    session.flush()
    return account


def grant_role(
    session: Session,
    actor: Actor,
    account: Account,
    role: Role,
    place: Programme | Organisation,
    *,
    staff_id: str = "",
    trainer_id: str = "",
) -> Membership:
    """Give somebody a role in a programme, or that of administrator in an organisation; twice changes nothing."""
    in_programme = isinstance(place, Programme)
    if in_programme == (role is Role.ADMINISTRATOR):
        raise ValueError(f"{role} is not a role in {place!r}")
    organisation_id = place.organisation_id if isinstance(place, Programme) else place.id
    programme_id = place.id if in_programme else None
    found = session.scalar(
        select(Membership).where(
            Membership.account_id == account.id,
            Membership.organisation_id == organisation_id,
            Membership.programme_id.is_(None) if programme_id is None else Membership.programme_id == programme_id,
            Membership.role == role,
        )
    )
    if found:
        return found
    membership = Membership(
        account_id=account.id, organisation_id=organisation_id, programme_id=programme_id, role=role,
        staff_id=staff_id, trainer_id=trainer_id,
    )  # fmt: skip
    session.add(membership)
    session.flush()
    record_change(
        session, actor, place, "grant role", account.name, f"{account.name} is now {role} of {place.name}.",
        after={"role": role.value},
    )  # fmt: skip
    return membership


def withdraw_role(session: Session, actor: Actor, membership: Membership, place: Programme | Organisation) -> None:
    """Take a role away. Refuses to leave an organisation without an administrator."""
    account = session.get_one(Account, membership.account_id)
    if membership.role is Role.ADMINISTRATOR:
        others = select(Membership.id).where(
            Membership.organisation_id == membership.organisation_id,
            Membership.role == Role.ADMINISTRATOR,
            Membership.id != membership.id,
        )
        if session.scalar(others) is None:
            raise Refusal("An organisation needs an administrator: give somebody else the role first")
    session.delete(membership)
    session.flush()
    record_change(
        session, actor, place, "withdraw role", account.name,
        f"{account.name} is no longer {membership.role} of {place.name}.", before={"role": membership.role.value},
    )  # fmt: skip
