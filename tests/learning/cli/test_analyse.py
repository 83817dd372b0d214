"""`learning analyse`: the files, the sentences, and what it refuses."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from tests.learning.cli.conftest import Type
from tests.learning.statistics.programmes import rows, written

FILES = {"results.json", "estimates.csv", "breakdowns.csv", "suppressed.csv", "response.csv", "linking.csv"}


@pytest.fixture
def answers(tmp_path: Path) -> Path:
    return written(tmp_path / "answers.csv", rows(people=45))


def test_analyse_writes_results_and_tables(learning: Type, answers: Path, tmp_path: Path) -> None:
    result = learning("analyse", answers, "--out", tmp_path / "new" / "figures", "--primary", "P")
    assert result.exit_code == 0
    out = tmp_path / "new" / "figures"
    assert {path.name for path in out.iterdir()} >= FILES
    figures = json.loads((out / "results.json").read_text(encoding="utf-8"))
    assert figures["sensitivity"]["P"]["family"] == "primary"
    with (out / "estimates.csv").open(encoding="utf-8", newline="") as file:
        table = {(row["item"], row["wave"], row["estimate"]): row for row in csv.DictReader(file)}
    linked = table["P", "post", "linked"]
    assert float(linked["mean_change"]) == figures["items"]["P"]["estimates"]["linked"]["mean_change"]
    assert table["P", "post", "unlinked"]["n"] == "[c]"
    assert table["P", "year_on", "linked"]["n"] == ""


def test_analyse_lists_every_defect_and_writes_nothing(learning: Type, answers: Path, tmp_path: Path) -> None:
    with answers.open("a", encoding="utf-8") as file:
        file.write("r,post,,,,,,P,6\nr,afterwards,,,,,,P,3\n")
    result = learning("analyse", answers, "--out", tmp_path / "figures")
    assert result.exit_code == 2
    assert "2 things to put right" in result.output
    assert "row 272, value" in result.output
    assert "row 273, wave" in result.output
    assert not (tmp_path / "figures").exists()


def test_analyse_refuses_a_base_under_five_and_an_unknown_item(learning: Type, answers: Path, tmp_path: Path) -> None:
    assert learning("analyse", answers, "--out", tmp_path / "figures", "--min-base", 4).exit_code == 2
    assert learning("analyse", answers, "--out", tmp_path / "figures", "--primary", "Z").exit_code == 2
    assert learning("analyse", answers, "--out", answers).exit_code == 2
    assert not (tmp_path / "figures").exists()
