"""What a change would break: the breaches of the part around it after, less those before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from scheduler.changes.crowding import crowding
from scheduler.changes.loaded import Loaded
from scheduler.referee.case import Case, GroupKey
from scheduler.referee.cover import check_cover
from scheduler.referee.judge import CHECKS
from scheduler.referee.leftovers import check_leftovers
from scheduler.referee.reasons import check_reasons
from scheduler.referee.verdict import Violation
from scheduler.rules import Rule

NEARBY = tuple(check for check in CHECKS if check not in (check_cover, check_leftovers, check_reasons))
"""The judge's checks, but for cover, which is reckoned team by team, and for who could be added to a group and whether
reasons are true: a change gives new reasons."""

Subject = tuple[Rule, str, str]


def new_breaches(loaded: Loaded, before: Case, after: Case, groups: Iterable[GroupKey]) -> tuple[Violation, ...]:
    """The breaches after a change of these groups for which it is to blame."""
    crowded_before, crowded_after = crowding(loaded, before, after, groups)
    return worse(_breaches(before) + crowded_before, _breaches(after) + crowded_after)


def worse(before: Iterable[Violation], after: Iterable[Violation]) -> tuple[Violation, ...]:
    """Those of ``after`` that are not of ``before``, each as often as it is new.

    What was wrong already and still is, to the same degree or less, is not held against a change: moving one of
    fifteen people out of a group for twelve is a step in the right direction.
    """
    old, amounts = Counter(before), _amounts(before)
    found: list[Violation] = []
    later = list(after)
    left = _amounts(later)
    for one in later:
        if old[one]:
            old[one] -= 1
        elif one.amount is None or left[_subject(one)] >= amounts[_subject(one)]:
            found.append(one)
    return tuple(found)


def _breaches(case: Case) -> list[Violation]:
    return [violation for check in NEARBY for violation in check(case)]


def _amounts(violations: Iterable[Violation]) -> Counter[Subject]:
    amounts: Counter[Subject] = Counter()
    for one in violations:
        amounts[_subject(one)] += one.amount or 0
    return amounts


def _subject(violation: Violation) -> Subject:
    return violation.rule, violation.strand, violation.subject
