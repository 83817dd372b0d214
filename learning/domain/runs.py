"""Runs: asked for, taken up by a worker, told of, stopped, ended in a draft. Each ends in one draft at most.

A worker that takes a run up gets the number of its attempt. Everything that it writes afterwards names that
number; when another worker took the run up in between, because the first had not been heard of, nothing that the
first still writes is taken. The draft is stored in the same transaction that ends the run.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, or_, select, update
from sqlalchemy.orm import Session

from learning.clock import now
from learning.domain.actors import Actor
from learning.domain.trace import record_change
from learning.errors import Refusal
from learning.models import Programme, Run, RunStep, Schedule, Snapshot
from learning.vocabulary import RunKind, RunState, ScheduleState

UNHEARD = timedelta(seconds=45)
"""A worker tells something every few seconds; one not heard of for so long is taken to be lost."""
SHORTEST_SECONDS, LONGEST_SECONDS = 5, 3600
MOST_WAITING = 5
OPEN = (RunState.WAITING, RunState.RUNNING, RunState.STOPPING)


class TakenOverError(Exception):
    """Another worker took the run up, or it was discarded: this one must let go of it."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """One taking-up of a run."""

    run_id: int
    number: int


def ask_for_run(
    session: Session,
    actor: Actor,
    programme: Programme,
    snapshot: Snapshot,
    name: str,
    seconds: int,
    start: Schedule | None = None,
    kind: RunKind = RunKind.SEARCH,
) -> Run:
    """Put a run into the queue. ``start`` is a schedule to go on from instead of nothing, or the one to study."""
    if not name.strip():
        raise Refusal("Enter a name, so that you find the draft again", field="name")
    if not SHORTEST_SECONDS <= seconds <= LONGEST_SECONDS:
        raise Refusal(f"Enter a time of {SHORTEST_SECONDS} seconds to {LONGEST_SECONDS // 60} minutes", field="seconds")
    waiting = select(func.count()).where(Run.programme_id == programme.id, Run.state.in_(OPEN))
    if (session.scalar(waiting) or 0) >= MOST_WAITING:
        raise Refusal(f"{MOST_WAITING} runs are waiting or running; stop or discard one of them first", field="name")
    last = session.scalar(select(func.max(Run.number)).where(Run.programme_id == programme.id)) or 0
    run = Run(
        programme_id=programme.id,
        number=last + 1,
        name=name.strip(),
        kind=kind,
        state=RunState.WAITING,
        snapshot_id=snapshot.id,
        start_id=start.id if start else None,
        limits={"time_seconds": seconds, "seed": last},
        progress={},
        workflow_id=f"run-{secrets.token_hex(16)}",
        asked_by=actor.name,
        asked_at=now(),
    )
    session.add(run)
    session.flush()
    record_change(
        session, actor, programme, "ask for run", f"Run {run.number}", f"Run {run.number}, {run.name}, was started."
    )
    return run


def stop_run(session: Session, actor: Actor, programme: Programme, run: Run) -> None:
    """Ask a run to stop and keep its best schedule; one that still waits is discarded."""
    if run.state is RunState.WAITING:
        discard_run(session, actor, programme, run)
        return
    if run.state is not RunState.RUNNING:
        raise Refusal("This run does not run any more")
    run.state = RunState.STOPPING
    session.flush()
    record_change(
        session,
        actor,
        programme,
        "stop run",
        f"Run {run.number}",
        f"Run {run.number} was told to stop and keep its best.",
    )


def discard_run(session: Session, actor: Actor, programme: Programme, run: Run) -> None:
    """Give a run up: it stops if it runs, and its draft, if it has one that is not released, is discarded."""
    if run.schedule_id is not None:
        draft = session.get_one(Schedule, run.schedule_id)
        if draft.state is not ScheduleState.DRAFT:
            raise Refusal(f"Draft {draft.number} has been released, so this run cannot be discarded")
        draft.state = ScheduleState.DISCARDED
    run.state = RunState.DISCARDED
    run.best = None
    run.ended_at = run.ended_at or now()
    session.flush()
    record_change(
        session, actor, programme, "discard run", f"Run {run.number}", f"Run {run.number}, {run.name}, was discarded."
    )


def runs_to_take_up(session: Session, moment: datetime | None = None) -> Sequence[Run]:
    """Runs that wait, and those whose worker has not been heard of."""
    unheard = (moment or now()) - UNHEARD
    return session.scalars(
        select(Run)
        .where(
            or_(
                Run.state == RunState.WAITING,
                Run.state.in_((RunState.RUNNING, RunState.STOPPING)) & (Run.told_at < unheard),
            )
        )
        .order_by(Run.id)
    ).all()


def take_up(session: Session, run_id: int, worker: str) -> Attempt | None:
    """Begin an attempt of a run; None where it has ended, was discarded, or another worker is at it.

    ``worker`` names the installation, which has one worker at a time: what it finds as its own was left by one
    that is no more.
    """
    moment = now()
    run = session.get(Run, run_id)
    if run is None or run.state not in OPEN:
        return None
    heard_of = run.told_at is not None and run.told_at >= moment - UNHEARD
    if run.state is not RunState.WAITING and run.worker != worker and heard_of:
        return None
    taken = session.execute(
        update(Run)
        .where(Run.id == run_id, Run.attempt == run.attempt, Run.state.in_(OPEN))
        .values(
            attempt=run.attempt + 1,
            worker=worker,
            state=RunState.STOPPING if run.state is RunState.STOPPING else RunState.RUNNING,
            started_at=run.started_at or moment,
            told_at=moment,
        )
        .execution_options(synchronize_session=False)
    )
    session.expire(run)
    return Attempt(run_id, run.attempt) if taken.rowcount == 1 else None  # type: ignore[attr-defined]


def tell_of_run(
    session: Session, attempt: Attempt, progress: Mapping[str, Any], seconds_used: float, best: bytes | None = None
) -> bool:
    """Write down how the run stands, with the best schedule if there is a better one. Whether it is asked to stop.

    Raises `TakenOverError` where the run is no longer this attempt's.
    """
    moment = now()
    values: dict[str, Any] = {"told_at": moment, "seconds_used": seconds_used}
    if progress:
        values["progress"] = dict(progress)
    if best is not None:
        values |= {"best": best, "best_at": moment}
    _write(session, attempt, values)
    return session.scalar(select(Run.state).where(Run.id == attempt.run_id)) is RunState.STOPPING


def add_step(session: Session, attempt: Attempt, seconds: float, stage: str, aims: Mapping[str, Any]) -> None:
    """Add something that happened to the run's log."""
    session.add(RunStep(run_id=attempt.run_id, seconds=seconds, stage=stage, aims=dict(aims)))
    session.flush()


def end_run(
    session: Session, attempt: Attempt, draft: Schedule | None, summary: Mapping[str, Any], fault: str = ""
) -> None:
    """End the run with the draft that it gave, with what a study found, or with the fault that kept it from either."""
    _write(
        session,
        attempt,
        {
            "state": RunState.FAILED if fault else RunState.ENDED,
            "schedule_id": draft.id if draft else None,
            "summary": dict(summary),
            "fault": fault,
            "ended_at": now(),
            "best": None,
        },
    )


def claim(session: Session, attempt: Attempt) -> None:
    """Hold the run until the transaction ends, so that nobody takes it over while its draft is stored."""
    _write(session, attempt, {"told_at": now()})


def _write(session: Session, attempt: Attempt, values: Mapping[str, Any]) -> None:
    written = session.execute(
        update(Run)
        .where(
            Run.id == attempt.run_id,
            Run.attempt == attempt.number,
            Run.state.in_((RunState.RUNNING, RunState.STOPPING)),
        )
        .values(**values)
        .execution_options(synchronize_session=False)
    )
    if written.rowcount != 1:  # type: ignore[attr-defined]
        raise TakenOverError(f"run {attempt.run_id} is no longer that of attempt {attempt.number}")
