"""The whole study: who is short of what, which changes help, and a cheapest set of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic

from scheduler.bottlenecks.choosing import choose
from scheduler.bottlenecks.climbing import Ground
from scheduler.bottlenecks.costs import Costs
from scheduler.bottlenecks.finding import find_bottlenecks
from scheduler.bottlenecks.hands import climb_all
from scheduler.bottlenecks.ladders import ladders_of
from scheduler.bottlenecks.report import Remedy, Report
from scheduler.bottlenecks.verifying import Effort, Stop, bare, extended, left_of, places_of
from scheduler.problem import Problem
from scheduler.schedule import Schedule

SHARE_FOR_REMEDIES = 0.8
"""Of the time, so that a set of them can still be chosen and verified."""


@dataclass(frozen=True, slots=True)
class Step:
    """How far the study has come, to show to somebody who waits."""

    stage: str
    seconds: float
    done: int
    of: int


def bottlenecks(
    problem: Problem,
    schedule: Schedule,
    *,
    effort: Effort | None = None,
    costs: Costs | None = None,
    time_seconds: float | None = None,
    workers: int = 1,
    progress: Callable[[Step], None] | None = None,
    stop: Stop | None = None,
) -> Report:
    """Study everybody without a place in ``schedule``, which must keep the rules of ``problem``.

    First the search goes on a little with nothing changed: whom that places needs no remedy. Then the
    bottlenecks are found, changes verified, and a cheapest set chosen. ``stop`` and the time end the
    study early; what was verified until then is kept. Without a time limit the same effort gives the
    same report. With more than one worker, processes are started that load the main module again: a
    script that calls this then needs the guard ``if __name__ == "__main__"``. Raises
    `scheduler.engine.resume.NotOfThisProblemError` for a schedule of another problem.
    """
    effort, costs, began = effort or Effort(), costs or Costs(), monotonic()

    def over(share: float = 1.0) -> bool:
        late = time_seconds is not None and monotonic() - began >= share * time_seconds
        return late or (stop is not None and stop())

    def tell(stage: str, done: int = 0, of: int = 0) -> None:
        if progress is not None:
            progress(Step(stage, monotonic() - began, done, of))

    if not schedule.unplaced:
        return Report(complete=True, left=frozenset(), costs=costs)
    tell("a longer search")
    longer = extended(problem, schedule, effort, over)
    standing = schedule if longer is None else longer
    gained = places_of(standing) - places_of(schedule)
    tell("who is short of what")
    found = find_bottlenecks(problem, standing)
    ground = Ground(problem, bare(standing), effort, costs)
    ladders = ladders_of(problem, found)
    tell("what would help", 0, len(ladders))
    climbed, whole = climb_all(
        ground,
        ladders,
        workers,
        lambda: over(SHARE_FOR_REMEDIES),
        lambda done: tell("what would help", done, len(ladders)),
    )
    families = [remedies for _, remedies in climbed if remedies]
    tell("a cheapest set")
    together = choose(ground, families, over)
    remedies = sorted((family[0] for family in families), key=_rank)
    return Report(
        complete=whole and not over(),
        left=left_of(standing),
        longer_search=gained,
        bottlenecks=found,
        remedies=tuple(remedies),
        together=together,
        costs=costs,
        longer_schedule=standing if gained else None,
    )


def _rank(remedy: Remedy) -> tuple[int, int, str]:
    """Whoever places most comes first, of those the cheapest."""
    return -len(remedy.places), remedy.cost, remedy.sentence
