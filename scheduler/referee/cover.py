"""Service cover: no team is away in too great a number at once."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import datetime
from math import floor

from scheduler.problem import GroupingRule
from scheduler.referee.case import Case
from scheduler.referee.verdict import Violation
from scheduler.referee.words import moment, opening
from scheduler.rules import Rule

Away = tuple[datetime, datetime, str]
"""Start, end and staff id of one person's time in a session."""


def check_cover(case: Case) -> Iterator[Violation]:
    """The part of rule 7 about cover; sessions of team strands are not counted."""
    limits = cover_limits(case)
    for team, stays in time_away(case).items() if limits else ():
        at, most = busiest(stays)
        if most > limits[team]:
            phrase = f"{team} has {most} members away at {moment(at)}; service cover allows {limits[team]}."
            yield Violation(Rule.COVER, "", team, opening(phrase))


def cover_limits(case: Case) -> dict[str, int]:
    """Team -> the most members who may be away at once, exactly; empty without a cover rule."""
    if case.problem.cover is None:
        return {}
    sizes = Counter(person.team for person in case.problem.people if person.team)
    return {team: max(1, floor(case.problem.cover * size)) for team, size in sizes.items()}


def time_away(case: Case) -> dict[str, list[Away]]:
    """Team -> its members' time in coming sessions of open and mixed strands."""
    away: defaultdict[str, list[Away]] = defaultdict(list)
    for group in case.groups.values():
        if group.strand.grouping.rule is GroupingRule.TEAM:
            continue
        coming = [session for session in group.sessions if not case.is_past(session)]
        for person in case.own_members(group):
            if team := person.team:
                away[team] += [(session.start, session.end, person.staff_id) for session in coming]
    return away


def busiest(stays: list[Away]) -> tuple[datetime, int]:
    """The moment at which most people are away, and how many: each counts once, ends before starts."""
    events = sorted([(s, 1, i) for s, _, i in stays] + [(e, -1, i) for _, e, i in stays])
    now: Counter[str] = Counter()
    at, most = min((start for start, _, _ in stays), default=datetime(1, 1, 1)), 0
    for instant, step, staff_id in events:
        now[staff_id] += step
        if not now[staff_id]:
            del now[staff_id]
        if len(now) > most:
            at, most = instant, len(now)
    return at, most
