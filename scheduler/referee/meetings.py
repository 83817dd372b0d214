"""Groups have the right size and meet as often, as far apart and at such times as asked."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise

from scheduler.problem import Strand
from scheduler.referee.case import Case, Group
from scheduler.referee.given import given_places
from scheduler.referee.verdict import Violation
from scheduler.referee.words import day, days, group_named, moment, opening, people, session_named, strand_named
from scheduler.rules import Rule
from scheduler.schedule import Session


def check_meetings(case: Case) -> Iterator[Violation]:
    """Rules 2 and 3; a given timetable is asked only for the sizes of its groups."""
    places = given_places(case.problem)
    for key, group in case.groups.items():
        if not case.has_begun(group):
            most = min(group.strand.max_size, places.get(key, group.strand.max_size))
            yield from _size(group, most)
        if not group.strand.given:
            yield from _series(case, group)
            for session in group.sessions:
                if not case.is_past(session):
                    yield from _time(case, session)
    yield from _without_session(case)


def _size(group: Group, most: int) -> Iterator[Violation]:
    least, size = group.strand.min_size, len(group.members)
    if size < least:
        yield _breach(Rule.GROUP_SIZE, group, f"has {people(size)}; it needs at least {least}", least - size)
    if size > most:
        yield _breach(Rule.GROUP_SIZE, group, f"has {people(size)}; it may have at most {most}", size - most)


def _without_session(case: Case) -> Iterator[Violation]:
    for key, members in case.members.items():
        if key not in case.groups:
            sentence = f"{people(len(members)).capitalize()} placed in group {key[1]} ({key[0]}), which has no session."
            yield Violation(Rule.GROUP_WITHOUT_SESSION, key[0], key[1], sentence, len(members))


def _series(case: Case, group: Group) -> Iterator[Violation]:
    sessions, strand = group.sessions, group.strand
    if len(sessions) != strand.meetings:
        yield _breach(Rule.MEETING_COUNT, group, f"meets {len(sessions)} times instead of {strand.meetings}")
    if [session.meeting for session in sessions] != list(range(1, len(sessions) + 1)):
        yield _breach(Rule.MEETING_NUMBERS, group, "does not number its meetings from 1 in the order of time")
    coming = {frozenset(session.trainer_ids) for session in sessions if not case.is_past(session)}
    if len(coming) > 1:
        yield _breach(Rule.TRAINERS_CHANGE, group, "does not have the same trainers at every meeting")
    if strand.meetings > 1:
        yield from _gaps(case, group)


def _gaps(case: Case, group: Group) -> Iterator[Violation]:
    least, most = group.strand.gap_days
    for one, two in pairwise(group.sessions):
        gap = (two.start.date() - one.start.date()).days
        if not least <= gap <= most and not case.is_past(two):
            phrase = f"meets on {day(one.start)} and next on {day(two.start)}, {days(gap)} later"
            yield _breach(Rule.MEETING_GAP, group, f"{phrase}; {least} to {most} are allowed")


def _time(case: Case, session: Session) -> Iterator[Violation]:
    strand, name = case.strands[session.strand], opening(session_named(case, session))
    hindrance = _closed(case, session)
    if hindrance:
        yield Violation(Rule.DAY_NOT_PERMITTED, strand.strand_id, session.session_id, f"{name} is on {hindrance}.")
    if session.start.time() not in strand.start_times:
        allowed = ", ".join(f"{start:%H:%M}" for start in strand.start_times)
        sentence = f"{name} does not begin at a permitted time of {strand_named(strand)} ({allowed})."
        yield Violation(Rule.START_NOT_PERMITTED, strand.strand_id, session.session_id, sentence)
    length = session.end - session.start
    over_midnight = (session.end - timedelta(minutes=1)).date() != session.start.date()
    if length != timedelta(minutes=strand.duration_minutes) or over_midnight:
        asked = f"it must last {strand.duration_minutes} minutes and end by midnight"
        sentence = f"{name} ends at {moment(session.end)}; {asked}."
        yield Violation(Rule.LENGTH_WRONG, strand.strand_id, session.session_id, sentence)


def _closed(case: Case, session: Session) -> str:
    strand, on = case.strands[session.strand], session.start.date()
    if is_open_day(case, strand, on):
        return ""
    if not strand.first_day <= on <= strand.last_day:
        return f"a day outside {day(strand.first_day)} to {day(strand.last_day)}"
    if on.weekday() not in strand.weekdays:
        return f"a {on:%A}, which is no day of {strand_named(strand)}"
    return "a closed day or public holiday"


def is_open_day(case: Case, strand: Strand, on: date) -> bool:
    """Whether the strand may hold sessions that day."""
    inside = strand.first_day <= on <= strand.last_day
    return inside and on.weekday() in strand.weekdays and on not in case.problem.closed


def _breach(rule: Rule, group: Group, phrase: str, amount: int | None = None) -> Violation:
    return Violation(rule, group.strand.strand_id, group.group_id, f"{opening(group_named(group))} {phrase}.", amount)
