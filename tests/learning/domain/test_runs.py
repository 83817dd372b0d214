"""Runs: one draft each, whoever is killed, slow or asked to stop."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from learning.clock import now
from learning.database import make_engine
from learning.domain.runs import (
    UNHEARD,
    Attempt,
    TakenOverError,
    add_step,
    ask_for_run,
    claim,
    discard_run,
    end_run,
    runs_to_take_up,
    stop_run,
    take_up,
    tell_of_run,
)
from learning.domain.scheduling.problems import problem_of, take_snapshot
from learning.domain.scheduling.running import pack, unpack, work_on_run
from learning.domain.scheduling.schedules import schedule_of
from learning.errors import Refusal
from learning.jobs import transactions
from learning.models import Run, RunStep, Schedule, Snapshot
from learning.vocabulary import RunState, ScheduleState
from scheduler import judge
from tests.learning.programmes import fill, sample_result
from tests.learning.world import SYSTEM, World, make_world


def asked(session: Session, world: World, seconds: int = 5) -> Run:
    fill(session, world)
    run = ask_for_run(session, SYSTEM, world.programme, take_snapshot(session, world.programme), "A try", seconds)
    session.commit()
    return run


def test_run_ends_in_a_judged_draft_on_both_databases(app_on_both: Flask, session_on_both: Session) -> None:
    session = session_on_both
    run = asked(session, make_world(session))
    engine = make_engine(app_on_both.config["SQLALCHEMY_DATABASE_URI"])
    assert work_on_run(transactions(engine), run.id, "here")
    engine.dispose()
    session.refresh(run)
    assert (run.state, run.fault, run.best) == (RunState.ENDED, "", None)
    draft = session.get_one(Schedule, run.schedule_id)
    assert (draft.state, draft.name, draft.number) == (ScheduleState.DRAFT, "A try", 1)
    problem = problem_of(session.get_one(Snapshot, draft.snapshot_id))
    assert judge(problem, schedule_of(session, draft)).valid
    assert run.progress["placed"] == draft.summary["aims"]["placed"]["value"]
    assert session.scalars(select(RunStep).where(RunStep.run_id == run.id)).first() is not None


def test_run_that_has_ended_is_not_worked_on_again(app: Flask, session: Session, world: World) -> None:
    run = asked(session, world)
    engine = make_engine(app.config["SQLALCHEMY_DATABASE_URI"])
    assert work_on_run(transactions(engine), run.id, "here")
    assert not work_on_run(transactions(engine), run.id, "here")
    engine.dispose()
    assert len(session.scalars(select(Schedule)).all()) == 1


def test_run_goes_on_from_the_best_schedule_that_was_kept(app: Flask, session: Session, world: World) -> None:
    run = asked(session, world)
    attempt = take_up(session, run.id, "here")
    assert attempt is not None
    found = sample_result().schedule
    assert found is not None
    tell_of_run(session, attempt, {}, 3.0, pack(found))
    session.commit()
    engine = make_engine(app.config["SQLALCHEMY_DATABASE_URI"])
    assert work_on_run(transactions(engine), run.id, "here")
    engine.dispose()
    session.refresh(run)
    assert run.state is RunState.ENDED
    assert run.seconds_used > 3.0
    draft = session.get_one(Schedule, run.schedule_id)
    assert draft.summary["aims"]["placed"]["value"] >= len(found.allocations)


def test_schedule_survives_packing() -> None:
    found = sample_result().schedule
    assert found is not None
    again = unpack(pack(found))
    assert (again.sessions, again.allocations) == (found.sessions, found.allocations)


def test_run_without_a_schedule_fails_in_words(app: Flask, session: Session, world: World) -> None:
    run = asked(session, world)
    snapshot = session.get_one(Snapshot, run.snapshot_id)
    snapshot.content, snapshot.sha256 = b"no zip", "0" * 64
    session.commit()
    engine = make_engine(app.config["SQLALCHEMY_DATABASE_URI"])
    assert work_on_run(transactions(engine), run.id, "here")
    engine.dispose()
    session.refresh(run)
    assert run.state is RunState.FAILED
    assert run.fault == "The search failed: BadZipFile: File is not a zip file"
    assert session.scalars(select(Schedule)).all() == []


def test_attempt_that_was_taken_over_writes_nothing_any_more(session: Session, world: World) -> None:
    run = asked(session, world)
    first = take_up(session, run.id, "slow")
    assert first is not None
    session.execute(update(Run).values(told_at=now() - UNHEARD - timedelta(seconds=1)))
    second = take_up(session, run.id, "other")
    assert second == Attempt(run.id, 2)
    for write in (
        lambda: tell_of_run(session, first, {"stage": "late"}, 9.0),
        lambda: claim(session, first),
        lambda: end_run(session, first, None, {}),
    ):
        with pytest.raises(TakenOverError):
            write()
    assert not tell_of_run(session, second, {"stage": "going on"}, 1.0)


def test_run_that_somebody_else_is_at_is_not_taken_up(session: Session, world: World) -> None:
    run = asked(session, world)
    assert take_up(session, run.id, "one") is not None
    assert take_up(session, run.id, "other") is None


def test_run_of_the_own_installation_is_taken_up_at_once(session: Session, world: World) -> None:
    run = asked(session, world)
    assert take_up(session, run.id, "here") == Attempt(run.id, 1)
    assert take_up(session, run.id, "here") == Attempt(run.id, 2)


def test_runs_that_wait_or_are_not_heard_of_are_to_be_taken_up(session: Session, world: World) -> None:
    waiting, lost, going_on = (asked(session, world) for _ in range(3))
    for run in (lost, going_on):
        assert take_up(session, run.id, "one") is not None
    session.execute(update(Run).where(Run.id == lost.id).values(told_at=now() - UNHEARD - timedelta(seconds=1)))
    session.commit()
    assert [run.id for run in runs_to_take_up(session)] == [waiting.id, lost.id]


def test_stopping_is_heard_and_the_best_is_kept(session: Session, world: World) -> None:
    run = asked(session, world)
    attempt = take_up(session, run.id, "here")
    assert attempt is not None
    session.refresh(run)
    assert not tell_of_run(session, attempt, {}, 1.0)
    stop_run(session, SYSTEM, world.programme, run)
    assert tell_of_run(session, attempt, {}, 2.0)
    again = take_up(session, run.id, "here")
    assert again is not None
    assert tell_of_run(session, again, {}, 3.0), "a run that was to stop goes on stopping after a kill"


def test_stopping_a_run_that_waits_discards_it(session: Session, world: World) -> None:
    run = asked(session, world)
    stop_run(session, SYSTEM, world.programme, run)
    assert run.state is RunState.DISCARDED
    assert take_up(session, run.id, "here") is None


def test_discarded_run_takes_its_draft_with_it(app: Flask, session: Session, world: World) -> None:
    run = asked(session, world)
    engine = make_engine(app.config["SQLALCHEMY_DATABASE_URI"])
    work_on_run(transactions(engine), run.id, "here")
    engine.dispose()
    session.refresh(run)
    discard_run(session, SYSTEM, world.programme, run)
    assert session.get_one(Schedule, run.schedule_id).state is ScheduleState.DISCARDED


def test_run_whose_draft_is_released_is_not_discarded(app: Flask, session: Session, world: World) -> None:
    run = asked(session, world)
    engine = make_engine(app.config["SQLALCHEMY_DATABASE_URI"])
    work_on_run(transactions(engine), run.id, "here")
    engine.dispose()
    session.refresh(run)
    session.get_one(Schedule, run.schedule_id).state = ScheduleState.RELEASED
    with pytest.raises(Refusal, match="has been released"):
        discard_run(session, SYSTEM, world.programme, run)


@pytest.mark.parametrize(
    ("name", "seconds", "words"), [(" ", 60, "Enter a name"), ("A", 4, "Enter a time"), ("A", 3601, "Enter a time")]
)
def test_run_that_makes_no_sense_is_refused(
    session: Session, world: World, name: str, seconds: int, words: str
) -> None:
    fill(session, world)
    with pytest.raises(Refusal, match=words):
        ask_for_run(session, SYSTEM, world.programme, take_snapshot(session, world.programme), name, seconds)


def test_no_more_than_five_runs_wait(session: Session, world: World) -> None:
    for _ in range(5):
        asked(session, world)
    with pytest.raises(Refusal, match="5 runs are waiting or running"):
        asked(session, world)


def test_steps_stand_in_their_order(session: Session, world: World) -> None:
    run = asked(session, world)
    attempt = take_up(session, run.id, "here")
    assert attempt is not None
    for groups in (9, 8, 7):
        add_step(session, attempt, 1.0, "groups", {"groups": groups})
    steps = session.scalars(select(RunStep).order_by(RunStep.id)).all()
    assert [step.aims["groups"] for step in steps] == [9, 8, 7]
