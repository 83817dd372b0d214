"""`learning protect`: the files, the sentences, and what it refuses."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from tests.learning.cli.conftest import Type

COUNTS = "team,directorate,grade,count\n" + "".join(
    f"T{team},D{team // 2},G{grade},{count}\n"
    for team, row in enumerate([(3, 20, 40), (30, 35, 41), (25, 36, 29), (50, 60, 70)])
    for grade, count in enumerate(row)
)


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "table.csv"
    path.write_text(COUNTS, encoding="utf-8")
    return path


def test_protect_writes_the_table_and_its_audit(learning: Type, table: Path, tmp_path: Path) -> None:
    result = learning("protect", table, "--out", tmp_path / "out", "--within", "team=directorate")
    assert result.exit_code == 0, result.output
    assert "the least possible" in result.output
    with (tmp_path / "out" / "protected.csv").open(encoding="utf-8", newline="") as file:
        rows = {(row["team"], row["directorate"], row["grade"]): row for row in csv.DictReader(file)}
    assert rows["T0", "D0", "G0"]["shown"] == "[c]"
    assert rows["T0", "D0", "G0"]["status"] == "primary"
    assert rows["total", "total", "total"]["shown"] == "439"
    audit = json.loads((tmp_path / "out" / "audit.json").read_text(encoding="utf-8"))
    assert audit["gap"] == 0
    assert len(audit["cells"]) == sum(row["shown"] == "[c]" for row in rows.values())
    assert all(cell["width"] >= 1 for cell in audit["cells"] if cell["status"] == "primary")


def test_protect_knows_an_earlier_release(learning: Type, table: Path, tmp_path: Path) -> None:
    first = tmp_path / "first"
    assert learning("protect", table, "--out", first).exit_code == 0
    assert learning("protect", table, "--out", tmp_path / "second", "--earlier", first).exit_code == 0
    result = learning("protect", table, "--out", tmp_path / "third", "--earlier", first, "--hide", "directorate=D1")
    assert result.exit_code == 2
    assert "cannot be taken back" in result.output
    assert not (tmp_path / "third").exists()


def test_protect_lists_every_defect_and_writes_nothing(learning: Type, table: Path, tmp_path: Path) -> None:
    with table.open("a", encoding="utf-8") as file:
        file.write("T0,D0,G0,5\nT9,D1,G0,-1\nT8,,G0,2\nT7,D0,total,2\nT6,D0\n")
    result = learning("protect", table, "--out", tmp_path / "out")
    assert result.exit_code == 2
    assert "5 things to put right" in result.output
    for place in ("row 14, team", "row 15, count", "row 16, directorate", "row 17, grade", "row 18"):
        assert place in result.output
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    "options", [("--hide", "grade=G9"), ("--hide", "G0"), ("--within", "team"), ("--earlier", "no")]
)
def test_protect_refuses_options_that_name_nothing(
    learning: Type, table: Path, tmp_path: Path, options: tuple[str, ...]
) -> None:
    assert learning("protect", table, "--out", tmp_path / "out", *options).exit_code == 2
    assert not (tmp_path / "out").exists()


def test_rounded_and_rolled_up_tables_are_released_twice(learning: Type, table: Path, tmp_path: Path) -> None:
    first = tmp_path / "first"
    asked = ["--within", "team=directorate", "--roll-up", "grade", "--round-to", 5]
    assert learning("protect", table, "--out", first, *asked).exit_code == 0
    with (first / "protected.csv").open(encoding="utf-8", newline="") as file:
        shown = [row["shown"] for row in csv.DictReader(file)]
    assert all(text == "[c]" or int(text) % 5 == 0 for text in shown)
    assert "440" in shown
    assert learning("protect", table, "--out", tmp_path / "second", *asked, "--earlier", first).exit_code == 0
    assert learning("protect", table, "--out", tmp_path / "third", "--roll-up", "nothing").exit_code == 2
