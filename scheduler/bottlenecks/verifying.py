"""Verifying: a changed problem is solved from the schedule that stands, and the judge says what came of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from scheduler.bottlenecks.applying import apply_all
from scheduler.bottlenecks.changes import Change
from scheduler.judging import judge_found
from scheduler.problem import Problem
from scheduler.schedule import Schedule

Place = tuple[str, str]
"""(strand, staff id)"""
Stop = Callable[[], bool]


@dataclass(frozen=True, slots=True)
class Effort:
    """How hard to search for those left out; the same seed and rounds give the same answer."""

    seed: int = 0
    rounds: int = 4
    """Moves that make room, after groups were opened and chains looked for."""


def places_of(schedule: Schedule) -> frozenset[Place]:
    """Everybody who is placed, and in what."""
    return frozenset((row.strand, row.staff_id) for row in schedule.allocations)


def left_of(schedule: Schedule) -> frozenset[Place]:
    return frozenset((row.strand, row.staff_id) for row in schedule.unplaced)


def extended(problem: Problem, schedule: Schedule, effort: Effort, stop: Stop) -> Schedule | None:
    """The schedule with more people placed and nobody less; None where none was found that the judge lets pass.

    Raises `scheduler.engine.resume.NotOfThisProblemError` where the schedule does not belong to the problem.
    """
    # Loaded here: whoever only reads a report needs no solver.
    import numpy as np

    from scheduler.engine.answer import answer
    from scheduler.engine.build import build_instance
    from scheduler.engine.extend import extend
    from scheduler.engine.resume import resume

    plan = resume(build_instance(problem), schedule.sessions, schedule.allocations)
    found = extend(plan, np.random.default_rng(effort.seed), stop, effort.rounds)
    sessions, allocations = answer(found)
    if len(allocations) <= len(schedule.allocations):
        return None
    judged = judge_found(problem, sessions, allocations)
    if judged.violations or not places_of(schedule) <= places_of(judged.schedule):
        return None
    return judged.schedule


def solved_with(
    problem: Problem, schedule: Schedule, changes: Iterable[Change], effort: Effort, stop: Stop
) -> tuple[Problem, Schedule] | None:
    """The changed problem, and the schedule extended in it."""
    changed = apply_all(changes, problem)
    found = extended(changed, schedule, effort, stop)
    return None if found is None else (changed, found)


def bare(schedule: Schedule) -> Schedule:
    """The schedule without reasons: all that a search begins from, and less to send to another process."""
    return replace(schedule, unplaced=())
