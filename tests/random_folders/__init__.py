"""Small random programme folders on disk: every option of the file contract, one seed one folder.

The generator knows no engine and no judge. What it writes is always a folder that can be read; whether
everybody can be placed is left to chance, because the rules have to hold either way.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from pathlib import Path
from random import Random

from tests.random_folders.delivery import draw_given, draw_trainers, draw_venues
from tests.random_folders.folder import WEEKDAYS, Folder, Row
from tests.random_folders.staff import draw_apart, draw_locks, draw_staff, draw_unavailability, draw_wishes
from tests.random_folders.strands import draw_strands

FIRST_DAYS = (date(2026, 12, 14), date(2027, 3, 15), date(2027, 5, 3), date(2027, 9, 6))
OFFICE_STARTS = ("09:30", "13:00", "15:15")
NIGHT_STARTS = ("21:00", "22:30")
AIMS = ("placed", "own_team", "groups", "finish", "mix", "alone", "load", "wishes")


def write_random_folder(out: Path, seed: int) -> frozenset[str]:
    """Write the folder of a seed into ``out`` (made if missing); return the options that it uses."""
    folder = Folder(Random(seed))
    draw_programme(folder)
    draw_staff(folder)
    draw_strands(folder)
    draw_trainers(folder)
    draw_venues(folder)
    draw_given(folder)
    draw_locks(folder)
    draw_unavailability(folder)
    draw_wishes(folder)
    draw_apart(folder)
    out.mkdir(parents=True, exist_ok=True)
    (out / "programme.toml").write_text(toml_text(folder), encoding="utf-8")
    for name, rows in folder.tables.items():
        write_table(out / f"{name}.csv", rows)
    return frozenset(folder.options)


def draw_programme(folder: Folder) -> None:
    first = folder.random.choice(FIRST_DAYS)
    programme: dict[str, object] = {
        "name": "Random programme",
        "timezone": "Europe/London",
        "first_day": first,
        "last_day": first + timedelta(days=folder.random.choice([13, 27, 41])),
        "weekdays": list(WEEKDAYS if folder.chance(0.2, "weekend") else WEEKDAYS[:5]),
        "start_times": list(NIGHT_STARTS if folder.chance(0.15, "night") else OFFICE_STARTS),
    }
    folder.programme = programme
    if folder.chance(0.4, "holidays"):
        programme["holidays"] = "GB-ENG"
    if folder.chance(0.5, "closed"):
        a = folder.day()
        programme["closed"] = [f"{a}/{a + timedelta(days=2)}", str(folder.day())]
    if folder.chance(0.6, "cover"):
        programme["cover"] = folder.random.choice([0.25, 0.34, 0.5])
    for key, minutes in (("travel_minutes", 60), ("break_minutes", 15), ("turnaround_minutes", 30)):
        if folder.chance(0.5, key):
            programme[key] = folder.random.choice([minutes, 2 * minutes, 225])
    if folder.chance(0.3, "order"):
        programme["order"] = ["placed", *folder.random.sample(AIMS[1:], len(AIMS) - 1)]


def toml_text(folder: Folder) -> str:
    lines = ["[programme]", *key_lines(folder.programme)]
    for strand in folder.strands:
        lines += ["", "[[strands]]", *key_lines(strand)]
    return "\n".join(lines) + "\n"


def key_lines(values: Mapping[str, object]) -> Iterable[str]:
    return (f"{key} = {toml_value(value)}" for key, value in values.items())


def toml_value(value: object) -> str:
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key} = {toml_value(item)}" for key, item in value.items()) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(map(toml_value, value)) + "]"
    return str(value) if isinstance(value, date) else json.dumps(value)


def write_table(path: Path, rows: list[Row]) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
