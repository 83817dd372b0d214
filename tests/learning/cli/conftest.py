"""A programme of twelve people that can be done in two groups, a schedule of it, and a way to type commands."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from learning.cli import main

PROGRAMME = """\
[programme]
name = "Learning offer"
timezone = "Europe/London"
first_day = 2027-01-11
last_day = 2027-01-15
weekdays = ["mon", "tue", "wed", "thu", "fri"]
start_times = ["09:30", "13:00"]

[[strands]]
id = "talk"
title = "Talk"
duration_minutes = 60
trainers = 1
size = { min = 4, max = 6 }
grouping = { rule = "open" }
"""
STAFF = [f"E{number:02}" for number in range(1, 13)]

Type = Callable[..., Result]


def write_table(folder: Path, name: str, heading: str, rows: Iterable[Iterable[object]]) -> None:
    with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(heading.split())
        writer.writerows(rows)


@pytest.fixture
def programme(tmp_path: Path) -> Path:
    folder = tmp_path / "programme"
    folder.mkdir()
    (folder / "programme.toml").write_text(PROGRAMME, encoding="utf-8")
    write_table(folder, "staff", "staff_id name team", [(staff_id, f"Person {staff_id}", "Team") for staff_id in STAFF])
    write_table(folder, "trainers", "trainer_id strands", [("T1", "talk")])
    write_table(folder, "venues", "venue_id mode", [("ONLINE", "online")])
    return folder


@pytest.fixture
def standing(tmp_path: Path) -> Path:
    """A schedule of the programme that keeps every rule, as it would lie in its folder."""
    folder = tmp_path / "standing"
    folder.mkdir()
    write_table(
        folder,
        "sessions",
        "session_id strand group_id meeting start end venue_id trainer_ids",
        [
            ("S1", "talk", "G1", 1, "2027-01-11T09:30", "2027-01-11T10:30", "ONLINE", "T1"),
            ("S2", "talk", "G2", 1, "2027-01-12T09:30", "2027-01-12T10:30", "ONLINE", "T1"),
        ],
    )
    places = [(staff_id, "talk", "G1" if staff_id <= "E06" else "G2") for staff_id in STAFF]
    write_table(folder, "allocations", "staff_id strand group_id", places)
    write_table(folder, "unplaced", "staff_id strand reason detail", [])
    (folder / "summary.json").write_text("{}", encoding="utf-8")
    return folder


@pytest.fixture
def learning() -> Type:
    """Type a command after ``learning`` and get its exit status and output."""

    def type_command(*words: object) -> Result:
        result = CliRunner().invoke(main, [str(word) for word in words])
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        assert "Traceback" not in result.output
        return result

    return type_command
