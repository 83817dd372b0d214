"""Ctrl-C and SIGTERM while a search runs, in a process of its own."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from scheduler.sample import write_sample

FILES = {"sessions.csv", "allocations.csv", "unplaced.csv", "summary.json"}
PATIENCE_SECONDS = 60


@pytest.fixture(scope="module")
def council(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("council") / "programme"
    write_sample(folder, staff=600)
    return folder


@contextmanager
def searching(council: Path, out: Path) -> Iterator[subprocess.Popen[str]]:
    """A running command that has just told that it placed somebody."""
    command = [
        sys.executable,
        "-c",
        "from learning.cli import main; main()",
        "schedule",
        str(council),
        "--out",
        str(out),
    ]
    command += ["--time-limit", str(2 * PATIENCE_SECONDS)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as running:
        try:
            assert running.stderr is not None
            for line in running.stderr:
                if "placed" in line and "placed 0 of" not in line:
                    break
            yield running
        finally:
            running.kill()


@pytest.mark.parametrize("told_by", [signal.SIGINT, signal.SIGTERM])
def test_stopping_once_writes_the_best_so_far(council: Path, tmp_path: Path, told_by: signal.Signals) -> None:
    with searching(council, tmp_path / "out") as running:
        running.send_signal(told_by)
        running.communicate(timeout=PATIENCE_SECONDS)
        assert running.returncode == 3
    assert {path.name for path in (tmp_path / "out").iterdir()} == FILES


def test_stopping_twice_leaves_at_once_with_nothing(council: Path, tmp_path: Path) -> None:
    with searching(council, tmp_path / "out") as running:
        running.send_signal(signal.SIGINT)
        time.sleep(0.02)
        running.send_signal(signal.SIGINT)
        _, told = running.communicate(timeout=PATIENCE_SECONDS)
        assert running.returncode == 130
        assert told.rstrip().endswith("Left at once: nothing was written.")
    assert not (tmp_path / "out").exists()
