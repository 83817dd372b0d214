"""What must come first came first, and neither too soon nor too long before."""

from __future__ import annotations

from collections.abc import Iterator

from scheduler.problem import After
from scheduler.referee.case import Case, Group
from scheduler.referee.verdict import Violation
from scheduler.referee.words import day, days, moment, staff_named, strand_named
from scheduler.rules import Rule


def check_prerequisites(case: Case) -> Iterator[Violation]:
    """The part of rule 7 about ``after``; a group that has met is a fact."""
    for (staff_id, strand_id), group_id in case.placed.items():
        strand = case.strands.get(strand_id)
        if strand is None or strand.after is None or staff_id not in case.audience[strand_id]:
            continue
        for earlier_id in strand.after.strands:
            if staff_id in case.audience[earlier_id]:
                yield from _order(case, staff_id, (strand_id, group_id), earlier_id)


def wrong_order(after: After, earlier: Group, later: Group) -> Rule | None:
    """The rule that the two groups of one person break, if any."""
    if later.first.start < earlier.last.end:
        return Rule.BEFORE_PREREQUISITE
    gap = _gap_days(earlier, later)
    if gap < after.min_days or (after.max_days is not None and gap > after.max_days):
        return Rule.PREREQUISITE_GAP
    return None


def _order(case: Case, staff_id: str, key: tuple[str, str], earlier_id: str) -> Iterator[Violation]:
    strand, who = case.strands[key[0]], staff_named(case, staff_id)
    after, first = strand.after, strand_named(case.strands[earlier_id])
    if (staff_id, earlier_id) not in case.placed:
        sentence = f"{who} is placed in {strand_named(strand)} but not in {first}, which must come first."
        yield Violation(Rule.PREREQUISITE_MISSING, key[0], staff_id, sentence)
        return
    earlier = case.groups.get((earlier_id, case.placed[staff_id, earlier_id]))
    later = case.groups.get(key)
    if after is None or earlier is None or later is None or case.has_begun(later):
        return
    rule = wrong_order(after, earlier, later)
    if rule is Rule.BEFORE_PREREQUISITE:
        times = f"{moment(later.first.start)}, before {first} has ended ({moment(earlier.last.end)})"
        yield Violation(rule, key[0], staff_id, f"{who} begins {strand_named(strand)} at {times}.")
    elif rule:
        times = f"on {day(later.first.start)}, {days(_gap_days(earlier, later))} after {first}"
        sentence = f"{who} begins {strand_named(strand)} {times}; {_allowed(after)}."
        yield Violation(rule, key[0], staff_id, sentence)


def _gap_days(earlier: Group, later: Group) -> int:
    return (later.first.start.date() - earlier.last.start.date()).days


def _allowed(after: After) -> str:
    if after.max_days is None:
        return f"at least {days(after.min_days)} must lie between"
    return f"{after.min_days} to {days(after.max_days)} may lie between"
