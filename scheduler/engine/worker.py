"""The child process that searches: problem in, better and better schedules out, over one pipe."""

from __future__ import annotations

import os
import resource
import signal
from dataclasses import dataclass
from multiprocessing.connection import Connection
from time import monotonic

from scheduler.problem import Problem
from scheduler.schedule import Allocation, Schedule, Session

MEGABYTE = 2**20
OUT_OF_MEMORY = 12
"""The exit status of a search that could not even say that its memory had run out (ENOMEM)."""
SECONDS_BETWEEN_SCHEDULES = 1.0
SECONDS_BETWEEN_NEWS = 0.2


@dataclass(frozen=True)
class Task:
    """What the child is to do. ``deadline`` is in `time.monotonic` seconds, which processes share."""

    problem: Problem
    deadline: float | None
    effort: int | None
    seed: int
    memory_megabytes: int
    start: Schedule | None = None
    """A schedule to begin from."""


@dataclass(frozen=True)
class News:
    """How the search stands."""

    stage: str
    placed: int
    audience: int
    groups: int
    aims: dict[str, float]


@dataclass(frozen=True)
class Better:
    """A schedule better than all before; ``found_at`` in `time.monotonic` seconds."""

    sessions: tuple[Session, ...]
    allocations: tuple[Allocation, ...]
    score: tuple[float, ...]
    """The aims in the problem's order, signs turned so that more is better."""
    found_at: float
    stage: str
    every_aim_tried: bool


@dataclass(frozen=True)
class Stale:
    """Nothing has helped for long: the best that was sent may be the best there is."""


@dataclass(frozen=True)
class Fault:
    """The search could not go on; ``cause`` is what Python calls it."""

    cause: str


@dataclass(frozen=True)
class Ended:
    """The search ended by itself, or because it was told to."""

    every_aim_tried: bool


def run(pipe: Connection, task: Task) -> None:
    """Search until done or told to stop; whatever is received means stop."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        limit_memory(task.memory_megabytes * MEGABYTE)
        search_and_tell(pipe, task)
    except (BrokenPipeError, ConnectionResetError):
        # Nobody listens any more.
        return
    except Exception as error:
        tell_fault(pipe, error)


def limit_memory(wanted: int) -> None:
    """Bound what the process may take; a lower limit that is in force already stays."""
    _, hard = resource.getrlimit(resource.RLIMIT_DATA)
    limit = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    resource.setrlimit(resource.RLIMIT_DATA, (limit, hard))


def tell_fault(pipe: Connection, error: Exception) -> None:
    """Say what ended the search. Where memory has run out, not even that may fit: then the process just ends."""
    try:
        pipe.send(Fault(f"{type(error).__name__}: {error}".rstrip(": ")))
    except MemoryError:
        os._exit(OUT_OF_MEMORY)


def search_and_tell(pipe: Connection, task: Task) -> None:
    """Send what the search finds, as it finds it."""
    # After the limit: the solver's own memory counts too.
    from scheduler.engine.budget import Budget
    from scheduler.engine.build import build_instance
    from scheduler.engine.resume import resume
    from scheduler.engine.search import Found, search
    from scheduler.engine.settle import tidy

    budget = Budget(task.deadline, task.effort, stopped=pipe.poll)
    told, shown = 0.0, 0.0
    waiting: Found | None = None
    every_aim_tried = False
    instance, start = build_instance(task.problem), task.start
    plan = None if start is None else resume(instance, start.sessions, start.allocations)
    if plan is not None:
        tidy(plan)
    for found in search(instance, budget, task.seed, plan):
        now = monotonic()
        every_aim_tried |= found.every_aim_tried
        if found.better:
            waiting = found
        # The first complete schedules go out at once, later ones not faster than they can be judged.
        due = found.stale or now - told >= SECONDS_BETWEEN_SCHEDULES
        if waiting is not None and (waiting.stage == "first schedule" or due):
            send(pipe, waiting, every_aim_tried)
            waiting, told = None, monotonic()
        if not found.better or now - shown >= SECONDS_BETWEEN_NEWS:
            pipe.send(news(found))
            shown = now
        if found.stale:
            pipe.send(Stale())
    if waiting is not None:
        send(pipe, waiting, every_aim_tried)
    pipe.send(Ended(every_aim_tried))


def send(pipe: Connection, found: object, every_aim_tried: bool) -> None:
    from scheduler.engine.answer import answer
    from scheduler.engine.search import Found

    assert isinstance(found, Found)
    at = monotonic()
    sessions, allocations = answer(found.plan)
    pipe.send(Better(sessions, allocations, found.score, at, found.stage, every_aim_tried))


def news(found: object) -> News:
    from scheduler.engine.search import Found

    assert isinstance(found, Found)
    strands = found.plan.strands
    return News(
        stage=found.stage,
        placed=sum(int((strand.place >= 0).sum()) for strand in strands),
        audience=sum(int(strand.arrays.audience.sum()) for strand in strands),
        groups=sum(int(strand.open.sum()) for strand in strands),
        aims={str(aim): value for aim, value in zip(found.plan.instance.problem.order, found.score, strict=False)},
    )
