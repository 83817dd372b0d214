"""The summary of a schedule says what the schedule is: every figure counted again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from fractions import Fraction

from scheduler.measures import StrandMeasures, Value, measure
from scheduler.problem import Aim, Problem
from scheduler.referee.verdict import Violation
from scheduler.rules import Rule
from scheduler.schedule import Schedule

TOLERANCE = 1e-6
"""How far a share may be rounded."""

MORE_IS_BETTER = frozenset({Aim.PLACED, Aim.OWN_TEAM, Aim.MIX, Aim.WISHES})


def check_summary(problem: Problem, schedule: Schedule, summary: Mapping[str, object]) -> tuple[Violation, ...]:
    """Compare the content of summary.json with the schedule beside it.

    Every figure of every strand and the value of every aim must be there and right, and no aim may
    be better than the bound that is said to be proven for it.
    """
    measures = measure(problem, schedule)
    strands, aims = _table(summary, "strands"), _table(summary, "aims")
    found: list[Violation] = []
    for strand_id, figures in measures.strands.items():
        found += _strand(strand_id, figures, _table(strands, strand_id))
    for aim in problem.order:
        found += _aim(aim, measures.aims[aim], _table(aims, aim))
    return tuple(found)


def _table(parent: Mapping[str, object], key: str) -> Mapping[str, object]:
    found = parent.get(key)
    return found if isinstance(found, Mapping) else {}


def _strand(strand_id: str, figures: StrandMeasures, told: Mapping[str, object]) -> Iterator[Violation]:
    counts: dict[str, object] = {
        "audience": figures.audience,
        "placed": figures.placed,
        "unplaced": {reason.value: count for reason, count in figures.unplaced.items()},
        "groups": figures.groups,
        "sessions": figures.sessions,
        "first_day": _plain(figures.first_day),
        "last_day": _plain(figures.last_day),
    }
    for name, value in counts.items():
        if told.get(name, ...) != value:
            yield _wrong(strand_id, name, told.get(name), value)
    aims = _table(told, "aims")
    for aim, own in figures.aims.items():
        if aim not in aims or not _same(aims[aim], _plain(own)):
            yield _wrong(strand_id, aim, aims.get(aim), _plain(own))


def _aim(aim: Aim, own: Value, told: Mapping[str, object]) -> Iterator[Violation]:
    value = _plain(own)
    if "value" not in told or not _same(told["value"], value):
        yield _wrong("", aim, told.get("value"), value)
    bound = told.get("bound")
    if value is not None and bound is not None and _beats(aim, value, bound):
        sentence = f"The summary gives {bound} as the bound of {aim}, but the schedule reaches {value}."
        yield Violation(Rule.BOUND_BEATEN, "", aim, sentence)


def _plain(value: Value) -> int | float | str | None:
    if isinstance(value, Fraction):
        return float(value)
    return value.isoformat() if isinstance(value, date) else value


def _same(told: object, own: float | str | None) -> bool:
    if isinstance(own, int | float) and isinstance(told, int | float):
        return abs(told - own) <= TOLERANCE
    return told == own


def _beats(aim: Aim, value: float | str, bound: object) -> bool:
    """Whether the value is better than the bound; days compare as ISO text does."""
    if isinstance(value, str) or isinstance(bound, str):
        return str(value) < str(bound)
    if not isinstance(bound, int | float):
        return False
    return value > bound + TOLERANCE if aim in MORE_IS_BETTER else value < bound - TOLERANCE


def _wrong(strand_id: str, name: str, told: object, own: object) -> Violation:
    where = f" of {strand_id}" if strand_id else ""
    sentence = f"The summary gives {told} for {name}{where}; the schedule has {own}."
    return Violation(Rule.SUMMARY_WRONG, strand_id, name, sentence)
