"""Remedies made in a programme's files: each edit is a cell of a table or a key of the settings."""

from __future__ import annotations

import csv
import io
import tomllib
from collections.abc import Iterable, Mapping
from typing import Any

import tomlkit

from learning.domain.scheduling.tables import BY_NAME
from learning.errors import StaleEdit
from scheduler.folder.keys import FILE

Edit = Mapping[str, str | None]
"""``file``, ``row``, ``key``, ``before`` and ``after``, as a report of bottlenecks has them."""

CHANGED = "The programme was changed since this was found. Ask again what would help"


def edited(texts: Mapping[str, str], edits: Iterable[Edit]) -> dict[str, str]:
    """The files with every edit made.

    Raises `StaleEdit` where a row or a key is no longer what it was when the remedy was found.
    """
    files = dict(texts)
    for edit in edits:
        file = str(edit["file"])
        files[file] = _settings(files[file], edit) if file == FILE else _table(files.get(file, ""), file, edit)
    return files


def _settings(text: str, edit: Edit) -> str:
    document: dict[str, Any] = tomlkit.parse(text).unwrap()
    place: Any = document["programme"]
    if edit["row"] != "programme":
        place = next((strand for strand in document["strands"] if strand["id"] == edit["row"]), None)
        if place is None:
            raise StaleEdit(CHANGED)
    *parents, key = str(edit["key"]).split(".")
    for parent in parents:
        place = place.setdefault(parent, {})
    if edit["after"] is None:
        place.pop(key, None)
    else:
        place[key] = tomllib.loads(f"value = {edit['after']}")["value"]
    return tomlkit.dumps(document)


def _table(text: str, file: str, edit: Edit) -> str:
    layout = BY_NAME[file.removesuffix(".csv")].layout
    rows = list(csv.DictReader(io.StringIO(text, newline=""))) if text else []
    headings = list(rows[0]) if rows else text.splitlines()[0].split(",") if text else list(layout.columns)
    key, column = layout.required[0], str(edit["key"])
    found = next((row for row in rows if row[key] == edit["row"]), None)
    if found is None:
        if edit["before"] is not None:
            raise StaleEdit(CHANGED)
        found = dict.fromkeys(headings, "") | {key: str(edit["row"])}
        rows.append(found)
    if column not in headings:
        headings.append(column)
    found[column] = edit["after"] or ""
    out = io.StringIO()
    writer = csv.DictWriter(out, headings, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()
