"""What can be asked of a search, and what it says: limits, progress, result."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from scheduler.referee import Violation
from scheduler.schedule import Schedule


class Status(StrEnum):
    """How the search ended."""

    FINISHED = "finished"
    """Every aim was tried."""
    STOPPED = "stopped"
    """The limit or somebody stopped it before that; the best schedule is kept."""
    DIED = "died"
    """A process of the search died before that; the best schedule is kept."""
    NONE = "none"
    """No schedule was reached."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How long and how hard to search.

        ``time_seconds`` covers everything from ``started`` (a `time.monotonic` reading; None: the call
        of `solve`) to the judged result. ``effort`` counts moves after every aim was tried once: the
        same seed, effort and workers give the same schedule on any machine, whatever the order of rows,
        as long as the time is not up first. ``until_complete`` ends the search at the first schedule in which
    everybody is placed who can be. ``workers`` processes search side by side, each with a seed
        drawn from ``seed``; ``memory_megabytes`` bounds each of them.
    """

    time_seconds: float | None = 60.0
    effort: int | None = None
    until_complete: bool = False
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
class Step:
    """The best of all searches got better: when, in which stage, and every aim as people read it."""

    seconds: float
    stage: str
    aims: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Result:
    """What was reached. ``violations`` are those of a last schedule that was refused.

    ``trace`` is the search over time as the searches told it, before the judge: each step is better
    than the one before.
    """

    status: Status
    schedule: Schedule | None
    summary: dict[str, object]
    violations: tuple[Violation, ...] = ()
    trace: tuple[Step, ...] = ()
