"""`learning sample`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from click.testing import Result

Type = Callable[..., Result]


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_sample_is_made_and_says_what_next(learning: Type, tmp_path: Path) -> None:
    result = learning("sample", tmp_path / "council", "--staff", 60)
    assert result.exit_code == 0
    assert result.stdout.startswith("Made a council of 60 staff in ")
    assert (tmp_path / "council" / "programme.toml").exists()


def test_sample_of_same_seed_is_the_same_and_of_another_seed_another(learning: Type, tmp_path: Path) -> None:
    for name, seed in (("first", 3), ("again", 3), ("other", 4)):
        learning("sample", tmp_path / name, "--staff", 60, "--seed", seed)
    assert contents(tmp_path / "first") == contents(tmp_path / "again")
    assert contents(tmp_path / "first") != contents(tmp_path / "other")


def test_sample_writes_nothing_over(learning: Type, tmp_path: Path) -> None:
    (tmp_path / "staff.csv").write_text("mine", encoding="utf-8")
    result = learning("sample", tmp_path, "--staff", 60)
    assert result.exit_code == 2
    assert result.stderr.startswith("No council was made: ")
    assert contents(tmp_path) == {"staff.csv": b"mine"}


def test_sample_of_an_impossible_size_is_refused(learning: Type, tmp_path: Path) -> None:
    for staff in (0, -5, 1, 10_000_000, "many"):
        result = learning("sample", tmp_path / "council", "--staff", staff)
        assert result.exit_code == 2, staff
        assert not (tmp_path / "council").exists()


def test_sample_below_a_file_is_refused(learning: Type, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert learning("sample", tmp_path / "file" / "council", "--staff", 60).exit_code == 2
