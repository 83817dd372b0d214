"""Venues suit their sessions and never hold too many at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime, timedelta

from scheduler.problem import Mode, Venue
from scheduler.referee.case import Case, Group
from scheduler.referee.verdict import Violation
from scheduler.referee.words import group_named, moment, opening, session_named, strand_named
from scheduler.rules import Rule
from scheduler.schedule import Session


def check_venues(case: Case) -> Iterator[Violation]:
    """Rule 4. Of a given timetable only the features that members need are asked."""
    for group in case.groups.values():
        for session in group.sessions:
            if case.is_past(session):
                continue
            venue = case.venues.get(session.venue_id)
            if not group.strand.given:
                yield from _suits(case, group, session, venue)
            if venue:
                yield from _features(case, group, session, venue)
    yield from _overbooked(case)


def is_open(venue: Venue, start: datetime, end: datetime) -> bool:
    """Whether pattern and absences leave the venue open, whatever is booked there."""
    if venue.pattern and not venue.pattern.holds(start, end):
        return False
    return not any(absence.start < end and start < absence.end for absence in venue.absences)


def _suits(case: Case, group: Group, session: Session, venue: Venue | None) -> Iterator[Violation]:
    if venue is None:
        phrase = f'is in venue "{session.venue_id}", which does not stand in the venues table'
        yield _breach(case, Rule.UNKNOWN_VENUE, session, phrase)
        return
    if venue.mode not in group.strand.modes:
        phrase = f"is {_mode(venue.mode)}, which {strand_named(group.strand)} does not permit"
        yield _breach(case, Rule.MODE_NOT_PERMITTED, session, phrase)
    if venue.capacity is not None and len(group.members) > venue.capacity:
        phrase = f"has {len(group.members)} members; {_venue(venue)} holds {venue.capacity}"
        yield _breach(case, Rule.VENUE_TOO_SMALL, session, phrase, len(group.members))
    if not is_open(venue, session.start, session.end):
        yield _breach(case, Rule.VENUE_CLOSED, session, f"is in {_venue(venue)}, which is not open then")


def _features(case: Case, group: Group, session: Session, venue: Venue) -> Iterator[Violation]:
    needed = {need for person in case.own_members(group) for need in person.needs}
    lacking = sorted(needed - venue.features)
    if lacking:
        phrase = f"is in {_venue(venue)}, which lacks {', '.join(lacking)}: a member of {group_named(group)} needs it"
        yield _breach(case, Rule.VENUE_LACKS_FEATURE, session, phrase, len(lacking))


def _overbooked(case: Case) -> Iterator[Violation]:
    use: defaultdict[str, list[Session]] = defaultdict(list)
    for group in case.groups.values():
        for session in group.sessions:
            if session.venue_id in case.venues:
                use[session.venue_id].append(session)
    for venue_id, sessions in use.items():
        yield from _crowded(case, case.venues[venue_id], sessions)


def _crowded(case: Case, venue: Venue, sessions: list[Session]) -> Iterator[Violation]:
    """Sweep over the starts; sessions that were no choice of the schedule do not break it by themselves."""
    minutes = case.problem.turnaround_minutes if venue.mode is Mode.IN_PERSON else 0
    turnaround = timedelta(minutes=minutes)
    held: list[Session] = []
    for session in sorted(sessions, key=lambda s: (s.start, s.session_id)):
        held = [other for other in held if other.end + turnaround > session.start]
        held.append(session)
        chosen = any(not case.is_fixed(other) for other in held)
        if chosen and len(held) > venue.parallel:
            ids = ", ".join(other.session_id for other in held)
            room = f"{_venue(venue)} is taken {len(held)} times at {moment(session.start)} ({ids})"
            rest = f" counting {minutes} minutes of turnaround" if minutes else ""
            sentence = opening(f"{room}{rest}; it holds {venue.parallel} at once.")
            yield Violation(Rule.VENUE_OVERBOOKED, session.strand, venue.venue_id, sentence, len(held))


def _breach(case: Case, rule: Rule, session: Session, phrase: str, amount: int | None = None) -> Violation:
    sentence = f"{opening(session_named(case, session))} {phrase}."
    return Violation(rule, session.strand, session.session_id, sentence, amount)


def _venue(venue: Venue) -> str:
    return f"{venue.name} ({venue.venue_id})" if venue.name else f"venue {venue.venue_id}"


def _mode(mode: Mode) -> str:
    return "online" if mode is Mode.ONLINE else "in person"
