"""Solve: a problem in, the best schedule that was reached out, judged before anyone sees it.

The search runs in a process of its own with a memory limit. If it dies, is stopped or runs out of
time, the best schedule that it had sent is the result. Every result is judged by `scheduler.referee`;
one that breaks a rule is never handed on.
"""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from fractions import Fraction
from importlib.metadata import PackageNotFoundError, version
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from time import monotonic

from scheduler.bounds import Bound, bounds
from scheduler.engine.worker import Better, Ended, News, Task, run
from scheduler.explain import explain
from scheduler.measures import Measures, measure
from scheduler.problem import Aim, Problem
from scheduler.referee import Violation, judge
from scheduler.schedule import Schedule

SECONDS_BETWEEN_LOOKS = 0.1
SECONDS_TO_WIND_UP = 5.0
"""How long a search that was told to stop may take to send its last schedule."""
SHARE_KEPT_FOR_JUDGING = 0.1
MOST_SECONDS_KEPT = 2.0


class Status(StrEnum):
    """How the search ended."""

    FINISHED = "finished"
    """Every aim was tried."""
    STOPPED = "stopped"
    """The limit or somebody stopped it before that; the best schedule is kept."""
    DIED = "died"
    """The process of the search died; the best schedule is kept."""
    NONE = "none"
    """No schedule was reached."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How long and how hard to search.

    ``time_seconds`` covers everything from ``started`` (a `time.monotonic` reading; None: the call
    of `solve`) to the judged result. ``effort`` counts moves after every aim was tried once: the
    same seed and effort give the same schedule on any machine, whatever the order of rows, as long
    as the time is not up first. ``memory_megabytes`` bounds the process of the search.
    """

    time_seconds: float | None = 60.0
    effort: int | None = None
    seed: int = 0
    workers: int = 2
    memory_megabytes: int = 4096
    started: float | None = None


@dataclass(frozen=True, slots=True)
class Progress:
    """How the search stands: people placed of all who should be, groups against the proven bound."""

    stage: str
    seconds: float
    placed: int
    audience: int
    groups: int
    groups_bound: int
    aims: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Result:
    """What was reached. ``violations`` are those of a last schedule that was refused."""

    status: Status
    schedule: Schedule | None
    summary: dict[str, object]
    violations: tuple[Violation, ...] = ()


@dataclass
class _Judged:
    """The best schedule so far that keeps every rule."""

    schedule: Schedule | None = None
    seconds_to_first_complete: float | None = None
    violations: tuple[Violation, ...] = ()
    groups_bound: int = 0


@dataclass
class _Watch:
    """What the parent knows of the child."""

    started: float
    latest: Better | None = None
    ended: Ended | None = None
    told_to_stop_at: float | None = None
    judged: _Judged = field(default_factory=_Judged)


def solve(
    problem: Problem,
    limits: Limits | None = None,
    *,
    progress: Callable[[Progress], None] | None = None,
    stop: Callable[[], bool] | None = None,
) -> Result:
    """Search for the best schedule within the limits; ``stop`` is asked ten times a second.

    The order of people, trainers and venues in ``problem`` makes no difference.
    """
    limits = limits or Limits()
    watch = _Watch(started=limits.started if limits.started is not None else monotonic())
    pipe, process = _start(problem, limits, watch.started)
    try:
        _follow(problem, watch, pipe, process, progress, stop, _deadline(limits, watch.started))
    finally:
        process.kill()
        process.join()
        pipe.close()
    if watch.latest is not None:
        _judge(problem, watch, watch.latest)
    return _result(problem, limits, watch)


def _deadline(limits: Limits, started: float) -> float | None:
    """When the search must end so that judging and writing still fit into the time."""
    if limits.time_seconds is None:
        return None
    kept = min(MOST_SECONDS_KEPT, SHARE_KEPT_FOR_JUDGING * limits.time_seconds)
    return started + limits.time_seconds - kept


def _start(problem: Problem, limits: Limits, started: float) -> tuple[Connection, SpawnProcess]:
    # A fresh process: forking one that draws on a terminal from a thread is not safe.
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    task = Task(problem, _deadline(limits, started), limits.effort, limits.seed, limits.memory_megabytes)
    process = context.Process(target=run, args=(theirs, task), daemon=True)
    process.start()
    theirs.close()
    return ours, process


def _follow(
    problem: Problem,
    watch: _Watch,
    pipe: Connection,
    process: SpawnProcess,
    progress: Callable[[Progress], None] | None,
    stop: Callable[[], bool] | None,
    deadline: float | None,
) -> None:
    """Listen until the search ends, dies, or has been told to stop and does not answer."""
    while watch.ended is None:
        now = monotonic()
        late = deadline is not None and now >= deadline
        if watch.told_to_stop_at is None and (late or (stop is not None and stop())):
            watch.told_to_stop_at = now
            _tell_to_stop(pipe)
        if watch.told_to_stop_at is not None and now - watch.told_to_stop_at > SECONDS_TO_WIND_UP:
            return
        try:
            if pipe.poll(SECONDS_BETWEEN_LOOKS):
                _hear(problem, watch, pipe.recv(), progress)
            elif not process.is_alive() and not pipe.poll():
                return
        except (EOFError, OSError):
            return


def _tell_to_stop(pipe: Connection) -> None:
    try:
        pipe.send("stop")
    except OSError:
        return


def _hear(problem: Problem, watch: _Watch, message: object, progress: Callable[[Progress], None] | None) -> None:
    if isinstance(message, Ended):
        watch.ended = message
    elif isinstance(message, Better):
        watch.latest = message
        if watch.judged.seconds_to_first_complete is None:
            _judge(problem, watch, message)
    elif isinstance(message, News) and progress is not None:
        progress(
            Progress(
                stage=message.stage,
                seconds=monotonic() - watch.started,
                placed=message.placed,
                audience=message.audience,
                groups=message.groups,
                groups_bound=watch.judged.groups_bound,
                aims=_shown_aims(problem, message),
            )
        )


def _judge(problem: Problem, watch: _Watch, better: Better) -> None:
    """Keep the schedule if it breaks no rule; note when the first complete one was found."""
    judged = watch.judged
    unplaced = explain(problem, better.sessions, better.allocations)
    schedule = Schedule(better.sessions, better.allocations, unplaced)
    judged.violations = judge(problem, schedule).violations
    if judged.violations:
        return
    judged.schedule = schedule
    if judged.seconds_to_first_complete is None:
        proven = bounds(problem, schedule)
        groups = proven[Aim.GROUPS].value
        judged.groups_bound = groups if isinstance(groups, int) else 0
        if not unplaced or len(schedule.allocations) == proven[Aim.PLACED].value:
            judged.seconds_to_first_complete = round(better.found_at - watch.started, 3)


def _result(problem: Problem, limits: Limits, watch: _Watch) -> Result:
    judged = watch.judged
    if judged.schedule is None:
        status = Status.NONE
    elif watch.ended is None and watch.told_to_stop_at is None:
        status = Status.DIED
    elif watch.ended is not None and watch.ended.every_aim_tried:
        status = Status.FINISHED
    elif watch.latest is not None and watch.latest.every_aim_tried:
        status = Status.FINISHED
    else:
        status = Status.STOPPED
    summary: dict[str, object] = {
        "status": str(status),
        "seconds": round(monotonic() - watch.started, 3),
        "seconds_to_first_complete": judged.seconds_to_first_complete,
        "seed": limits.seed,
        "versions": {name: _version(name) for name in ("learning", "ortools", "numpy")},
        "strands": {},
        "aims": {},
    }
    if judged.schedule is not None:
        measures = measure(problem, judged.schedule)
        summary["strands"] = _strands(measures)
        summary["aims"] = _aims(problem, measures, bounds(problem, judged.schedule))
    return Result(status, judged.schedule, summary, judged.violations)


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "unknown"


def _strands(measures: Measures) -> dict[str, object]:
    return {
        name: {
            "audience": strand.audience,
            "placed": strand.placed,
            "unplaced": {str(reason): count for reason, count in strand.unplaced.items()},
            "groups": strand.groups,
            "sessions": strand.sessions,
            "first_day": _plain(strand.first_day),
            "last_day": _plain(strand.last_day),
            "aims": {str(aim): _plain(value) for aim, value in strand.aims.items()},
        }
        for name, strand in measures.strands.items()
    }


def _aims(problem: Problem, measures: Measures, proven: Mapping[Aim, Bound]) -> dict[str, object]:
    return {
        str(aim): {
            "value": _plain(measures.aims[aim]),
            "bound": _plain(proven[aim].value) if aim in proven else None,
            "proof": proven[aim].proof if aim in proven else "",
        }
        for aim in problem.order
    }


def _plain(value: int | Fraction | date | None) -> object:
    if isinstance(value, Fraction):
        return float(value)
    return value.isoformat() if isinstance(value, date) else value


def _shown_aims(problem: Problem, message: News) -> dict[str, object]:
    """The engine counts so that more is better; people read the aims as they are."""
    from datetime import timedelta

    shown: dict[str, object] = {}
    origin = min([problem.first_day, *(session.start.date() for session in problem.given)])
    for name, value in message.aims.items():
        aim = Aim(name)
        if aim is Aim.FINISH:
            shown[name] = origin + timedelta(days=int(-value))
        elif aim in (Aim.GROUPS, Aim.ALONE, Aim.LOAD):
            shown[name] = int(-value)
        else:
            shown[name] = value if aim in (Aim.MIX, Aim.OWN_TEAM) else int(value)
    return shown
