"""Service cover: no team is away in too great a number at once."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import datetime

from scheduler.problem import GroupingRule
from scheduler.referee.case import Case, Group
from scheduler.referee.verdict import Violation
from scheduler.referee.words import moment, opening
from scheduler.rules import Rule

Away = tuple[datetime, datetime, str]
"""Start, end and staff id of one person's time in a session."""


def check_cover(case: Case) -> Iterator[Violation]:
    """The part of rule 7 about cover; sessions of team strands are not counted."""
    for team, stays in time_away(case).items() if case.cover else ():
        yield from too_many_away(team, stays, case.cover[team])


def too_many_away(team: str, stays: list[Away], limit: int) -> Iterator[Violation]:
    """The breach of a team with more members away at one moment than its limit."""
    at, most = busiest(stays)
    if most > limit:
        phrase = f"{team} has {most} members away at {moment(at)}; service cover allows {limit}."
        yield Violation(Rule.COVER, "", team, opening(phrase), most)


def time_away(case: Case) -> dict[str, list[Away]]:
    """Team -> its members' time in coming sessions of open and mixed strands."""
    away: defaultdict[str, list[Away]] = defaultdict(list)
    for group in case.groups.values():
        for team, stay in stays_of(case, group):
            away[team].append(stay)
    return away


def stays_of(case: Case, group: Group) -> Iterator[tuple[str, Away]]:
    """Team and time of each member of a group in each of its coming sessions; none of a team strand."""
    if group.strand.grouping.rule is GroupingRule.TEAM:
        return
    coming = [session for session in group.sessions if not case.is_past(session)]
    for person in case.own_members(group):
        if team := person.team:
            for session in coming:
                yield team, (session.start, session.end, person.staff_id)


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
