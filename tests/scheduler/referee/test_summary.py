"""The summary is held against the schedule that it stands beside."""

from __future__ import annotations

import json
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest

from scheduler.problem import Aim, Grouping, GroupingRule
from scheduler.referee.summary import check_summary
from scheduler.rules import Rule
from scheduler.schedule import Reason, Schedule
from tests.scheduler.referee.small import person, placed, problem, session, strand, unplaced

RULES = Grouping(GroupingRule.MIXED, mix={"team": Fraction(1)})
PEOPLE = tuple(person(i, team=team) for i, team in zip("ABCD", "XXYY", strict=True))
CASE = problem(strand(grouping=RULES), people=PEOPLE)
SCHEDULE = Schedule((session("G1"),), placed("G1", *"ABC"), unplaced("D", reason=Reason.CLASH))


def summary() -> Any:
    """What summary.json says of the schedule, as it comes back from the file."""
    aims: dict[str, object] = {
        "placed": 3, "own_team": None, "groups": 1, "finish": "2027-01-11", "mix": 2 / 3, "alone": None, "load": 1,
        "wishes": 0,
    }  # fmt: skip
    figures = {
        "audience": 4, "placed": 3, "unplaced": {"clash": 1}, "groups": 1, "sessions": 1,
        "first_day": "2027-01-11", "last_day": "2027-01-11", "aims": aims,
    }  # fmt: skip
    bounds = {"placed": 4, "groups": 1, "finish": "2027-01-11", "mix": 1.0}
    told = {name: {"value": value, "bound": bounds.get(name), "proof": "Counted."} for name, value in aims.items()}
    return json.loads(json.dumps({"status": "finished", "strands": {"talk": figures}, "aims": told}))


def test_true_summary_is_accepted() -> None:
    assert check_summary(CASE, SCHEDULE, summary()) == ()


@pytest.mark.parametrize(
    ("spoil", "subject"),
    [
        (lambda told: told["strands"]["talk"].update(placed=4), "placed"),
        (lambda told: told["strands"]["talk"].update(unplaced={}), "unplaced"),
        (lambda told: told["strands"]["talk"].pop("last_day"), "last_day"),
        (lambda told: told["strands"]["talk"]["aims"].update(mix=0.67), "mix"),
        (lambda told: told["aims"]["finish"].update(value="2027-01-12"), "finish"),
        (lambda told: told["aims"].pop("alone"), "alone"),
    ],
)
def test_wrong_or_missing_figure_is_named(spoil: Callable[[Any], object], subject: str) -> None:
    told = summary()
    spoil(told)

    found = check_summary(CASE, SCHEDULE, told)

    assert [(violation.rule, violation.subject) for violation in found] == [(Rule.SUMMARY_WRONG, subject)]


def test_empty_summary_lacks_every_figure() -> None:
    assert len(check_summary(CASE, SCHEDULE, {})) == 7 + 2 * len(Aim)


@pytest.mark.parametrize(("aim", "bound"), [("placed", 2), ("groups", 2), ("finish", "2027-01-12"), ("mix", 0.6)])
def test_bound_that_the_schedule_beats_is_false(aim: str, bound: object) -> None:
    told = summary()
    told["aims"][aim]["bound"] = bound

    found = check_summary(CASE, SCHEDULE, told)

    assert [(violation.rule, violation.subject) for violation in found] == [(Rule.BOUND_BEATEN, aim)]
