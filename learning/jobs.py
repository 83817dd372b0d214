"""The process that works on runs, reminds people and sends mail.

Runs stand in DBOS, a durable queue in SQLite or PostgreSQL.

The rows of the runs say what is to be done; DBOS sees that each is worked on by one process at a time, and takes
up at its next start what a killed process of this installation left. Work of a machine that never comes back is
found by the rows: a run whose worker has not been heard of is put into the queue again, and the number of its
attempt keeps a worker that was only slow from writing into it (`learning.domain.runs`).
"""

from __future__ import annotations

import fcntl
import logging
import os
import signal
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event
from time import monotonic

from dbos import DBOS, DBOSConfig, SetWorkflowID
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from learning.config import Settings
from learning.database import make_engine, writing
from learning.domain.runs import runs_to_take_up
from learning.domain.scheduling.running import Transaction, work_on_run
from learning.outputs.rounds import ask_what_arrived, see_to_waiting, send_mail, send_reminders, take_in_staff
from learning.vocabulary import RunState

QUEUE = "runs"
SECONDS_BETWEEN_LOOKS = 1.0
SECONDS_BETWEEN_REMINDERS = 60.0

log = logging.getLogger(__name__)


class WorkingAlreadyError(Exception):
    """Another process of this installation works on runs."""


class Place:
    """What the workflow works with; DBOS passes only the number of the run. ``worker`` names this installation."""

    transaction: Transaction
    worker: str


@DBOS.workflow(name="run", max_recovery_attempts=1000)
def run_workflow(run_id: int) -> bool:
    """See a run through. All that counts is in the run's own rows, so going through it twice does no harm."""
    return work_on_run(Place.transaction, run_id, Place.worker)


def work(settings: Settings, stop: Event | None = None) -> None:
    """Work on runs until told to stop. Raises `WorkingAlreadyError` where another process of the installation does."""
    stop = stop or _stopping_on_signals()
    engine = make_engine(settings.database_url)
    Place.transaction, Place.worker = transactions(engine), _kept_id(settings.instance / "worker-id")
    with _alone(settings.instance / "work.lock"):
        DBOS(config=_config(settings, Place.worker))
        DBOS.launch()
        DBOS.register_queue(QUEUE, worker_concurrency=1, polling_interval_sec=0.5)
        next_reminders = monotonic()
        try:
            while not stop.wait(SECONDS_BETWEEN_LOOKS):
                put_into_queue(Place.transaction)
                if monotonic() >= next_reminders:
                    send_reminders(Place.transaction)
                    take_in_staff(Place.transaction)
                    see_to_waiting(Place.transaction)
                    ask_what_arrived(Place.transaction, settings)
                    next_reminders = monotonic() + SECONDS_BETWEEN_REMINDERS
                send_mail(Place.transaction, settings)
        finally:
            DBOS.destroy(workflow_completion_timeout_sec=0)
            engine.dispose()


def put_into_queue(transaction: Transaction) -> None:
    """Hand every run that waits, or whose worker is lost, to DBOS; one that it has already is not taken twice."""
    writing.set(False)
    with transaction() as session:
        found = [(run.id, run.state, f"{run.workflow_id}-{run.attempt}") for run in runs_to_take_up(session)]
    writing.set(True)
    for run_id, state, workflow_id in found:
        if state is not RunState.WAITING:
            log.warning("run %s has not been heard of and is taken up again", run_id)
        with SetWorkflowID(workflow_id):
            DBOS.enqueue_workflow(QUEUE, run_workflow, run_id)


def transactions(engine: Engine) -> Transaction:
    """Transactions on a database, each committed when its block ends well."""

    @contextmanager
    def transaction() -> Iterator[Session]:
        with Session(engine, expire_on_commit=False) as session, session.begin():
            yield session

    return transaction


def _config(settings: Settings, worker: str) -> DBOSConfig:
    url = settings.jobs_database_url or _beside(settings)
    return {
        "name": "learning",
        "system_database_url": url,
        "executor_id": worker,
        "application_version": "1",
        "log_level": "WARNING",
    }


def _beside(settings: Settings) -> str:
    """The queue's own database: a file beside ours, or a schema of its own in our PostgreSQL."""
    if settings.database_url.startswith("sqlite"):
        return f"sqlite:///{settings.instance / 'jobs.sqlite'}"
    return settings.database_url


def _kept_id(path: Path) -> str:
    """The name under which this installation takes up what an earlier process of it left."""
    if not path.exists():
        path.write_text(uuid.uuid4().hex, encoding="ascii")
    return path.read_text(encoding="ascii")


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Hold the installation's lock; the system lets go of it when the process ends, however it ends."""
    with path.open("w", encoding="ascii") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as fault:
            raise WorkingAlreadyError(f"another process works on runs here ({path})") from fault
        file.write(str(os.getpid()))
        file.flush()
        yield


def _stopping_on_signals() -> Event:
    stop = Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    return stop
