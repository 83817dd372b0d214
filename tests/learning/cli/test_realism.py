"""`learning realism`."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from click.testing import Result

Type = Callable[..., Result]


def test_realism_prints_the_answer_first_and_then_the_tables(learning: Type, programme: Path) -> None:
    result = learning("realism", programme)
    assert result.exit_code == 0, result.output
    assert result.stdout.startswith("Learning offer: 12 people, 1 trainer, 11 Jan 2027 to 15 Jan 2027: ")
    for title in ("What is needed", "What there is for it", "What is scarcest", "The last session cannot be before"):
        assert title in result.stdout


def test_realism_as_json_is_one_document(learning: Type, programme: Path) -> None:
    document = json.loads(learning("realism", programme, "--json").stdout)
    assert document["people"] == 12
    assert document["strands"][0]["groups_at_least"] == 2
    assert document["warnings"] == []


def test_realism_of_a_folder_at_fault_ends_with_2(learning: Type, programme: Path) -> None:
    (programme / "trainers.csv").unlink()
    result = learning("realism", programme)
    assert result.exit_code == 2
    assert "trainers" in result.stderr
    assert result.stdout == ""


def test_realism_of_an_impossible_programme_says_so(learning: Type, programme: Path) -> None:
    text = (programme / "programme.toml").read_text(encoding="utf-8")
    window = text.replace("last_day = 2027-01-15", "last_day = 2027-01-11").replace(', "13:00"', "")
    (programme / "programme.toml").write_text(window, encoding="utf-8")
    assert "proven impossible" in learning("realism", programme).stdout
