"""trainers.csv and venues.csv: who can deliver, and where."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from scheduler.folder.cells import as_date, as_mode, as_modes, as_set, whole_number
from scheduler.folder.findings import Findings, Names
from scheduler.folder.patterns import as_pattern
from scheduler.folder.tables import (
    Layout,
    Table,
    read_column,
    refuse_blank,
    refuse_repeats,
    refuse_unknown,
    refuse_unknown_parts,
)
from scheduler.problem import Interval, Mode, Strand, Trainer, Venue

TRAINERS = Layout(
    "trainers",
    required=("trainer_id", "strands"),
    optional=(
        "name", "email", "bio", "kind", "pattern", "modes", "max_per_day", "max_per_week", "from", "until", "staff_id",
        "ready_after",
    ),
    identifiers=("trainer_id", "staff_id"),
)  # fmt: skip
VENUES = Layout(
    "venues",
    required=("venue_id", "mode"),
    optional=("capacity", "name", "site", "pattern", "parallel", "features", "link"),
    identifiers=("venue_id",),
)


def read_trainers(
    table: Table, absences: Mapping[str, Sequence[Interval]], strands: Names, staff: Names, findings: Findings
) -> tuple[Trainer, ...]:
    """A trainer for every row with an id of its own; ``strands`` and ``staff`` are the ids that exist."""
    refuse_blank(table, "trainer_id", findings)
    refuse_repeats(table, ("trainer_id",), findings)
    _refuse_separator(table, "trainer_id", findings)
    refuse_unknown_parts(table, "strands", strands, "strand", findings)
    refuse_unknown(table, "ready_after", strands, "strand", findings)
    refuse_unknown(table, "staff_id", staff, "staff_id of the staff table", findings)
    _check_trainers(table, findings)
    facts = zip(
        table.column("trainer_id"),
        read_column(table, "strands", as_set, frozenset[str](), findings),
        table.column("name"),
        table.column("email"),
        table.column("bio"),
        table.column("kind"),
        read_column(table, "pattern", as_pattern, None, findings),
        read_column(table, "modes", as_modes, frozenset[Mode](), findings),
        read_column(table, "max_per_day", whole_number(1), None, findings),
        read_column(table, "max_per_week", whole_number(1), None, findings),
        read_column(table, "from", as_date, None, findings),
        read_column(table, "until", as_date, None, findings),
        table.column("staff_id"),
        table.column("ready_after"),
        (tuple(absences.get(trainer_id, ())) for trainer_id in table.column("trainer_id")),
        strict=True,
    )
    trainers: dict[str, Trainer] = {}
    for fact in facts:
        if fact[0]:
            trainers.setdefault(fact[0], Trainer(*fact))
    return tuple(trainers.values())


def _check_trainers(table: Table, findings: Findings) -> None:
    columns = ("strands", "from", "until", "staff_id", "ready_after")
    for number, strands, first, last, staff_id, ready_after in zip(
        table.numbers, *(table.column(column) for column in columns), strict=True
    ):
        if not as_set(strands):
            findings.warn(table.file, "names no strand, so this trainer delivers none", row=number, column="strands")
        if first and last and last < first:
            message = f"is before from ({first}); exchange or correct the two days"
            findings.refuse(table.file, message, row=number, column="until", value=last)
        if ready_after and not staff_id:
            message = "needs to know who the trainer is in the staff table; fill in staff_id"
            findings.refuse(table.file, message, row=number, column="ready_after", value=ready_after)


def _refuse_separator(table: Table, column: str, findings: Findings) -> None:
    for number, text in zip(table.numbers, table.column(column), strict=True):
        if ";" in text:
            message = "holds a semicolon, which separates lists; choose another identifier"
            findings.refuse(table.file, message, row=number, column=column, value=text)


def read_venues(table: Table, absences: Mapping[str, Sequence[Interval]], findings: Findings) -> tuple[Venue, ...]:
    """A venue for every row with an id of its own and a mode."""
    for column in VENUES.required:
        refuse_blank(table, column, findings)
    refuse_repeats(table, ("venue_id",), findings)
    facts = zip(
        table.column("venue_id"),
        read_column(table, "mode", as_mode, Mode.ONLINE, findings),
        read_column(table, "capacity", whole_number(1), None, findings),
        table.column("name"),
        table.column("site"),
        read_column(table, "pattern", as_pattern, None, findings),
        read_column(table, "parallel", whole_number(1), 1, findings),
        read_column(table, "features", as_set, frozenset[str](), findings),
        table.column("link"),
        (tuple(absences.get(venue_id, ())) for venue_id in table.column("venue_id")),
        strict=True,
    )
    venues: dict[str, Venue] = {}
    for fact in facts:
        if fact[0]:
            venues.setdefault(fact[0], Venue(*fact))
    return tuple(venues.values())


def warn_of_delivery(
    strands: Sequence[Strand], trainers: Sequence[Trainer], venues: Sequence[Venue], files: tuple[str, str],
    findings: Findings,
) -> None:  # fmt: skip
    """Point out strands that nobody could deliver or no venue could hold; ``files`` are the two tables' names."""
    for strand in strands:
        if strand.given:
            continue
        able = [t for t in trainers if strand.strand_id in t.strands and (not t.modes or t.modes & strand.modes)]
        if len(able) < strand.trainers:
            message = (
                f'has {len(able)} able to deliver strand "{strand.strand_id}", which needs {strand.trainers} at once'
            )
            findings.warn(files[0], message)
        if not any(
            venue.mode in strand.modes and (venue.capacity or strand.min_size) >= strand.min_size for venue in venues
        ):
            message = f'has none of a mode and size that strand "{strand.strand_id}" permits, so nobody is placed in it'
            findings.warn(files[1], message)
