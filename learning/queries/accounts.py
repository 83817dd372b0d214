"""Who is who, and what they are where."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from learning.models import Account, CalendarFeed, Membership, Organisation, Programme
from learning.vocabulary import Role


def account_with_email(session: Session, email: str) -> Account | None:
    """The account of an address, in whatever case it is written; None where it ended or never was."""
    found = session.scalar(select(Account).where(Account.email == email.strip().lower()))
    return found if found and found.ended_at is None else None


def roles_in(session: Session, account: Account, programme: Programme) -> frozenset[Role]:
    """What somebody is in a programme; an administrator of its organisation is one there too."""
    return frozenset(
        session.scalars(
            select(Membership.role).where(
                Membership.account_id == account.id,
                Membership.organisation_id == programme.organisation_id,
                or_(Membership.programme_id == programme.id, Membership.programme_id.is_(None)),
            )
        )
    )


def roles_in_organisation(session: Session, account: Account, organisation: Organisation) -> frozenset[Role]:
    """What somebody is in an organisation as a whole."""
    return frozenset(
        session.scalars(
            select(Membership.role).where(
                Membership.account_id == account.id,
                Membership.organisation_id == organisation.id,
                Membership.programme_id.is_(None),
            )
        )
    )


def memberships_of(session: Session, account: Account) -> Sequence[tuple[Membership, Organisation, Programme | None]]:
    """Everything that somebody is, with where, by organisation and programme."""
    rows = session.execute(
        select(Membership, Organisation, Programme)
        .join(Organisation, Organisation.id == Membership.organisation_id)
        .outerjoin(Programme, Programme.id == Membership.programme_id)
        .where(Membership.account_id == account.id)
        .order_by(Organisation.name, Programme.name, Membership.role)
    )
    return [(membership, organisation, programme) for membership, organisation, programme in rows]


def feeds_of(session: Session, account: Account) -> Mapping[int, datetime]:
    """Since when there is a private feed for each membership of an account that has one."""
    rows = session.execute(
        select(CalendarFeed.membership_id, CalendarFeed.made_at)
        .join(Membership, Membership.id == CalendarFeed.membership_id)
        .where(Membership.account_id == account.id)
    )
    return {membership_id: made_at for membership_id, made_at in rows}  # noqa: C416 - rows are no pairs for dict()


def membership_with_id(session: Session, account: Account, membership_id: int) -> Membership | None:
    return session.scalar(select(Membership).where(Membership.id == membership_id, Membership.account_id == account.id))


def members_of(
    session: Session, organisation: Organisation, programme: Programme | None
) -> Sequence[tuple[Membership, Account]]:
    """Who is what in a programme, or in the organisation as a whole, by name."""
    rows = session.execute(
        select(Membership, Account)
        .join(Account, Account.id == Membership.account_id)
        .where(
            Membership.organisation_id == organisation.id,
            Membership.programme_id.is_(None) if programme is None else Membership.programme_id == programme.id,
        )
        .order_by(Account.name, Membership.role)
    )
    return [(membership, account) for membership, account in rows]


def own_ids(session: Session, programme: Programme, account_id: int, role: Role) -> Sequence[str]:
    """The trainer ids (for trainers) or staff ids under which an account has a role in a programme."""
    column = Membership.trainer_id if role is Role.TRAINER else Membership.staff_id
    return session.scalars(
        select(column)
        .where(
            Membership.account_id == account_id,
            Membership.programme_id == programme.id,
            Membership.role == role,
            column != "",
        )
        .order_by(column)
    ).all()


def planners_of(session: Session, programme: Programme) -> Sequence[Account]:
    """The coordinators of a programme who are still there, by name."""
    return session.scalars(
        select(Account)
        .join(Membership, Membership.account_id == Account.id)
        .where(
            Membership.programme_id == programme.id,
            Membership.role == Role.COORDINATOR,
            Account.ended_at.is_(None),
        )
        .order_by(Account.name)
    ).all()
