"""What stands on a roster."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from learning.models import LearningSession, Person, Programme, Schedule
from learning.presenters.calendar import named
from learning.presenters.schedules import day_words, time_words
from learning.queries.people import people_by_group
from learning.queries.programmes import strands_of
from learning.queries.schedules import names_of_trainers, names_of_venues


@dataclass(frozen=True, slots=True)
class Expected:
    """One person of a roster."""

    name: str
    team: str
    directorate: str
    needs: str


@dataclass(frozen=True, slots=True)
class Roster:
    """One session with those who are expected, by name."""

    title: str
    when: str
    where: str
    trainers: str
    people: tuple[Expected, ...]


def rosters_of(
    session: Session, programme: Programme, schedule: Schedule, sessions: Sequence[LearningSession]
) -> list[Roster]:
    """A roster for each session, in the order given; a handful of questions however many they are."""
    strands = {strand.strand_id: strand for strand in strands_of(session, programme)}
    venues, trainers = names_of_venues(session, programme), names_of_trainers(session, programme)
    people = people_by_group(session, programme, schedule, [(one.strand, one.group_id) for one in sessions])
    return [
        Roster(
            f"{strands[one.strand].title}, {named(strands[one.strand], one.group_id)}",
            f"{day_words(one.start.date(), year=True)}, {time_words(one.start, one.end)}",
            venues.get(one.venue_id, one.venue_id) or "no venue",
            ", ".join(trainers.get(trainer_id, trainer_id) for trainer_id in one.trainer_ids) or "nobody yet",
            tuple(map(_expected, people[one.strand, one.group_id])),
        )
        for one in sessions
    ]


def _expected(person: Person) -> Expected:
    needs = person.needs.replace(";", ", ").replace("_", " ")
    return Expected(person.name or person.staff_id, person.team, person.directorate, needs)
