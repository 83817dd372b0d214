"""The watch: what is known of the searches while they run, and the judging of what they find."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from time import monotonic

from scheduler.bounds import Facts, all_best, bounds
from scheduler.engine.worker import Better, Ended, News
from scheduler.judging import judge_found
from scheduler.outcome import Limits, Progress, Status, Step
from scheduler.problem import Aim, Problem
from scheduler.proofs.prover import Prover
from scheduler.referee import Violation
from scheduler.schedule import Schedule

SHARE_KEPT_FOR_JUDGING = 0.15
MOST_SECONDS_KEPT = 2.5
JUDGING_AGAIN = 1.5
"""The last judging and its figures may take so many times as long as the one before."""


@dataclass
class Judged:
    """The best schedule so far that keeps every rule."""

    schedule: Schedule | None = None
    found: Better | None = None
    """What the schedule was made of."""
    seconds_to_first_complete: float | None = None
    violations: tuple[Violation, ...] = ()
    most_placed: int | None = None
    """The proven bound of the people placed; None before a schedule was judged."""
    groups_bound: int = 0
    corrected: int = 0
    seconds_taken: float = 0.0
    """How long judging took the last time."""


@dataclass
class Worker:
    """What is known here of one search."""

    pipe: Connection
    process: SpawnProcess
    latest: Better | None = None
    ended: Ended | None = None
    gone: bool = False
    fault: str = ""

    @property
    def every_aim_tried(self) -> bool:
        return any(news is not None and news.every_aim_tried for news in (self.ended, self.latest))


@dataclass
class Watch:
    """The searches and what was judged of what they found."""

    problem: Problem
    limits: Limits
    started: float
    deadline: float | None
    workers: list[Worker]
    progress: Callable[[Progress], None] | None
    stop: Callable[[], bool] | None
    keep: Callable[[Schedule], None] | None = None
    start: Schedule | None = None
    told_to_stop_at: float | None = None
    proven: bool = False
    """Whether the best schedule is proven to be the best in every aim."""
    judged: Judged = field(default_factory=Judged)
    trace: list[Step] = field(default_factory=list)
    traced: tuple[float, ...] = ()
    """The score of the last step."""
    prover: Prover | None = None

    @property
    def late(self) -> bool:
        """Whether the time is up but for what judging will take."""
        return self.deadline is not None and monotonic() >= self.deadline - self.more_to_keep

    @property
    def facts(self) -> Facts:
        """What is proven of the problem by now."""
        return self.prover.facts if self.prover is not None else Facts()

    @property
    def complete_enough(self) -> bool:
        """Whether everybody is placed who can be, and that is all that is asked for."""
        return self.limits.until_complete and self.judged.seconds_to_first_complete is not None

    @property
    def more_to_keep(self) -> float:
        """Seconds that judging will take beyond what is kept for it: thousands of reasons take their time."""
        if self.limits.time_seconds is None:
            return 0.0
        return max(0.0, JUDGING_AGAIN * self.judged.seconds_taken - seconds_kept(self.limits.time_seconds))

    @property
    def running(self) -> list[Worker]:
        return [worker for worker in self.workers if worker.ended is None and not worker.gone]

    @property
    def found(self) -> list[Better]:
        """The best of each worker, best first; equals in the workers' order, so that no clock decides."""
        found = [worker.latest for worker in self.workers if worker.latest is not None]
        return sorted(found, key=lambda better: better.score, reverse=True)


def seconds_kept(time_seconds: float) -> float:
    return min(MOST_SECONDS_KEPT, SHARE_KEPT_FOR_JUDGING * time_seconds)


def enough(watch: Watch) -> bool:
    """Whether the time is up, nothing is open any more, what was asked for is reached or somebody says stop."""
    return watch.late or watch.proven or watch.complete_enough or (watch.stop is not None and watch.stop())


def status_of(watch: Watch) -> Status:
    if watch.judged.schedule is None:
        return Status.NONE
    if any(worker.every_aim_tried for worker in watch.workers):
        return Status.FINISHED
    if watch.told_to_stop_at is None and any(worker.ended is None for worker in watch.workers):
        return Status.DIED
    return Status.STOPPED


def note_step(watch: Watch, at: float, stage: str, score: tuple[float, ...]) -> None:
    """Note that the best of all searches got better in its aims."""
    score = score[: len(watch.problem.order)]
    if score > watch.traced:
        last = watch.trace[-1].seconds if watch.trace else 0.0
        aims = {str(aim): value for aim, value in zip(watch.problem.order, score, strict=True)}
        watch.trace.append(Step(max(last, at - watch.started), stage, _all_as_read(watch.problem, aims)))
        watch.traced = score


def keep_if_valid(watch: Watch, better: Better) -> bool:
    """Keep the schedule if it breaks no rule; note when the first complete one was found."""
    judged, problem, began = watch.judged, watch.problem, monotonic()
    if better is judged.found:
        return True
    found = judge_found(problem, better.sessions, better.allocations)
    schedule, judged.violations, judged.corrected = found.schedule, found.violations, found.corrected
    if judged.violations:
        return False
    judged.schedule, judged.found = schedule, better
    judged.seconds_taken = monotonic() - began
    if judged.seconds_to_first_complete is None:
        _measure_against_bounds(judged, problem, schedule)
        if judged.most_placed is not None and len(schedule.allocations) >= judged.most_placed:
            judged.seconds_to_first_complete = round(better.found_at - watch.started, 3)
    return True


def nothing_open(watch: Watch) -> bool:
    """Whether the best that was found is proven best in every aim: then no search can add anything."""
    best = watch.found[0]
    schedule = Schedule(best.sessions, best.allocations)
    return all_best(watch.problem, bounds(watch.problem, schedule, facts=watch.facts))


def _measure_against_bounds(judged: Judged, problem: Problem, schedule: Schedule) -> None:
    proven = bounds(problem, schedule, aims=frozenset({Aim.PLACED, Aim.GROUPS}))
    groups, placed = proven[Aim.GROUPS].value, proven[Aim.PLACED].value
    judged.groups_bound = groups if isinstance(groups, int) else 0
    everyone = len(schedule.allocations) + len(schedule.unplaced)
    judged.most_placed = placed if isinstance(placed, int) else everyone


def progress_of(watch: Watch, news: News) -> Progress:
    return Progress(
        stage=news.stage,
        seconds=monotonic() - watch.started,
        placed=news.placed,
        audience=news.audience,
        groups=news.groups,
        groups_bound=watch.judged.groups_bound,
        aims=_all_as_read(watch.problem, news.aims),
    )


def _all_as_read(problem: Problem, aims: Mapping[str, float]) -> dict[str, object]:
    return {name: _as_read(problem, Aim(name), value) for name, value in aims.items()}


def _as_read(problem: Problem, aim: Aim, value: float) -> object:
    """The engine counts so that more is better; people read an aim as it is."""
    if aim is Aim.FINISH:
        origin: date = min([problem.first_day, *(session.start.date() for session in problem.given)])
        return origin + timedelta(days=int(-value))
    if aim in (Aim.GROUPS, Aim.ALONE, Aim.LOAD):
        return int(-value)
    return value if aim in (Aim.MIX, Aim.OWN_TEAM) else int(value)
