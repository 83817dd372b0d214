"""Somebody for every role of the made-up council."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from learning.domain.actors import Actor
from learning.domain.organisations import grant_role, open_account
from learning.models import (
    Account,
    Allocation,
    LearningSession,
    Membership,
    Organisation,
    Person,
    Programme,
    Schedule,
    Trainer,
)
from learning.queries.schedules import release_in_force
from learning.vocabulary import Role

ADMINISTRATOR, COORDINATOR, COLLEAGUE = "Ama Boateng", "Dana Okafor", "Priya Nair"
OTHERS: Mapping[Role, str] = {Role.EVALUATOR: "Ewa Lis", Role.SPONSOR: "Sam Carter"}
DOMAIN = "eastmere.example"


def appoint_planners(
    session: Session, actor: Actor, organisation: Organisation, programme: Programme
) -> tuple[Account, Account]:
    """The administrator, and the first of two coordinators."""
    administrator = open_account(session, f"administrator@{DOMAIN}", ADMINISTRATOR)
    grant_role(session, actor, administrator, Role.ADMINISTRATOR, organisation)
    coordinator = open_account(session, f"coordinator@{DOMAIN}", COORDINATOR)
    grant_role(session, actor, coordinator, Role.COORDINATOR, programme)
    return administrator, coordinator


def appoint_colleague(session: Session, actor: Actor, programme: Programme) -> Account:
    """The second coordinator."""
    colleague = open_account(session, f"priya.nair@{DOMAIN}", COLLEAGUE)
    grant_role(session, actor, colleague, Role.COORDINATOR, programme)
    return colleague


def invite_others(session: Session, actor: Actor, programme: Programme) -> None:
    """An evaluator and a sponsor; and of the programme's own people a trainer, a manager and a participant.

    Those who have most to see are chosen: the trainer with most sessions, the manager with most people of their own,
    and one of these with a place.
    """
    for role, name in OTHERS.items():
        grant_role(session, actor, open_account(session, f"{role}@{DOMAIN}", name), role, programme)
    trainer, manager = _busiest_trainer(session, programme), _largest_manager(session, programme)
    if trainer is not None:
        account = open_account(session, f"trainer@{DOMAIN}", trainer.name or trainer.trainer_id)
        grant_role(session, actor, account, Role.TRAINER, programme, trainer_id=trainer.trainer_id)
    if manager is not None:
        account = open_account(session, f"manager@{DOMAIN}", manager.name or manager.staff_id)
        grant_role(session, actor, account, Role.MANAGER, programme, staff_id=manager.staff_id)
    person = _participant(session, programme, manager)
    if person is not None:
        account = open_account(session, f"participant@{DOMAIN}", person.name or person.staff_id)
        grant_role(session, actor, account, Role.PARTICIPANT, programme, staff_id=person.staff_id)


def accounts_by_role(session: Session, programme: Programme) -> Mapping[Role, Account]:
    """Somebody for every role of the programme, and its organisation's administrator."""
    rows = session.execute(
        select(Membership.role, Account)
        .join(Account, Account.id == Membership.account_id)
        .where(
            Membership.organisation_id == programme.organisation_id,
            Membership.programme_id.is_(None) | (Membership.programme_id == programme.id),
        )
        .order_by(Membership.id.desc())
    )
    return dict(sorted(((role, account) for role, account in rows), key=lambda pair: list(Role).index(pair[0])))


def _busiest_trainer(session: Session, programme: Programme) -> Trainer | None:
    trainers = session.scalars(
        select(Trainer).where(Trainer.programme_id == programme.id).order_by(Trainer.position)
    ).all()
    release = release_in_force(session, programme)
    led = _sessions_led(session, release) if release else []
    return max(trainers, key=lambda one: led.count(one.trainer_id), default=None)


def _sessions_led(session: Session, release: Schedule) -> Sequence[str]:
    lists = session.scalars(select(LearningSession.trainer_ids).where(LearningSession.schedule_id == release.id))
    return [trainer_id for trainer_ids in lists for trainer_id in trainer_ids]


def _largest_manager(session: Session, programme: Programme) -> Person | None:
    people = func.count(Person.id)
    largest = session.execute(
        select(Person.line_manager_id)
        .where(Person.programme_id == programme.id, Person.line_manager_id != "")
        .group_by(Person.line_manager_id)
        .order_by(people.desc(), Person.line_manager_id)
        .limit(1)
    ).scalar()
    return session.scalar(select(Person).where(Person.programme_id == programme.id, Person.staff_id == largest))


def _participant(session: Session, programme: Programme, manager: Person | None) -> Person | None:
    people = select(Person).where(Person.programme_id == programme.id).order_by(Person.position)
    if manager is not None:
        people = people.where(Person.line_manager_id == manager.staff_id)
    release = release_in_force(session, programme)
    if release is None:
        return session.scalars(people).first()
    places = (
        select(func.count()).where(Allocation.schedule_id == release.id, Allocation.staff_id == Person.staff_id)
    ).scalar_subquery()
    return session.scalars(people.order_by(None).order_by(places.desc(), Person.position)).first()
