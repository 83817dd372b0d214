"""`learning schedule`, from folder to written files."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path

from click.testing import Result

from learning.cli.schedule import TIME_LIMIT_SECONDS
from scheduler.outcome import Limits

Type = Callable[..., Result]
FILES = {"sessions.csv", "allocations.csv", "unplaced.csv", "summary.json"}


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_schedule_places_everyone_and_says_so(learning: Type, programme: Path, tmp_path: Path) -> None:
    result = learning("schedule", programme, "--out", tmp_path / "out", "--time-limit", 20)
    assert result.exit_code == 0, result.output
    assert {path.name for path in (tmp_path / "out").iterdir()} == FILES
    assert len(rows(tmp_path / "out" / "allocations.csv")) == 12
    assert rows(tmp_path / "out" / "unplaced.csv") == []
    lines = result.stdout.splitlines()
    assert lines[0] == "Everyone has a place in every strand that is for them: 12 of 12."
    assert any(line.startswith("  2 groups; at least 2 needed; proven") for line in lines)
    assert f"Written to {tmp_path / 'out'}:" in lines
    assert "placed 12 of 12" in result.stderr
    assert learning("check", programme, tmp_path / "out").exit_code == 0


def test_schedule_gives_reasons_and_next_steps_for_people_without_a_place(
    learning: Type, programme: Path, tmp_path: Path
) -> None:
    with (programme / "unavailability.csv").open("w", encoding="utf-8") as file:
        file.write("kind,id,start,end\nstaff,E03,2027-01-01,2027-12-31\n")
    result = learning("schedule", programme, "--out", tmp_path / "out", "--effort", 2)
    assert result.exit_code == 0, result.output
    unplaced = rows(tmp_path / "out" / "unplaced.csv")
    assert [(row["staff_id"], row["reason"]) for row in unplaced] == [("E03", "availability")]
    assert result.stdout.startswith("1 person has no place in a strand that is for them: 11 of 12 places are given.")
    assert "1 availability: no time or venue suits them (Talk 1)" in result.stdout


def test_schedule_as_json_is_one_document(learning: Type, programme: Path, tmp_path: Path) -> None:
    staff = (programme / "staff.csv").read_text(encoding="utf-8").replace("name,team", "name,line_manager_id")
    (programme / "staff.csv").write_text(staff, encoding="utf-8")
    out = tmp_path / "out"
    result = learning("schedule", programme, "--out", out, "--time-limit", 20, "--json")
    document = json.loads(result.stdout)
    assert (document["status"], document["exit_status"], document["out"]) == ("finished", 0, str(out))
    assert document["summary"] == json.loads((out / "summary.json").read_text(encoding="utf-8"))
    assert document["warnings"][0]["file"] == "staff.csv"
    assert document["violations"] == []
    assert document["summary"]["strands"]["talk"]["placed"] == 12


def test_quiet_schedule_prints_nothing(learning: Type, programme: Path, tmp_path: Path) -> None:
    result = learning("schedule", programme, "--out", tmp_path / "out", "--time-limit", 20, "--quiet")
    assert (result.exit_code, result.output) == (0, "")
    assert {path.name for path in (tmp_path / "out").iterdir()} == FILES


def test_warnings_come_before_the_search(learning: Type, programme: Path, tmp_path: Path) -> None:
    staff = (programme / "staff.csv").read_text(encoding="utf-8").replace("name,team", "name,line_manager_id")
    (programme / "staff.csv").write_text(staff, encoding="utf-8")
    result = learning("schedule", programme, "--out", tmp_path / "out", "--time-limit", 20)
    assert result.exit_code == 0, result.output
    assert "none of them stops the schedule." in result.stderr.splitlines()[0]


def test_schedule_replaces_an_earlier_result(learning: Type, programme: Path, standing: Path) -> None:
    result = learning("schedule", programme, "--out", standing, "--time-limit", 20, "--quiet")
    assert result.exit_code == 0
    assert json.loads((standing / "summary.json").read_text(encoding="utf-8"))["status"] == "finished"


def test_trace_stands_beside_the_schedule_that_it_tells_of_and_goes_with_it(
    learning: Type, programme: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    result = learning("schedule", programme, "--out", out, "--effort", 2, "--trace")
    assert {path.name for path in out.iterdir()} == FILES | {"trace.svg", "trace.csv"}
    assert "trace.svg" in result.stdout
    steps = rows(out / "trace.csv")
    summary = json.loads((out / "summary.json").read_text(encoding="utf-8"))
    assert [step["placed"] for step in steps[-1:]] == [str(summary["aims"]["placed"]["value"])]
    assert [float(step["seconds"]) for step in steps] == sorted(float(step["seconds"]) for step in steps)
    learning("schedule", programme, "--out", out, "--effort", 2)
    assert {path.name for path in out.iterdir()} == FILES


def test_same_seed_and_effort_give_the_same_files(learning: Type, programme: Path, tmp_path: Path) -> None:
    for name in ("first", "again"):
        learning("schedule", programme, "--out", tmp_path / name, "--effort", 2, "--seed", 5, "--quiet")
    for name in FILES - {"summary.json"}:
        assert (tmp_path / "first" / name).read_bytes() == (tmp_path / "again" / name).read_bytes()


def test_no_time_at_all_ends_with_3_or_5_and_says_which(learning: Type, programme: Path, tmp_path: Path) -> None:
    result = learning("schedule", programme, "--out", tmp_path / "out", "--time-limit", 0)
    written = (tmp_path / "out" / "sessions.csv").exists()
    assert result.exit_code == (3 if written else 5), result.output


def test_time_limit_said_in_help_is_the_schedulers_own(learning: Type) -> None:
    assert Limits().time_seconds == TIME_LIMIT_SECONDS
    assert f"default: {TIME_LIMIT_SECONDS:g}," in learning("schedule", "--help").stdout
