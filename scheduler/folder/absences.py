"""unavailability.csv: when people, trainers and venues cannot be had."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime, time

from scheduler.folder.cells import as_date, as_date_time, day_after
from scheduler.folder.findings import Findings, Names
from scheduler.folder.tables import Layout, Table, read_column, refuse_blank
from scheduler.problem import Interval

UNAVAILABILITY = Layout(
    "unavailability",
    required=("kind", "id", "start", "end"),
    optional=("reason",),
    identifiers=("id",),
    may_be_absent=True,
)


def read_absences(
    table: Table, known: Mapping[str, Names], findings: Findings
) -> Mapping[str, Mapping[str, Sequence[Interval]]]:
    """The absences of each id under its kind; ``known`` holds the ids that exist of every kind."""
    for column in UNAVAILABILITY.required:
        refuse_blank(table, column, findings)
    kinds, ids = table.column("kind"), table.column("id")
    _check_ids(table, kinds, ids, known, findings)
    starts = read_column(table, "start", _as_start, None, findings)
    ends = read_column(table, "end", _as_end, None, findings)
    found: dict[str, defaultdict[str, list[Interval]]] = {kind: defaultdict(list) for kind in known}
    for number, kind, identifier, start, end in zip(table.numbers, kinds, ids, starts, ends, strict=True):
        if start is None or end is None or kind not in found:
            continue
        if start < end:
            found[kind][identifier].append(Interval(start, end))
        else:
            _refuse_order(table, number, findings)
    for absences in found.values():
        for intervals in absences.values():
            intervals.sort(key=lambda absence: (absence.start, absence.end))
    return found


def _as_start(text: str) -> datetime:
    return datetime.combine(as_date(text), time()) if len(text) == 10 else as_date_time(text)


def _as_end(text: str) -> datetime:
    """A day is included as a whole; a moment is where the absence ends."""
    return day_after(as_date(text)) if len(text) == 10 else as_date_time(text)


def _check_ids(
    table: Table, kinds: Sequence[str], ids: Sequence[str], known: Mapping[str, Names], findings: Findings
) -> None:
    names = Names(known)
    for number, kind, identifier in zip(table.numbers, kinds, ids, strict=True):
        if kind in known:
            if identifier and identifier not in known[kind]:
                message = f"is no {kind} of this programme; correct it or delete the row.{known[kind].hint(identifier)}"
                findings.refuse(table.file, message, row=number, column="id", value=identifier)
        elif kind:
            message = f"is not staff, trainer or venue; write one of these.{names.hint(kind)}"
            findings.refuse(table.file, message, row=number, column="kind", value=kind)


def _refuse_order(table: Table, number: int, findings: Findings) -> None:
    place = list(table.numbers).index(number)
    start, end = table.column("start")[place], table.column("end")[place]
    message = f"is not after start ({start}); exchange or correct the two"
    findings.refuse(table.file, message, row=number, column="end", value=end)
