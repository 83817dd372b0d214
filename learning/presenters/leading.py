"""A trainer's sessions in words: today's, those to come, and those whose register waits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from learning.domain.meeting_reports.matching import Matched
from learning.models import LearningSession, Person, Strand, Venue
from learning.presenters.calendar import named
from learning.presenters.rooms import features_words
from learning.presenters.schedules import day_words, time_words
from learning.presenters.words import count


@dataclass(frozen=True, slots=True)
class Led:
    """One session as its trainer sees it in the list."""

    session_id: str
    code: str
    place: int
    title: str
    day: str
    hours: str
    where: str
    people: int
    marked: int
    begun: bool

    @property
    def register_waits(self) -> bool:
        return self.begun and self.marked < self.people


@dataclass(frozen=True, slots=True)
class Days:
    """``today``, then ``waiting`` (over, register not complete), ``coming`` and ``past``."""

    today: tuple[Led, ...]
    waiting: tuple[Led, ...]
    coming: tuple[Led, ...]
    past: tuple[Led, ...]


def days_of(
    sessions: Sequence[LearningSession],
    strands: Mapping[str, tuple[int, Strand]],
    venues: Mapping[str, str],
    people: Mapping[tuple[str, str], int],
    marked: Mapping[str, int],
    local: datetime,
) -> Days:
    """A trainer's sessions, in order of time; ``local`` is this moment on the programme's clocks."""
    moment = local.replace(tzinfo=None)
    led = [
        (one, _led(one, strands, venues, people.get((one.strand, one.group_id), 0), marked, moment)) for one in sessions
    ]
    today = tuple(line for one, line in led if one.start.date() == moment.date())
    over = [line for one, line in led if one.start.date() < moment.date()]
    return Days(
        today,
        tuple(line for line in over if line.register_waits),
        tuple(line for one, line in led if one.start.date() > moment.date()),
        tuple(line for line in reversed(over) if not line.register_waits),
    )


def _led(
    one: LearningSession,
    strands: Mapping[str, tuple[int, Strand]],
    venues: Mapping[str, str],
    people: int,
    marked: Mapping[str, int],
    moment: datetime,
) -> Led:
    place, strand = strands[one.strand]
    return Led(
        one.session_id, strand.code, place, f"{strand.title}, {named(strand, one.group_id)}",
        day_words(one.start.date()), time_words(one.start, one.end), venues.get(one.venue_id, one.venue_id), people,
        marked.get(one.session_id, 0), one.start <= moment,
    )  # fmt: skip


def lead_of(days: Days) -> str:
    """What the trainer is to do, first of all."""
    if days.today:
        first = days.today[0]
        return f"Today: {count(len(days.today), 'session')}, the first at {first.hours.split()[0]}."
    if days.coming:
        return f"Next: {days.coming[0].day}, {days.coming[0].hours}."
    return "No session is to come."


def needs_of(people: Sequence[Person]) -> list[tuple[str, str]]:
    """Name and what each needs, of those who stated needs."""
    return [
        (person.name or person.staff_id, person.needs.replace(";", ", ").replace("_", " "))
        for person in people
        if person.needs
    ]


def where_facts(venue: Venue | None) -> list[tuple[str, str]]:
    """Where it is and how one comes in."""
    if venue is None:
        return [("Where", "not said")]
    features = features_words(venue.features) if venue.mode == "in_person" else ""
    return [("Where", f"{venue.name or venue.venue_id}{f' ({features})' if features else ''}")]


def reported_lines(matched: Matched, people: Sequence[Person]) -> Sequence[str]:
    """What an attendance report says of the people of a session, and whom it names besides."""
    names = {person.staff_id: person.name or person.staff_id for person in people}
    lines = [
        f"{names[staff_id]}: {count(found.minutes, 'minute')}{', found by name' if found.by_name else ''}"
        for staff_id, found in sorted(matched.present.items(), key=lambda one: names[one[0]].casefold())
    ]
    absent = len(people) - len(matched.present)
    lines.append(f"{count(absent, 'person is', 'people are')} not in it.")
    if matched.strangers:
        lines.append(f"Not expected here, or named like several people: {', '.join(matched.strangers)}.")
    return lines
