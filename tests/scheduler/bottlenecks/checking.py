"""What every report must keep, whatever it is about."""

from __future__ import annotations

import json

from scheduler.bottlenecks import Change, Effort, Remedy, Report, apply, apply_all, bottlenecks
from scheduler.bottlenecks.verifying import extended, left_of, places_of
from scheduler.judging import judge_found
from scheduler.problem import Problem
from scheduler.referee import judge
from scheduler.schedule import Schedule


def best_known(problem: Problem, seed: int = 0) -> Schedule:
    """A schedule that keeps the rules, made from nothing in this process."""
    empty = judge_found(problem, (), ()).schedule
    return extended(problem, empty, Effort(seed=seed), lambda: False) or empty


def studied(problem: Problem, effort: Effort | None = None, seconds: float | None = None) -> Report:
    """The report about the best schedule known, with everything checked that must hold of it."""
    schedule = best_known(problem)
    report = bottlenecks(problem, schedule, effort=effort, time_seconds=seconds)
    assert faults(problem, schedule, report) == []
    return report


def remedy(report: Report, kind: type[Change]) -> Remedy:  # type: ignore[type-arg]
    """The one remedy of a kind."""
    (found,) = [each for each in report.remedies if isinstance(each.change, kind)]
    return found


def faults(problem: Problem, schedule: Schedule, report: Report) -> list[str]:
    """Whatever a report says that is not so; for all that can be said without solving anew."""
    found = []
    standing = report.longer_schedule or schedule
    if report.left != left_of(standing):
        found.append("those left are not those of the schedule")
    told = [(b.strand, staff_id) for b in report.bottlenecks for staff_id in b.left]
    if sorted(told) != sorted(report.left):
        found.append("not everybody left is in exactly one bottleneck")
    for b in report.bottlenecks:
        missing = sum(strand in b.strands for strand, _ in report.left)
        if b.proven and b.short > missing:
            found.append(f"{b.short} proven short, but only {missing} left: {b.sentence}")
    for remedy in report.remedies:
        changed = apply(remedy.change, problem)
        breaches = judge(changed, remedy.schedule).violations
        found += [f"{remedy.sentence}: {breach.sentence}" for breach in breaches]
        if not remedy.places or not remedy.places <= places_of(remedy.schedule) & report.left:
            found.append(f"{remedy.sentence}: does not place whom it says")
        if not places_of(standing) <= places_of(remedy.schedule):
            found.append(f"{remedy.sentence}: somebody loses their place")
    if report.together is not None:
        together = report.together
        if apply_all([remedy.change for remedy in together.remedies], problem) != together.problem:
            found.append("the problem of the set is not the one with its remedies")
        found += [f"the set: {breach.sentence}" for breach in judge(together.problem, together.schedule).violations]
        if together.places != places_of(together.schedule) - places_of(standing):
            found.append("the set does not place whom it says")
        if together.left != left_of(together.schedule):
            found.append("the set does not leave whom it says")
    json.dumps(report.as_json())
    return found
