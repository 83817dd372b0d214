"""Studying a schedule: who is short of the same thing, what would place them, and trying it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from sqlalchemy import select
from sqlalchemy.orm import Session

from learning.domain.actors import Actor
from learning.domain.runs import ask_for_run
from learning.domain.scheduling.edits import edited
from learning.domain.scheduling.folder_in import take_in_folder
from learning.domain.scheduling.folder_out import folder_texts
from learning.domain.scheduling.problems import snapshot_of, take_snapshot, unpacked_folder
from learning.errors import Refusal
from learning.models import Programme, Run, Schedule, Snapshot
from learning.vocabulary import RunKind, RunState
from scheduler.bottlenecks import Effort, Step, bottlenecks
from scheduler.judging import judge_found
from scheduler.outcome import Limits
from scheduler.problem import Problem
from scheduler.schedule import Schedule as Found

STUDY_SECONDS = 120
TRY_SECONDS = 60
LONGEST_NAME = 200


class Listener(Protocol):
    """What is told on the way, and whether the study shall stop."""

    progress: dict[str, Any]

    def asked_to_stop(self) -> bool: ...


class NotStudiedError(Exception):
    """The schedule breaks rules of today, so that nothing can be said of it."""


def ask_for_study(session: Session, actor: Actor, programme: Programme, schedule: Schedule) -> Run:
    """Put the study of a schedule into the queue; one that waits or runs already is not asked for twice."""
    open_states = (RunState.WAITING, RunState.RUNNING, RunState.STOPPING)
    found = session.scalar(
        select(Run).where(Run.start_id == schedule.id, Run.kind == RunKind.STUDY, Run.state.in_(open_states))
    )
    if found is not None:
        return found
    snapshot = session.get(Snapshot, schedule.snapshot_id) if schedule.snapshot_id else None
    name = f"What would help those without a place in draft {schedule.number}"
    return ask_for_run(
        session, actor, programme, snapshot or take_snapshot(session, programme), name, STUDY_SECONDS, schedule,
        RunKind.STUDY,
    )  # fmt: skip


def last_study(session: Session, schedule: Schedule) -> Run | None:
    """The last study of a schedule that was not discarded."""
    return session.scalar(
        select(Run)
        .where(Run.start_id == schedule.id, Run.kind == RunKind.STUDY, Run.state != RunState.DISCARDED)
        .order_by(Run.id.desc())
        .limit(1)
    )


def study(problem: Problem, schedule: Found | None, limits: Limits, listener: Listener) -> Mapping[str, Any]:
    """The report on everybody left in a schedule, as plain values. Raises `NotStudiedError`."""
    assert schedule is not None, "a study is always of a schedule"
    judged = judge_found(problem, schedule.sessions, schedule.allocations)
    if judged.violations:
        raise NotStudiedError(f"the schedule breaks a rule of the programme: {judged.violations[0].sentence}")

    def hear(step: Step) -> None:
        listener.progress = {"stage": step.stage, "seconds": step.seconds, "done": step.done, "of": step.of}

    report = bottlenecks(
        problem, judged.schedule, effort=Effort(seed=limits.seed), time_seconds=limits.time_seconds,
        workers=limits.workers, progress=hear, stop=listener.asked_to_stop,
    )  # fmt: skip
    return report.as_json()


def try_remedies(
    session: Session,
    actor: Actor,
    programme: Programme,
    found: Run,
    remedies: Sequence[str],
    name: str,
    seconds: int = TRY_SECONDS,
) -> Run:
    """Start a run under the rules as these remedies of a study change them; the programme itself stays as it is.

    ``remedies`` are their ids; ``cheapest`` is the cheapest set. Raises `StaleEdit` where the programme was changed
    since, and refuses remedies that the study has not found.
    """
    report = found.summary
    together = (report.get("cheapest_set") or {}).get("remedies", [])
    known = {remedy["id"]: remedy for remedy in report.get("remedies", [])}
    chosen = together if list(remedies) == ["cheapest"] else [known[one] for one in remedies if one in known]
    if not chosen:
        raise Refusal("Choose a change to try")
    edits = [edit for remedy in chosen for edit in remedy["edits"]]
    snapshot = snapshot_of(session, programme, edited(folder_texts(session, programme), edits))
    start = session.get(Schedule, found.start_id)
    return ask_for_run(session, actor, programme, snapshot, name[:LONGEST_NAME], seconds, start)


def adopt(session: Session, actor: Actor, programme: Programme, snapshot: Snapshot) -> None:
    """Make the programme what a snapshot says: the rules that a draft was tried with become its own."""
    with unpacked_folder(snapshot.content) as folder:
        take_in_folder(session, actor, programme, folder)
