"""Service cover around a change, team by team."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from scheduler.changes.loaded import Loaded
from scheduler.referee.case import Case, GroupKey
from scheduler.referee.cover import Away, stays_of, too_many_away
from scheduler.referee.verdict import Violation

Stays = Counter[tuple[str, Away]]
"""Team and time away of one of its members."""


def crowding(
    loaded: Loaded, before: Case, after: Case, groups: Iterable[GroupKey]
) -> tuple[list[Violation], list[Violation]]:
    """Breaches of service cover before and after, by the teams whose time in the changed groups is not the same."""
    if not loaded.case.cover:
        return [], []
    keys = tuple(groups)
    gone, come = _stays(before, keys), _stays(after, keys)
    gone, come = gone - come, come - gone
    earlier: list[Violation] = []
    later: list[Violation] = []
    for team in sorted({team for team, _ in (*gone, *come)}):
        limit, stays = loaded.case.cover[team], Counter(loaded.away[team])
        earlier += too_many_away(team, list(stays.elements()), limit)
        stays.subtract({stay: count for (of, stay), count in gone.items() if of == team})
        stays.update({stay: count for (of, stay), count in come.items() if of == team})
        later += too_many_away(team, list(stays.elements()), limit)
    return earlier, later


def _stays(case: Case, keys: Iterable[GroupKey]) -> Stays:
    return Counter(stay for key in keys if key in case.groups for stay in stays_of(case, case.groups[key]))
