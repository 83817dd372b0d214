"""Rows that people entered of themselves, a trainer's absence or whom somebody is not to meet: imports keep them."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from learning.domain.scheduling.tables import BY_NAME, Stored
from learning.models import Absence, ApartPair, Programme
from scheduler.folder.tables import Table

Cells = tuple[str, ...]
"""The known columns of a row, in the order of the layout."""
OWN: Mapping[str, type[Absence | ApartPair]] = {"unavailability": Absence, "apart": ApartPair}


def said_by(session: Session, programme: Programme, stored: Stored) -> Mapping[Cells, str]:
    """Rows of a table that somebody entered of themselves -> their own id."""
    model = OWN.get(stored.name)
    if model is None:
        return {}
    columns = [getattr(model, name) for name in stored.attribute_of.values()]
    rows = session.execute(
        select(model.stated_by, *columns)
        .where(model.programme_id == programme.id, model.stated_by != "")
        .order_by(model.position)
    )
    return {tuple(cells): stated_by for stated_by, *cells in rows}


def with_own_rows(
    session: Session, programme: Programme, name: str, table: Table, known: Collection[str] | None = None
) -> Table:
    """The table with those rows that it lacks; with ``known`` ids, only rows of people who are still there."""
    stored = BY_NAME[name]
    said = said_by(session, programme, stored)
    if not said:
        return table
    columns = tuple(stored.attribute_of)
    headings = (*table.headings, *(one for one in columns if one not in table.headings))
    places = [headings.index(column) for column in columns]
    rows = [(*row, *("" for _ in range(len(headings) - len(row)))) for row in table.rows]
    there = {tuple(row[place] for place in places) for row in rows}
    for cells in said:
        if cells not in there and (known is None or _ids(name, cells) <= set(known)):
            given = dict(zip(columns, cells, strict=True))
            rows.append(tuple(given.get(heading, "") for heading in headings))
    numbers = [*table.numbers, *range(len(table.rows) + 2, len(rows) + 2)]
    return Table(table.file, headings, numbers, rows)


def _ids(name: str, cells: Cells) -> set[str]:
    given = dict(zip(BY_NAME[name].attribute_of, cells, strict=True))
    return {given["id"]} if name == "unavailability" else {given["staff_id"], given["other_id"]}
