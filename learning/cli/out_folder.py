"""Whether a schedule can be written where somebody asks for it, found out before any search."""

from __future__ import annotations

import tempfile
from pathlib import Path

from scheduler.errors import Defect, FolderError

OPTION = "--out"


def out_defects(out: Path, programme: Path) -> list[Defect]:
    """What speaks against ``out``; leaves nothing behind and makes nothing."""
    from scheduler.folder import refuse_bad_target

    try:
        message = _misplaced(out, programme) or _unwritable(out)
    except OSError as error:
        message = f"cannot be used: {error.strerror}; name another folder."
    if message:
        return [Defect(OPTION, message, value=str(out))]
    try:
        refuse_bad_target(out)
    except FolderError as error:
        return list(error.defects)
    return []


def _misplaced(out: Path, programme: Path) -> str:
    if out.exists() and not out.is_dir():
        return "is a file; name a folder for the schedule."
    if out.resolve() == programme.resolve():
        return "is the programme folder; name another folder for the schedule."
    if out.resolve() in programme.resolve().parents:
        return "holds the programme folder; name another folder for the schedule."
    return ""


def _unwritable(out: Path) -> str:
    """Tries it out beside the folder and in it: permissions alone do not tell on every file system."""
    standing = next(folder for folder in (out, *out.resolve().parents) if folder.exists())
    if not standing.is_dir():
        return f"cannot be made, because {standing} is a file; name another folder."
    for folder in {standing, out.resolve().parent} if standing == out else {standing}:
        try:
            with tempfile.TemporaryDirectory(prefix=".learning-", dir=folder):
                pass
        except OSError as error:
            return f"cannot be written: {error.strerror} ({folder}); name another folder or mend its permissions."
    return ""
