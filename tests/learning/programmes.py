"""Programmes in the database for tests: from a random folder, or a small believable council with a schedule."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from tempfile import mkdtemp

from sqlalchemy.orm import Session

from learning.domain.scheduling.folder_in import take_in_folder
from learning.domain.scheduling.problems import take_snapshot
from learning.domain.scheduling.schedules import keep_draft
from learning.models import Programme, Schedule
from scheduler import Limits, Result, solve, write_sample
from scheduler.folder import read_folder
from tests.learning.world import SYSTEM, World

STAFF = 90


@lru_cache
def sample_folder(staff: int = STAFF) -> Path:
    """A made-up council, written once for all tests of a process."""
    folder = Path(mkdtemp(prefix="council-")) / "programme"
    write_sample(folder, staff=staff, seed=1)
    return folder


@lru_cache
def sample_result(staff: int = STAFF) -> Result:
    """A schedule of the council, searched for once."""
    return solve(read_folder(sample_folder(staff)).problem, Limits(time_seconds=20, until_complete=True, workers=1))


def fill(session: Session, world: World, staff: int = STAFF) -> Programme:
    """Put the made-up council into the world's first programme."""
    take_in_folder(session, SYSTEM, world.programme, sample_folder(staff))
    session.commit()
    return world.programme


def with_draft(session: Session, world: World, staff: int = STAFF, name: str = "First draft") -> Schedule:
    """The world's first programme with the council and a draft of its schedule."""
    programme = fill(session, world, staff)
    result = sample_result(staff)
    assert result.schedule is not None
    snapshot = take_snapshot(session, programme)
    draft = keep_draft(session, SYSTEM, programme, result.schedule, result.summary, name=name, snapshot=snapshot)
    session.commit()
    return draft
