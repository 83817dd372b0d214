"""What an import would change: new rows, rows that leave, and cells that differ."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from scheduler.folder.tables import Table

KEYS: Mapping[str, tuple[str, ...]] = {
    "staff": ("staff_id",),
    "trainers": ("trainer_id",),
    "venues": ("venue_id",),
    "sessions": ("session_id",),
}
"""The columns that name a row; rows of the other tables are what they hold."""


@dataclass(frozen=True, slots=True)
class Changed:
    """A row that stays and differs: column -> before, after."""

    key: str
    name: str
    cells: Mapping[str, tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Difference:
    """``new`` and ``left`` are (key, name); ``line_managers`` counts people who get another line manager."""

    new: tuple[tuple[str, str], ...]
    left: tuple[tuple[str, str], ...]
    changed: tuple[Changed, ...]
    same: int

    @property
    def line_managers(self) -> int:
        return sum("line_manager_id" in row.cells for row in self.changed)

    @property
    def nothing(self) -> bool:
        return not (self.new or self.left or self.changed)

    def without_names(self) -> Difference:
        """The same with nothing but its counts to see: for a table that nobody may read."""
        hidden = ("", "")
        return Difference((hidden,) * len(self.new), (hidden,) * len(self.left), (), self.same)

    def counts(self) -> dict[str, int]:
        return {
            "new": len(self.new), "left": len(self.left), "changed": len(self.changed), "same": self.same,
            "line_managers": self.line_managers,
        }  # fmt: skip


def difference(name: str, before: Table, after: Table) -> Difference:
    """Compare two states of a table, whatever the order of rows and columns."""
    keys = KEYS.get(name)
    if keys is None:
        return _of_whole_rows(before, after)
    old, new = _by_key(before, keys), _by_key(after, keys)
    changed, same = [], 0
    for key in old.keys() & new.keys():
        cells = _cells(old[key], new[key])
        if cells:
            changed.append(Changed(" ".join(key), new[key].get("name", ""), cells))
        else:
            same += 1
    return Difference(
        tuple(sorted((" ".join(key), new[key].get("name", "")) for key in new.keys() - old.keys())),
        tuple(sorted((" ".join(key), old[key].get("name", "")) for key in old.keys() - new.keys())),
        tuple(sorted(changed, key=lambda row: row.key)),
        same,
    )


def _by_key(table: Table, keys: Sequence[str]) -> Mapping[tuple[str, ...], Mapping[str, str]]:
    rows = (dict(zip(table.headings, row, strict=True)) for row in table.rows)
    return {tuple(row.get(column, "") for column in keys): row for row in rows}


def _cells(old: Mapping[str, str], new: Mapping[str, str]) -> Mapping[str, tuple[str, str]]:
    return {
        column: (old.get(column, ""), new.get(column, ""))
        for column in dict.fromkeys([*new, *old])
        if old.get(column, "") != new.get(column, "")
    }


def _of_whole_rows(before: Table, after: Table) -> Difference:
    old, new = Counter(_texts(before)), Counter(_texts(after))
    return Difference(
        tuple((text, "") for text in (new - old).elements()),
        tuple((text, "") for text in (old - new).elements()),
        (),
        sum((old & new).values()),
    )


def _texts(table: Table) -> Sequence[str]:
    """Each row as a line, so that blank and missing columns are the same."""
    return [
        "; ".join(f"{column} {cell}" for column, cell in sorted(zip(table.headings, row, strict=True)) if cell)
        for row in table.rows
    ]
