"""Service cover: at which slots one more of a team would be one too many."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

import numpy as np

from scheduler.explain.situation import Party
from scheduler.explain.slots import Bits, Slots, end_minute_of, minute_of, peak_load
from scheduler.explain.standing import Standing
from scheduler.problem import GroupingRule, Problem, Strand


def covered(problem: Problem, strand: Strand, party: Party, slots: Slots, standing: Standing) -> Bits:
    """Slots at which the teams of the row's unit can spare the whole unit: (rows, slots)."""
    out = np.ones((len(party.people), len(slots)), dtype=bool)
    if problem.cover is None or strand.grouping.rule is GroupingRule.TEAM:
        return out
    limits = team_limits(problem)
    asked = [sorted(Counter(p.team for p in party.people[a:b] if p.team).items()) for a, b in _spans(party)]
    teams = {team for wanted in asked for team, _ in wanted}
    away = _away(problem, standing, teams)
    spare = {team: limits[team] - peak_load(slots, away[team]) for team in sorted(teams)}
    units = np.ones((len(asked), len(slots)), dtype=bool)
    for unit, wanted in enumerate(asked):
        for team, count in wanted:
            units[unit] &= spare[team] >= count
    rows: Bits = units[party.unit]
    return rows


def team_limits(problem: Problem) -> dict[str, int]:
    """The most members of each team who may be away at one moment; needs `Problem.cover`."""
    share = problem.cover
    assert share is not None
    sizes = Counter(person.team for person in problem.people)
    return {team: max(1, int(share * size)) for team, size in sizes.items()}


def _spans(party: Party) -> Sequence[tuple[int, int]]:
    ends = [*party.heads.tolist()[1:], len(party.people)]
    return list(zip(party.heads.tolist(), ends, strict=True))


def _away(problem: Problem, standing: Standing, teams: set[str]) -> dict[str, list[tuple[int, int]]]:
    """Team -> a (start, end) for every member in a session of an open or mixed strand."""
    counted = {strand.strand_id for strand in problem.strands if strand.grouping.rule is not GroupingRule.TEAM}
    found: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for person in problem.people:
        if person.team in teams:
            for session in standing.attends.get(person.staff_id, ()):
                if session.strand in counted:
                    found[person.team].append((minute_of(session.start), end_minute_of(session.end)))
    return found
