"""The prover: a child process that solves the exact models beside the search, and what it has sent so far."""

from __future__ import annotations

import multiprocessing
import resource
import signal
from collections.abc import Callable
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess

from scheduler.bounds.facts import Fact, Facts
from scheduler.problem import Problem

MEGABYTE = 2**20
SECONDS_BETWEEN_LOOKS = 0.1
NAME = "prover"


@dataclass
class Prover:
    """One child process, and the facts that it has proven until now."""

    pipe: Connection
    process: SpawnProcess
    facts: Facts = field(default_factory=Facts)
    ended: bool = False

    def listen(self) -> None:
        """Take in what has been sent; does not wait."""
        try:
            while not self.ended and self.pipe.poll():
                self._take(self.pipe.recv())
        except (EOFError, OSError):
            # It died: what it has proven stays proven.
            self.ended = True

    def wait(self, stopped: Callable[[], bool]) -> None:
        """Listen until every model is solved, or until told to stop."""
        while not self.ended and not stopped():
            self.pipe.poll(SECONDS_BETWEEN_LOOKS)
            self.listen()

    def close(self) -> None:
        """End the process; the facts stay."""
        self.listen()
        self.process.kill()
        self.process.join()
        self.pipe.close()

    def _take(self, fact: Fact | None) -> None:
        if fact is None:
            self.ended = True
        else:
            self.facts = self.facts.beside(fact)


def start_prover(problem: Problem, memory_megabytes: int) -> Prover:
    """Begin to prove in a process of its own."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=run, args=(theirs, problem, memory_megabytes), name=NAME, daemon=True)
    # Ctrl-C reaches every process of a terminal: only the parent is to act on it.
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    process.start()
    signal.pthread_sigmask(signal.SIG_SETMASK, before)
    theirs.close()
    return Prover(ours, process)


def run(pipe: Connection, problem: Problem, memory_megabytes: int) -> None:
    """In the child: send every fact as it is proven, None at the end."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _, hard = resource.getrlimit(resource.RLIMIT_DATA)
    wanted = memory_megabytes * MEGABYTE
    resource.setrlimit(resource.RLIMIT_DATA, (wanted if hard == resource.RLIM_INFINITY else min(wanted, hard), hard))
    try:
        # After the limit: the solver's own memory counts too.
        from scheduler.proofs.prove import prove

        for fact in prove(problem):
            pipe.send(fact)
        pipe.send(None)
    except (BrokenPipeError, ConnectionResetError, ImportError, MemoryError):
        # Nobody listens any more, or memory has run out, for the solver itself (an ImportError) or for a model:
        # what was proven until now stands.
        return
