"""`learning sample-answers`: what it writes can be analysed, and is what it says it is."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from learning.statistics.answers import read_answers
from tests.learning.cli.conftest import Type


@pytest.fixture
def council(learning: Type, tmp_path: Path) -> tuple[Path, Path]:
    """Sixty people, all in groups of ten of two trainers."""
    folder, schedule = tmp_path / "council", tmp_path / "schedule"
    assert learning("sample", folder, "--staff", 60).exit_code == 0
    schedule.mkdir()
    sessions = ["session_id,strand,group_id,meeting,start,end,venue_id,trainer_ids"]
    for group in range(6):
        day = f"2027-02-{group + 1:02}"
        sessions.append(f"S{group},reflection,G{group},1,{day}T09:30,{day}T11:30,ONLINE,P00{group % 2}")
    seats = ["staff_id,strand,group_id", *(f"E{n + 1:06},reflection,G{n // 10}" for n in range(60))]
    (schedule / "sessions.csv").write_text("\n".join(sessions) + "\n", encoding="utf-8")
    (schedule / "allocations.csv").write_text("\n".join(seats) + "\n", encoding="utf-8")
    (schedule / "unplaced.csv").write_text("staff_id,strand,reason,detail\n", encoding="utf-8")
    return folder, schedule


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_answers_are_read_and_same_seed_gives_same_files(
    learning: Type, council: tuple[Path, Path], tmp_path: Path
) -> None:
    for name, seed in (("first", 3), ("again", 3), ("other", 4)):
        result = learning("sample-answers", *council, "--out", tmp_path / name, "--seed", seed)
        assert result.exit_code == 0, result.output
    assert contents(tmp_path / "first") == contents(tmp_path / "again")
    assert contents(tmp_path / "first") != contents(tmp_path / "other")
    answers = read_answers(tmp_path / "first" / "answers.csv")
    assert all(0 < len(wave) < 60 for wave in answers.waves.values())
    assert set(answers.scales) == {"1-5"}


def test_truth_says_what_was_planted_and_nothing_of_a_null_programme(
    learning: Type, council: tuple[Path, Path], tmp_path: Path
) -> None:
    learning("sample-answers", *council, "--out", tmp_path / "null", "--null")
    learning("sample-answers", *council, "--out", tmp_path / "large", "--effect", "safety=1")
    null, large = (
        json.loads((tmp_path / name / "truth.json").read_text(encoding="utf-8"))["change"] for name in ("null", "large")
    )
    # Trainers and groups spread the later answers more than the earlier, which the scale's ends make a small shift of.
    assert all(abs(points) < 0.5 for outcome in null.values() for points in outcome.values())
    assert 15 < large["safety"]["post"] < 25


def test_what_cannot_be_planted_is_refused(learning: Type, council: tuple[Path, Path], tmp_path: Path) -> None:
    for wrong in (
        ("--effect", "safety=9"),
        ("--effect", "joy=1"),
        ("--strand", "none"),
        ("--null", "--effect", "safety=1"),
    ):
        assert learning("sample-answers", *council, "--out", tmp_path / "out", *wrong).exit_code == 2
    assert not (tmp_path / "out").exists()
