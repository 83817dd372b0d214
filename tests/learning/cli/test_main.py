"""The command itself: help, version, and that it answers at once."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from importlib.metadata import version

import pytest
from click.testing import Result

COMMANDS = ("schedule", "check", "realism", "sample")
SLOW = ("ortools", "numpy", "pandas", "rich", "scheduler.engine", "scheduler.folder")


def test_help_names_every_command_and_shows_examples(learning: Callable[..., Result]) -> None:
    result = learning("--help")
    assert result.exit_code == 0
    assert all(f"\n  {name}" in result.stdout for name in COMMANDS)
    assert "learning schedule council --out" in result.stdout


def test_version_is_the_installed_one(learning: Callable[..., Result]) -> None:
    assert learning("--version").stdout == f"learning, version {version('learning')}\n"


@pytest.mark.parametrize("command", COMMANDS)
def test_command_has_help_of_its_own(learning: Callable[..., Result], command: str) -> None:
    result = learning(command, "--help")
    assert result.exit_code == 0
    assert f"Usage: main {command}" in result.stdout


def test_help_loads_nothing_slow() -> None:
    code = (
        "import sys\n"
        "from learning.cli import main\n"
        "main(['schedule', '--help'], standalone_mode=False)\n"
        f"print([name for name in {SLOW!r} if name in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stderr.strip() == "[]"


def test_output_in_a_narrow_character_set_is_no_error() -> None:
    done = subprocess.run(
        [sys.executable, "-c", "from learning.cli import main; main()", "realism", "no–such–folder"],
        capture_output=True,
        env={"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"},
        check=False,
    )
    assert done.returncode == 2
    assert b"Traceback" not in done.stderr
