"""Who of those expected at a session was in its meeting, and for how long."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from learning.domain.meeting_reports.reading import Stay
from learning.models import Person
from learning.vocabulary import Attendance

LEAST = timedelta(minutes=5)
"""Whoever was there for less has not taken part."""


@dataclass(frozen=True, slots=True)
class Presence:
    """One expected person: their minutes and the mark that these mean. ``by_name``: not by an e-mail address."""

    minutes: int
    mark: Attendance
    by_name: bool


@dataclass(frozen=True, slots=True)
class Matched:
    """``present`` by staff id; everybody else expected was not there. ``strangers`` are names that match nobody, or
    more than one person, of those expected."""

    present: Mapping[str, Presence]
    strangers: Sequence[str]

    def mark_of(self, staff_id: str) -> Attendance:
        found = self.present.get(staff_id)
        return found.mark if found else Attendance.ABSENT


def match_report(
    stays: Sequence[Stay], people: Sequence[Person], others: Sequence[str], length: timedelta, share: float
) -> Matched:
    """Match by e-mail address, then by a full name that only one expected person has.

    ``others`` are names of people who lead the session and are no strangers; ``length`` is the session's, of which
    ``share`` (0 to 1) must be reached to have attended. Time in several pieces, or on two devices at once, is
    counted once; never more than the report itself says.
    """
    by_mail = {person.email.strip().casefold(): person.staff_id for person in people if person.email.strip()}
    names = [plain_name(person.name) for person in people]
    by_name = {plain_name(one.name): one.staff_id for one in people if names.count(plain_name(one.name)) == 1}
    leading = {plain_name(name) for name in others}
    found: dict[str, list[Stay]] = {}
    named: set[str] = set()
    strangers: dict[str, None] = {}
    for stay in stays:
        staff_id = by_mail.get(stay.email.casefold())
        if staff_id is None and (staff_id := by_name.get(plain_name(stay.name))) is not None:
            named.add(staff_id)
        if staff_id is not None:
            found.setdefault(staff_id, []).append(stay)
        elif plain_name(stay.name) not in leading:
            strangers[stay.name] = None
    present = {
        staff_id: Presence(round(spent / timedelta(minutes=1)), mark, staff_id in named)
        for staff_id, some in found.items()
        if (mark := mark_for(spent := time_spent(some), length, share)) is not Attendance.ABSENT
    }
    return Matched(present, tuple(strangers))


def mark_for(spent: timedelta, length: timedelta, share: float) -> Attendance:
    """Attended from the share of the session's length on, partly from five minutes on."""
    if spent >= length * share and spent > timedelta():
        return Attendance.ATTENDED
    return Attendance.PARTLY if spent >= LEAST else Attendance.ABSENT


def time_spent(stays: Sequence[Stay]) -> timedelta:
    """The time that one person was there: overlaps once, gaps not, and at most what the report says in all."""
    total, until = timedelta(), min(stay.joined for stay in stays)
    for stay in sorted(stays, key=lambda one: (one.joined, one.left)):
        if stay.left > until:
            total += stay.left - max(stay.joined, until)
            until = stay.left
    said = [stay.lasted for stay in stays]
    lasted = sum((one for one in said if one is not None), timedelta())
    return min(total, lasted) if None not in said else total


def plain_name(name: str) -> str:
    """A name as it is compared: without what providers add in brackets, whatever its case and spaces."""
    return " ".join(re.sub(r"\([^)]*\)|\[[^\]]*\]", " ", name).casefold().split())
