"""`learning bottlenecks`: sentences, the file beside the schedule, and what it refuses."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.learning.cli.conftest import STAFF, Type, write_table


@pytest.fixture
def short(programme: Path) -> Path:
    """The programme of twelve, cut to one start on one day: one session of six."""
    text = (programme / "programme.toml").read_text(encoding="utf-8")
    text = text.replace("last_day = 2027-01-15", "last_day = 2027-01-11").replace('"09:30", "13:00"', '"09:30"')
    (programme / "programme.toml").write_text(text, encoding="utf-8")
    return programme


@pytest.fixture
def half(tmp_path: Path) -> Path:
    """A schedule of it in which six of twelve have a place."""
    folder = tmp_path / "half"
    folder.mkdir()
    sessions = [("S1", "talk", "G1", 1, "2027-01-11T09:30", "2027-01-11T10:30", "ONLINE", "T1")]
    write_table(folder, "sessions", "session_id strand group_id meeting start end venue_id trainer_ids", sessions)
    write_table(folder, "allocations", "staff_id strand group_id", [(who, "talk", "G1") for who in STAFF[:6]])
    unplaced = [(who, "talk", "capacity", "No room.") for who in STAFF[6:]]
    write_table(folder, "unplaced", "staff_id strand reason detail", unplaced)
    return folder


def test_finding_remedies_and_the_file(learning: Type, short: Path, half: Path) -> None:
    result = learning("bottlenecks", short, half, "--workers", 1)

    assert result.exit_code == 0
    assert "6 left · proven · 12 people of Talk can come at 1 time" in result.output
    assert "What would help, each verified by solving with it:" in result.output
    assert "nobody is left without a place" in result.output
    written = json.loads((half / "bottlenecks.json").read_text(encoding="utf-8"))
    assert [each["staff_id"] for each in written["left"]] == STAFF[6:]
    assert written["cheapest_set"]["left"] == []
    assert all(each["places"] for each in written["remedies"])


def test_everyone_placed_is_said_and_written(learning: Type, programme: Path, standing: Path) -> None:
    result = learning("bottlenecks", programme, standing)

    assert (result.exit_code, "Everyone has a place" in result.output) == (0, True)
    written = json.loads((standing / "bottlenecks.json").read_text(encoding="utf-8"))
    assert (written["left"], written["bottlenecks"], written["remedies"]) == ([], [], [])


def test_schedule_that_breaks_a_rule_is_refused_and_nothing_is_written(
    learning: Type, programme: Path, standing: Path
) -> None:
    (standing / "sessions.csv").write_text(
        (standing / "sessions.csv").read_text(encoding="utf-8").replace(",T1", ",T9"), encoding="utf-8"
    )
    result = learning("bottlenecks", programme, standing)

    assert result.exit_code == 2
    assert "learning check" in result.output
    assert not (standing / "bottlenecks.json").exists()


def test_time_that_is_up_at_once_is_an_early_stop_with_a_file(learning: Type, short: Path, half: Path) -> None:
    result = learning("bottlenecks", short, half, "--time-limit", 0, "--workers", 1, "--json", "--quiet")

    assert result.exit_code == 3
    assert json.loads(result.output)["complete"] is False
    assert json.loads((half / "bottlenecks.json").read_text(encoding="utf-8"))["bottlenecks"]


def test_two_processes_find_what_one_finds(learning: Type, short: Path, half: Path) -> None:
    found = []
    for workers in (1, 2):
        learning("bottlenecks", short, half, "--workers", workers, "--quiet")
        found.append(json.loads((half / "bottlenecks.json").read_text(encoding="utf-8")))

    assert found[0] == found[1]
