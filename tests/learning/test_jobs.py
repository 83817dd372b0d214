"""The process that works on runs: killed and started again, alone in its installation."""

from __future__ import annotations

from pathlib import Path

import pytest

from learning.jobs import WorkingAlreadyError, _alone
from tests.kill_runs import kill_and_count
from tests.learning.conftest import KINDS
from tests.learning.databases import Databases


@pytest.mark.parametrize("kind", KINDS)
def test_run_whose_worker_is_killed_ends_in_one_draft(databases: Databases, kind: str, tmp_path: Path) -> None:
    """The short form of ``python -m tests.kill_runs``."""
    found = kill_and_count(databases, kind, kills=2, runs=1, folder=tmp_path)
    assert found.exactly_once, found


def test_installation_has_one_worker_at_a_time(tmp_path: Path) -> None:
    lock = tmp_path / "lock"
    with _alone(lock), pytest.raises(WorkingAlreadyError, match="another process works on runs"), _alone(lock):
        pass
    with _alone(lock):
        pass
