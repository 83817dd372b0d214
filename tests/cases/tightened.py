"""Variants of a programme folder with less of one thing, so that people stay without a place."""

from __future__ import annotations

import shutil
import tomllib
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

from tests.cases.edited import SETTINGS, read_rows, write_rows, write_settings

Content = dict[str, Any]


def as_it_is(_folder: Path, _content: Content) -> bool:
    return True


def fewer_trainers(folder: Path, _content: Content) -> bool:
    """Half of them."""
    return keep_half(folder / "trainers.csv", lambda row: bool(row.get("staff_id")))


def no_trainer_in_person(folder: Path, _content: Content) -> bool:
    headings, rows = read_rows(folder / "trainers.csv")
    for row in rows:
        row["modes"] = "online"
    write_rows(folder / "trainers.csv", [*headings, *({"modes"} - set(headings))], rows)
    return True


def fewer_venues(folder: Path, _content: Content) -> bool:
    return keep_half(folder / "venues.csv", lambda row: row["mode"] == "online")


def smaller_rooms(folder: Path, content: Content) -> bool:
    """Every room holds one person less than the smallest group with trainers."""
    most = min(strand["size"]["min"] for strand in content["strands"] if strand.get("trainers", 1)) - 1
    headings, rows = read_rows(folder / "venues.csv")
    for row in rows:
        if row["mode"] == "in_person":
            row["capacity"] = str(max(1, most))
    write_rows(folder / "venues.csv", headings, rows)
    return True


def earlier_end(_folder: Path, content: Content) -> bool:
    """The last fifth of the programme is gone."""
    programme = content["programme"]
    days = (programme["last_day"] - programme["first_day"]).days
    programme["last_day"] -= timedelta(days=days // 5)
    return True


def lower_cover(_folder: Path, content: Content) -> bool:
    content["programme"]["cover"] = 0.05
    return True


def smaller_groups(_folder: Path, content: Content) -> bool:
    """At most the least size and a third of what lies above it."""
    for strand in content["strands"]:
        size = strand["size"]
        size["max"] = size["min"] + (size["max"] - size["min"]) // 3
    return True


def fewer_alike(_folder: Path, content: Content) -> bool:
    """One of everything in a group."""
    changed = False
    for strand in content["strands"]:
        limits = strand["grouping"].get("max_same", {})
        for column in limits:
            limits[column] = 1
            changed = True
    return changed


VARIANTS: dict[str, Callable[[Path, Content], bool]] = {
    each.__name__: each
    for each in (
        as_it_is,
        fewer_trainers,
        no_trainer_in_person,
        fewer_venues,
        smaller_rooms,
        earlier_end,
        lower_cover,
        smaller_groups,
        fewer_alike,
    )
}


def tighten(folder: Path, variant: str, out: Path) -> Path | None:
    """A copy of the folder as the variant makes it; None where there is nothing for it to change."""
    shutil.copytree(folder, out)
    content = tomllib.loads((out / SETTINGS).read_text(encoding="utf-8"))
    if not VARIANTS[variant](out, content):
        return None
    write_settings(out / SETTINGS, content)
    return out


def keep_half(path: Path, keep: Callable[[dict[str, str]], bool]) -> bool:
    """Drop every second row of those that need not be kept; rows that a given timetable names stay."""
    headings, rows = read_rows(path)
    given = path.parent / "sessions.csv"
    named = given.read_text(encoding="utf-8-sig") if given.exists() else ""
    loose = [row for row in rows if not keep(row) and row[headings[0]] not in named]
    dropped = {row[headings[0]] for row in loose[1::2]}
    write_rows(path, headings, [row for row in rows if row[headings[0]] not in dropped])
    unavailable = path.parent / "unavailability.csv"
    if unavailable.exists():
        columns, absences = read_rows(unavailable)
        kind = path.stem.removesuffix("s")
        kept = [row for row in absences if row["kind"] != kind or row["id"] not in dropped]
        write_rows(unavailable, columns, kept)
    return bool(dropped)
