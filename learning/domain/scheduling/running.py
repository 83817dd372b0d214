"""One attempt of a run: the search, what it tells on the way, and the draft that it ends in."""

from __future__ import annotations

import json
import logging
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from threading import Event, Thread
from time import monotonic
from typing import Any

from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from learning.domain.actors import Actor
from learning.domain.runs import Attempt, TakenOverError, add_step, claim, end_run, take_up, tell_of_run
from learning.domain.scheduling.problems import problem_of
from learning.domain.scheduling.schedules import keep_draft, plain, schedule_of
from learning.domain.scheduling.studies import study
from learning.models import Programme, Run, Schedule, Snapshot
from learning.vocabulary import RunKind
from scheduler import Limits, Progress, Result, solve
from scheduler.judging import StartRefusedError
from scheduler.problem import Problem
from scheduler.schedule import Allocation
from scheduler.schedule import Schedule as Found
from scheduler.schedule import Session as FoundSession

SECONDS_BETWEEN_WORDS = 1.0
LEAST_SECONDS = 5.0
"""What a run that was taken up again still gets, however little of its time is left."""

log = logging.getLogger(__name__)

Transaction = Callable[[], AbstractContextManager[Session]]
"""A transaction of its own, committed when its block ends well."""


@dataclass(frozen=True, slots=True)
class Given:
    """What an attempt works on."""

    attempt: Attempt
    problem: Problem
    limits: Limits
    start: Found | None
    seconds_used: float
    kind: RunKind


@dataclass
class Telling:
    """Passes on once a second what the search tells, in a thread of its own, and whether the run shall stop."""

    transaction: Transaction
    given: Given
    began: float
    progress: dict[str, Any] = field(default_factory=dict)
    aims: Mapping[str, Any] = field(default_factory=dict)
    best: Found | None = None
    stop: bool = False
    taken_over: bool = False

    @property
    def seconds_used(self) -> float:
        return self.given.seconds_used + monotonic() - self.began

    def hear(self, progress: Progress) -> None:
        self.progress = plain(
            {
                "stage": progress.stage, "seconds": self.given.seconds_used + progress.seconds,
                "placed": progress.placed, "audience": progress.audience, "groups": progress.groups,
                "groups_bound": progress.groups_bound, "aims": dict(progress.aims),
            }
        )  # fmt: skip

    def keep(self, found: Found) -> None:
        self.best = found

    def asked_to_stop(self) -> bool:
        return self.stop or self.taken_over

    def tell(self) -> None:
        best, self.best = self.best, None
        progress = self.progress
        with self.transaction() as session:
            packed = pack(best) if best is not None else None
            self.stop |= tell_of_run(session, self.given.attempt, progress, self.seconds_used, packed)
            aims = progress.get("aims", {})
            if aims and aims != self.aims:
                add_step(session, self.given.attempt, progress["seconds"], progress["stage"], aims)
                self.aims = aims

    def go_on_telling(self, done: Event) -> None:
        """Tell until the search is done; a database that is away for a moment is asked again."""
        while not done.wait(SECONDS_BETWEEN_WORDS):
            try:
                self.tell()
            except TakenOverError:
                self.taken_over = True
                return
            except OperationalError as fault:
                log.warning("the database does not answer: %s", fault.orig)


@contextmanager
def telling_of(transaction: Transaction, given: Given) -> Iterator[Telling]:
    """What is told while the block runs."""
    telling, done = Telling(transaction, given, monotonic()), Event()
    thread = Thread(target=telling.go_on_telling, args=(done,), daemon=True)
    thread.start()
    try:
        yield telling
    finally:
        done.set()
        thread.join()


def work_on_run(transaction: Transaction, run_id: int, worker: str) -> bool:
    """Take a run up and see it through; whether there was anything to do.

    ``worker`` names the installation. Called again for the same run after the process was killed, it goes on from
    the best schedule that was kept.
    """
    with transaction() as session:
        attempt = take_up(session, run_id, worker)
    if attempt is None:
        return False
    try:
        with transaction() as session:
            given = _given(session, attempt)
        with telling_of(transaction, given) as telling:
            if given.kind is RunKind.STUDY:
                report = study(given.problem, given.start, given.limits, telling)
            else:
                result = _solve(given, telling)
    except Exception as fault:
        log.exception("run %s failed", run_id)
        _fail(transaction, attempt, f"The search failed: {type(fault).__name__}: {fault}")
        return True
    if telling.taken_over:
        return True
    if given.kind is RunKind.STUDY:
        _keep_report(transaction, given, report, telling)
    else:
        _finish(transaction, given, result, telling)
    return True


def _given(session: Session, attempt: Attempt) -> Given:
    run = session.get_one(Run, attempt.run_id)
    problem = problem_of(session.get_one(Snapshot, run.snapshot_id))
    start = unpack(run.best) if run.best is not None else None
    if start is None and run.start_id is not None:
        start = schedule_of(session, session.get_one(Schedule, run.start_id))
    left = max(LEAST_SECONDS, run.limits["time_seconds"] - run.seconds_used)
    limits = Limits(time_seconds=left, seed=run.limits["seed"], workers=run.limits.get("workers", 2))
    return Given(attempt, problem, limits, start, run.seconds_used, run.kind)


def _solve(given: Given, telling: Telling) -> Result:
    try:
        return _search(given, telling, given.start)
    except StartRefusedError:
        # The schedule to go on from does not keep the rules of today: begin anew, with all the time there is.
        return _search(given, telling, None)


def _search(given: Given, telling: Telling, start: Found | None) -> Result:
    return solve(
        given.problem, given.limits, start=start, progress=telling.hear, stop=telling.asked_to_stop, keep=telling.keep
    )


def _finish(transaction: Transaction, given: Given, result: Result, telling: Telling) -> None:
    """Store the draft and end the run, both or neither."""
    summary = plain(result.summary)
    with transaction() as session:
        try:
            claim(session, given.attempt)
        except TakenOverError:
            return
        run = session.get_one(Run, given.attempt.run_id)
        draft = None
        if result.schedule is not None:
            programme = session.get_one(Programme, run.programme_id)
            snapshot = session.get_one(Snapshot, run.snapshot_id)
            actor = Actor(run.asked_by)
            draft = keep_draft(session, actor, programme, result.schedule, summary, name=run.name, snapshot=snapshot)
        fault = "" if draft else "No schedule that keeps every rule was reached in the time. Give it more time."
        tell_of_run(session, given.attempt, telling.progress, telling.seconds_used)
        end_run(session, given.attempt, draft, summary, fault)


def _keep_report(transaction: Transaction, given: Given, report: Mapping[str, Any], telling: Telling) -> None:
    with transaction() as session:
        try:
            tell_of_run(session, given.attempt, telling.progress, telling.seconds_used)
            end_run(session, given.attempt, None, report)
        except TakenOverError:
            return


def _fail(transaction: Transaction, attempt: Attempt, fault: str) -> None:
    with transaction() as session:
        try:
            end_run(session, attempt, None, {}, fault)
        except TakenOverError:
            return


def pack(found: Found) -> bytes:
    """Sessions and places of a schedule as few bytes; reasons of those left are made anew anyway."""
    sessions = [
        (
            one.session_id, one.strand, one.group_id, one.meeting, one.start.isoformat(), one.end.isoformat(),
            one.venue_id, one.trainer_ids,
        )
        for one in found.sessions
    ]  # fmt: skip
    places = [(one.staff_id, one.strand, one.group_id) for one in found.allocations]
    return zlib.compress(json.dumps([sessions, places]).encode(), 1)


def unpack(content: bytes) -> Found:
    """What `pack` packed."""
    sessions, places = json.loads(zlib.decompress(content))
    return Found(
        tuple(
            FoundSession(
                one[0], one[1], one[2], one[3], datetime.fromisoformat(one[4]), datetime.fromisoformat(one[5]), one[6],
                tuple(one[7]),
            )
            for one in sessions
        ),
        tuple(Allocation(*place) for place in places),
    )  # fmt: skip
