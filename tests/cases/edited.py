"""A programme folder with edits made to it, as somebody would make them by hand."""

from __future__ import annotations

import csv
import shutil
import tomllib
from collections.abc import Iterable
from pathlib import Path

from scheduler.bottlenecks import Edit
from tests.random_folders import toml_value

SETTINGS = "programme.toml"


def edited(folder: Path, edits: Iterable[Edit], out: Path) -> Path:
    """A copy of the folder with every edit made; raises where a row or what stood before is not there."""
    shutil.copytree(folder, out)
    for edit in edits:
        if edit.file == SETTINGS:
            edit_settings(out / SETTINGS, edit)
        else:
            edit_table(out / edit.file, edit)
    return out


def edit_settings(path: Path, edit: Edit) -> None:
    content = tomllib.loads(path.read_text(encoding="utf-8"))
    place = content["programme"]
    if edit.row != "programme":
        (place,) = [strand for strand in content["strands"] if strand["id"] == edit.row]
    *tables, key = edit.key.split(".")
    for table in tables:
        place = place[table]
    if edit.after is None:
        del place[key]
    else:
        place[key] = tomllib.loads(f"value = {edit.after}")["value"]
    write_settings(path, content)


def write_settings(path: Path, content: dict[str, object]) -> None:
    programme, strands = content["programme"], content["strands"]
    assert isinstance(programme, dict)
    assert isinstance(strands, list)
    parts = ["[programme]", *lines(programme)]
    for strand in strands:
        parts += ["", "[[strands]]", *lines(strand)]
    path.write_text("\n".join(parts) + "\n", encoding="utf-8")


def lines(table: dict[str, object]) -> list[str]:
    return [f"{key} = {toml_value(value)}" for key, value in table.items()]


def edit_table(path: Path, edit: Edit) -> None:
    headings, rows = read_rows(path)
    key = headings[0] if path.name != "staff.csv" else "staff_id"
    key = {"trainers.csv": "trainer_id", "venues.csv": "venue_id"}.get(path.name, key)
    found = [row for row in rows if row[key] == edit.row]
    if not found:
        assert edit.before is None, f"{path.name} has no row {edit.row}"
        rows.append({key: edit.row})
        found = rows[-1:]
    (row,) = found
    if edit.key not in headings:
        headings.append(edit.key)
    row[edit.key] = edit.after or ""
    write_rows(path, headings, rows)


def read_rows(path: Path) -> tuple[list[str], list[dict[str, str]]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        return list(reader.fieldnames or []), list(reader)


def write_rows(path: Path, headings: list[str], rows: list[dict[str, str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, headings, restval="")
        writer.writeheader()
        writer.writerows(rows)
