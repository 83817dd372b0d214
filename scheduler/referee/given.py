"""A timetable that already stands is taken as it stands."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime

from scheduler.problem import GivenSession, Problem
from scheduler.referee.case import Case, GroupKey
from scheduler.referee.verdict import Violation
from scheduler.referee.words import group_named, opening
from scheduler.rules import Rule
from scheduler.schedule import Session

Facts = tuple[str, int, datetime, datetime, str, tuple[str, ...]]


def check_given(case: Case) -> Iterator[Violation]:
    """Every group of a given strand has exactly its given sessions."""
    given = given_groups(case.problem)
    for key, group in case.groups.items():
        if not group.strand.given:
            continue
        if key not in given:
            sentence = f"{opening(group_named(group))} is not a group of the timetable that already stands."
            yield Violation(Rule.GIVEN_CHANGED, key[0], key[1], sentence)
        elif sorted(map(_facts, group.sessions)) != sorted(map(_facts, given[key])):
            sentence = f"The sessions of {group_named(group)} differ from the timetable that already stands."
            yield Violation(Rule.GIVEN_CHANGED, key[0], key[1], sentence)


def given_groups(problem: Problem) -> dict[GroupKey, list[GivenSession]]:
    """The given sessions by group."""
    groups: defaultdict[GroupKey, list[GivenSession]] = defaultdict(list)
    for session in problem.given:
        groups[session.strand, session.group_id].append(session)
    return dict(groups)


def given_places(problem: Problem) -> dict[GroupKey, int]:
    """The most people of every given group that sets a number of places."""
    places: dict[GroupKey, int] = {}
    for session in problem.given:
        if session.places is not None:
            key = session.strand, session.group_id
            places[key] = min(places.get(key, session.places), session.places)
    return places


def _facts(session: Session | GivenSession) -> Facts:
    trainers = tuple(sorted(session.trainer_ids))
    return session.session_id, session.meeting, session.start, session.end, session.venue_id, trainers
