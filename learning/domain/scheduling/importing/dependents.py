"""Rows that say something of somebody who leaves a table, and leave with them: absences, wishes, pins, pairs."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Reference:
    """A column that names rows of another table; only where ``kind`` stands in the column of that name, if given."""

    table: str
    column: str
    kind: str = ""


REFERENCES: Mapping[str, tuple[Reference, ...]] = {
    "staff": (
        Reference("unavailability", "id", "staff"),
        Reference("apart", "staff_id"),
        Reference("apart", "other_id"),
        Reference("wishes", "staff_id"),
        Reference("locks", "staff_id"),
    ),
    "trainers": (Reference("unavailability", "id", "trainer"),),
    "venues": (Reference("unavailability", "id", "venue"),),
}
"""Who leads a given session, or is a trainer as well as a member of staff, is for a person to put right."""


def without(texts: Mapping[str, str], name: str, gone: Collection[str]) -> tuple[dict[str, str], dict[str, int]]:
    """The files without the rows that speak of rows of ``name`` that are gone, and how many of each table went."""
    kept, counts = dict(texts), dict[str, int]()
    for reference in REFERENCES.get(name, ()):
        file = f"{reference.table}.csv"
        if gone and file in kept:
            kept[file], dropped = _filtered(kept[file], reference, frozenset(gone))
            counts[reference.table] = counts.get(reference.table, 0) + dropped
    return kept, {table: count for table, count in counts.items() if count}


def _filtered(text: str, reference: Reference, gone: frozenset[str]) -> tuple[str, int]:
    rows = list(csv.reader(io.StringIO(text, newline="")))
    headings = rows[0]
    place = headings.index(reference.column)
    kind = headings.index("kind") if reference.kind else None
    left = [
        row for row in rows[1:]
        if row and not (row[place] in gone and (kind is None or row[kind] == reference.kind))
    ]  # fmt: skip
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerows([headings, *left])
    return out.getvalue(), len(rows) - 1 - len(left)
