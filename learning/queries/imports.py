"""Imports of tables and of whole folders."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from learning.models import FolderImport, Programme, TableImport
from learning.vocabulary import ImportState


def imports_of(session: Session, programme: Programme, most: int = 20) -> Sequence[TableImport]:
    """The last imports that were not discarded, newest first."""
    found = (
        select(TableImport)
        .where(TableImport.programme_id == programme.id, TableImport.state != ImportState.DISCARDED)
        .order_by(TableImport.id.desc())
        .limit(most)
    )
    return session.scalars(found).all()


def import_with_id(session: Session, programme: Programme, import_id: int) -> TableImport | None:
    return session.scalar(
        select(TableImport).where(TableImport.programme_id == programme.id, TableImport.id == import_id)
    )


def folder_imports_of(session: Session, programme: Programme, most: int = 20) -> Sequence[FolderImport]:
    """The last folders that were not discarded, newest first."""
    found = (
        select(FolderImport)
        .where(FolderImport.programme_id == programme.id, FolderImport.state != ImportState.DISCARDED)
        .order_by(FolderImport.id.desc())
        .limit(most)
    )
    return session.scalars(found).all()


def folder_import_with_id(session: Session, programme: Programme, import_id: int) -> FolderImport | None:
    return session.scalar(
        select(FolderImport).where(FolderImport.programme_id == programme.id, FolderImport.id == import_id)
    )
