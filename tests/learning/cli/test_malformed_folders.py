"""Whatever is wrong with a folder: exit status 2, defects in words, nothing written, never a traceback."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable
from pathlib import Path

from click.testing import CliRunner, Result
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from learning.cli import main
from tests.learning.cli.conftest import PROGRAMME

FILES = {
    "programme.toml": PROGRAMME.replace(
        'grouping = { rule = "open" }',
        'grouping = { rule = "mixed", max_same = { team = 2 }, keep_apart = ["line_manager", "pairs"] }\n'
        'audience = { team = ["A", "B", "C"] }\ntrainer_kinds = { internal = 1 }',
    ),
    "staff.csv": "staff_id,name,team,line_manager_id,pattern,modes,sites,needs,joins_on,leaves_on\n"
    + "".join(f"E{n:02},Ann,{'ABC'[n % 3]},E01,mon-fri 09:00-17:00,online,,,2026-01-01,\n" for n in range(2, 14)),
    "trainers.csv": "trainer_id,strands,kind,max_per_day,from,until\nT1,talk,internal,3,2027-01-01,2027-12-31\n",
    "venues.csv": "venue_id,mode,capacity,parallel,features\nONLINE,online,30,2,bsl\n",
    "unavailability.csv": "kind,id,start,end\nstaff,E02,2027-01-11,2027-01-11\n"
    "venue,ONLINE,2027-01-12T09:00,2027-01-12T12:00\n",
    "apart.csv": "staff_id,other_id\nE02,E03\n",
    "wishes.csv": "staff_id,strand,weekdays,weight\nE04,talk,mon;tue,2\n",
    "locks.csv": "staff_id,strand,group_id\nE05,talk,\n",
}
HOSTILE = st.sampled_from(
    [
        *("", " ", "-1", "0", "1e9", "nan", "2027-02-30", "31/12/2027", "2027-01-11T25:00", "2027-03-28T01:30", "mon-"),
        *("mon 17:00-09:00", "mon;;;tue", "E99", "E02", "talk", "=1+1", "\x00", "\x1b[2J", "ünïcödé", "a" * 5000),
        *('"', '"unclosed', ",", ";", "[[strands]]", "{", "}", "= 3", "true", "9" * 400, "\ufeff", "\u202e", "\r"),
    ]
)


@st.composite
def spoiled_folders(draw: st.DrawFn) -> dict[str, bytes]:
    """The folder above after one to four accidents; file name -> bytes."""
    files = {name: text.encode() for name, text in FILES.items()}
    for _ in range(draw(st.integers(1, 4))):
        name = draw(st.sampled_from(sorted(FILES)))
        if name in files:
            spoil = draw(st.sampled_from([spoil_cell, spoil_lines, spoil_bytes, spoil_name]))
            spoil(draw, files, name)
    return files


def spoil_cell(draw: st.DrawFn, files: dict[str, bytes], name: str) -> None:
    """Something hostile in the place of a word."""
    words = files[name].split(b"," if name.endswith(".csv") else b" ")
    words[draw(st.integers(0, len(words) - 1))] = draw(HOSTILE).encode()
    files[name] = (b"," if name.endswith(".csv") else b" ").join(words)


def spoil_lines(draw: st.DrawFn, files: dict[str, bytes], name: str) -> None:
    """A line lost, doubled, or put elsewhere."""
    lines = files[name].split(b"\n")
    taken = lines.pop(draw(st.integers(0, len(lines) - 1)))
    for _ in range(draw(st.integers(0, 2))):
        lines.insert(draw(st.integers(0, len(lines))), taken)
    files[name] = b"\n".join(lines)


def spoil_bytes(draw: st.DrawFn, files: dict[str, bytes], name: str) -> None:
    """Any bytes in the place of any stretch."""
    start = draw(st.integers(0, len(files[name])))
    end = draw(st.integers(start, len(files[name])))
    files[name] = files[name][:start] + draw(st.binary(max_size=20)) + files[name][end:]


def spoil_name(draw: st.DrawFn, files: dict[str, bytes], name: str) -> None:
    """The file is lost, or claims to be a workbook, alone or beside the table."""
    content = files[name] if draw(st.booleans()) else files.pop(name)
    if draw(st.booleans()):
        files[name.rpartition(".")[0] + ".xlsx"] = content


@settings(max_examples=400, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(files=spoiled_folders())
def test_spoiled_folder_is_read_or_refused_in_words(learning: Callable[..., Result], files: dict[str, bytes]) -> None:
    with tempfile.TemporaryDirectory() as place:
        folder, out = Path(place) / "programme", Path(place) / "out"
        folder.mkdir()
        for name, content in files.items():
            (folder / name).write_bytes(content)
        result = learning("realism", folder, "--json")
        assert result.exit_code in (0, 2)
        if result.exit_code == 2:
            check_refusal(learning("schedule", folder, "--out", out), json.loads(result.stdout))
            assert sorted(path.name for path in Path(place).iterdir()) == ["programme"]


def check_refusal(result: Result, document: dict[str, list[dict[str, str]]]) -> None:
    """Every defect is named with its file and a sentence, in the lines for people too."""
    assert result.exit_code == 2
    assert result.stdout == ""
    lines = result.stderr.splitlines()
    assert lines[0].endswith("to put right; nothing was written.")
    assert document["defects"]
    assert sum(line.startswith("  ") for line in lines) == len(document["defects"])
    assert all(defect["file"] and len(defect["message"]) > 8 for defect in document["defects"])
    assert all(line.isprintable() for line in lines)


def test_folder_before_any_accident_is_sound() -> None:
    with tempfile.TemporaryDirectory() as place:
        for name, text in FILES.items():
            (Path(place) / name).write_text(text, encoding="utf-8")
        result = CliRunner().invoke(main, ["realism", place, "--json"])
        assert result.exit_code == 0, result.output
