"""`learning schedule` where nothing may be written: every refusal comes before any search."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

Type = Callable[..., Result]


def tree(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*")}


def test_folder_at_fault_names_every_defect_and_writes_nothing(learning: Type, programme: Path, tmp_path: Path) -> None:
    (programme / "venues.csv").unlink()
    staff = (programme / "staff.csv").read_text(encoding="utf-8")
    (programme / "staff.csv").write_text(staff + "E01,Again,Team\n", encoding="utf-8")
    before = tree(tmp_path)
    result = learning("schedule", programme, "--out", tmp_path / "out")
    assert result.exit_code == 2
    assert "to put right; nothing was written." in result.stderr.splitlines()[0]
    assert "venues" in result.stderr
    assert "staff.csv, row 14, staff_id" in result.stderr
    assert result.stdout == ""
    assert tree(tmp_path) == before


def test_folder_at_fault_as_json_is_one_document(learning: Type, programme: Path, tmp_path: Path) -> None:
    (programme / "venues.csv").unlink()
    result = learning("schedule", programme, "--out", tmp_path / "out", "--json")
    document = json.loads(result.stdout)
    assert (result.exit_code, document["status"], document["out"]) == (2, "refused", None)
    assert any("venues" in defect["file"] for defect in document["defects"])
    assert set(document["defects"][0]) == {"file", "message", "row", "column", "value"}
    assert result.stderr == ""


@pytest.mark.parametrize("words", [("--quiet",), ("--quiet", "--json"), ()])
def test_defects_are_said_however_quiet(
    learning: Type, programme: Path, tmp_path: Path, words: tuple[str, ...]
) -> None:
    (programme / "venues.csv").unlink()
    result = learning("schedule", programme, "--out", tmp_path / "out", *words)
    assert result.exit_code == 2
    assert "venues" in result.output


def test_folder_that_is_not_there_is_refused(learning: Type, tmp_path: Path) -> None:
    for folder in ("nowhere", "file"):
        (tmp_path / "file").touch()
        result = learning("schedule", tmp_path / folder, "--out", tmp_path / "out")
        assert result.exit_code == 2
        assert folder in result.stderr
        assert not (tmp_path / "out").exists()


def test_out_that_is_a_programme_folder_is_refused(learning: Type, programme: Path, tmp_path: Path) -> None:
    before = tree(tmp_path)
    (tmp_path / "link").symlink_to(programme)
    for out in (programme, programme / "..", tmp_path / "link", programme / "." / "..", programme / "staff.csv" / "x"):
        result = learning("schedule", programme, "--out", out)
        assert result.exit_code == 2, out
        assert "--out" in result.stderr
    assert tree(tmp_path) == before | {"link"}


def test_out_that_is_another_programme_folder_is_refused(learning: Type, programme: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "programme.toml").write_text("mine", encoding="utf-8")
    result = learning("schedule", programme, "--out", other)
    assert result.exit_code == 2
    assert "is a programme folder, whose tables would be lost" in result.stderr
    assert tree(other) == {"programme.toml"}


def test_out_that_is_a_file_is_refused(learning: Type, programme: Path, tmp_path: Path) -> None:
    (tmp_path / "out").write_text("mine", encoding="utf-8")
    result = learning("schedule", programme, "--out", tmp_path / "out")
    assert result.exit_code == 2
    assert "is a file; name a folder" in result.stderr
    assert (tmp_path / "out").read_text(encoding="utf-8") == "mine"


def test_out_that_cannot_be_written_is_refused_before_the_folder_is_read(
    learning: Type, programme: Path, tmp_path: Path
) -> None:
    (programme / "venues.csv").unlink()
    for out in ("/proc/nothing-can-be-made-here/out", "x" * 300, tmp_path / ("x" * 300) / "out"):
        result = learning("schedule", programme, "--out", out)
        assert result.exit_code == 2
        assert "--out" in result.stderr
        assert "venues" not in result.stderr


@pytest.mark.parametrize(
    "words",
    [
        ("--time-limit", "-1"),
        ("--time-limit", "nan"),
        ("--time-limit", "inf"),
        ("--time-limit", "soon"),
        ("--effort", "-1"),
        ("--effort", "1.5"),
        ("--seed", "-1"),
        ("--workers", "0"),
        ("--workers", "many"),
        ("--unknown",),
    ],
)
def test_option_that_makes_no_sense_is_refused_in_words(
    learning: Type, programme: Path, tmp_path: Path, words: tuple[str, ...]
) -> None:
    result = learning("schedule", programme, "--out", tmp_path / "out", *words)
    assert result.exit_code == 2
    assert words[0] in result.stderr
    assert not (tmp_path / "out").exists()


def test_schedule_without_out_is_refused(learning: Type, programme: Path) -> None:
    result = learning("schedule", programme)
    assert result.exit_code == 2
    assert "--out" in result.stderr


def test_out_with_a_workbook_in_the_way_is_refused_before_the_search(
    learning: Type, programme: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "sessions.xlsx").write_bytes(b"an older schedule")
    result = learning("schedule", programme, "--out", out)
    assert result.exit_code == 2
    assert "sessions.xlsx" in result.stderr
    assert [path.name for path in out.iterdir()] == ["sessions.xlsx"]
