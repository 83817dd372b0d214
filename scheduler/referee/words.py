"""How sentences name things."""

from __future__ import annotations

from datetime import date, datetime

from scheduler.problem import Person, Strand, Trainer
from scheduler.referee.case import Case, Group
from scheduler.schedule import Session


def strand_named(strand: Strand) -> str:
    """The strand's title, or its id where it has none."""
    return strand.title or strand.strand_id


def group_named(group: Group) -> str:
    return f"group {group.group_id} ({strand_named(group.strand)})"


def session_named(case: Case, session: Session) -> str:
    return f"session {session.session_id} ({strand_named(case.strands[session.strand])}, {moment(session.start)})"


def person_named(person: Person) -> str:
    return f"{person.name} ({person.staff_id})" if person.name else person.staff_id


def staff_named(case: Case, staff_id: str) -> str:
    person = case.people.get(staff_id)
    return person_named(person) if person else staff_id


def trainer_named(trainer: Trainer) -> str:
    return f"{trainer.name} ({trainer.trainer_id})" if trainer.name else trainer.trainer_id


def moment(at: datetime) -> str:
    return f"{day(at)} {at:%H:%M}"


def day(on: date) -> str:
    return f"{on:%a} {on.day} {on:%b %Y}"


def days(count: int) -> str:
    return "1 day" if count == 1 else f"{count} days"


def people(count: int) -> str:
    return "1 person" if count == 1 else f"{count} people"


def opening(sentence: str) -> str:
    """The sentence with a capital letter first."""
    return sentence[:1].upper() + sentence[1:]


def value_named(case: Case, column: str, value: str) -> str:
    """A value of a staff column; withheld where some strand counts it for ``not_alone``."""
    if any(strand.grouping.not_alone == column for strand in case.problem.strands):
        return "the same (not shown)"
    return f'"{value}"' if value else "blank"
