"""Which heading of a file is which column of a table: remembered, or guessed from what HR systems call them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from learning.domain.scheduling.tables import BY_NAME
from learning.models import ColumnMapping, Programme
from scheduler.folder.findings import plain_form

ALSO_CALLED: Mapping[str, tuple[str, ...]] = {
    "staff_id": (
        "employee id", "employee number", "employee no", "payroll number", "personnel number", "staff number",
        "assignment number",
    ),
    "name": ("full name", "employee name", "display name"),
    "email": ("email address", "work email", "e-mail", "mail"),
    "team": ("department", "cost centre", "section", "unit", "ward"),
    "directorate": ("division", "service", "care group", "business unit"),
    "site": ("location", "office", "base", "workplace"),
    "line_manager_id": ("line manager", "manager id", "reports to", "supervisor id", "manager employee number"),
    "joins_on": ("start date", "date started", "hire date", "joined"),
    "leaves_on": ("end date", "leaving date", "termination date", "contract end"),
    "pattern": ("working pattern", "work pattern", "hours"),
    "tags": ("groups", "flags"),
    "needs": ("adjustments", "access needs"),
    "trainer_id": ("facilitator id", "trainer number"),
    "venue_id": ("room id", "room number"),
    "capacity": ("seats", "places"),
    "owner_id": (),
}  # fmt: skip


def guess_mapping(session: Session, programme: Programme, table: str, headings: Sequence[str]) -> dict[str, str]:
    """Our column -> heading of the file: as last time where the heading is there, else the nearest name.

    Headings that are no column of ours are kept under their own name.
    """
    columns = BY_NAME[table].layout.columns
    known = remembered_mapping(session, programme, table)
    by_plain = {plain_form(heading): heading for heading in reversed(headings) if heading}
    mapping: dict[str, str] = {}
    for column in columns:
        names = (column, *ALSO_CALLED.get(column, ()))
        guesses = [known.get(column, ""), *(by_plain.get(plain_form(name), "") for name in names)]
        free = [guess for guess in guesses if guess in headings and guess not in mapping.values()]
        if free:
            mapping[column] = free[0]
    return mapping


def remembered_mapping(session: Session, programme: Programme, table: str) -> Mapping[str, str]:
    found = session.scalar(
        select(ColumnMapping.mapping).where(ColumnMapping.programme_id == programme.id, ColumnMapping.table == table)
    )
    return found or {}


def remember_mapping(session: Session, programme: Programme, table: str, mapping: Mapping[str, str]) -> None:
    found = session.scalar(
        select(ColumnMapping).where(ColumnMapping.programme_id == programme.id, ColumnMapping.table == table)
    )
    if found is None:
        session.add(ColumnMapping(programme_id=programme.id, table=table, mapping=dict(mapping)))
    else:
        found.mapping = dict(mapping)
    session.flush()
