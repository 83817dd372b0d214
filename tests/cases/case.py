"""What a case is made of, and how it becomes a folder."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from scheduler.schedule import Reason, Schedule

Row = dict[str, object]
Facts = dict[str, object]

FIRST_DAY = date(2027, 1, 11)
HALF_A_YEAR_ON = date(2027, 7, 9)


@dataclass
class Case:
    """The tables of one programme and what must hold of every good schedule of it."""

    programme: Facts
    strands: list[Facts]
    staff: list[Row]
    trainers: list[Row] = field(default_factory=list)
    venues: list[Row] = field(default_factory=list)
    tables: dict[str, list[Row]] = field(default_factory=dict)
    """The other tables, by their name without ``.csv``."""
    hopeless: dict[tuple[str, str], Reason] = field(default_factory=dict)
    """(person, strand) -> why nobody could place them; nobody else may be left without a group."""
    least_placed: int | None = None
    """How many places any good schedule fills, where not everybody else can have one."""
    only_reason: Reason | None = None
    """The reason of everybody who is left out beside the hopeless."""
    planted: Schedule | None = None
    """A perfect schedule, where the case was made around one."""

    @property
    def complete(self) -> bool:
        """Whether everybody who is not hopeless has a group in a good schedule."""
        return self.least_placed is None


def programme(**changes: object) -> Facts:
    """Half a year of weekdays with three starts a day, unless told otherwise."""
    return {
        "name": "Learning offer",
        "timezone": "Europe/London",
        "first_day": FIRST_DAY,
        "last_day": HALF_A_YEAR_ON,
        "weekdays": ["mon", "tue", "wed", "thu", "fri"],
        "start_times": ["09:30", "13:00", "15:15"],
        **changes,
    }


def strand(strand_id: str, least: int, most: int, **changes: object) -> Facts:
    """A strand for everybody, in groups of anyone, with one trainer and two hours, unless told otherwise."""
    return {
        "id": strand_id,
        "duration_minutes": 120,
        "trainers": 1,
        "size": {"min": least, "max": most},
        "grouping": {"rule": "open"},
        **changes,
    }


def mixed(team: int = 2, **changes: object) -> Facts:
    return {"rule": "mixed", "max_same": {"team": team}, **changes}


def write_case(case: Case, folder: Path) -> Path:
    """Write the case as a programme folder."""
    folder.mkdir(parents=True, exist_ok=True)
    sections = [f"[programme]\n{lines(case.programme)}", *(f"[[strands]]\n{lines(each)}" for each in case.strands)]
    (folder / "programme.toml").write_text("\n".join(sections), encoding="utf-8")
    tables = {"staff": case.staff, "trainers": case.trainers, "venues": case.venues, **case.tables}
    columns = {"trainers": ["trainer_id", "strands"], "venues": ["venue_id", "mode"]}
    for name, rows in tables.items():
        headings = list(dict.fromkeys([*columns.get(name, []), *(key for row in rows for key in row)]))
        write_table(folder / f"{name}.csv", headings, rows)
    return folder


def write_table(path: Path, headings: Sequence[str], rows: Sequence[Row]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, headings, restval="")
        writer.writeheader()
        writer.writerows(rows)


def lines(facts: Mapping[str, object]) -> str:
    return "".join(f"{key} = {toml(value)}\n" for key, value in facts.items())


def toml(value: object) -> str:
    """A value as TOML: text, number, day, list or inline table."""
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{key} = {toml(each)}" for key, each in value.items()) + " }"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(toml, value)) + "]"
    return f'"{value}"' if isinstance(value, str) else str(value)
