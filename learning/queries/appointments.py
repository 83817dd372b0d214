"""Who is to be where and when by a schedule, what they were told of it, and where mail reaches them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from learning.models import Allocation, CalendarEntry, LearningSession, Person, Programme, Schedule, Trainer
from learning.vocabulary import Role

FEW_GROUPS = 200
"""Up to so many groups the database is asked for theirs alone; beyond, everybody's places are read."""


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose date it is: a staff id (participant) or a trainer id."""

    role: Role
    owner_id: str

    @property
    def is_trainer(self) -> bool:
        return self.role is Role.TRAINER


@dataclass(frozen=True, slots=True)
class Appointment:
    """A date of somebody. ``key`` stays when the date moves: strand and meeting, for a trainer the session."""

    owner: Owner
    key: str
    strand: str
    starts_at: datetime
    ends_at: datetime
    venue_id: str


def appointments_in(session: Session, schedule: Schedule, sessions: Sequence[LearningSession]) -> Iterator[Appointment]:
    """Every date of participants and trainers in some sessions of a schedule."""
    meetings: dict[tuple[str, str], list[LearningSession]] = {}
    for one in sessions:
        meetings.setdefault((one.strand, one.group_id), []).append(one)
        for trainer_id in one.trainer_ids:
            yield appointment_of(Owner(Role.TRAINER, trainer_id), one.session_id, one)
    places = select(Allocation.staff_id, Allocation.strand, Allocation.group_id)
    wanted = {group_id for _, group_id in meetings}
    if len(wanted) <= FEW_GROUPS:
        places = places.where(Allocation.group_id.in_(wanted))
    for staff_id, strand, group_id in session.execute(places.where(Allocation.schedule_id == schedule.id)):
        for one in meetings.get((strand, group_id), ()):
            yield appointment_of(Owner(Role.PARTICIPANT, staff_id), f"{strand}/{one.meeting}", one)


def appointments_of(session: Session, schedule: Schedule, owner: Owner) -> Sequence[Appointment]:
    """Every date of one of them by a schedule, also those that are past, in order of time."""
    found = select(LearningSession).where(LearningSession.schedule_id == schedule.id)
    if not owner.is_trainer:
        found = found.join(
            Allocation,
            (Allocation.schedule_id == LearningSession.schedule_id)
            & (Allocation.strand == LearningSession.strand)
            & (Allocation.group_id == LearningSession.group_id),
        ).where(Allocation.staff_id == owner.owner_id)
    sessions = session.scalars(found.order_by(LearningSession.starts_at, LearningSession.session_id))
    if owner.is_trainer:
        return [appointment_of(owner, one.session_id, one) for one in sessions if owner.owner_id in one.trainer_ids]
    return [appointment_of(owner, f"{one.strand}/{one.meeting}", one) for one in sessions]


def appointment_of(owner: Owner, key: str, one: LearningSession) -> Appointment:
    """A session as a date of somebody."""
    return Appointment(owner, key, one.strand, one.starts_at, one.ends_at, one.venue_id)


def entries_of_owner(session: Session, programme: Programme, owner: Owner) -> Sequence[CalendarEntry]:
    """Everything that one of them was told, cancelled dates too."""
    found = select(CalendarEntry).where(
        CalendarEntry.programme_id == programme.id,
        CalendarEntry.role == owner.role,
        CalendarEntry.owner_id == owner.owner_id,
    )
    return session.scalars(found).all()


def names_and_addresses(session: Session, programme: Programme) -> Mapping[Owner, tuple[str, str]]:
    """Name and e-mail of all staff and trainers; an empty address where none is known."""
    staff = session.execute(
        select(Person.staff_id, Person.name, Person.email).where(Person.programme_id == programme.id)
    )
    trainers = session.execute(
        select(Trainer.trainer_id, Trainer.name, Trainer.email).where(Trainer.programme_id == programme.id)
    )
    found = {Owner(Role.PARTICIPANT, owner_id): (name or owner_id, email.strip()) for owner_id, name, email in staff}
    found.update(
        {Owner(Role.TRAINER, owner_id): (name or owner_id, email.strip()) for owner_id, name, email in trainers}
    )
    return found


def name_and_address(session: Session, programme: Programme, owner: Owner) -> tuple[str, str]:
    """Name and e-mail of one of them; empty where they are not known any more."""
    columns = (
        (Trainer.programme_id, Trainer.trainer_id, Trainer.name, Trainer.email)
        if owner.is_trainer
        else (Person.programme_id, Person.staff_id, Person.name, Person.email)
    )
    programme_id, owner_id, name, email = columns
    found = session.execute(select(name, email).where(programme_id == programme.id, owner_id == owner.owner_id)).first()
    return (found[0] or owner.owner_id, found[1].strip()) if found else ("", "")


def owner_found(
    session: Session, programme: Programme, schedule: Schedule, words: str, *, trainer: bool
) -> Owner | None:
    """The first by name whose name, id or address holds the words; of participants, one with a place."""
    model, own_id = (Trainer, Trainer.trainer_id) if trainer else (Person, Person.staff_id)
    found = select(own_id).where(model.programme_id == programme.id)
    if not trainer:
        found = found.where(own_id.in_(select(Allocation.staff_id).where(Allocation.schedule_id == schedule.id)))
    if words:
        columns = (model.name, own_id, model.email)
        found = found.where(or_(*(column.icontains(words, autoescape=True) for column in columns)))
    owner_id = session.scalar(found.order_by(model.name, own_id).limit(1))
    role = Role.TRAINER if trainer else Role.PARTICIPANT
    return Owner(role, owner_id) if owner_id is not None else None
