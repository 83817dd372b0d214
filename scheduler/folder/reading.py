"""Reading a whole programme folder: every table first, then what they say about one another."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from scheduler.errors import Defect, FolderError
from scheduler.folder.absences import UNAVAILABILITY, read_absences
from scheduler.folder.choices import APART, WISHES, read_apart, read_wishes
from scheduler.folder.days import days_of_change
from scheduler.folder.delivery import TRAINERS, VENUES, read_trainers, read_venues, warn_of_delivery
from scheduler.folder.findings import AnyName, Findings, Names
from scheduler.folder.given import SESSIONS, read_given
from scheduler.folder.grouping import Columns
from scheduler.folder.keys import FILE, Keys
from scheduler.folder.lock_conflicts import refuse_unkeepable
from scheduler.folder.locks import LOCKS, read_locks, refuse_strangers
from scheduler.folder.people import STAFF, read_people, warn_of_people
from scheduler.folder.programme import Programme, load_toml, read_programme
from scheduler.folder.schedule import read_schedule
from scheduler.folder.start_times import check_start_times
from scheduler.folder.strands import Surroundings, read_strands, strand_tables
from scheduler.folder.tables import Table, read_table, refuse_no_folder
from scheduler.problem import GivenSession, Lock, Person, Problem, Strand, Trainer, Venue, Wish

LAYOUTS = (STAFF, TRAINERS, VENUES, UNAVAILABILITY, APART, WISHES, SESSIONS, LOCKS)


@dataclass(frozen=True, slots=True)
class Reading:
    """What a folder says, and what is odd about it without being wrong."""

    problem: Problem
    warnings: tuple[Defect, ...]


def read_folder(path: Path, *, earlier: Path | None = None, before: date | None = None) -> Reading:
    """Read and check a programme folder.

    ``earlier`` is the schedule folder that is being repaired: locks may then name its groups. What
    lies before the day ``before`` of such a repair is a fact, so that locks of groups that have met by
    then (without a day: all locks) are not asked whether a schedule could keep them.
    Raises `FolderError` with every defect found in any of the files.
    """
    findings = Findings()
    refuse_no_folder(path, FILE)
    keys = load_toml(path, findings)
    tables = {layout.name: read_table(path, layout, findings) for layout in LAYOUTS}
    earlier_groups = groups_of(earlier) if earlier else {}
    since = (before or date.max) if earlier else None
    problem = _problem(keys, tables, earlier_groups, since, findings)
    if problem is None or findings.defects:
        raise FolderError(findings.defects)
    return Reading(problem, findings.warnings)


def groups_of(earlier: Path) -> Mapping[str, Collection[str]]:
    """The group ids of every strand in a schedule folder."""
    groups: defaultdict[str, set[str]] = defaultdict(set)
    for session in read_schedule(earlier).sessions:
        groups[session.strand].add(session.group_id)
    return groups


@dataclass(frozen=True, slots=True)
class Known:
    """The identifiers that exist, for whatever refers to them."""

    staff: Names
    trainers: Names
    venues: Names
    strands: Names


@dataclass(frozen=True, slots=True)
class Rows:
    """What the tables hold, apart from the rules of the programme."""

    people: tuple[Person, ...]
    trainers: tuple[Trainer, ...]
    venues: tuple[Venue, ...]
    apart: frozenset[frozenset[str]]
    wishes: tuple[Wish, ...]
    given: tuple[GivenSession, ...]
    locks: Mapping[int, Lock]


def _problem(
    keys: Keys | None,
    tables: Mapping[str, Table],
    earlier_groups: Mapping[str, Collection[str]],
    since: date | None,
    findings: Findings,
) -> Problem | None:
    """The problem as far as it can be read; None where its window or its strands are unknown."""
    programme = read_programme(keys) if keys else None
    strand_keys = strand_tables(keys) if keys else ()
    if keys:
        keys.finish()
    rows = _rows(tables, [strand_id for strand_id, _ in strand_keys], programme, earlier_groups, findings)
    if programme is None or not strand_keys:
        return None
    strands = read_strands(strand_keys, _surroundings(programme, tables))
    _check_calendar(strands, programme, dict(strand_keys))
    refuse_strangers(tables["locks"], {person.staff_id: person for person in rows.people}, strands, findings)
    files = (tables["trainers"].file, tables["venues"].file)
    warn_of_delivery(strands, rows.trainers, rows.venues, files, findings)
    problem = _assembled(programme, strands, rows)
    readable = all(tables[layout.name].headings for layout in LAYOUTS if not layout.may_be_absent)
    if readable and programme.has_window:
        refuse_unkeepable(tables["locks"].file, rows.locks, problem, since, findings)
    return problem if programme.has_window else None


def _rows(
    tables: Mapping[str, Table],
    strand_ids: Sequence[str],
    programme: Programme | None,
    earlier_groups: Mapping[str, Collection[str]],
    findings: Findings,
) -> Rows:
    known = _known(tables, strand_ids)
    ids = {"staff": known.staff, "trainer": known.trainers, "venue": known.venues}
    absences = read_absences(tables["unavailability"], ids, findings)
    zone = programme.zone if programme else None
    groups = _groups(tables["sessions"], earlier_groups)
    rows = Rows(
        people=read_people(tables["staff"], absences["staff"], findings),
        trainers=read_trainers(tables["trainers"], absences["trainer"], known.strands, known.staff, findings),
        venues=read_venues(tables["venues"], absences["venue"], findings),
        apart=read_apart(tables["apart"], known.staff, findings),
        wishes=read_wishes(tables["wishes"], known.staff, known.strands, findings),
        given=read_given(tables["sessions"], known.strands, known.trainers, known.venues, zone, findings),
        locks=read_locks(tables["locks"], known.staff, known.strands, groups, findings),
    )
    warn_of_people(tables["staff"], rows.venues, findings)
    return rows


def _surroundings(programme: Programme, tables: Mapping[str, Table]) -> Surroundings:
    kinds = tables["trainers"].column("kind") if tables["trainers"].headings else None
    return Surroundings(programme, Columns(tables["staff"]), kinds, frozenset(tables["sessions"].column("strand")))


def _assembled(programme: Programme, strands: tuple[Strand, ...], rows: Rows) -> Problem:
    return Problem(
        name=programme.name,
        timezone=programme.timezone,
        first_day=programme.first_day,
        last_day=programme.last_day,
        strands=strands,
        people=rows.people,
        trainers=rows.trainers,
        venues=rows.venues,
        closed=programme.closed,
        closed_later=programme.closed_later,
        cover=programme.cover,
        travel_minutes=programme.travel_minutes,
        break_minutes=programme.break_minutes,
        turnaround_minutes=programme.turnaround_minutes,
        order=programme.order,
        apart=rows.apart,
        wishes=rows.wishes,
        given=rows.given,
        locks=tuple(rows.locks.values()),
    )


def _known(tables: Mapping[str, Table], strand_ids: Sequence[str]) -> Known:
    def ids(table: str, column: str) -> Names:
        return Names(filter(None, tables[table].column(column))) if tables[table].headings else AnyName()

    return Known(
        ids("staff", "staff_id"),
        ids("trainers", "trainer_id"),
        ids("venues", "venue_id"),
        Names(strand_ids) if strand_ids else AnyName(),
    )


def _groups(sessions: Table, earlier: Mapping[str, Collection[str]]) -> Mapping[str, Collection[str]]:
    groups: defaultdict[str, set[str]] = defaultdict(set)
    for strand, group_id in zip(sessions.column("strand"), sessions.column("group_id"), strict=True):
        groups[strand].add(group_id)
    for strand, group_ids in earlier.items():
        groups[strand].update(group_ids)
    return groups


def _check_calendar(strands: Sequence[Strand], programme: Programme, keys: Mapping[str, Keys]) -> None:
    if programme.zone is None or not programme.has_window:
        return
    changes = days_of_change(programme.zone, programme.first_day, programme.last_day)
    for strand in strands:
        check_start_times(strand, programme, changes, keys[strand.strand_id])
