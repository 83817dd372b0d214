"""Solve: a problem in, the best schedule that was reached out, judged before anyone sees it.

Each worker searches in a process of its own, with a seed and a memory limit of its own; the best
schedule of all is the result. If one dies, is stopped or runs out of time, what it had sent stays.
Every result is judged by `scheduler.referee`; one that breaks a rule is never handed on.
"""

from __future__ import annotations

import multiprocessing
import signal
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from time import monotonic

from scheduler.bounds import bounds
from scheduler.engine.worker import Better, Ended, Fault, News, Task, run
from scheduler.judging import judge_found, refuse_bad_start
from scheduler.outcome import Limits, Progress, Result, Status
from scheduler.problem import Aim, Problem
from scheduler.referee import Violation
from scheduler.schedule import Schedule
from scheduler.summary import figures, versions

SECONDS_BETWEEN_LOOKS = 0.1
SECONDS_TO_WIND_UP = 5.0
"""How long a search that was told to stop may take to send its last schedule."""
SECONDS_ALONE = 5.0
"""How long the first worker has the machine to itself at most."""
SHARE_KEPT_FOR_JUDGING = 0.15
MOST_SECONDS_KEPT = 2.5
JUDGING_AGAIN = 1.5
"""The last judging and its figures may take so many times as long as the one before."""
MOST_WORKERS = 64


@dataclass
class _Judged:
    """The best schedule so far that keeps every rule."""

    schedule: Schedule | None = None
    seconds_to_first_complete: float | None = None
    violations: tuple[Violation, ...] = ()
    most_placed: int | None = None
    """The proven bound of the people placed; None before a schedule was judged."""
    groups_bound: int = 0
    corrected: int = 0
    seconds_taken: float = 0.0
    """How long judging took the last time."""


@dataclass
class _Worker:
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
class _Watch:
    """The searches and what was judged of what they found."""

    problem: Problem
    limits: Limits
    started: float
    deadline: float | None
    workers: list[_Worker]
    progress: Callable[[Progress], None] | None
    stop: Callable[[], bool] | None
    start: Schedule | None = None
    told_to_stop_at: float | None = None
    judged: _Judged = field(default_factory=_Judged)

    @property
    def more_to_keep(self) -> float:
        """Seconds that judging will take beyond what is kept for it: thousands of reasons take their time."""
        if self.limits.time_seconds is None:
            return 0.0
        return max(0.0, JUDGING_AGAIN * self.judged.seconds_taken - _kept(self.limits.time_seconds))

    @property
    def running(self) -> list[_Worker]:
        return [worker for worker in self.workers if worker.ended is None and not worker.gone]

    @property
    def found(self) -> list[Better]:
        """The best of each worker, best first; equals in the workers' order, so that no clock decides."""
        found = [worker.latest for worker in self.workers if worker.latest is not None]
        return sorted(found, key=lambda better: better.score, reverse=True)


def solve(
    problem: Problem,
    limits: Limits | None = None,
    *,
    start: Schedule | None = None,
    progress: Callable[[Progress], None] | None = None,
    stop: Callable[[], bool] | None = None,
) -> Result:
    """Search for the best schedule within the limits; ``stop`` is asked ten times a second.

    ``start`` is a schedule to begin from instead of nothing, such as one of the same programme before
    a rule was eased; raises `scheduler.judging.StartRefusedError` where it breaks a rule of this problem.

    The order of people, trainers and venues in ``problem`` makes no difference. Locks are taken as
    keepable, which `scheduler.read_folder` makes sure of. The search starts processes that load the
    main module again: a script that calls this needs the guard ``if __name__ == "__main__"``.
    """
    limits = limits or Limits()
    if start is not None:
        refuse_bad_start(problem, start)
    started = limits.started if limits.started is not None else monotonic()
    watch = _Watch(problem, limits, started, _deadline(limits, started), [], progress, stop, start)
    try:
        _follow(watch)
    finally:
        for worker in watch.workers:
            worker.process.kill()
            worker.process.join()
            worker.pipe.close()
    for better in watch.found:
        if _judge(watch, better):
            break
    return _result(watch)


def _deadline(limits: Limits, started: float) -> float | None:
    """When the search must end so that judging and writing still fit into the time."""
    if limits.time_seconds is None:
        return None
    return started + limits.time_seconds - _kept(limits.time_seconds)


def _kept(time_seconds: float) -> float:
    return min(MOST_SECONDS_KEPT, SHARE_KEPT_FOR_JUDGING * time_seconds)


def _start_next(watch: _Watch) -> None:
    """Start the first worker, and the others once it has a schedule: until then the machine is its own."""
    first = watch.workers[0] if watch.workers else None
    alone = first is not None and first in watch.running and first.latest is None
    if alone and monotonic() - watch.started < SECONDS_ALONE:
        return
    while len(watch.workers) < (1 if first is None else max(1, watch.limits.workers)):
        watch.workers.append(_start(watch, len(watch.workers)))


def _start(watch: _Watch, number: int) -> _Worker:
    # A fresh process: forking one that draws on a terminal from a thread is not safe.
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    limits, seed = watch.limits, watch.limits.seed * MOST_WORKERS + number
    task = Task(watch.problem, watch.deadline, limits.effort, seed, limits.memory_megabytes, watch.start)
    process = context.Process(target=run, args=(theirs, task), daemon=True)
    # Ctrl-C reaches every process of a terminal: the search is to hear of it from here alone.
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    process.start()
    signal.pthread_sigmask(signal.SIG_SETMASK, before)
    theirs.close()
    return _Worker(ours, process)


def _follow(watch: _Watch) -> None:
    """Listen until every search has ended or died, or was told to stop and does not answer."""
    _start_next(watch)
    while watch.running:
        now = monotonic()
        late = watch.deadline is not None and now >= watch.deadline - watch.more_to_keep
        if watch.told_to_stop_at is None and (late or (watch.stop is not None and watch.stop())):
            watch.told_to_stop_at = now
            for worker in watch.running:
                _tell_to_stop(worker.pipe)
        if watch.told_to_stop_at is not None and now - watch.told_to_stop_at > SECONDS_TO_WIND_UP:
            return
        by_pipe = {worker.pipe: worker for worker in watch.running}
        for pipe in wait(list(by_pipe), SECONDS_BETWEEN_LOOKS):
            assert isinstance(pipe, Connection)
            try:
                _hear(watch, by_pipe[pipe], pipe.recv())
            except (EOFError, OSError):
                _lose(by_pipe[pipe])
        if watch.told_to_stop_at is None:
            # Also where the first worker has just died: what it died of may not befall the others.
            _start_next(watch)


def _lose(worker: _Worker) -> None:
    """The process is gone without a word: note what ended it."""
    worker.gone = True
    worker.process.join(SECONDS_BETWEEN_LOOKS)
    code = worker.process.exitcode
    if code is not None and code < 0:
        worker.fault = worker.fault or f"ended by signal {signal.Signals(-code).name}"


def _tell_to_stop(pipe: Connection) -> None:
    try:
        pipe.send("stop")
    except OSError:
        # It has just ended; what it sent is still in the pipe.
        return


def _hear(watch: _Watch, worker: _Worker, message: object) -> None:
    if isinstance(message, Ended):
        worker.ended = message
    elif isinstance(message, Fault):
        worker.gone, worker.fault = True, message.cause
    elif isinstance(message, Better):
        worker.latest = message
        # Judging takes its time: only the first schedule, and the first complete one, are judged on the way.
        most = watch.judged.most_placed
        complete = most is not None and len(message.allocations) >= most
        if most is None or (complete and watch.judged.seconds_to_first_complete is None):
            _judge(watch, message)
    elif isinstance(message, News) and watch.progress is not None and worker is watch.workers[0]:
        watch.progress(_progress(watch, message))


def _judge(watch: _Watch, better: Better) -> bool:
    """Keep the schedule if it breaks no rule; note when the first complete one was found."""
    judged, problem, began = watch.judged, watch.problem, monotonic()
    found = judge_found(problem, better.sessions, better.allocations)
    schedule, judged.violations, judged.corrected = found.schedule, found.violations, found.corrected
    if judged.violations:
        return False
    judged.schedule = schedule
    judged.seconds_taken = monotonic() - began
    if judged.seconds_to_first_complete is None:
        _measure_against_bounds(judged, problem, schedule)
        if judged.most_placed is not None and len(schedule.allocations) >= judged.most_placed:
            judged.seconds_to_first_complete = round(better.found_at - watch.started, 3)
    return True


def _measure_against_bounds(judged: _Judged, problem: Problem, schedule: Schedule) -> None:
    proven = bounds(problem, schedule, aims=frozenset({Aim.PLACED, Aim.GROUPS}))
    groups, placed = proven[Aim.GROUPS].value, proven[Aim.PLACED].value
    judged.groups_bound = groups if isinstance(groups, int) else 0
    everyone = len(schedule.allocations) + len(schedule.unplaced)
    judged.most_placed = placed if isinstance(placed, int) else everyone


def _result(watch: _Watch) -> Result:
    judged, status = watch.judged, _status(watch)
    found = figures(watch.problem, judged.schedule)
    summary: dict[str, object] = {
        "status": str(status),
        "seconds": round(monotonic() - watch.started, 3),
        "seconds_to_first_complete": judged.seconds_to_first_complete,
        "seed": watch.limits.seed,
        "versions": versions(),
        **found,
    }
    if judged.corrected:
        summary["reasons_corrected"] = judged.corrected
    if faults := sorted({worker.fault for worker in watch.workers if worker.fault}):
        summary["faults"] = faults
    return Result(status, judged.schedule, summary, judged.violations)


def _status(watch: _Watch) -> Status:
    if watch.judged.schedule is None:
        return Status.NONE
    if any(worker.every_aim_tried for worker in watch.workers):
        return Status.FINISHED
    if watch.told_to_stop_at is None and any(worker.ended is None for worker in watch.workers):
        return Status.DIED
    return Status.STOPPED


def _progress(watch: _Watch, news: News) -> Progress:
    return Progress(
        stage=news.stage,
        seconds=monotonic() - watch.started,
        placed=news.placed,
        audience=news.audience,
        groups=news.groups,
        groups_bound=watch.judged.groups_bound,
        aims={name: _as_read(watch.problem, Aim(name), value) for name, value in news.aims.items()},
    )


def _as_read(problem: Problem, aim: Aim, value: float) -> object:
    """The engine counts so that more is better; people read an aim as it is."""
    if aim is Aim.FINISH:
        origin: date = min([problem.first_day, *(session.start.date() for session in problem.given)])
        return origin + timedelta(days=int(-value))
    if aim in (Aim.GROUPS, Aim.ALONE, Aim.LOAD):
        return int(-value)
    return value if aim in (Aim.MIX, Aim.OWN_TEAM) else int(value)
