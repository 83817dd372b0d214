"""A believable council in the application: organisation, programme, somebody for every role, a released schedule."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from learning.domain.actors import Actor
from learning.domain.organisations import found_organisation, found_programme, grant_role, open_account
from learning.domain.releases import cautions_of, release_draft
from learning.domain.scheduling.folder_in import take_in_folder
from learning.domain.scheduling.problems import take_snapshot
from learning.domain.scheduling.schedules import keep_draft
from learning.models import Account, Membership, Organisation, Person, Programme, Trainer
from learning.queries.programmes import organisation_with_key, programmes_of
from learning.vocabulary import Role
from scheduler.folder import read_schedule, read_summary

ORGANISATION = "Eastmere Council"
PROGRAMME = "Anti-racism learning programme"
SYSTEM = Actor("The demonstration")
NAMES: Mapping[Role, str] = {
    Role.ADMINISTRATOR: "Ama Boateng",
    Role.COORDINATOR: "Dana Okafor",
    Role.EVALUATOR: "Ewa Lis",
    Role.SPONSOR: "Sam Carter",
}


def make_demo(session: Session, folder: Path, schedule: Path | None) -> Programme:
    """Take a programme folder, and a schedule of it, into the demonstration's council; once only.

    Raises `FolderError` where one of the folders cannot be read.
    """
    found = organisation_with_key(session, "eastmere-council")
    if found is not None:
        return programmes_of(session, found)[0]
    organisation = found_organisation(session, SYSTEM, ORGANISATION)
    programme = found_programme(session, SYSTEM, organisation, PROGRAMME)
    take_in_folder(session, SYSTEM, programme, folder)
    programme.name = PROGRAMME
    _give_roles(session, organisation, programme)
    if schedule is not None:
        snapshot = take_snapshot(session, programme)
        made, summary = read_schedule(schedule), read_summary(schedule) or {}
        draft = keep_draft(session, SYSTEM, programme, made, summary, name="First schedule", snapshot=snapshot)
        warned = [caution.key for caution in cautions_of(session, programme, draft)]
        release_draft(session, SYSTEM, programme, draft, "First release", warned)
    return programme


def _give_roles(session: Session, organisation: Organisation, programme: Programme) -> None:
    for role, name in NAMES.items():
        account = open_account(session, f"{role}@eastmere.example", name)
        grant_role(session, SYSTEM, account, role, organisation if role is Role.ADMINISTRATOR else programme)
    trainer = session.scalars(select(Trainer).where(Trainer.programme_id == programme.id).order_by(Trainer.id)).first()
    if trainer is not None:
        account = open_account(session, "trainer@eastmere.example", trainer.name or trainer.trainer_id)
        grant_role(session, SYSTEM, account, Role.TRAINER, programme, trainer_id=trainer.trainer_id)
    people = select(Person).where(Person.programme_id == programme.id).order_by(Person.id)
    leader = session.scalars(people.where(Person.tags.contains("manager"))).first()
    if leader is not None:
        account = open_account(session, "manager@eastmere.example", leader.name or leader.staff_id)
        grant_role(session, SYSTEM, account, Role.MANAGER, programme, staff_id=leader.staff_id)
    person = session.scalars(people.where(~Person.tags.contains("manager"))).first()
    if person is not None:
        account = open_account(session, "participant@eastmere.example", person.name or person.staff_id)
        grant_role(session, SYSTEM, account, Role.PARTICIPANT, programme, staff_id=person.staff_id)


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
