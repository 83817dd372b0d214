"""A change to what a programme is planned with is kept only if the programme can be read as well as before."""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from learning.domain.scheduling.folder_out import folder_texts, write_folder
from learning.domain.scheduling.input_changes import note_input_changed
from learning.errors import Refusal
from learning.models import Programme
from scheduler.errors import Defect, FolderError
from scheduler.folder import read_folder


class BreaksProgramme(Refusal):
    """The change would make the programme unreadable; ``sentences`` say everything that would be wrong."""

    def __init__(self, sentences: Sequence[str]) -> None:
        super().__init__(" ".join(sentences))
        self.sentences = tuple(sentences)


def change_input(session: Session, programme: Programme, change: Callable[[], None]) -> None:
    """Make a change, flush it, and refuse it with everything that it would make wrong.

    What was wrong before is not held against it. The caller's transaction is rolled back on a refusal.
    """
    before = folder_texts(session, programme)
    change()
    note_input_changed(programme)
    session.flush()
    defects = defects_of(folder_texts(session, programme))
    if not defects:
        return
    known = {str(defect) for defect in defects_of(before)}
    new = [str(defect) for defect in defects if str(defect) not in known]
    if new:
        raise BreaksProgramme(new)


def defects_of(texts: Mapping[str, str]) -> Sequence[Defect]:
    """Everything that is wrong with a programme's files."""
    with tempfile.TemporaryDirectory(prefix="programme-") as folder:
        write_folder(texts, Path(folder))
        try:
            read_folder(Path(folder))
        except FolderError as fault:
            return fault.defects
    return ()


def mark_of(values: Mapping[str, Any]) -> str:
    """What a form remembers of the values that it was opened with, to see whether somebody changed them since."""
    return hashlib.sha256(json.dumps(values, sort_keys=True, default=str).encode()).hexdigest()[:24]
