"""The summary of a result: every figure of summary.json, with its bound and how it is proven."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from importlib.metadata import PackageNotFoundError, version

from scheduler.bounds import Bound, Facts, bounds_and_groups
from scheduler.measures import Measures, StrandMeasures, measure
from scheduler.problem import Aim, Problem
from scheduler.referee.summary import check_summary
from scheduler.rules import Rule
from scheduler.schedule import Schedule


def figures(problem: Problem, schedule: Schedule | None, facts: Facts | None = None) -> dict[str, object]:
    """``strands`` and ``aims`` of a schedule that keeps every rule; empty without one.

    ``facts`` are what exact models have proven of the problem.
    """
    if schedule is None:
        return {"strands": {}, "aims": {}}
    measures = measure(problem, schedule)
    proven, fewest = bounds_and_groups(problem, schedule, measures, facts)
    found: dict[str, object] = {
        "strands": {name: _strand(strand, fewest.get(name)) for name, strand in measures.strands.items()},
        "aims": {str(aim): _aim(measures, proven[aim], aim) for aim in problem.order},
    }
    return without_beaten_bounds(problem, schedule, found)


def without_beaten_bounds(problem: Problem, schedule: Schedule, found: dict[str, object]) -> dict[str, object]:
    """Take back a bound that the schedule beats: whatever its argument, it proves nothing."""
    beaten = {v.subject for v in check_summary(problem, schedule, found) if v.rule is Rule.BOUND_BEATEN}
    aims = found["aims"]
    assert isinstance(aims, dict)
    for aim in beaten:
        aims[aim] = {**aims[aim], "bound": None, "proof": ""}
    return found


def versions() -> dict[str, str]:
    """What made the schedule: the same versions, seed and effort make it again."""
    return {name: _version(name) for name in ("learning", "ortools", "numpy")}


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "unknown"


def _strand(strand: StrandMeasures, groups_at_least: int | None) -> dict[str, object]:
    return {
        "audience": strand.audience,
        "placed": strand.placed,
        "unplaced": {str(reason): count for reason, count in strand.unplaced.items()},
        "groups": strand.groups,
        "groups_at_least": groups_at_least,
        "sessions": strand.sessions,
        "first_day": _plain(strand.first_day),
        "last_day": _plain(strand.last_day),
        "aims": _plain_aims(strand.aims),
    }


def _plain_aims(aims: Mapping[Aim, int | Fraction | date | None]) -> dict[str, object]:
    return {str(aim): _plain(value) for aim, value in aims.items()}


def _aim(measures: Measures, bound: Bound, aim: Aim) -> dict[str, object]:
    return {"value": _plain(measures.aims[aim]), "bound": _plain(bound.value), "proof": bound.proof}


def _plain(value: int | Fraction | date | None) -> object:
    if isinstance(value, Fraction):
        return float(value)
    return value.isoformat() if isinstance(value, date) else value
