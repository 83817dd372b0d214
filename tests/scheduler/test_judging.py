"""Judging: a refused reason gives way to what the refusal implies, and is counted."""

from __future__ import annotations

from scheduler.judging import corrected
from scheduler.referee import Violation
from scheduler.rules import Rule
from scheduler.schedule import Reason, Unplaced


def refusal(rule: Rule, staff_id: str = "E1", strand: str = "talk") -> Violation:
    return Violation(rule, strand, staff_id, "refused")


def test_false_availability_becomes_capacity_with_a_sentence() -> None:
    rows = (Unplaced("E1", "talk", Reason.AVAILABILITY, "never free"),)
    (row,) = corrected(rows, [refusal(Rule.FALSE_AVAILABILITY)])
    assert row.reason is Reason.CAPACITY
    assert row.detail not in ("", "never free")


def test_missing_availability_is_told() -> None:
    rows = (Unplaced("E1", "talk", Reason.CAPACITY, "no trainers"),)
    (row,) = corrected(rows, [refusal(Rule.MISSING_AVAILABILITY)])
    assert row.reason is Reason.AVAILABILITY


def test_rows_of_others_and_of_other_strands_stay() -> None:
    rows = (
        Unplaced("E2", "talk", Reason.CLASH, "sits elsewhere"),
        Unplaced("E1", "circle", Reason.GROUPING, "rules"),
    )
    assert corrected(rows, [refusal(Rule.FALSE_CLASH)]) == rows
