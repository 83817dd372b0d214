"""The whole study: who is short of what, which changes help, and a cheapest set of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from time import monotonic

from scheduler.bottlenecks.choosing import choose
from scheduler.bottlenecks.climbing import Ground
from scheduler.bottlenecks.costs import Costs
from scheduler.bottlenecks.finding import find_bottlenecks
from scheduler.bottlenecks.hands import climb_all
from scheduler.bottlenecks.ladders import ladders_of
from scheduler.bottlenecks.report import Bottleneck, Remedy, Report
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
    watch = _Watch(monotonic(), time_seconds, progress, stop)
    effort, costs = effort or Effort(), costs or Costs()
    if not schedule.unplaced:
        return Report(complete=True, left=frozenset(), costs=costs)
    watch.tell("a longer search")
    standing = extended(problem, schedule, effort, watch.over) or schedule
    watch.tell("who is short of what")
    found = find_bottlenecks(problem, standing)
    ground = Ground(problem, bare(standing), effort, costs)
    families, whole = _families(ground, found, workers, watch)
    watch.tell("a cheapest set")
    together = choose(ground, families, watch.over)
    gained = places_of(standing) - places_of(schedule)
    return Report(
        complete=whole and not watch.over(),
        left=left_of(standing),
        longer_search=gained,
        bottlenecks=found,
        remedies=tuple(sorted((family[0] for family in families), key=_rank)),
        together=together,
        costs=costs,
        longer_schedule=standing if gained else None,
    )


@dataclass(frozen=True, slots=True)
class _Watch:
    """When the study began, when it has to end, and who is told how it goes."""

    began: float
    time_seconds: float | None
    progress: Callable[[Step], None] | None
    stop: Stop | None

    def over(self, share: float = 1.0) -> bool:
        """Whether this share of the time is up, or somebody asked to stop."""
        late = self.time_seconds is not None and monotonic() - self.began >= share * self.time_seconds
        return late or (self.stop is not None and self.stop())

    def tell(self, stage: str, done: int = 0, of: int = 0) -> None:
        if self.progress is not None:
            self.progress(Step(stage, monotonic() - self.began, done, of))


def _families(
    ground: Ground, found: Sequence[Bottleneck], workers: int, watch: _Watch
) -> tuple[list[tuple[Remedy, ...]], bool]:
    """What was verified on each ladder, and whether all of them were climbed."""
    ladders, stage = ladders_of(ground.problem, found), "what would help"
    watch.tell(stage, 0, len(ladders))
    climbed, whole = climb_all(
        ground,
        ladders,
        workers,
        lambda: watch.over(SHARE_FOR_REMEDIES),
        lambda done: watch.tell(stage, done, len(ladders)),
    )
    return [remedies for _, remedies in climbed if remedies], whole


def _rank(remedy: Remedy) -> tuple[int, int, str]:
    """Whoever places most comes first, of those the cheapest."""
    return -len(remedy.places), remedy.cost, remedy.sentence
