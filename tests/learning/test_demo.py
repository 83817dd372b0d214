"""The made-up council: in the middle of its programme, with somebody for every role and a past that adds up."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from learning.clock import now
from learning.demo import accounts_by_role, make_demo
from learning.models import Change, LearningSession, Run, Schedule
from learning.vocabulary import Role, RunState, ScheduleState
from scheduler import Limits, solve, write_sample, write_schedule
from scheduler.folder import read_folder

STAFF = 120
WEEKS_IN = 12


@pytest.fixture(scope="module")
def under_way(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A programme that began twelve weeks ago, and a schedule of it."""
    folder = tmp_path_factory.mktemp("council")
    write_sample(folder / "programme", staff=STAFF, starts=now().date() - timedelta(weeks=WEEKS_IN))
    problem = read_folder(folder / "programme").problem
    result = solve(problem, Limits(time_seconds=20, until_complete=True, workers=1))
    assert result.schedule is not None
    write_schedule(result.schedule, result.summary, folder / "schedule")
    return folder / "programme", folder / "schedule"


def test_council_is_in_the_middle_of_its_programme(session: Session, under_way: tuple[Path, Path]) -> None:
    programme = make_demo(session, *under_way)
    first, second, third = session.scalars(select(Schedule).order_by(Schedule.number)).all()
    states = ScheduleState.SUPERSEDED, ScheduleState.RELEASED, ScheduleState.DRAFT
    assert (first.state, second.state, third.state) == states
    assert (first.release_number, second.release_number, third.release_number) == (1, 2, None)
    held = [one.starts_at < now() for one in session.scalars(select(LearningSession).filter_by(schedule_id=second.id))]
    assert any(held)
    assert not all(held)
    assert first.released_at is not None
    assert first.released_at.date().isoformat() < programme.settings["first_day"]
    assert session.scalars(select(Run)).one().state is RunState.WAITING


def test_past_is_told_in_its_order_by_several_people(session: Session, under_way: tuple[Path, Path]) -> None:
    programme = make_demo(session, *under_way)
    changes = session.scalars(select(Change).filter_by(programme_id=programme.id).order_by(Change.id)).all()
    moments = [change.at for change in changes]
    assert moments == sorted(moments)
    assert moments[-1] <= now()
    assert {"Ama Boateng", "Dana Okafor", "Priya Nair"} <= {change.actor_name for change in changes}
    assert [change.action for change in changes].count("release schedule") == 2
    swaps = [change for change in changes if change.action == "swap people"]
    assert len(swaps) == 3
    assert all(change.sentence for change in swaps)


def test_every_role_has_somebody_and_a_second_time_changes_nothing(
    session: Session, under_way: tuple[Path, Path]
) -> None:
    programme = make_demo(session, *under_way)
    people = accounts_by_role(session, programme)
    assert set(people) == set(Role)
    assert len({account.email for account in people.values()}) == len(Role)
    before = session.query(Change).count()
    assert make_demo(session, *under_way) is programme
    assert session.query(Change).count() == before
