"""What a folder would change in a programme: its own rules, its strands, and the rows of every table."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from learning.domain.scheduling.folder_in import settings_of
from learning.domain.scheduling.importing.differences import difference
from scheduler.folder.tables import Table


@dataclass(frozen=True, slots=True)
class RowsChanged:
    """How many rows of a table would come, change, go and stay."""

    table: str
    new: int
    changed: int
    left: int
    same: int

    @property
    def nothing(self) -> bool:
        return not (self.new or self.changed or self.left)


@dataclass(frozen=True, slots=True)
class SettingsChanged:
    """Keys of the programme's own table that would differ; titles of strands that would come, change and go."""

    own: tuple[str, ...]
    strands_new: tuple[str, ...]
    strands_changed: tuple[str, ...]
    strands_left: tuple[str, ...]

    @property
    def nothing(self) -> bool:
        return not (self.own or self.strands_new or self.strands_changed or self.strands_left)


def rows_changed(before: Mapping[str, Table], after: Mapping[str, Table]) -> tuple[RowsChanged, ...]:
    """Table by table, whatever the order of rows and columns; tables that are empty in both are left out."""
    found = []
    for name, table in after.items():
        differs = difference(name, before[name], table)
        row = RowsChanged(name, len(differs.new), len(differs.changed), len(differs.left), differs.same)
        if not row.nothing or row.same:
            found.append(row)
    return tuple(found)


def settings_changed(before: str, after: str) -> SettingsChanged:
    """What differs between two texts of programme.toml."""
    old, new = settings_of(before), settings_of(after)
    old_strands, new_strands = _strands(old), _strands(new)
    both = [name for name in new_strands if name in old_strands]
    return SettingsChanged(
        tuple(
            key
            for key in dict.fromkeys([*new["programme"], *old["programme"]])
            if _plain(new["programme"].get(key)) != _plain(old["programme"].get(key))
        ),
        tuple(new_strands[name]["title"] for name in new_strands if name not in old_strands),
        tuple(new_strands[name]["title"] for name in both if _plain(old_strands[name]) != _plain(new_strands[name])),
        tuple(old_strands[name]["title"] for name in old_strands if name not in new_strands),
    )


def _strands(settings: Mapping[str, Any]) -> Mapping[str, dict[str, Any]]:
    """The strands by id, each with the title that it is shown under."""
    return {table["id"]: {**table, "title": table.get("title") or table["id"]} for table in settings["strands"]}


def _plain(value: object) -> str:
    return json.dumps(value, sort_keys=True)
