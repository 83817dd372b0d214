"""The schedule folder: sessions, allocations, unplaced people and the summary, in and out."""

from __future__ import annotations

import csv
import io
import json
import os
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from fractions import Fraction
from pathlib import Path

from scheduler.errors import Defect, FolderError
from scheduler.folder.cells import as_date_time, one_of, parts_of, whole_number
from scheduler.folder.findings import Findings, Names
from scheduler.folder.keys import FILE
from scheduler.folder.tables import (
    Layout,
    Table,
    read_column,
    read_table,
    refuse_blank,
    refuse_no_folder,
    refuse_unknown,
    refuse_unknown_parts,
)
from scheduler.problem import Problem
from scheduler.schedule import Allocation, Reason, Schedule, Session, Unplaced

SUMMARY = "summary.json"
SESSIONS = Layout(
    "sessions",
    ("session_id", "strand", "group_id", "meeting", "start", "end", "venue_id", "trainer_ids"),
    identifiers=("session_id", "group_id", "venue_id", "trainer_ids"),
)
ALLOCATIONS = Layout("allocations", ("staff_id", "strand", "group_id"), identifiers=("staff_id", "group_id"))
UNPLACED = Layout("unplaced", ("staff_id", "strand", "reason", "detail"), identifiers=("staff_id",))
BESIDE = ("trace.svg", "trace.csv", "bottlenecks.json")
"""Files that speak of one schedule alone: a new schedule takes those of the one before it away."""
TABLES = (SESSIONS, ALLOCATIONS, UNPLACED)
MAY_BE_BLANK = ("venue_id", "trainer_ids", "detail")


def read_schedule(path: Path, problem: Problem | None = None) -> Schedule:
    """Read the three tables of a schedule folder, whoever wrote them.

    Only what a cell says is checked; whether rules are kept, unknown ids among them, is the judge's
    question. Where the schedule must belong to a ``problem``, as one that is to be repaired, the ids
    that it does not know are defects too. Raises `FolderError` with every defect.
    """
    refuse_no_folder(path, "sessions.csv, allocations.csv and unplaced.csv")
    findings = Findings()
    tables = [read_table(path, layout, findings) for layout in TABLES]
    for table, layout in zip(tables, TABLES, strict=True):
        for column in layout.required:
            if column not in MAY_BE_BLANK:
                refuse_blank(table, column, findings)
    schedule = Schedule(_sessions(tables[0], findings), _allocations(tables[1]), _unplaced(tables[2], findings))
    if problem is not None:
        _refuse_strangers(tables, problem, findings)
    if findings.defects:
        raise FolderError(findings.defects)
    return schedule


def _sessions(table: Table, findings: Findings) -> tuple[Session, ...]:
    starts = read_column(table, "start", as_date_time, None, findings)
    ends = read_column(table, "end", as_date_time, None, findings)
    meetings = read_column(table, "meeting", whole_number(1), 0, findings)
    trainer_ids = read_column(table, "trainer_ids", parts_of, (), findings)
    texts = map(table.column, ("session_id", "strand", "group_id", "venue_id"))
    return tuple(
        Session(session_id, strand, group_id, meeting, start, end, venue_id, trainers)
        for session_id, strand, group_id, venue_id, meeting, start, end, trainers in zip(
            *texts, meetings, starts, ends, trainer_ids, strict=True
        )
        if start and end
    )


def _allocations(table: Table) -> tuple[Allocation, ...]:
    return tuple(map(Allocation, *map(table.column, ALLOCATIONS.required)))


def _unplaced(table: Table, findings: Findings) -> tuple[Unplaced, ...]:
    facts = zip(
        table.column("staff_id"),
        table.column("strand"),
        read_column(table, "reason", one_of(Reason), Reason.CAPACITY, findings),
        table.column("detail"),
        strict=True,
    )
    return tuple(Unplaced(*fact) for fact in facts)


def _refuse_strangers(tables: Sequence[Table], problem: Problem, findings: Findings) -> None:
    strands = Names(strand.strand_id for strand in problem.strands)
    staff = Names(person.staff_id for person in problem.people)
    sessions, *others = tables
    for table in tables:
        refuse_unknown(table, "strand", strands, "strand of the programme", findings)
    for table in others:
        refuse_unknown(table, "staff_id", staff, "staff_id of the programme", findings)
    venues = Names(venue.venue_id for venue in problem.venues)
    refuse_unknown(sessions, "venue_id", venues, "venue of the programme", findings)
    trainers = Names(trainer.trainer_id for trainer in problem.trainers)
    refuse_unknown_parts(sessions, "trainer_ids", trainers, "trainer of the programme", findings)


def read_summary(path: Path) -> Mapping[str, object] | None:
    """The content of summary.json of a schedule folder; None if it has none. FolderError if it is not readable."""
    file = path / SUMMARY
    if not file.exists():
        return None
    try:
        content = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        message = f"cannot be read as JSON ({error}). Write the schedule again, or delete this file."
        raise FolderError([Defect(SUMMARY, message)]) from None
    if not isinstance(content, dict):
        raise FolderError([Defect(SUMMARY, "holds no JSON object. Write the schedule again, or delete this file.")])
    return content


def write_schedule(
    schedule: Schedule, summary: Mapping[str, object], out: Path, *, beside: Mapping[str, str] | None = None
) -> None:
    """Write the four files of a schedule folder, rows in an order that depends on their content alone.

    ``beside`` are texts to stand with them, by file name, of those in `BESIDE`. All are complete under
    other names before the first takes its place, and each takes it in one step; other files of the
    folder stay, but for what was said of an earlier schedule. Raises `FolderError` where ``out`` is a programme
    folder or cannot be written.
    """
    refuse_bad_target(out)
    texts = {
        "sessions.csv": _table_text(SESSIONS, map(_session_row, sorted(schedule.sessions, key=_session_order))),
        "allocations.csv": _table_text(
            ALLOCATIONS, sorted((row.staff_id, row.strand, row.group_id) for row in schedule.allocations)
        ),
        "unplaced.csv": _table_text(
            UNPLACED, sorted((row.staff_id, row.strand, row.reason.value, row.detail) for row in schedule.unplaced)
        ),
        SUMMARY: json.dumps(summary, indent=2, ensure_ascii=False, default=_plain) + "\n",
    }
    texts |= beside or {}
    findings = Findings()
    try:
        out.mkdir(parents=True, exist_ok=True)
        for name in BESIDE:
            (out / name).unlink(missing_ok=True)
        _replace_together(out, {name: text.encode() for name, text in texts.items()})
    except OSError as fault:
        findings.refuse(str(out), f"cannot be written ({fault.strerror or fault}); choose another folder")
        raise FolderError(findings.defects) from fault


def refuse_bad_target(out: Path) -> None:
    """Raises `FolderError` where no schedule may or can be written, before any work is spent on making one."""
    findings = Findings()
    try:
        if out.exists() and not out.is_dir():
            findings.refuse(str(out), "is a file; name a folder to write the schedule into")
        elif os.path.lexists(out / FILE):
            findings.refuse(str(out), "is a programme folder, whose tables would be lost; choose another folder")
        for name in (*(f"{layout.name}.csv" for layout in TABLES), SUMMARY):
            if (out / name).is_dir():
                findings.refuse(name, "is a folder where a file is to be written; remove it")
        for layout in TABLES:
            if (out / f"{layout.name}.xlsx").exists():
                findings.refuse(f"{layout.name}.xlsx", f"would stand beside the new {layout.name}.csv; remove it")
    except (OSError, ValueError) as fault:
        findings.refuse(str(out), f"cannot be used ({fault}); choose another folder")
    if findings.defects:
        raise FolderError(findings.defects)


def _replace_together(out: Path, contents: Mapping[str, bytes]) -> None:
    with tempfile.TemporaryDirectory(prefix=".schedule-", dir=out) as beside:
        for name, content in contents.items():
            (Path(beside) / name).write_bytes(content)
        for name in contents:
            (Path(beside) / name).replace(out / name)


def _session_order(session: Session) -> tuple[object, ...]:
    return session.start, session.strand, session.group_id, session.meeting, session.session_id


def _session_row(session: Session) -> Sequence[str]:
    return (
        session.session_id,
        session.strand,
        session.group_id,
        str(session.meeting),
        session.start.isoformat(timespec="minutes"),
        session.end.isoformat(timespec="minutes"),
        session.venue_id,
        ";".join(session.trainer_ids),
    )


def _table_text(layout: Layout, rows: Iterable[Sequence[str]]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(layout.required)
    writer.writerows(rows)
    return text.getvalue()


def _plain(value: object) -> object:
    """What JSON knows for a value that it does not: exact numbers as floats, days and words as text."""
    if isinstance(value, Fraction):
        return float(value)
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    if isinstance(value, Path):
        return str(value)
    if isinstance(value, (set, frozenset)):
        return sorted(value)
    raise TypeError(f"no place for a {type(value).__name__} in {SUMMARY}")
