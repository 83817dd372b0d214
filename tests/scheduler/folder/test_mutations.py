"""However a folder is damaged, reading ends in a problem or in named defects, never in anything else."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scheduler.errors import Defect, FolderError
from scheduler.folder import read_folder, read_schedule, write_schedule
from tests.scheduler.folder.small import FILES, write_folder
from tests.scheduler.folder.test_schedule_folder import SCHEDULE

CELLS = [
    "", " ", "0", "-1", "1.0", "1e9", "9" * 400, "x" * 200_000, "nan", "true", "null", "#N/A", "=1+1", "\u202e", "ſ",
    "2027-01-11", "9999-12-31", "0001-01-01", "2027-03-28T01:30", "2027-01-11T24:00", "9999-12-31T24:00", "24:00",
    "mon", "mon-", "-", ";", ";;;", "mon 09:00-17:00", "sun-sat 23:59-00:01", "online", "001", "talk", "G1", "٣",
    "²", "１２", "٢٠٢٧-٠١-١١", '"', "\r", "\n", "\t", "\x00", "\x1c", "\ud7ff", "'",
]  # fmt: skip
VALUES = [
    "0", "-1", "1", "99999999999999999999", "0.5", "-0.0", "nan", "inf", "1e400", "1e-400000000", "true", '""', '" "',
    '"mon"', "[]", "[[]]", "[1]", '["mon", 3]', "{}", "{ min = 1 }", "{ team = [] }", "2027-01-11", "0001-01-01",
    "9999-12-31", "2027-01-11T09:00:00Z", "09:30:00", "09:30:01", '"9999-12-31/9999-12-31"',
    '["0001-01-01/9999-12-31"]',
    '"Etc/GMT+12"', '"/"', '"."', '"GB"', '"\\u0000"', '"\\U0010FFFF"', "[" * 50 + "]" * 50, "'''\n'''",
]  # fmt: skip


def _changed_cell(text: str, draw: random.Random) -> str:
    lines = text.splitlines()
    at = draw.randrange(len(lines))
    cells = lines[at].split(",")
    cells[draw.randrange(len(cells))] = draw.choice(CELLS)
    lines[at] = ",".join(cells)
    return "\n".join(lines)


def _changed_rows(text: str, draw: random.Random) -> str:
    lines = text.splitlines()
    at = draw.randrange(len(lines))
    match draw.randrange(4):
        case 0:
            del lines[at]
        case 1:
            lines.insert(draw.randrange(len(lines)), lines[at])
        case 2:
            draw.shuffle(lines)
        case _:
            lines[at] = lines[at][: draw.randrange(len(lines[at]) + 1)]
    return "\n".join(lines)


def _changed_value(text: str, draw: random.Random) -> str:
    lines = text.splitlines()
    at = draw.choice([n for n, line in enumerate(lines) if "=" in line])
    key, value = lines[at].split("=", 1)
    if "{" in value and draw.random() < 0.7:
        inner = value.split("=")
        part = draw.randrange(1, len(inner)) if len(inner) > 1 else 0
        tail = next((inner[part][i:] for i, letter in enumerate(inner[part]) if letter in ",}"), "")
        inner[part] = f" {draw.choice(VALUES)}{tail}"
        value = "=".join(inner)
    else:
        value = f" {draw.choice(VALUES)}"
    lines[at] = f"{key}={value}"
    return "\n".join(lines)


def _changed_bytes(content: bytes, draw: random.Random) -> bytes:
    changed = bytearray(content)
    for _ in range(draw.randrange(1, 4)):
        at = draw.randrange(len(changed) + 1)
        changed[at : at + draw.randrange(3)] = draw.choice(
            [b"\0", b"\xff", b"\x81", b'"', b"\n", b",", b"[", b"=", b"\r"]
        )
    return bytes(changed)


def _mutated(files: dict[str, str], draw: random.Random) -> dict[str, str | bytes | None]:
    changes: dict[str, str | bytes | None] = {}
    for _ in range(draw.randrange(1, 4)):
        name = draw.choice(sorted(files))
        if draw.random() < 0.15:
            changes[name] = _changed_bytes(files[name].encode(), draw)
        elif name.endswith(".toml"):
            changes[name] = _changed_value(files[name], draw)
        else:
            changes[name] = draw.choice([_changed_cell, _changed_rows])(files[name], draw)
    return changes


@settings(max_examples=200, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(0, 2**40))
def test_damaged_folder_is_read_or_refused(tmp_path_factory: pytest.TempPathFactory, seed: int) -> None:
    folder = write_folder(tmp_path_factory.mktemp("p"), _mutated(FILES, random.Random(seed)))
    defects = _defects(lambda: read_folder(folder))
    assert all(defect.file and defect.message and "\n" not in str(defect) for defect in defects)


def _defects(read: Callable[[], object]) -> tuple[Defect, ...]:
    """The defects of a refusal, none of a reading."""
    try:
        read()
    except FolderError as refusal:
        return refusal.defects or (Defect("", "a refusal without a defect"),)
    return ()


@settings(max_examples=100, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(0, 2**40))
def test_damaged_schedule_is_read_or_refused(tmp_path_factory: pytest.TempPathFactory, seed: int) -> None:
    out = tmp_path_factory.mktemp("s")
    write_schedule(SCHEDULE, {}, out)
    files = {path.name: path.read_text() for path in out.glob("*.csv")}
    for name, content in _mutated(files, random.Random(seed)).items():
        (out / name).write_bytes(content if isinstance(content, bytes) else str(content).encode())
    assert all(defect.file for defect in _defects(lambda: read_schedule(out)))


def test_every_byte_where_a_workbook_can_be_cut_is_refused_or_read(tmp_path: Path) -> None:
    from tests.scheduler.folder.test_workbooks import write_workbook

    folder = write_folder(tmp_path, {"venues.csv": None})
    write_workbook(folder / "venues.xlsx", FILES["venues.csv"])
    whole = (folder / "venues.xlsx").read_bytes()
    for length in range(0, len(whole), max(1, len(whole) // 25)):
        (folder / "venues.xlsx").write_bytes(whole[:length])
        with pytest.raises(FolderError):
            read_folder(folder)
