"""Hands: ladders climbed side by side, each process with the problem and the schedule once."""

from __future__ import annotations

import multiprocessing
import signal
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from multiprocessing.synchronize import Event

from scheduler.bottlenecks.climbing import Ground, climb
from scheduler.bottlenecks.ladders import Ladder
from scheduler.bottlenecks.report import Remedy
from scheduler.bottlenecks.verifying import Stop

SECONDS_BETWEEN_LOOKS = 0.1
Climbed = tuple[int, tuple[Remedy, ...]]
"""The number of a ladder and what was verified on it."""

_held: list[tuple[Ground, Event]] = []
"""In a child process: what it was started with."""


def climb_all(
    ground: Ground, ladders: Sequence[Ladder], workers: int, stop: Stop, tell: Callable[[int], None]
) -> tuple[list[Climbed], bool]:
    """Climb every ladder; what was verified, in the ladders' order, and whether all were climbed.

    ``tell`` hears how many are done. With one worker everything happens in this process.
    """
    found: list[Climbed] = []
    whole = True
    for number, remedies in (
        _here(ground, ladders, stop) if workers < 2 else _side_by_side(ground, ladders, workers, stop)
    ):
        if remedies is None:
            whole = False
            continue
        found.append((number, remedies))
        tell(len(found))
    return sorted(found, key=lambda each: each[0]), whole and not stop() and len(found) == len(ladders)


def _here(ground: Ground, ladders: Sequence[Ladder], stop: Stop) -> Iterator[tuple[int, tuple[Remedy, ...] | None]]:
    for number, ladder in enumerate(ladders):
        yield number, None if stop() else climb(ground, ladder, stop)


def _side_by_side(
    ground: Ground, ladders: Sequence[Ladder], workers: int, stop: Stop
) -> Iterator[tuple[int, tuple[Remedy, ...] | None]]:
    """Climb in so many processes; a process that dies takes its ladder with it, what was verified stays."""
    context = multiprocessing.get_context("spawn")
    told = context.Event()
    with ProcessPoolExecutor(workers, context, _hold, (ground, told)) as pool:
        waiting: dict[Future[tuple[Remedy, ...]], int] = {
            pool.submit(_climb_held, ladder): number for number, ladder in enumerate(ladders)
        }
        while waiting:
            done, _ = wait(waiting, SECONDS_BETWEEN_LOOKS, FIRST_COMPLETED)
            for future in done:
                number = waiting.pop(future)
                try:
                    yield number, None if future.cancelled() else future.result()
                except BrokenProcessPool:
                    yield number, None
            if stop() and not told.is_set():
                told.set()
                for future in waiting:
                    future.cancel()


def _hold(ground: Ground, told: Event) -> None:
    """Ctrl-C reaches every process of a terminal: these are to hear of it from their parent alone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _held.append((ground, told))


def _climb_held(ladder: Ladder) -> tuple[Remedy, ...]:
    ground, told = _held[0]
    return climb(ground, ladder, told.is_set)
