"""sessions.csv as input: a timetable that already stands."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from scheduler.folder.cells import as_date_time, parts_of, whole_number
from scheduler.folder.days import clock_fault
from scheduler.folder.findings import Findings, Names
from scheduler.folder.tables import (
    Layout,
    Table,
    read_column,
    refuse_blank,
    refuse_repeats,
    refuse_unknown,
    refuse_unknown_parts,
)
from scheduler.problem import GivenSession

SESSIONS = Layout(
    "sessions",
    required=("session_id", "strand", "group_id", "meeting", "start", "end"),
    optional=("venue_id", "trainer_ids", "places"),
    identifiers=("session_id", "group_id", "venue_id", "trainer_ids"),
    may_be_absent=True,
)


def read_given(
    table: Table, strands: Names, trainers: Names, venues: Names, zone: ZoneInfo | None, findings: Findings
) -> tuple[GivenSession, ...]:
    """Every row that makes a session; the names are the ids that exist."""
    for column in SESSIONS.required:
        refuse_blank(table, column, findings)
    refuse_repeats(table, ("session_id",), findings)
    refuse_repeats(table, ("strand", "group_id", "meeting"), findings)
    refuse_unknown(table, "strand", strands, "strand", findings)
    refuse_unknown(table, "venue_id", venues, "venue_id of the venues table", findings)
    refuse_unknown_parts(table, "trainer_ids", trainers, "trainer_id of the trainers table", findings)
    facts = zip(
        table.column("session_id"),
        table.column("strand"),
        table.column("group_id"),
        read_column(table, "meeting", whole_number(1), 0, findings),
        read_column(table, "start", as_date_time, None, findings),
        read_column(table, "end", as_date_time, None, findings),
        table.column("venue_id"),
        read_column(table, "trainer_ids", parts_of, (), findings),
        read_column(table, "places", whole_number(1), None, findings),
        strict=True,
    )
    rows: list[tuple[int, GivenSession]] = []
    for number, (session_id, strand, group_id, meeting, start, end, venue_id, trainer_ids, places) in zip(
        table.numbers, facts, strict=True
    ):
        if len(set(trainer_ids)) < len(trainer_ids):
            findings.refuse(table.file, "names a trainer twice; name each once", row=number, column="trainer_ids",
                            value=";".join(trainer_ids))  # fmt: skip
        if start and end and _refuse_times(table.file, number, start, end, zone, findings):
            rows.append((number, GivenSession(session_id, strand, group_id, meeting, start, end, venue_id,
                                              trainer_ids, places)))  # fmt: skip
    _refuse_overlaps(table.file, rows, findings)
    return tuple(session for _, session in rows)


def _refuse_times(
    file: str, number: int, start: datetime, end: datetime, zone: ZoneInfo | None, findings: Findings
) -> bool:
    """Whether the times make a session; if not, that is a defect."""
    shown = end.isoformat(timespec="minutes")
    if end <= start:
        findings.refuse(file, "is not after start; exchange or correct the two", row=number, column="end", value=shown)
        return False
    if (end - timedelta(minutes=1)).date() != start.date():
        findings.refuse(
            file, "is on another day than start; a session ends by 24:00", row=number, column="end", value=shown
        )
        return False
    if zone and (fault := clock_fault(start, zone)):
        message = f"{fault} in {zone.key}; choose another time"
        findings.refuse(file, message, row=number, column="start", value=start.isoformat(timespec="minutes"))
        return False
    return True


def _refuse_overlaps(file: str, rows: Sequence[tuple[int, GivenSession]], findings: Findings) -> None:
    groups: defaultdict[tuple[str, str], list[tuple[int, GivenSession]]] = defaultdict(list)
    for number, session in rows:
        groups[session.strand, session.group_id].append((number, session))
    for (_, group_id), meetings in groups.items():
        meetings.sort(key=lambda row: row[1].start)
        for (earlier, one), (number, other) in pairwise(meetings):
            if other.start < one.end:
                message = f'overlaps row {earlier} of the same group "{group_id}"; move one of the two'
                shown = other.start.isoformat(timespec="minutes")
                findings.refuse(file, message, row=number, column="start", value=shown)
