"""The people of a programme: lists, one of them, and their places in a schedule."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session

from learning.models import Allocation, LearningSession, Person, Programme, Schedule, Unplaced

SORTS = {"name": Person.name, "team": Person.team, "directorate": Person.directorate, "site": Person.site}


def _search(programme: Programme, words: str, directorate: str) -> Select[Person]:
    wanted = select(Person).where(Person.programme_id == programme.id)
    for word in words.split():
        wanted = wanted.where(
            or_(
                Person.name.icontains(word, autoescape=True),
                Person.staff_id.icontains(word, autoescape=True),
                Person.team.icontains(word, autoescape=True),
                Person.email.icontains(word, autoescape=True),
            )
        )
    return wanted.where(Person.directorate == directorate) if directorate else wanted


def count_people(session: Session, programme: Programme, words: str = "", directorate: str = "") -> int:
    wanted = _search(programme, words, directorate).subquery()
    return session.scalar(select(func.count()).select_from(wanted)) or 0


def people_page(
    session: Session,
    programme: Programme,
    *,
    words: str,
    directorate: str,
    sort: str,
    down: bool,
    offset: int,
    most: int,
) -> Sequence[Person]:
    """A page of people whose name, id, team or address has every word, in an order that is the same each time."""
    column = SORTS.get(sort, Person.name)
    order = column.desc() if down else column.asc()
    wanted = _search(programme, words, directorate).order_by(order, Person.staff_id).offset(offset).limit(most)
    return session.scalars(wanted).all()


def directorates_of(session: Session, programme: Programme) -> Sequence[str]:
    return session.scalars(
        select(Person.directorate)
        .where(Person.programme_id == programme.id, Person.directorate != "")
        .distinct()
        .order_by(Person.directorate)
    ).all()


def person_with_id(session: Session, programme: Programme, staff_id: str) -> Person | None:
    return session.scalar(select(Person).where(Person.programme_id == programme.id, Person.staff_id == staff_id))


def people_with_ids(session: Session, programme: Programme, staff_ids: Sequence[str]) -> Mapping[str, Person]:
    rows = session.scalars(select(Person).where(Person.programme_id == programme.id, Person.staff_id.in_(staff_ids)))
    return {person.staff_id: person for person in rows}


def people_in_group(
    session: Session, programme: Programme, schedule: Schedule, strand: str, group_id: str
) -> Sequence[Person]:
    """Who is in a group, by name."""
    return session.scalars(
        select(Person)
        .join(Allocation, Allocation.staff_id == Person.staff_id)
        .where(
            Person.programme_id == programme.id,
            Allocation.schedule_id == schedule.id,
            Allocation.strand == strand,
            Allocation.group_id == group_id,
        )
        .order_by(Person.name, Person.staff_id)
    ).all()


def shares_of(session: Session, programme: Programme, column: str) -> Mapping[str, int]:
    """How many of all staff have each value of a column that is no secret, most first."""
    known = {"directorate": Person.directorate, "team": Person.team, "site": Person.site}[column]
    rows = session.execute(
        select(known, func.count())
        .where(Person.programme_id == programme.id, known != "")
        .group_by(known)
        .order_by(func.count().desc(), known)
    )
    return {row[0]: row[1] for row in rows}


def places_of(session: Session, schedule: Schedule, staff_id: str) -> Mapping[str, str]:
    """The group that somebody has in each strand."""
    rows = session.execute(
        select(Allocation.strand, Allocation.group_id).where(
            Allocation.schedule_id == schedule.id, Allocation.staff_id == staff_id
        )
    )
    return {row[0]: row[1] for row in rows}


def sessions_of_person(session: Session, schedule: Schedule, staff_id: str) -> Sequence[LearningSession]:
    """Somebody's sessions in order of time."""
    return session.scalars(
        select(LearningSession)
        .join(
            Allocation,
            (Allocation.schedule_id == LearningSession.schedule_id)
            & (Allocation.strand == LearningSession.strand)
            & (Allocation.group_id == LearningSession.group_id),
        )
        .where(LearningSession.schedule_id == schedule.id, Allocation.staff_id == staff_id)
        .order_by(LearningSession.start)
    ).all()


def unplaced_of_person(session: Session, schedule: Schedule, staff_id: str) -> Sequence[Unplaced]:
    return session.scalars(
        select(Unplaced).where(Unplaced.schedule_id == schedule.id, Unplaced.staff_id == staff_id)
    ).all()


def count_unplaced(session: Session, schedule: Schedule) -> int:
    """How many people have no place in at least one strand."""
    wanted = select(func.count(func.distinct(Unplaced.staff_id))).where(Unplaced.schedule_id == schedule.id)
    return session.scalar(wanted) or 0


def unplaced_page(
    session: Session, programme: Programme, schedule: Schedule, *, offset: int, most: int | None
) -> Sequence[tuple[Unplaced, Person | None]]:
    """Rows of people without a place, by name; ``most`` None gives all of them."""
    rows = session.execute(
        select(Unplaced, Person)
        .outerjoin(Person, (Person.staff_id == Unplaced.staff_id) & (Person.programme_id == programme.id))
        .where(Unplaced.schedule_id == schedule.id)
        .order_by(Person.name, Unplaced.staff_id, Unplaced.strand)
        .offset(offset)
        .limit(most)
    )
    return [(one, person) for one, person in rows]


def count_unplaced_rows(session: Session, schedule: Schedule) -> int:
    return session.scalar(select(func.count()).where(Unplaced.schedule_id == schedule.id)) or 0


def unplaced_by_strand_and_reason(session: Session, schedule: Schedule) -> Mapping[tuple[str, str], int]:
    rows = session.execute(
        select(Unplaced.strand, Unplaced.reason, func.count())
        .where(Unplaced.schedule_id == schedule.id)
        .group_by(Unplaced.strand, Unplaced.reason)
    )
    return {(strand, reason): count for strand, reason, count in rows}


def people_managed(session: Session, programme: Programme, staff_ids: Sequence[str]) -> Sequence[Person]:
    """The direct reports of some managers, by name."""
    return session.scalars(
        select(Person)
        .where(Person.programme_id == programme.id, Person.line_manager_id.in_(staff_ids))
        .order_by(Person.name, Person.staff_id)
    ).all()


def sessions_of_people(
    session: Session, schedule: Schedule, staff_ids: Sequence[str]
) -> Sequence[tuple[str, LearningSession]]:
    """(staff id, session) for every session of some people, in order of time."""
    rows = session.execute(
        select(Allocation.staff_id, LearningSession)
        .join(
            LearningSession,
            (Allocation.schedule_id == LearningSession.schedule_id)
            & (Allocation.strand == LearningSession.strand)
            & (Allocation.group_id == LearningSession.group_id),
        )
        .where(LearningSession.schedule_id == schedule.id, Allocation.staff_id.in_(staff_ids))
        .order_by(LearningSession.start, Allocation.staff_id)
    )
    return [(row[0], row[1]) for row in rows]


def people_by_group(
    session: Session, programme: Programme, schedule: Schedule, groups: Sequence[tuple[str, str]]
) -> Mapping[tuple[str, str], Sequence[Person]]:
    """(strand, group) -> who is in it, by name, for some groups; one question however many they are."""
    wanted = set(groups)
    rows = session.execute(
        select(Allocation.strand, Allocation.group_id, Person)
        .join(Person, Person.staff_id == Allocation.staff_id)
        .where(
            Person.programme_id == programme.id,
            Allocation.schedule_id == schedule.id,
            Allocation.strand.in_({strand for strand, _ in wanted}),
        )
        .order_by(Person.name, Person.staff_id)
    )
    found: dict[tuple[str, str], list[Person]] = {group: [] for group in groups}
    for strand, group_id, person in rows:
        if (strand, group_id) in wanted:
            found[strand, group_id].append(person)
    return found
