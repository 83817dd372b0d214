"""The programme as a problem for the scheduler, and the snapshot that a schedule was made for."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from learning.clock import now
from learning.domain.scheduling.folder_out import folder_texts, mark_of_texts, packed, unpacked, write_folder
from learning.models import Programme, Snapshot
from scheduler.errors import FolderError
from scheduler.folder import Reading, read_folder
from scheduler.problem import Problem

KEPT_PROBLEMS = 4


class UnreadableProgrammeError(Exception):
    """The programme cannot be planned as it stands; ``sentences`` say everything that is wrong, each with its place."""

    def __init__(self, fault: FolderError) -> None:
        super().__init__(str(fault))
        self.sentences = tuple(str(defect) for defect in fault.defects)


def take_snapshot(session: Session, programme: Programme) -> Snapshot:
    """The programme's input as it stands now, stored once however often it is asked for.

    Raises `UnreadableProgrammeError` where the input has defects: what a schedule is made for can be read.
    """
    return snapshot_of(session, programme, folder_texts(session, programme))


def snapshot_of(session: Session, programme: Programme, texts: Mapping[str, str]) -> Snapshot:
    """The snapshot of these files of a programme, as it stands or as it might be. Raises as `take_snapshot`."""
    content = packed(texts)
    sha256 = hashlib.sha256(content).hexdigest()
    found = session.scalar(select(Snapshot).where(Snapshot.programme_id == programme.id, Snapshot.sha256 == sha256))
    if found:
        return found
    read_packed(sha256, content)
    snapshot = Snapshot(programme_id=programme.id, sha256=sha256, content=content, created_at=now())
    session.add(snapshot)
    session.flush()
    return snapshot


def is_as_it_stands(session: Session, programme: Programme, snapshot: Snapshot) -> bool:
    """Whether the programme still says what the snapshot says."""
    return mark_of_texts(folder_texts(session, programme)) == snapshot.sha256


def problem_of(snapshot: Snapshot) -> Problem:
    """The problem of a snapshot; the last few stay in memory."""
    return read_packed(snapshot.sha256, snapshot.content).problem


def read_programme_as_it_stands(session: Session, programme: Programme) -> Reading:
    """The problem of the programme now, with warnings. Raises `UnreadableProgrammeError` with every defect."""
    content = packed(folder_texts(session, programme))
    return read_packed(hashlib.sha256(content).hexdigest(), content)


def read_packed(sha256: str, content: bytes) -> Reading:
    """Read a packed programme; ``sha256`` is that of ``content``. Raises `UnreadableProgrammeError`."""
    try:
        return _read(sha256, _Content(content))
    except FolderError as fault:
        raise UnreadableProgrammeError(fault) from fault


class _Content:
    """Bytes that are equal to all others: the cache goes by the hash beside them."""

    def __init__(self, content: bytes) -> None:
        self.content = content

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Content)

    def __hash__(self) -> int:
        return 0


@lru_cache(maxsize=KEPT_PROBLEMS)
def _read(_sha256: str, content: _Content) -> Reading:
    with unpacked_folder(content.content) as folder:
        return read_folder(folder)


@contextmanager
def unpacked_folder(content: bytes) -> Iterator[Path]:
    """A packed programme as a folder on disk, for as long as the block lasts."""
    with tempfile.TemporaryDirectory(prefix="programme-") as name:
        write_folder(unpacked(content), Path(name))
        yield Path(name)
