"""The reason of everyone who has no group is true as far as it can be told without a solver."""

from __future__ import annotations

from collections.abc import Iterator

from scheduler.problem import GroupingRule, Problem, Strand
from scheduler.referee.case import Case
from scheduler.referee.choices import Choices, choices_of
from scheduler.referee.verdict import Violation
from scheduler.referee.words import staff_named, strand_named
from scheduler.rules import Rule
from scheduler.schedule import Reason, Unplaced


def check_reasons(case: Case) -> Iterator[Violation]:
    """Every reason has its sentence, and what it claims about order, times and rules holds."""
    choices: dict[str, Choices] = {}
    for (staff_id, strand_id), row in case.unplaced.items():
        strand = case.strands.get(strand_id)
        if strand is None or staff_id not in case.people:
            continue
        if not row.detail.strip():
            yield _breach(case, Rule.REASON_WITHOUT_SENTENCE, row, "has a reason without a sentence")
        if row.reason is Reason.GROUPING and not _groups_people(case.problem, strand):
            phrase = "is told that grouping stands in the way, but nothing restricts who is with whom"
            yield _breach(case, Rule.FALSE_GROUPING, row, phrase)
        waits = case.waits_for(staff_id, strand)
        if (row.reason is Reason.PREREQUISITE) != bool(waits):
            yield _order(case, row, waits)
        if waits or row.reason is Reason.PREREQUISITE:
            continue
        if strand_id not in choices:
            choices[strand_id] = choices_of(case, strand)
        yield from _times(case, row, choices[strand_id])


def _groups_people(problem: Problem, strand: Strand) -> bool:
    rules = strand.grouping
    restricted = rules.rule is not GroupingRule.OPEN or bool(rules.keep_apart) or bool(rules.keep_together)
    return restricted or problem.cover is not None


def _order(case: Case, row: Unplaced, waits: str) -> Violation:
    if waits:
        first = strand_named(case.strands[waits])
        phrase = f"has no place in {first}, which must come first, but is told another reason"
        return _breach(case, Rule.MISSING_PREREQUISITE, row, phrase)
    phrase = "is told that a strand must come first, but has a place in every such strand"
    return _breach(case, Rule.FALSE_PREREQUISITE, row, phrase)


def _times(case: Case, row: Unplaced, choices: Choices) -> Iterator[Violation]:
    person = case.people[row.staff_id]
    some = choices.has_any(person)
    if row.reason is Reason.AVAILABILITY and some:
        phrase = "is told that no time and place suits them, but some do"
        yield _breach(case, Rule.FALSE_AVAILABILITY, row, phrase)
    if row.reason is not Reason.AVAILABILITY and not some:
        phrase = "is told another reason, but no permitted time and place suits them at all"
        yield _breach(case, Rule.MISSING_AVAILABILITY, row, phrase)
    if row.reason is Reason.CLASH:
        diary = (engagement.session for engagement in case.diary.get(row.staff_id, ()))
        others = [session for session in diary if session.strand != row.strand]
        if not choices.any_overlaps(person, others):
            phrase = "is told that another session is in the way, but none overlaps a time that would suit them"
            yield _breach(case, Rule.FALSE_CLASH, row, phrase)


def _breach(case: Case, rule: Rule, row: Unplaced, phrase: str) -> Violation:
    title = strand_named(case.strands[row.strand])
    return Violation(rule, row.strand, row.staff_id, f"{staff_named(case, row.staff_id)} ({title}) {phrase}.")
