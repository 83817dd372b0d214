"""Ctrl-C and SIGTERM while a search runs, in a process of its own."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from learning.cli.interrupt import watching_signals
from scheduler.sample import write_sample

FILES = {"sessions.csv", "allocations.csv", "unplaced.csv", "summary.json"}
PATIENCE_SECONDS = 60
COMMAND = "from learning.cli import main; main()"


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


def test_stopping_twice_leaves_at_once_and_what_is_said_is_true(council: Path, tmp_path: Path) -> None:
    with searching(council, tmp_path / "out") as running:
        running.send_signal(signal.SIGINT)
        time.sleep(0.02)
        running.send_signal(signal.SIGINT)
        _, told = running.communicate(timeout=PATIENCE_SECONDS)
        left_at_once = running.returncode == 130
        assert left_at_once or running.returncode == 3
        assert left_at_once == told.rstrip().endswith("Left at once: nothing was written.")
    assert (tmp_path / "out").exists() != left_at_once


def searchers(parent: int) -> list[int]:
    """The processes that a running command started to search."""
    children = Path(f"/proc/{parent}/task/{parent}/children").read_text(encoding="ascii").split()
    return [int(child) for child in children if b"spawn_main" in Path(f"/proc/{child}/cmdline").read_bytes()]


@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="only Linux tells here which child is the search")
def test_search_whose_processes_die_leaves_the_best_so_far_and_status_4(council: Path, tmp_path: Path) -> None:
    with searching(council, tmp_path / "out") as running:
        for searcher in searchers(running.pid):
            os.kill(searcher, signal.SIGKILL)
        said, _ = running.communicate(timeout=PATIENCE_SECONDS)
        assert running.returncode == 4
        assert "The search died on the way" in said
    assert {path.name for path in (tmp_path / "out").iterdir()} == FILES


def test_full_disk_is_said_in_words_and_leaves_nothing(council: Path, tmp_path: Path) -> None:
    def allow_no_large_file() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (1_000, 1_000))

    command = [sys.executable, "-B", "-c", COMMAND, "schedule", str(council), "--out", str(tmp_path / "out")]
    done = subprocess.run(
        [*command, "--time-limit", "6"], preexec_fn=allow_no_large_file, capture_output=True, text=True, check=False
    )
    assert done.returncode == 2, done.stderr
    assert "File too large" in done.stderr
    assert "Traceback" not in done.stderr
    assert not any(tmp_path.rglob("*.csv"))


def test_first_interrupt_asks_and_second_raises(capsys: pytest.CaptureFixture[str]) -> None:
    with watching_signals() as interrupt:
        assert not interrupt()
        signal.raise_signal(signal.SIGINT)
        assert interrupt()
        assert "the best schedule so far will be written" in capsys.readouterr().err
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)


def test_request_to_end_is_one_request_however_often() -> None:
    with watching_signals() as interrupt:
        for _ in range(3):
            signal.raise_signal(signal.SIGTERM)
        assert interrupt()


def test_interrupt_after_the_search_disturbs_nothing() -> None:
    with watching_signals() as interrupt:
        interrupt.searching = False
        for _ in range(3):
            signal.raise_signal(signal.SIGINT)
        assert not interrupt()


def test_signals_are_as_before_when_the_command_has_ended() -> None:
    before = signal.getsignal(signal.SIGINT), signal.getsignal(signal.SIGTERM)
    with watching_signals():
        assert signal.getsignal(signal.SIGINT) != before[0]
    assert (signal.getsignal(signal.SIGINT), signal.getsignal(signal.SIGTERM)) == before
