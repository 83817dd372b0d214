"""What the judge says of an answer: the same judge for the product and for every peer."""

from __future__ import annotations

from scheduler.referee import Violation, judge
from scheduler.rules import Rule
from scheduler.schedule import Allocation, Reason, Schedule, Unplaced
from tests.benchmarks.peers.case import Ints
from tests.benchmarks.peers.given import Timetable

OF_REASONS = frozenset(
    {
        Rule.COULD_BE_ADDED,
        Rule.FALSE_PREREQUISITE,
        Rule.MISSING_PREREQUISITE,
        Rule.FALSE_AVAILABILITY,
        Rule.MISSING_AVAILABILITY,
        Rule.FALSE_CLASH,
        Rule.FALSE_GROUPING,
    }
)
"""Of people without a place: peers give no reasons and may stop with room left."""


def schedule_of(timetable: Timetable, group_of: Ints) -> Schedule:
    """The groups that have members, who sits in them, and everybody else as unplaced."""
    allocations, unplaced = [], []
    for (person, strand), number in zip(timetable.seats, group_of.tolist(), strict=True):
        if number < 0:
            unplaced.append(Unplaced(person.staff_id, strand.strand_id, Reason.CAPACITY, "Left out by the peer."))
        else:
            group_id = timetable.groups[number][0].group_id
            allocations.append(Allocation(person.staff_id, strand.strand_id, group_id))
    used = set(group_of.tolist())
    sessions = [session for number, group in enumerate(timetable.groups) if number in used for session in group]
    return Schedule(tuple(sessions), tuple(allocations), tuple(unplaced))


def breaches(timetable: Timetable, group_of: Ints) -> list[Violation]:
    """Every breach of a rule that the answer holds, but for what peers do not say of the unplaced."""
    verdict = judge(timetable.problem, schedule_of(timetable, group_of))
    return [violation for violation in verdict.violations if violation.rule not in OF_REASONS]
