"""The made-up council: set up, planned, released, changed and released again, each at its own time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

from sqlalchemy.orm import Session

from learning.clock import as_of, now
from learning.demo.attendance import fill_in_registers
from learning.demo.changes import few_changes
from learning.demo.mail import send_out
from learning.demo.roles import appoint_colleague, appoint_planners, invite_others
from learning.domain.actors import Actor, actor_of
from learning.domain.organisations import found_organisation, found_programme
from learning.domain.releases import cautions_of, release_draft
from learning.domain.runs import ask_for_run
from learning.domain.scheduling.by_hand import copy_as_draft
from learning.domain.scheduling.folder_in import take_in_folder
from learning.domain.scheduling.problems import take_snapshot
from learning.domain.scheduling.schedules import keep_draft
from learning.models import Account, Programme, Schedule
from learning.queries.programmes import organisation_with_key, programmes_of
from learning.vocabulary import Telling
from scheduler.folder import read_folder, read_schedule, read_summary

ORGANISATION = "Eastmere Council"
PROGRAMME = "Anti-racism learning programme"
SYSTEM = Actor("The demonstration")
MORNING, AFTERNOON = time(9, 12), time(14, 5)
RUN_SECONDS = 60


def make_demo(session: Session, folder: Path, schedule: Path | None) -> Programme:
    """Take a programme folder, and a schedule of it, into the demonstration's council; once only.

    With a schedule the council has a past: the schedule was released before the first session, changed by hand and
    released again; a draft is open, and a run waits for its worker. Raises `FolderError` where one of the folders
    cannot be read.
    """
    found = organisation_with_key(session, "eastmere-council")
    if found is not None:
        return programmes_of(session, found)[0]
    past = past_of(read_folder(folder).problem.first_day)
    with as_of(past.set_up):
        programme, administrator, coordinator = _set_up(session, folder)
    if schedule is not None:
        _tell_past(session, programme, schedule, past, administrator, coordinator)
    invite_others(session, actor_of(administrator), programme)
    return programme


@dataclass(frozen=True, slots=True)
class Past:
    """When everything took place."""

    set_up: datetime
    released: datetime
    changed: datetime
    opened: datetime


def past_of(first_day: date) -> Past:
    """Around the first day of the programme, in its order, and never in the future."""
    begins, moment = datetime.combine(first_day, MORNING, UTC), now()
    return Past(
        min(begins - timedelta(weeks=6), moment - timedelta(days=40)),
        min(begins - timedelta(weeks=3), moment - timedelta(days=24)),
        datetime.combine(moment - timedelta(days=9), MORNING, UTC),
        datetime.combine(moment - timedelta(days=1), AFTERNOON, UTC),
    )


def _set_up(session: Session, folder: Path) -> tuple[Programme, Account, Account]:
    organisation = found_organisation(session, SYSTEM, ORGANISATION)
    programme = found_programme(session, SYSTEM, organisation, PROGRAMME)
    administrator, coordinator = appoint_planners(session, SYSTEM, organisation, programme)
    take_in_folder(session, actor_of(coordinator), programme, folder)
    programme.name = PROGRAMME
    return programme, administrator, coordinator


def _tell_past(
    session: Session, programme: Programme, folder: Path, past: Past, administrator: Account, coordinator: Account
) -> None:
    made, summary = read_schedule(folder), read_summary(folder) or {}
    with as_of(past.released - timedelta(days=1)):
        snapshot = take_snapshot(session, programme)
        draft = keep_draft(
            session, actor_of(coordinator), programme, made, summary, name="First schedule", snapshot=snapshot
        )
    with as_of(past.released):
        _release(session, coordinator, programme, draft, "First release", Telling.DIGEST)
    with as_of(past.changed):
        colleague = appoint_colleague(session, actor_of(administrator), programme)
        changed = copy_as_draft(session, actor_of(colleague), programme, draft)
        few_changes(session, actor_of(colleague), programme, changed, most=2)
    with as_of(past.changed + timedelta(hours=2)):
        _release(session, coordinator, programme, changed, "Changes that people asked for", Telling.INVITATIONS)
    fill_in_registers(session, programme, changed)
    with as_of(past.opened):
        opened = copy_as_draft(session, actor_of(colleague), programme, changed)
        few_changes(session, actor_of(colleague), programme, opened, most=1)
    ask_for_run(
        session, actor_of(coordinator), programme, take_snapshot(session, programme), "Looking for fewer groups",
        RUN_SECONDS,
    )  # fmt: skip


def _release(
    session: Session, account: Account, programme: Programme, draft: Schedule, name: str, telling: Telling
) -> None:
    seen = [caution.key for caution in cautions_of(session, programme, draft)]
    release_draft(session, actor_of(account), programme, draft, name, seen, telling)
    send_out(session, programme)
