"""A whole programme folder from upload to undoing: nothing is stored before it is approved, then all of it at once."""

from __future__ import annotations

import json
import tempfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from sqlalchemy.orm import Session

from learning.clock import now
from learning.domain.actors import Actor
from learning.domain.scheduling.folder_in import keep_own_rows, read_tables, replace_everything, take_in_folder
from learning.domain.scheduling.folder_out import folder_texts, mark_of_texts, packed, unpacked, write_folder
from learning.domain.scheduling.importing.archives import read_archive
from learning.domain.scheduling.importing.contents import RowsChanged, SettingsChanged, rows_changed, settings_changed
from learning.domain.trace import record_change
from learning.errors import Refusal, StaleEdit
from learning.models import FolderImport, Programme
from learning.vocabulary import ImportState
from scheduler.errors import Defect, FolderError
from scheduler.folder import read_folder
from scheduler.folder.keys import FILE


@dataclass(frozen=True, slots=True)
class FolderFindings:
    """What is wrong with a folder or odd about it and, if nothing is wrong, what it would change."""

    defects: tuple[Defect, ...] = ()
    warnings: tuple[Defect, ...] = ()
    settings: SettingsChanged | None = None
    rows: tuple[RowsChanged, ...] = ()

    @property
    def nothing(self) -> bool:
        """Whether the programme is what the folder says already."""
        return self.settings is not None and self.settings.nothing and all(one.nothing for one in self.rows)


def begin_folder_import(
    session: Session, actor: Actor, programme: Programme, name: str, content: bytes
) -> FolderImport:
    """Keep an uploaded folder with everything that is wrong with it or that it would change.

    Refuses what is no zip with a programme in it.
    """
    files = read_archive(name, content)
    found = FolderImport(
        programme_id=programme.id,
        file_name=name[-255:],
        state=ImportState.CHECKED,
        content=packed(files),
        uploaded_by=actor.name,
        uploaded_at=now(),
    )
    _check(session, programme, found)
    session.add(found)
    session.flush()
    return found


def findings_of(found: FolderImport) -> FolderFindings:
    """What the folder was found to be when it was last checked."""
    kept = json.loads(zlib.decompress(found.findings))
    settings = kept["settings"]
    return FolderFindings(
        tuple(Defect(**one) for one in kept["defects"]),
        tuple(Defect(**one) for one in kept["warnings"]),
        SettingsChanged(**{key: tuple(titles) for key, titles in settings.items()}) if settings else None,
        tuple(RowsChanged(**row) for row in kept["rows"]),
    )


def apply_folder_import(session: Session, actor: Actor, programme: Programme, found: FolderImport) -> None:
    """Put the folder in the place of everything the programme is planned with.

    Refuses one with a defect, and one whose programme was changed since it was checked (it is checked again then).
    """
    if found.state is not ImportState.CHECKED:
        raise Refusal("This folder has been taken in or discarded already")
    before = folder_texts(session, programme)
    if mark_of_texts(before) != found.base_sha256:
        _check(session, programme, found)
        session.flush()
        raise StaleEdit("The programme was changed since this page was made. Look at the differences again")
    if findings_of(found).defects:
        raise Refusal("Put right what is wrong with the folder, and upload it again")
    found.before = packed(before)
    with _laid_out(found) as folder:
        take_in_folder(session, actor, programme, folder)
    found.state, found.applied_at = ImportState.APPLIED, now()
    found.after_sha256 = mark_of_texts(folder_texts(session, programme))
    session.flush()


def undo_folder_import(session: Session, actor: Actor, programme: Programme, found: FolderImport) -> None:
    """Put everything back to what it was before. Refuses once anything has been changed since."""
    if found.state is not ImportState.APPLIED or found.before is None:
        raise Refusal("Only a folder that was taken in can be undone")
    if mark_of_texts(folder_texts(session, programme)) != found.after_sha256:
        raise StaleEdit(
            "The programme was changed after this folder was taken in, so undoing it would lose those changes"
        )
    with tempfile.TemporaryDirectory(prefix="folder-") as folder:
        write_folder(unpacked(found.before), Path(folder))
        replace_everything(session, programme, Path(folder))
    found.state = ImportState.UNDONE
    session.flush()
    record_change(
        session, actor, programme, "undo folder", programme.name, f"Taking in {found.file_name} was undone."
    )  # fmt: skip


def discard_folder_import(session: Session, found: FolderImport) -> None:
    """Give up a folder that was not taken in."""
    if found.state is not ImportState.CHECKED:
        raise Refusal("This folder has been taken in, so it can only be undone")
    found.state = ImportState.DISCARDED
    session.flush()


def _check(session: Session, programme: Programme, found: FolderImport) -> None:
    texts = folder_texts(session, programme)
    found.base_sha256 = mark_of_texts(texts)
    with _laid_out(found) as folder:
        findings = _findings(session, programme, texts, folder)
    found.findings = zlib.compress(json.dumps(asdict(findings)).encode(), 6)


def _findings(session: Session, programme: Programme, texts: Mapping[str, str], folder: Path) -> FolderFindings:
    try:
        warnings = read_folder(folder).warnings
    except FolderError as fault:
        return FolderFindings(defects=fault.defects)
    with tempfile.TemporaryDirectory(prefix="folder-") as stored:
        write_folder(texts, Path(stored))
        kept = keep_own_rows(session, programme, read_tables(folder))
        rows = rows_changed(read_tables(Path(stored)), kept)
    settings = settings_changed(texts[FILE], (folder / FILE).read_text(encoding="utf-8-sig"))
    return FolderFindings((), tuple(warnings), settings, rows)


@contextmanager
def _laid_out(found: FolderImport) -> Iterator[Path]:
    """The uploaded files in a folder of their own, for as long as somebody looks at them."""
    with tempfile.TemporaryDirectory(prefix="folder-") as name:
        for own_name, content in read_archive(found.file_name, found.content).items():
            (Path(name) / own_name).write_bytes(content)
        yield Path(name)
