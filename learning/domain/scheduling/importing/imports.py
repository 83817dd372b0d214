"""Imports from upload to undoing: nothing is stored before it is approved, then all of it at once."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from learning.clock import now
from learning.domain.actors import Actor
from learning.domain.scheduling.folder_in import replace_rows
from learning.domain.scheduling.folder_out import packed, table_text, unpacked
from learning.domain.scheduling.importing.checking import Checked, check_upload, table_of_upload
from learning.domain.scheduling.importing.differences import Difference, difference
from learning.domain.scheduling.importing.kept import Looked, pack_looked, unpack_looked
from learning.domain.scheduling.importing.matching import guess_mapping, remember_mapping
from learning.domain.scheduling.importing.uploads import pack_rows, read_upload, unpack_rows
from learning.domain.scheduling.input_changes import note_input_changed
from learning.domain.scheduling.own_rows import with_own_rows
from learning.domain.scheduling.tables import BY_NAME
from learning.domain.trace import record_change
from learning.errors import Refusal, StaleEdit
from learning.models import Programme, TableImport
from learning.vocabulary import ImportState
from scheduler.folder.findings import Findings
from scheduler.folder.tables import Table, read_table

TITLES: Mapping[str, str] = {
    "staff": "Staff",
    "trainers": "Trainers",
    "venues": "Venues",
    "unavailability": "Absences",
    "apart": "People to keep apart",
    "wishes": "Wishes",
    "sessions": "A timetable that stands",
    "locks": "People pinned to groups",
}


def begin_import(
    session: Session, actor: Actor, programme: Programme, table: str, name: str, content: bytes
) -> TableImport:
    """Keep an uploaded file with a guess which of its headings is which column. Refuses what cannot be read."""
    if table not in BY_NAME:
        raise Refusal("Choose which table the file holds", field="table")
    upload = read_upload(name, content)
    found = TableImport(
        programme_id=programme.id,
        table=table,
        file_name=name[-255:],
        state=ImportState.UPLOADED,
        content=pack_rows(upload),
        headings=upload.headings,
        mapping=guess_mapping(session, programme, table, upload.headings),
        counts={},
        uploaded_by=actor.name,
        uploaded_at=now(),
    )
    session.add(found)
    session.flush()
    return found


def match_columns(session: Session, programme: Programme, found: TableImport, mapping: Mapping[str, str]) -> None:
    """Say which heading is which column. Refuses a heading chosen twice, and a required column left open."""
    layout = BY_NAME[found.table].layout
    chosen = {column: heading for column, heading in mapping.items() if heading}
    for column in layout.required:
        if column not in chosen:
            raise Refusal(f"Choose the column of the file that holds {column}", field=column)
    for column, heading in chosen.items():
        if list(chosen.values()).count(heading) > 1:
            raise Refusal(f"Choose {heading} for one column alone", field=column)
        if heading not in found.headings:
            raise Refusal("Choose a column of the file", field=column)
    found.mapping = chosen
    found.state = ImportState.CHECKED
    _keep_findings(session, programme, found)
    session.flush()


def look_at_import(session: Session, programme: Programme, found: TableImport) -> Looked:
    """What was found when the columns were matched; found anew if the programme has been changed since."""
    if found.findings is None or found.checked_at is None or programme.input_changed_at >= found.checked_at:
        return Looked.of(*check_import(session, programme, found))
    return unpack_looked(found.findings)


def check_import(session: Session, programme: Programme, found: TableImport) -> tuple[Checked, Difference]:
    """What is wrong with the import, and what it would change."""
    upload = unpack_rows(found.content)
    checked = check_upload(session, programme, found.table, upload, found.mapping, found.file_name)
    if not checked.defects:
        checked = replace(checked, table=with_own_rows(session, programme, found.table, checked.table))
    return checked, difference(found.table, _stored(session, programme, found.table), checked.table)


def apply_import(session: Session, actor: Actor, programme: Programme, found: TableImport) -> Difference:
    """Store the import, whole. Refuses one with a defect, and one whose table was changed since it was checked."""
    if found.state is not ImportState.CHECKED:
        raise Refusal("This import has been applied or discarded already")
    before = _text(session, programme, found.table)
    if _sha256(before) != found.base_sha256:
        _keep_findings(session, programme, found)
        session.flush()
        raise StaleEdit(
            "The table was changed by somebody else since this page was made. Look at the differences again"
        )
    checked, differs = check_import(session, programme, found)
    if checked.defects:
        raise Refusal("Put right what is wrong with the file, and upload it again")
    touched = [found.table, *checked.with_it]
    found.before = packed({name: _text(session, programme, name) for name in touched})
    for name in touched:
        stored = checked.table if name == found.table else _read(checked.texts[f"{name}.csv"], name)
        replace_rows(session, programme, BY_NAME[name], stored)
    remember_mapping(session, programme, found.table, found.mapping)
    counts = {**differs.counts(), "with_it": dict(checked.with_it)}
    found.state, found.applied_at, found.counts = ImportState.APPLIED, now(), counts
    note_input_changed(programme)
    session.flush()
    title = TITLES[found.table]
    record_change(
        session, actor, programme, "import table", title,
        f"{title} imported from {found.file_name}: {_words(differs)}.", after=differs.counts(),
    )  # fmt: skip
    return differs


def undo_import(session: Session, actor: Actor, programme: Programme, found: TableImport) -> None:
    """Put the table back to what it was before. Refuses any but the last import of the table, and a table that was
    changed since."""
    last = last_applied(session, programme, found.table)
    if last is None or last.id != found.id or found.before is None:
        raise Refusal("Only the last import of a table can be undone")
    upload = unpack_rows(found.content)
    stored = _stored(session, programme, found.table)
    imported = _read(table_of_upload(upload, found.mapping), found.table)
    imported = with_own_rows(session, programme, found.table, imported)
    if not difference(found.table, imported, stored).nothing:
        raise StaleEdit(f"{TITLES[found.table]} was changed after this import, so undoing it would lose those changes")
    for name, text in unpacked(found.before).items():
        replace_rows(session, programme, BY_NAME[name], _read(text, name))
    found.state = ImportState.UNDONE
    note_input_changed(programme)
    session.flush()
    title = TITLES[found.table]
    record_change(
        session,
        actor,
        programme,
        "undo import",
        title,
        f"The import of {title.lower()} from {found.file_name} was undone.",
    )


def discard_import(session: Session, found: TableImport) -> None:
    """Give up an import that was not applied."""
    if found.state not in (ImportState.UPLOADED, ImportState.CHECKED):
        raise Refusal("This import has been applied, so it can only be undone")
    found.state = ImportState.DISCARDED
    session.flush()


def last_applied(session: Session, programme: Programme, table: str) -> TableImport | None:
    return session.scalar(
        select(TableImport)
        .where(
            TableImport.programme_id == programme.id,
            TableImport.table == table,
            TableImport.state == ImportState.APPLIED,
        )
        .order_by(TableImport.applied_at.desc(), TableImport.id.desc())
        .limit(1)
    )


def _keep_findings(session: Session, programme: Programme, found: TableImport) -> None:
    found.checked_at = now()
    found.base_sha256 = _sha256(_text(session, programme, found.table))
    found.findings = pack_looked(Looked.of(*check_import(session, programme, found)))


def _words(differs: Difference) -> str:
    return f"{len(differs.new):,} new, {len(differs.changed):,} changed, {len(differs.left):,} left"


def _text(session: Session, programme: Programme, name: str) -> str:
    return table_text(session, programme, BY_NAME[name]) or ""


def _stored(session: Session, programme: Programme, name: str) -> Table:
    return _read(_text(session, programme, name), name)


def _read(text: str, name: str) -> Table:
    if not text:
        return Table(f"{name}.csv", BY_NAME[name].layout.columns)
    with tempfile.TemporaryDirectory(prefix="import-") as folder:
        (Path(folder) / f"{name}.csv").write_text(text, encoding="utf-8", newline="")
        return read_table(Path(folder), BY_NAME[name].layout, Findings())


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
