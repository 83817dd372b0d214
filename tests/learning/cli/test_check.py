"""`learning check`."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

Type = Callable[..., Result]


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_check_of_a_sound_schedule_ends_with_0_and_what_it_reaches(
    learning: Type, programme: Path, standing: Path
) -> None:
    result = learning("check", programme, standing)
    assert result.exit_code == 0, result.output
    assert result.stdout.startswith("No rule is broken.\n")
    assert "Everyone has a place in every strand that is for them: 12 of 12." in result.stdout
    assert "  2 groups" in result.stdout.splitlines()


def test_check_of_a_broken_schedule_ends_with_1_and_every_breach(
    learning: Type, programme: Path, standing: Path
) -> None:
    edit(standing / "sessions.csv", "2027-01-12T09:30,2027-01-12T10:30", "2027-01-16T09:30,2027-01-16T10:30")
    edit(standing / "allocations.csv", "E12,talk,G2\n", "")
    result = learning("check", programme, standing)
    assert result.exit_code == 1, result.output
    assert "breaches of" in result.stdout.splitlines()[0]
    assert "E12" in result.stdout
    assert "Sat 16 Jan 2027" in result.stdout


def test_check_as_json_is_one_document(learning: Type, programme: Path, standing: Path) -> None:
    edit(standing / "allocations.csv", "E12,talk,G2\n", "")
    result = learning("check", programme, standing, "--json")
    document = json.loads(result.stdout)
    assert (result.exit_code, document["status"]) == (1, "broken")
    assert [violation["rule"] for violation in document["violations"]] == ["person_lost"]
    assert document["measures"]["aims"]["placed"] == 11
    assert document["warnings"] == []


def test_check_of_files_at_fault_ends_with_2(learning: Type, programme: Path, standing: Path) -> None:
    (standing / "sessions.csv").write_text("session_id\n1\n", encoding="utf-8")
    result = learning("check", programme, standing)
    assert result.exit_code == 2
    assert "sessions.csv" in result.stderr
    assert result.stdout == ""


def test_check_of_a_missing_schedule_ends_with_2(learning: Type, programme: Path, tmp_path: Path) -> None:
    assert learning("check", programme, tmp_path / "nowhere").exit_code == 2
    assert learning("check", tmp_path / "nowhere", programme).exit_code == 2


@pytest.mark.parametrize("words", [("--before", "2027-01-12"), ("--earlier", "x")])
def test_check_wants_earlier_and_before_together(
    learning: Type, programme: Path, standing: Path, words: tuple[str, str]
) -> None:
    result = learning("check", programme, standing, *words)
    assert result.exit_code == 2
    assert "--earlier and --before go together" in result.stderr


def test_check_of_a_repair_takes_the_past_as_it_was(
    learning: Type, programme: Path, standing: Path, tmp_path: Path
) -> None:
    repaired = tmp_path / "repaired"
    repaired.mkdir()
    for path in standing.iterdir():
        (repaired / path.name).write_bytes(path.read_bytes())
    repair = ("--earlier", standing, "--before", "2027-01-12")
    assert learning("check", programme, repaired, *repair).exit_code == 0
    edit(repaired / "sessions.csv", "2027-01-11T09:30,2027-01-11T10:30", "2027-01-11T13:00,2027-01-11T14:00")
    assert learning("check", programme, repaired).exit_code == 0
    assert learning("check", programme, repaired, *repair).exit_code == 1


def test_check_refuses_what_is_no_day(learning: Type, programme: Path, standing: Path) -> None:
    assert learning("check", programme, standing, "--earlier", standing, "--before", "soon").exit_code == 2


def test_check_says_where_the_summary_is_of_another_schedule_but_counts_no_breach(
    learning: Type, programme: Path, standing: Path
) -> None:
    summary = {"strands": {}, "aims": {"placed": {"value": 999, "bound": 12, "proof": "made up"}}}
    (standing / "summary.json").write_text(json.dumps(summary), encoding="utf-8")
    result = learning("check", programme, standing)
    assert result.exit_code == 0, result.output
    assert "The summary gives 999 for placed; the schedule has 12." in result.stdout


@pytest.mark.parametrize("text", ["{", "[1, 2]", "\udcff"])
def test_check_of_an_unreadable_summary_ends_with_2(learning: Type, programme: Path, standing: Path, text: str) -> None:
    (standing / "summary.json").write_bytes(text.encode("utf-8", "surrogateescape"))
    result = learning("check", programme, standing)
    assert result.exit_code == 2
    assert "summary.json" in result.stderr
