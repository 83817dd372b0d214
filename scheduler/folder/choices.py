"""apart.csv and wishes.csv: who must not meet, and what people would rather have."""

from __future__ import annotations

from scheduler.folder.cells import as_modes, as_times, as_weekdays, whole_number
from scheduler.folder.findings import Findings, Names
from scheduler.folder.tables import Layout, Table, read_column, refuse_blank, refuse_unknown
from scheduler.problem import Wish

APART = Layout("apart", required=("staff_id", "other_id"), identifiers=("staff_id", "other_id"), may_be_absent=True)
WISHES = Layout(
    "wishes",
    required=("staff_id",),
    optional=("strand", "weekdays", "start_times", "modes", "weight"),
    identifiers=("staff_id",),
    may_be_absent=True,
)


def read_apart(table: Table, staff: Names, findings: Findings) -> frozenset[frozenset[str]]:
    """The pairs that must never be in one group."""
    for column in APART.required:
        refuse_blank(table, column, findings)
        refuse_unknown(table, column, staff, "staff_id of the staff table", findings)
    pairs = set()
    for number, one, other in zip(table.numbers, *map(table.column, APART.required), strict=True):
        if one and one == other:
            message = "is the person themself; name the other one, or delete the row"
            findings.refuse(table.file, message, row=number, column="other_id", value=other)
        elif one and other:
            pairs.add(frozenset((one, other)))
    return frozenset(pairs)


def read_wishes(table: Table, staff: Names, strands: Names, findings: Findings) -> tuple[Wish, ...]:
    """The wishes row by row; a blank weight is 1."""
    refuse_blank(table, "staff_id", findings)
    refuse_unknown(table, "staff_id", staff, "staff_id of the staff table", findings)
    refuse_unknown(table, "strand", strands, "strand", findings)
    facts = zip(
        table.column("staff_id"),
        table.column("strand"),
        read_column(table, "weekdays", as_weekdays, frozenset(), findings),
        read_column(table, "start_times", as_times, frozenset(), findings),
        read_column(table, "modes", as_modes, frozenset(), findings),
        read_column(table, "weight", whole_number(), 1, findings),
        strict=True,
    )
    return tuple(Wish(*fact) for fact in facts)
