"""Members can come to every meeting and are never in two sessions at once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from scheduler.problem import Mode, Person, Venue
from scheduler.referee.case import Case, Engagement
from scheduler.referee.verdict import Violation
from scheduler.referee.words import day, moment, person_named, session_named
from scheduler.rules import Rule
from scheduler.schedule import Session


def check_attendance(case: Case) -> Iterator[Violation]:
    """Rule 6, of given timetables too."""
    for group in case.groups.values():
        members = case.own_members(group)
        for session in group.sessions:
            if not case.is_past(session):
                yield from _members(case, session, members)
    for staff_id, engagements in case.diary.items():
        if len(engagements) > 1:
            yield from _double(case, case.people.get(staff_id), engagements)


def is_free(person: Person, start: datetime, end: datetime) -> bool:
    """Whether the person is in post, at work for the whole session and not absent."""
    on = start.date()
    if (person.joins_on and on < person.joins_on) or (person.leaves_on and on > person.leaves_on):
        return False
    if person.pattern and not person.pattern.holds(start, end):
        return False
    return not any(absence.start < end and start < absence.end for absence in person.absences)


def can_attend(person: Person, venue: Venue) -> bool:
    """Whether the person takes part in the venue's mode and can reach its site."""
    if person.modes and venue.mode not in person.modes:
        return False
    return venue.mode is Mode.ONLINE or not person.sites or not venue.site or venue.site in person.sites


def _members(case: Case, session: Session, members: list[Person]) -> Iterator[Violation]:
    venue = case.venues.get(session.venue_id)
    for person in members:
        if not is_free(person, session.start, session.end):
            phrase = _hindrance(person, session)
            yield _breach(case, Rule.PERSON_NOT_AVAILABLE, person, session, phrase)
        if venue and not can_attend(person, venue):
            where = "online" if venue.mode is Mode.ONLINE else f"in person at {venue.site or venue.venue_id}"
            yield _breach(case, Rule.PERSON_CANNOT_ATTEND, person, session, f"cannot take part {where}:")


def _hindrance(person: Person, session: Session) -> str:
    on = session.start.date()
    if person.joins_on and on < person.joins_on:
        return f"joins only on {day(person.joins_on)}, after"
    if person.leaves_on and on > person.leaves_on:
        return f"leaves on {day(person.leaves_on)}, before"
    if person.pattern and not person.pattern.holds(session.start, session.end):
        return "does not work at the time of"
    return "is absent at the time of"


def _double(case: Case, person: Person | None, engagements: list[Engagement]) -> Iterator[Violation]:
    """Overlaps in one diary, except those of sessions that the same trainer leads (judged as such)."""
    if person is None:
        return
    engagements = sorted(engagements, key=lambda item: (item.session.start, item.session.session_id))
    for number, one in enumerate(engagements):
        for two in engagements[number + 1 :]:
            if two.session.start >= one.session.end:
                break
            if not case.is_past(two.session) and not _both_led(case, one, two):
                yield _overlap(person, one, two)


def _both_led(case: Case, one: Engagement, two: Engagement) -> bool:
    if not one.trainer_id or not two.trainer_id:
        return False
    fixed = case.is_fixed(one.session) and case.is_fixed(two.session)
    return fixed or one.trainer_id == two.trainer_id


def _overlap(person: Person, one: Engagement, two: Engagement) -> Violation:
    first, second = (f"{'leads' if item.trainer_id else 'attends'} {item.session.session_id}" for item in (one, two))
    sentence = f"{person_named(person)} {first} and {second} at the same time ({moment(two.session.start)})."
    return Violation(Rule.PERSON_IN_TWO_SESSIONS, two.session.strand, person.staff_id, sentence)


def _breach(case: Case, rule: Rule, person: Person, session: Session, phrase: str) -> Violation:
    sentence = f"{person_named(person)} {phrase} {session_named(case, session)}."
    return Violation(rule, session.strand, person.staff_id, sentence)
