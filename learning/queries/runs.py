"""Runs and what happened in them."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, defer

from learning.models import Programme, Run, RunStep
from learning.vocabulary import RunKind, RunState


def runs_of(session: Session, programme: Programme) -> Sequence[Run]:
    """Every search that was not discarded, newest first."""
    return session.scalars(
        select(Run)
        .where(Run.programme_id == programme.id, Run.state != RunState.DISCARDED, Run.kind == RunKind.SEARCH)
        .order_by(Run.number.desc())
        .options(defer(Run.summary))
    ).all()


def run_with_number(session: Session, programme: Programme, number: int) -> Run | None:
    return session.scalar(select(Run).where(Run.programme_id == programme.id, Run.number == number))


def steps_of(session: Session, run: Run) -> Sequence[RunStep]:
    """What happened in a run, in its order."""
    return session.scalars(select(RunStep).where(RunStep.run_id == run.id).order_by(RunStep.id)).all()
