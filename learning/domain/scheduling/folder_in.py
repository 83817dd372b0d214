"""A programme folder into the database: all of it, or none of it and every defect."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from pathlib import Path
from typing import Any

from sqlalchemy import delete, insert
from sqlalchemy.orm import Session

from learning.domain.actors import Actor
from learning.domain.scheduling.input_changes import note_input_changed
from learning.domain.scheduling.own_rows import said_by, with_own_rows
from learning.domain.scheduling.tables import STORED, Stored
from learning.domain.trace import record_change
from learning.models import Programme, Strand
from scheduler.errors import Defect
from scheduler.folder import read_folder
from scheduler.folder.findings import Findings
from scheduler.folder.keys import FILE
from scheduler.folder.tables import Table, read_table


@dataclass(frozen=True, slots=True)
class Taken:
    """What a folder brought: rows of each table, and what is odd without being wrong."""

    counts: Mapping[str, int]
    warnings: tuple[Defect, ...]


def take_in_folder(session: Session, actor: Actor, programme: Programme, folder: Path) -> Taken:
    """Put the folder's content in the place of everything the programme is planned with.

    Raises `FolderError` with every defect of the folder, before anything is changed. Schedules stay.
    """
    reading = read_folder(folder)
    tables = replace_everything(session, programme, folder)
    counts = {stored.name: len(tables[stored.name].rows) for stored in STORED if tables[stored.name].rows}
    record_change(
        session, actor, programme, "take in folder", programme.name,
        f"A programme folder was taken in: {_counted(counts)}.", after=dict(counts),
    )  # fmt: skip
    return Taken(counts, reading.warnings)


def replace_everything(session: Session, programme: Programme, folder: Path) -> Mapping[str, Table]:
    """Put settings, strands and rows of a folder in the place of the programme's own, unread: whoever calls this has
    had the folder checked, or wrote it from what the programme was before."""
    settings = settings_of((folder / FILE).read_text(encoding="utf-8-sig"))
    tables = keep_own_rows(session, programme, read_tables(folder))
    _take_settings(session, programme, settings)
    for stored in STORED:
        replace_rows(session, programme, stored, tables[stored.name])
    note_input_changed(programme)
    session.flush()
    return tables


def keep_own_rows(session: Session, programme: Programme, tables: Mapping[str, Table]) -> Mapping[str, Table]:
    """The tables of a folder with what people of it entered of themselves and the folder lacks."""
    known = {*tables["staff"].column("staff_id"), *tables["trainers"].column("trainer_id")}
    return {name: with_own_rows(session, programme, name, table, known) for name, table in tables.items()}


def settings_of(text: str) -> dict[str, Any]:
    """What programme.toml says, its days and times as texts and its strands as a list."""
    settings: dict[str, Any] = {"strands": [], **_plain(tomllib.loads(text.replace("\r\n", "\n")))}
    return settings


def read_tables(folder: Path) -> Mapping[str, Table]:
    """Every table of a folder as trimmed texts; whoever calls this has had the folder checked."""
    findings = Findings()
    return {stored.name: read_table(folder, stored.layout, findings) for stored in STORED}


def replace_rows(session: Session, programme: Programme, stored: Stored, table: Table) -> None:
    """Put a table's rows in the place of those that the programme has; who stated a row of themselves stays noted."""
    said = said_by(session, programme, stored)
    session.execute(delete(stored.model).where(stored.model.programme_id == programme.id))
    rows = list(_rows(programme, stored, table))
    if said:
        for row in rows:
            row["stated_by"] = said.get(tuple(row[name] for name in stored.attribute_of.values()), "")
    if rows:
        session.execute(insert(stored.model), rows)


def _rows(programme: Programme, stored: Stored, table: Table) -> Iterable[dict[str, Any]]:
    known = stored.attribute_of
    places = [(place, heading) for place, heading in enumerate(table.headings)]
    for position, cells in enumerate(table.rows):
        row: dict[str, Any] = dict.fromkeys(known.values(), "")
        attributes = {}
        for place, heading in places:
            if heading in known:
                row[known[heading]] = cells[place]
            else:
                attributes[heading] = cells[place]
        yield {**row, "programme_id": programme.id, "position": position, "attributes": attributes}


def _take_settings(session: Session, programme: Programme, settings: Mapping[str, Any]) -> None:
    own = dict(settings["programme"])
    programme.name = own.pop("name")
    programme.settings = own
    kept = {strand.strand_id: strand for strand in _strands(session, programme)}
    codes = {strand.code for strand in kept.values()}
    wanted = [dict(table) for table in settings["strands"]]
    ids = [table["id"] for table in wanted]
    for strand_id, strand in kept.items():
        if strand_id not in ids:
            session.delete(strand)
            codes.discard(strand.code)
    session.flush()
    for position, table in enumerate(wanted):
        strand_id, title = table.pop("id"), table.pop("title", "")
        if strand_id in kept:
            strand = kept[strand_id]
            strand.position, strand.title, strand.settings = position, title or strand_id, table
            continue
        code = strand_code(title or strand_id, codes)
        codes.add(code)
        session.add(
            Strand(
                programme_id=programme.id, position=position, strand_id=strand_id, title=title or strand_id, code=code,
                settings=table,
            )
        )  # fmt: skip
    session.flush()


def _strands(session: Session, programme: Programme) -> Sequence[Strand]:
    return session.query(Strand).filter(Strand.programme_id == programme.id).order_by(Strand.position).all()


def strand_code(title: str, taken: Iterable[str]) -> str:
    """Two capital letters for a strand that no other has: of its words, then of its letters, then any."""
    used = set(taken)
    letters = [character for character in title.upper() if "A" <= character <= "Z"] or ["X"]
    words = [word[0] for word in title.upper().split() if "A" <= word[0] <= "Z"]
    alphabet = [chr(ord("A") + place) for place in range(26)]
    pairs = [letters[0] + letters[1]] if len(letters) > 1 else []
    pairs += ["".join(words[:2])] if len(words) > 1 else []
    pairs += [letters[0] + other for other in letters[1:] + alphabet]
    pairs += [first + second for first in alphabet for second in alphabet]
    return next(pair for pair in pairs if pair not in used)


def _plain(value: Any) -> Any:
    """TOML's days and times as the text that the reader takes as well."""
    if isinstance(value, dict):
        return {key: _plain(below) for key, below in value.items()}
    if isinstance(value, list):
        return [_plain(below) for below in value]
    if isinstance(value, time):
        return value.isoformat(timespec="minutes")
    return value.isoformat() if isinstance(value, date) else value


def _counted(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{count:,} rows of {name}" for name, count in counts.items()) or "no rows"
