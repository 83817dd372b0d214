"""Tables on their way in: uploaded, matched, checked, approved, and undone if need be."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from learning.database import Base, UTCDateTime, one_of
from learning.vocabulary import ImportState


class TableImport(Base):
    """One uploaded file for one table of a programme.

    ``content`` are its rows as they were uploaded, packed; ``mapping`` says which of its headings is which of our
    columns. ``base_sha256`` is that of the table when the import was checked: another change in between means
    checking again. ``findings`` are what was wrong and what would have changed at ``checked_at``, packed. ``before``
    are the tables as they were before the import was applied, packed, for undoing it.
    """

    __tablename__ = "table_imports"
    __table_args__ = (Index("ix_table_imports_programme", "programme_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    programme_id: Mapped[int] = mapped_column(ForeignKey("programmes.id"))
    table: Mapped[str] = mapped_column(String(40))
    file_name: Mapped[str] = mapped_column(String(255))
    state: Mapped[ImportState] = mapped_column(one_of(ImportState))
    content: Mapped[bytes] = mapped_column(deferred=True)
    headings: Mapped[list[str]]
    mapping: Mapped[dict[str, Any]]
    base_sha256: Mapped[str] = mapped_column(String(64), default="")
    counts: Mapped[dict[str, Any]]
    checked_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    findings: Mapped[bytes | None] = mapped_column(deferred=True)
    before: Mapped[bytes | None] = mapped_column(deferred=True)
    uploaded_by: Mapped[str] = mapped_column(String(200))
    uploaded_at: Mapped[datetime] = mapped_column(UTCDateTime)
    applied_at: Mapped[datetime | None] = mapped_column(UTCDateTime)


class FolderImport(Base):
    """One uploaded programme folder.

    ``content`` are its files, zipped; ``findings`` what is wrong and what would change, packed. ``base_sha256`` and
    ``after_sha256`` are those of all files of the programme when the folder was checked and once it was taken in;
    ``before`` are those files from before, zipped, for undoing it.
    """

    __tablename__ = "folder_imports"
    __table_args__ = (Index("ix_folder_imports_programme", "programme_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    programme_id: Mapped[int] = mapped_column(ForeignKey("programmes.id"))
    file_name: Mapped[str] = mapped_column(String(255))
    state: Mapped[ImportState] = mapped_column(one_of(ImportState))
    content: Mapped[bytes] = mapped_column(deferred=True)
    findings: Mapped[bytes] = mapped_column(deferred=True)
    base_sha256: Mapped[str] = mapped_column(String(64))
    after_sha256: Mapped[str] = mapped_column(String(64), default="")
    before: Mapped[bytes | None] = mapped_column(deferred=True)
    uploaded_by: Mapped[str] = mapped_column(String(200))
    uploaded_at: Mapped[datetime] = mapped_column(UTCDateTime)
    applied_at: Mapped[datetime | None] = mapped_column(UTCDateTime)


class ColumnMapping(Base):
    """Which heading was which column in the last import of a table, to begin the next one with."""

    __tablename__ = "column_mappings"
    __table_args__ = (UniqueConstraint("programme_id", "table"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    programme_id: Mapped[int] = mapped_column(ForeignKey("programmes.id"))
    table: Mapped[str] = mapped_column(String(40))
    mapping: Mapped[dict[str, Any]]
