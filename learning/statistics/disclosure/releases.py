"""What came out before: facts that an attacker adds to the table, and cells that were protected and stay so."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from learning.statistics.disclosure.reading import read_rows
from learning.statistics.disclosure.rounding import to_nearest
from learning.statistics.disclosure.system import System
from learning.statistics.disclosure.tables import TOTAL, CountTable, Mask
from scheduler.errors import Defect, FolderError

HELD_BACK = "[c]"
FILE = "protected.csv"
AUDIT = "audit.json"
PRIMARY = "primary"
FORMULA_STARTS = ("=", "+", "-", "@")


@dataclass(frozen=True)
class EarlierCell:
    """One cell of a release: its value by column (none: everybody), its count or None where held back.

    The count was told to the nearest ``round_to``; whoever has it is taken to know the exact one.
    """

    file: str
    row: int
    where: frozenset[tuple[str, str]]
    shown: int | None
    primary: bool
    round_to: int = 1


def read_release(folder: Path) -> tuple[EarlierCell, ...]:
    """The cells of ``protected.csv`` that `learning protect` wrote; raises FolderError with every defect."""
    defects: list[Defect] = []
    file = str(folder / FILE)
    rows = read_rows(folder / FILE, defects)
    if defects:
        raise FolderError([replace(defect, file=file) for defect in defects])
    heading = rows[0][1]
    missing = [column for column in ("shown", "status") if column not in heading]
    if missing:
        raise FolderError(
            [Defect(file, "is missing; name a folder that learning protect wrote.", 1, c) for c in missing]
        )
    shown, status = heading.index("shown"), heading.index("status")
    round_to = _rounded_to(folder)
    found = []
    for number, record in rows[1:]:
        text = record[shown] if len(record) == len(heading) else ""
        if text != HELD_BACK and not (text.isascii() and text.isdigit()):
            defects.append(Defect(file, f"is neither a count nor {HELD_BACK}.", number, "shown", text))
            continue
        where = frozenset(
            (_text(column), _text(value))
            for place, (column, value) in enumerate(zip(heading, record, strict=True))
            if place not in (shown, status) and value != TOTAL
        )
        count = None if text == HELD_BACK else int(text)
        found.append(EarlierCell(file, number, where, count, record[status] == PRIMARY, round_to))
    if defects:
        raise FolderError(defects)
    return tuple(found)


def _rounded_to(folder: Path) -> int:
    """As its audit says; 1 where it says nothing."""
    try:
        said = json.loads((folder / AUDIT).read_text(encoding="utf-8"))["rounded_to"]
    except (OSError, ValueError, KeyError, TypeError):
        return 1
    return said if isinstance(said, int) and said > 0 else 1


def _text(cell: str) -> str:
    """A text without the apostrophe that keeps spreadsheets from taking it for a formula."""
    return cell[1:] if cell[:1] == "'" and cell[1:2] in FORMULA_STARTS else cell


def with_earlier(
    table: CountTable, system: System, targets: Mask, earlier: Sequence[EarlierCell]
) -> tuple[System, Mask]:
    """The system with every earlier figure known, and the targets with every cell that was protected before.

    Raises FolderError where an earlier figure differs from this table (other people: a difference could tell of the
    few who came or left), where it is by a column this table lacks, or where it shows what must now be hidden.
    """
    places = {
        frozenset((column, value) for column, value in zip(table.columns, label, strict=True) if value != TOTAL): place
        for place, label in enumerate(table.labels())
    }
    known, targets, defects = system.known.copy(), targets.copy(), []
    for cell in earlier:
        place = places.get(cell.where)
        strangers = sorted({column for column, _ in cell.where} - set(table.columns))
        if place is None and not strangers and not cell.shown:
            continue  # a value that nobody has now, as then; hidden ones have no count to compare
        if place is None:
            what = f"is by {strangers[0]}, which this table lacks" if strangers else "has a value that this table lacks"
            message = f"{what}; protect one table with all columns and values, then publish parts of it."
            defects.append(Defect(cell.file, message, cell.row))
        elif cell.shown is None:
            targets[place] |= cell.primary and bool(system.open[place])
        elif cell.shown != to_nearest(int(system.values[place]), cell.round_to):
            message = "is of other people than this table; their difference could give away the few who came or left."
            defects.append(Defect(cell.file, message, cell.row, "shown", str(cell.shown)))
        else:
            known[place] = True
    told = [cell for cell in earlier if cell.shown is not None and cell.where in places and targets[places[cell.where]]]
    defects += [Defect(c.file, "shows what must now be hidden; it cannot be taken back.", c.row) for c in told]
    if defects:
        raise FolderError(defects)
    return replace(system, known=known, open=system.open & ~known), targets & np.logical_not(known)
