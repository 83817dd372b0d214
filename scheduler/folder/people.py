"""staff.csv: everybody for whom the programme is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from scheduler.folder.attributes import Attributes
from scheduler.folder.cells import as_date, as_modes, as_set
from scheduler.folder.findings import Findings, Names
from scheduler.folder.patterns import as_pattern
from scheduler.folder.tables import Layout, Table, read_column, refuse_blank, refuse_repeats
from scheduler.problem import TAGS, Interval, Person, Venue

STAFF = Layout(
    "staff",
    required=("staff_id",),
    optional=(
        "name", "email", "team", "directorate", "site", "line_manager_id", "tags", "pattern", "modes", "sites",
        "needs", "joins_on", "leaves_on",
    ),
    identifiers=("staff_id", "line_manager_id"),
)  # fmt: skip


def read_people(table: Table, absences: Mapping[str, Sequence[Interval]], findings: Findings) -> tuple[Person, ...]:
    """A person for every row with an id of its own."""
    refuse_blank(table, "staff_id", findings)
    refuse_repeats(table, ("staff_id",), findings)
    if not table.rows and table.headings:
        findings.warn(table.file, "has a heading and nobody under it")
    facts = zip(
        table.column("staff_id"),
        table.rows,
        table.column("line_manager_id"),
        read_column(table, TAGS, as_set, frozenset[str](), findings),
        read_column(table, "pattern", as_pattern, None, findings),
        read_column(table, "modes", as_modes, frozenset(), findings),
        read_column(table, "sites", as_set, frozenset[str](), findings),
        read_column(table, "needs", as_set, frozenset[str](), findings),
        _tenures(table, findings),
        strict=True,
    )
    places = {heading: place for place, heading in enumerate(table.headings)}
    people: dict[str, Person] = {}
    for staff_id, row, line_manager_id, tags, pattern, modes, sites, needs, (joins_on, leaves_on) in facts:
        if staff_id and staff_id not in people:
            people[staff_id] = Person(
                staff_id, Attributes(places, tuple(row)), line_manager_id, tags, pattern, modes, sites, needs,
                joins_on, leaves_on, tuple(absences.get(staff_id, ())),
            )  # fmt: skip
    return tuple(people.values())


def _tenures(table: Table, findings: Findings) -> Iterator[tuple[date | None, date | None]]:
    joins = read_column(table, "joins_on", as_date, None, findings)
    leaves = read_column(table, "leaves_on", as_date, None, findings)
    for number, first, last in zip(table.numbers, joins, leaves, strict=True):
        if first and last and last < first:
            message = f"is before joins_on ({first}); exchange or correct the two days"
            findings.refuse(table.file, message, row=number, column="leaves_on", value=last.isoformat())
        yield first, last


def warn_of_people(table: Table, venues: Sequence[Venue], findings: Findings) -> None:
    """Point out what is odd about the staff and does not stand in the way."""
    _warn_of_line_managers(table, findings)
    _warn_of_shared_addresses(table, findings)
    sites = Names(sorted({venue.site for venue in venues if venue.site}))
    features = Names(sorted({feature for venue in venues for feature in venue.features}))
    _warn_of_unmet(table, "sites", sites, "is a site without a venue", findings)
    _warn_of_unmet(table, "needs", features, "is a need that no venue's features meet", findings)


def _warn_of_line_managers(table: Table, findings: Findings) -> None:
    ids, line_managers = table.column("staff_id"), table.column("line_manager_id")
    names = Names(ids)
    for number, staff_id, line_manager in zip(table.numbers, ids, line_managers, strict=True):
        if not line_manager:
            continue
        if line_manager not in names:
            message = f"is nobody in the table, so nobody is kept apart from them.{names.hint(line_manager)}"
        elif line_manager == staff_id:
            message = "is the person themself"
        else:
            continue
        findings.warn(table.file, message, row=number, column="line_manager_id", value=line_manager)


def _warn_of_shared_addresses(table: Table, findings: Findings) -> None:
    first: dict[str, int] = {}
    for number, email in zip(table.numbers, table.column("email"), strict=True):
        if email and (earlier := first.setdefault(email.casefold(), number)) != number:
            message = f"is the address of row {earlier} too; is one person there twice?"
            findings.warn(table.file, message, row=number, column="email", value=email)


def _warn_of_unmet(table: Table, column: str, known: Names, message: str, findings: Findings) -> None:
    """One warning a value: a site that closed can stand in thousands of rows."""
    rows: defaultdict[str, list[int]] = defaultdict(list)
    for number, text in zip(table.numbers, table.column(column), strict=True):
        for value in as_set(text) if text else ():
            if value not in known:
                rows[value].append(number)
    for value, numbers in rows.items():
        count = f" ({len(numbers)} rows)" if len(numbers) > 1 else ""
        findings.warn(table.file, f"{message}{count}.{known.hint(value)}", row=numbers[0], column=column, value=value)
