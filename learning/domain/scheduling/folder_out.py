"""A programme out of the database as a programme folder: files in memory, on disk, or packed."""

from __future__ import annotations

import csv
import hashlib
import io
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import tomlkit
from sqlalchemy import select
from sqlalchemy.orm import Session

from learning.domain.scheduling.tables import STORED, Stored
from learning.models import Programme
from learning.queries.programmes import strands_of
from scheduler.folder.keys import FILE

PACKED_AT = (1980, 1, 1, 0, 0, 0)


def folder_texts(session: Session, programme: Programme) -> Mapping[str, str]:
    """Every file of the programme's folder by name; optional tables without rows are left out."""
    texts = {FILE: settings_text(session, programme)}
    for stored in STORED:
        text = table_text(session, programme, stored)
        if text is not None:
            texts[f"{stored.name}.csv"] = text
    return texts


def write_folder(texts: Mapping[str, str], folder: Path) -> None:
    """Put the files of a programme into a folder that exists."""
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8", newline="")


def packed(texts: Mapping[str, str] | Mapping[str, bytes]) -> bytes:
    """The files as one zip; equal files give equal bytes."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(texts):
            entry = zipfile.ZipInfo(name, PACKED_AT)
            entry.compress_type = zipfile.ZIP_DEFLATED
            text = texts[name]
            archive.writestr(entry, text if isinstance(text, bytes) else text.encode())
    return content.getvalue()


def mark_of_texts(texts: Mapping[str, str]) -> str:
    """SHA-256 of the files together: equal for a programme that nobody changed."""
    return hashlib.sha256(packed(texts)).hexdigest()


def unpacked(content: bytes) -> Mapping[str, str]:
    """The files of a zip that `packed` made."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def settings_text(session: Session, programme: Programme) -> str:
    """programme.toml: the programme's own table and one for each strand, in their order."""
    document: dict[str, Any] = {"programme": {"name": programme.name, **programme.settings}}
    strands = [
        {"id": strand.strand_id, "title": strand.title, **strand.settings} for strand in strands_of(session, programme)
    ]
    if strands:
        document["strands"] = strands
    return tomlkit.dumps(document)


def table_text(session: Session, programme: Programme, stored: Stored) -> str | None:
    """One table with its heading; None for an optional table that has no rows.

    The confidential table of pairs is part of it: what is made from it goes to the search and to whoever may
    take the whole programme out.
    """
    rows = session.scalars(
        select(stored.model).where(stored.model.programme_id == programme.id).order_by(stored.model.position)
    ).all()
    if not rows and stored.layout.may_be_absent:
        return None
    further = dict.fromkeys(column for row in rows for column in row.attributes)
    known = stored.attribute_of
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([*known, *further])
    for row in rows:
        cells = [getattr(row, attribute) for attribute in known.values()]
        writer.writerow(cells + [row.attributes.get(column, "") for column in further])
    return text.getvalue()
