"""One row of a table added, changed or removed: a trainer, a venue, an absence, a person."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from learning.domain.actors import Actor
from learning.domain.scheduling.guarding import change_input, mark_of
from learning.domain.scheduling.tables import BY_NAME, Stored
from learning.domain.trace import record_change
from learning.errors import StaleEdit
from learning.models import Programme
from learning.models.people import Row

THINGS: Mapping[str, str] = {
    "staff": "person",
    "trainers": "trainer",
    "venues": "venue",
    "unavailability": "absence",
    "wishes": "wish",
    "locks": "pin",
}
"""The tables whose rows people edit one by one, and what a row of each is. Pairs to be kept apart are no such table:
nobody sees them."""


def cells_of(row: Row, stored: Stored) -> dict[str, str]:
    """A row as the folder has it, column by column."""
    return {column: getattr(row, attribute) for column, attribute in stored.attribute_of.items()}


def add_row(session: Session, actor: Actor, programme: Programme, table: str, cells: Mapping[str, str]) -> Row:
    """Add a row at the end of its table. Raises `BreaksProgramme` where it makes no sense."""
    stored = BY_NAME[table]
    last = session.scalar(select(func.max(stored.model.position)).where(stored.model.programme_id == programme.id))
    row = stored.model(programme_id=programme.id, position=(-1 if last is None else last) + 1, attributes={})
    _write(row, stored, cells)
    change_input(session, programme, lambda: session.add(row))
    name = name_of(cells, stored)
    thing = THINGS[table]
    record_change(
        session, actor, programme, f"add {thing}", name, f"{thing.capitalize()} {name} was added.", after=cells
    )
    return row


def change_row(
    session: Session, actor: Actor, programme: Programme, table: str, row: Row, cells: Mapping[str, str], mark: str
) -> None:
    """Change a row; ``mark`` is that of the values which the form was opened with.

    Raises `StaleEdit` where somebody changed the row in between, `BreaksProgramme` where it makes no sense.
    """
    stored = BY_NAME[table]
    before = cells_of(row, stored)
    if mark_of(before) != mark:
        raise StaleEdit("Somebody else has changed this since you opened it")
    after = {**before, **cells}
    change_input(session, programme, lambda: _write(row, stored, after))
    name = name_of(after, stored)
    thing = THINGS[table]
    record_change(
        session, actor, programme, f"change {thing}", name, f"{thing.capitalize()} {name} was changed.",
        before=before, after=after,
    )  # fmt: skip


def remove_row(session: Session, actor: Actor, programme: Programme, table: str, row: Row) -> None:
    """Remove a row. Raises `BreaksProgramme` where something else still names it."""
    stored = BY_NAME[table]
    cells = cells_of(row, stored)
    change_input(session, programme, lambda: session.delete(row))
    name = name_of(cells, stored)
    thing = THINGS[table]
    record_change(
        session, actor, programme, f"remove {thing}", name, f"{thing.capitalize()} {name} was removed.", before=cells
    )


def name_of(cells: Mapping[str, str], stored: Stored) -> str:
    """What people call the row: its name, else the id or ids that it begins with."""
    return cells.get("name") or " ".join(cells[column] for column in stored.layout.required[:2] if cells.get(column))


def _write(row: Row, stored: Stored, cells: Mapping[str, str]) -> None:
    for column, attribute in stored.attribute_of.items():
        setattr(row, attribute, " ".join(cells.get(column, "").split()))
