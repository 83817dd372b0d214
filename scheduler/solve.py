"""Solve: a problem in, the best schedule that was reached out, judged before anyone sees it.

Each worker searches in a process of its own, with a seed and a memory limit of its own; the best
schedule of all is the result. If one dies, is stopped or runs out of time, what it had sent stays.
Every result is judged by `scheduler.referee`; one that breaks a rule is never handed on.
"""

from __future__ import annotations

import multiprocessing
import signal
from collections.abc import Callable
from multiprocessing.connection import Connection, wait
from time import monotonic

from scheduler.engine.worker import Better, Ended, Fault, News, Stale, Task, run
from scheduler.judging import refuse_bad_start
from scheduler.outcome import Limits, Progress, Result
from scheduler.problem import Problem
from scheduler.proofs.prover import start_prover
from scheduler.schedule import Schedule
from scheduler.summary import figures, versions
from scheduler.watch import (
    Watch,
    Worker,
    enough,
    keep_if_valid,
    note_step,
    nothing_open,
    progress_of,
    seconds_kept,
    status_of,
)

SECONDS_BETWEEN_LOOKS = 0.1
SECONDS_TO_WIND_UP = 5.0
"""How long a search that was told to stop may take to send its last schedule."""
SECONDS_ALONE = 5.0
"""How long the first worker has the machine to itself at most."""
MOST_WORKERS = 64


def solve(
    problem: Problem,
    limits: Limits | None = None,
    *,
    start: Schedule | None = None,
    progress: Callable[[Progress], None] | None = None,
    stop: Callable[[], bool] | None = None,
    keep: Callable[[Schedule], None] | None = None,
) -> Result:
    """Search for the best schedule within the limits; ``stop`` is asked ten times a second.

    ``keep`` is handed every schedule that is better than all before, as the search made it: nobody has judged it
    and it gives no reasons, but another search can begin from it should this one be killed.

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
    watch = Watch(problem, limits, started, _deadline(limits, started), [], progress, stop, keep, start)
    try:
        _follow(watch)
        if watch.prover is not None:
            watch.prover.wait(lambda: watch.told_to_stop_at is not None or watch.late or (stop is not None and stop()))
    finally:
        if watch.prover is not None:
            watch.prover.close()
        for worker in watch.workers:
            worker.process.kill()
            worker.process.join()
            worker.pipe.close()
    for better in watch.found:
        if keep_if_valid(watch, better):
            break
    return _result(watch)


def _deadline(limits: Limits, started: float) -> float | None:
    """When the search must end so that judging and writing still fit into the time."""
    if limits.time_seconds is None:
        return None
    return started + limits.time_seconds - seconds_kept(limits.time_seconds)


def _start_next(watch: Watch) -> None:
    """Start the first worker, and the others once it has a schedule: until then the machine is its own."""
    first = watch.workers[0] if watch.workers else None
    alone = first is not None and first in watch.running and first.latest is None
    if alone and monotonic() - watch.started < SECONDS_ALONE:
        return
    while len(watch.workers) < (1 if first is None else max(1, watch.limits.workers)):
        watch.workers.append(_start(watch, len(watch.workers)))


def _start(watch: Watch, number: int) -> Worker:
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
    return Worker(ours, process)


def _follow(watch: Watch) -> None:
    """Listen until every search has ended or died, or was told to stop and does not answer."""
    _start_next(watch)
    while watch.running:
        now = monotonic()
        if watch.prover is not None:
            watch.prover.listen()
        if watch.told_to_stop_at is None and enough(watch):
            watch.told_to_stop_at = now
            if watch.complete_enough:
                # Nothing that a search could still send is asked for.
                return
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
        if watch.told_to_stop_at is None and not enough(watch):
            # Also where the first worker has just died: what it died of may not befall the others.
            _start_next(watch)


def _lose(worker: Worker) -> None:
    """The process is gone without a word: note what ended it."""
    worker.gone = True
    worker.process.join(SECONDS_BETWEEN_LOOKS)
    code = worker.process.exitcode
    if code is not None and code < 0:
        worker.fault = worker.fault or f"ended by signal {signal.Signals(-code).name}"
    elif code:
        worker.fault = worker.fault or f"ended with exit status {code}"


def _tell_to_stop(pipe: Connection) -> None:
    try:
        pipe.send("stop")
    except OSError:
        # It has just ended; what it sent is still in the pipe.
        return


def _hear(watch: Watch, worker: Worker, message: object) -> None:
    if isinstance(message, Ended):
        worker.ended = message
    elif isinstance(message, Fault):
        worker.gone, worker.fault = True, message.cause
    elif isinstance(message, Better):
        worker.latest = message
        note_step(watch, message.found_at, message.stage, message.score)
        if watch.keep is not None and watch.found[0] is message:
            watch.keep(Schedule(message.sessions, message.allocations))
        # Judging takes its time: only the first schedule, and the first complete one, are judged on the way.
        most = watch.judged.most_placed
        complete = most is not None and len(message.allocations) >= most
        if most is None or (complete and watch.judged.seconds_to_first_complete is None):
            keep_if_valid(watch, message)
        if watch.prover is None and not enough(watch):
            watch.prover = start_prover(watch.problem, watch.limits.memory_megabytes)
    elif isinstance(message, Stale):
        # Under an effort no clock may decide which of equals is kept: the search goes its whole way.
        watch.proven = watch.proven or (watch.limits.effort is None and nothing_open(watch))
    elif isinstance(message, News):
        note_step(watch, monotonic(), message.stage, tuple(message.aims.values()))
        if watch.progress is not None and worker is watch.workers[0]:
            watch.progress(progress_of(watch, message))


def _result(watch: Watch) -> Result:
    judged, status = watch.judged, status_of(watch)
    found = figures(watch.problem, judged.schedule, watch.facts)
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
    return Result(status, judged.schedule, summary, judged.violations, tuple(watch.trace))
