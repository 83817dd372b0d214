"""Judging: what the search found becomes a schedule with reasons, and the referee has the last word."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from scheduler.explain import explain
from scheduler.problem import Problem
from scheduler.referee import Violation, judge
from scheduler.rules import Rule
from scheduler.schedule import Allocation, Reason, Schedule, Session, Unplaced

TRUE_REASON = {
    Rule.FALSE_PREREQUISITE: Reason.CAPACITY,
    Rule.MISSING_PREREQUISITE: Reason.PREREQUISITE,
    Rule.FALSE_AVAILABILITY: Reason.CAPACITY,
    Rule.MISSING_AVAILABILITY: Reason.AVAILABILITY,
    Rule.FALSE_CLASH: Reason.CAPACITY,
    Rule.FALSE_GROUPING: Reason.CAPACITY,
}
"""What the referee's refusal of a reason implies."""
PLAIN_SENTENCE = {
    Reason.PREREQUISITE: "A place in the strand that must come first is missing; see the row of that strand.",
    Reason.AVAILABILITY: "No permitted time and place suits; check pattern, absences, mode, site and needs.",
    Reason.CAPACITY: "Times would suit, but no group with room was found; add trainer hours, venues or starts.",
}


class StartRefusedError(ValueError):
    """The schedule to begin from breaks rules of the problem; ``sentences`` say which, one for each breach."""

    def __init__(self, sentences: Sequence[str]) -> None:
        super().__init__(" ".join(sentences))
        self.sentences = tuple(sentences)


@dataclass(frozen=True, slots=True)
class Judged:
    """A schedule and every rule that it breaks."""

    schedule: Schedule
    violations: tuple[Violation, ...]
    corrected: int = 0
    """How many reasons the referee refused; each is a fault of `scheduler.explain` worth reporting."""


def judge_found(problem: Problem, sessions: tuple[Session, ...], allocations: tuple[Allocation, ...]) -> Judged:
    """Give reasons and judge; a reason that the referee refuses gives way to what the refusal implies.

    A timetable that keeps every rule is worth more than one sentence: it is not lost with it.
    """
    schedule = Schedule(sessions, allocations, explain(problem, sessions, allocations))
    violations = judge(problem, schedule).violations
    if violations and all(violation.rule in TRUE_REASON for violation in violations):
        refused = len(violations)
        schedule = replace(schedule, unplaced=corrected(schedule.unplaced, violations))
        return Judged(schedule, judge(problem, schedule).violations, refused)
    return Judged(schedule, violations)


def corrected(unplaced: Sequence[Unplaced], violations: Sequence[Violation]) -> tuple[Unplaced, ...]:
    """The rows with each refused reason replaced."""
    true = {(violation.subject, violation.strand): TRUE_REASON[violation.rule] for violation in violations}
    return tuple(
        replace(row, reason=reason, detail=PLAIN_SENTENCE[reason])
        if (reason := true.get((row.staff_id, row.strand))) is not None
        else row
        for row in unplaced
    )


def refuse_bad_start(problem: Problem, start: Schedule) -> None:
    """Raises `StartRefusedError` where a schedule to search on from breaks a rule.

    Whoever has no place, and why, is for the search to say anew: only what stands is judged.
    """
    broken = judge_found(problem, start.sessions, start.allocations).violations
    serious = [violation.sentence for violation in broken if violation.rule is not Rule.COULD_BE_ADDED]
    if serious:
        raise StartRefusedError(serious)
