"""locks.csv: people pinned to a group, or exempt from a strand."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from scheduler.folder.findings import Findings, Names
from scheduler.folder.tables import Layout, Table, refuse_blank, refuse_repeats, refuse_unknown
from scheduler.problem import TAGS, Lock, Person, Strand

LOCKS = Layout(
    "locks",
    required=("staff_id", "strand"),
    optional=("group_id",),
    identifiers=("staff_id", "group_id"),
    may_be_absent=True,
)


def read_locks(
    table: Table, staff: Names, strands: Names, groups: Mapping[str, Collection[str]], findings: Findings
) -> Mapping[int, Lock]:
    """The locks whose person, strand and group exist, by row; ``groups`` holds the group ids of every strand."""
    for column in LOCKS.required:
        refuse_blank(table, column, findings)
    refuse_unknown(table, "staff_id", staff, "staff_id of the staff table", findings)
    refuse_unknown(table, "strand", strands, "strand", findings)
    refuse_repeats(table, ("staff_id", "strand"), findings)
    locks: dict[int, Lock] = {}
    for number, staff_id, strand, group_id in zip(
        table.numbers, *map(table.column, ("staff_id", "strand", "group_id")), strict=True
    ):
        if staff_id not in staff or strand not in strands:
            continue
        if group_id and group_id not in groups.get(strand, ()):
            names = Names(sorted(groups.get(strand, ())))
            message = f'is no group of strand "{strand}" that stands already; correct it.{names.hint(group_id)}'
            findings.refuse(table.file, message, row=number, column="group_id", value=group_id)
            continue
        locks[number] = Lock(staff_id, strand, group_id)
    return locks


def in_audience(person: Person, strand: Strand) -> bool:
    """Whether the strand's audience and exclude rules take the person in, locks left aside."""
    if not _matches(person, strand.audience):
        return False
    return not (strand.exclude and _matches(person, strand.exclude))


def _matches(person: Person, rule: Mapping[str, frozenset[str]]) -> bool:
    return all(
        not wanted.isdisjoint(person.tags) if column == TAGS else person.value(column) in wanted
        for column, wanted in rule.items()
    )


def refuse_strangers(table: Table, people: Mapping[str, Person], strands: Sequence[Strand], findings: Findings) -> None:
    """A defect for every lock of somebody for whom the strand is not."""
    by_id = {strand.strand_id: strand for strand in strands}
    for number, staff_id, strand_id in zip(
        table.numbers, table.column("staff_id"), table.column("strand"), strict=True
    ):
        person, strand = people.get(staff_id), by_id.get(strand_id)
        if person and strand and not in_audience(person, strand):
            message = f'is not in the audience of strand "{strand_id}"; delete the row or change the audience'
            findings.refuse(table.file, message, row=number, column="staff_id", value=staff_id)
