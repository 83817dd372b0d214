"""The completion of a manager's own people, in words; never anything that they answered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from learning.models import LearningSession, Person, Strand
from learning.presenters.coming import when_of
from learning.vocabulary import Attendance

THERE = frozenset({Attendance.ATTENDED, Attendance.PARTLY})


@dataclass(frozen=True, slots=True)
class Report:
    """One person: sessions attended of those that they have, the next one, and whether mail reaches them."""

    name: str
    team: str
    attended: int
    sessions: int
    missed: int
    following: str
    mail: bool

    @property
    def complete(self) -> bool:
        return self.sessions > 0 and self.attended == self.sessions


def reports_of(
    people: Sequence[Person],
    sessions: Sequence[tuple[str, LearningSession]],
    strands: Mapping[str, Strand],
    marks: Mapping[tuple[str, str], Attendance],
    moment: datetime,
) -> list[Report]:
    """``moment`` is now on the programme's clocks, without zone."""
    mine: dict[str, list[LearningSession]] = {}
    for staff_id, one in sessions:
        mine.setdefault(staff_id, []).append(one)
    return [_report(person, mine.get(person.staff_id, []), strands, marks, moment) for person in people]


def _report(
    person: Person,
    sessions: Sequence[LearningSession],
    strands: Mapping[str, Strand],
    marks: Mapping[tuple[str, str], Attendance],
    moment: datetime,
) -> Report:
    found = [marks.get((person.staff_id, one.session_id)) for one in sessions]
    coming = next((one for one in sessions if one.end > moment), None)
    following = f"{strands[coming.strand].title}, {when_of(coming)}" if coming else "none to come"
    return Report(
        person.name or person.staff_id, person.team, sum(mark in THERE for mark in found), len(sessions),
        sum(mark in (Attendance.ABSENT, Attendance.APOLOGIES) for mark in found), following, bool(person.email.strip()),
    )  # fmt: skip


def lead_of(reports: Sequence[Report]) -> str:
    """ "3 of 12 have been to all their sessions."."""
    if not reports:
        return "The staff table names nobody who reports to you."
    complete = sum(report.complete for report in reports)
    return f"{complete} of {len(reports)} have been to all their sessions."
