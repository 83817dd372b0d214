"""The strands of programme.toml, checked against one another, the staff and the trainers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from scheduler.folder.cells import UnreadableError
from scheduler.folder.findings import AnyName, Names
from scheduler.folder.grouping import Columns, read_grouping
from scheduler.folder.keys import (
    Keys,
    as_day,
    as_start_time,
    as_weekday_name,
    choice,
    required_text,
    whole_between,
)
from scheduler.folder.programme import Programme
from scheduler.problem import MINUTES_A_DAY, After, Grouping, Mode, Strand

MOST_MEETINGS = 366
LONGEST_GAP_DAYS = 3_660


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a strand may refer to, and which strands stand in the given timetable already."""

    programme: Programme
    columns: Columns
    trainer_kinds: Sequence[str] | None
    """The kind of every trainer, one entry a trainer; None where their table could not be read."""
    given: frozenset[str]


def strand_tables(keys: Keys) -> tuple[tuple[str, Keys], ...]:
    """The strands' tables under their ids; those without a usable id are defects and left out."""
    raw = keys.raw("strands")
    if not isinstance(raw, list) or not raw:
        keys.refuse("strands", "is missing; add a [[strands]] table for each strand")
        return ()
    tables: dict[str, Keys] = {}
    for number, values in enumerate(raw, 1):
        nameless = Keys(f"strands, number {number}", values, keys.findings)
        if not isinstance(values, dict):
            continue
        strand_id = nameless.text("id", required=True)
        if not strand_id:
            continue
        if ";" in strand_id:
            nameless.refuse("id", "holds a semicolon, which separates lists; choose another id", strand_id)
        elif strand_id in tables:
            nameless.refuse("id", "is the id of two strands; rename one of them", strand_id)
        else:
            tables[strand_id] = Keys(f'strand "{strand_id}"', values, keys.findings)
    return tuple(tables.items())


def read_strands(tables: Sequence[tuple[str, Keys]], around: Surroundings) -> tuple[Strand, ...]:
    """Every strand whose keys make sense; what does not is a defect."""
    names = Names(strand_id for strand_id, _ in tables)
    strands = tuple(_strand(strand_id, keys, names, around) for strand_id, keys in tables)
    _refuse_cycles(strands, dict(tables))
    return strands


def _strand(strand_id: str, keys: Keys, names: Names, around: Surroundings) -> Strand:
    programme, given = around.programme, strand_id in around.given
    keys.text("id")
    least, most = _size(keys)
    first, last = _window(keys, programme, given)
    meetings = keys.number("meetings", 1, 1, MOST_MEETINGS)
    trainers = keys.number("trainers", 0, 0, 1_000, required=not given)
    weekdays = keys.entries("weekdays", as_weekday_name, required="weekdays" in keys)
    start_times = keys.entries("start_times", as_start_time, required="start_times" in keys)
    modes = keys.entries("modes", choice(Mode), required="modes" in keys)
    strand = Strand(
        strand_id=strand_id,
        min_size=least,
        max_size=most,
        first_day=first,
        last_day=last,
        weekdays=frozenset(weekdays) or programme.weekdays,
        start_times=tuple(sorted(start_times)) or programme.start_times,
        title=keys.text("title"),
        lot=keys.text("lot"),
        audience=_audience(keys, "audience", around.columns),
        exclude=_audience(keys, "exclude", around.columns),
        duration_minutes=keys.number("duration_minutes", 0, 1, MINUTES_A_DAY, required=not given),
        trainers=trainers,
        trainer_kinds=_trainer_kinds(keys, trainers, around, given),
        modes=frozenset(modes) or frozenset(Mode),
        meetings=meetings,
        gap_days=_gap_days(keys, meetings, given),
        grouping=_grouping(keys, around.columns),
        after=_after(keys, strand_id, names),
        given=given,
    )
    keys.finish()
    return strand


def _size(keys: Keys) -> tuple[int, int]:
    size = keys.below("size")
    if size is None:
        keys.refuse("size", "is missing; add it as size = { min = 6, max = 12 }")
        return 1, 1
    least, most = size.number("min", 1, 1, 1_000_000, required=True), size.number("max", 0, 1, 1_000_000, required=True)
    size.finish()
    if most and most < least:
        size.refuse("max", f"is below min ({least}); exchange or correct them", most)
    return least, max(least, most)


def _window(keys: Keys, programme: Programme, given: bool) -> tuple[date, date]:
    first = keys.read("first_day", as_day, programme.first_day)
    last = keys.read("last_day", as_day, programme.last_day)
    if last < first:
        key = "last_day" if "last_day" in keys else "first_day"
        message = f"leaves no day between first_day ({first}) and last_day ({last}); correct one of them"
        keys.refuse(key, message, keys.raw(key))
    elif not given and (last < programme.first_day or first > programme.last_day):
        window = f"{programme.first_day} to {programme.last_day}"
        key = "first_day" if "first_day" in keys else "last_day"
        keys.refuse(key, f"puts the strand outside the programme ({window}); correct it", keys.raw(key))
    else:
        return max(first, programme.first_day), min(last, programme.last_day)
    return programme.first_day, programme.last_day


def _gap_days(keys: Keys, meetings: int, given: bool) -> tuple[int, int]:
    gaps = keys.read("gap_days", _as_gap, None)
    if gaps is None and "gap_days" not in keys and meetings > 1 and not given:
        keys.refuse("gap_days", "is missing, and needed with meetings > 1; add it as gap_days = [14, 35]")
    return gaps or (0, 0)


def _as_gap(value: object) -> tuple[int, int]:
    if not isinstance(value, list) or len(value) != 2:
        raise UnreadableError("is not a pair of days; write the least and the most, as in [14, 35]")
    least, most = (whole_between(0, LONGEST_GAP_DAYS)(days) for days in value)
    if most < least:
        raise UnreadableError("has its least above its most; exchange the two")
    return least, most


def _trainer_kinds(keys: Keys, trainers: int, around: Surroundings, given: bool) -> Mapping[str, int]:
    table = keys.below("trainer_kinds")
    if table is None:
        return {}
    kinds = around.trainer_kinds
    names = Names(sorted({kind for kind in kinds if kind})) if kinds is not None else AnyName()
    least = {kind: table.number(kind, 0, 0, 1_000) for kind in table.every()}
    for kind, number in least.items():
        if kind not in names:
            table.refuse(kind, f"is the kind of no trainer in the table of trainers; correct it.{names.hint(kind)}")
        elif kinds is not None and number > kinds.count(kind):
            table.warn(kind, f"asks for more trainers of this kind than there are ({kinds.count(kind)})", number)
    if not given and sum(least.values()) > trainers and "trainers" in keys:
        keys.refuse("trainer_kinds", f"adds up to more than trainers ({trainers}); raise that or lower these",
                    sum(least.values()))  # fmt: skip
    return {kind: number for kind, number in least.items() if number}


def _audience(keys: Keys, key: str, columns: Columns) -> Mapping[str, frozenset[str]]:
    table = keys.below(key)
    rule: dict[str, frozenset[str]] = {}
    for column in table.every() if table else ():
        assert table is not None
        if not columns.has(table, column, tags=True):
            continue
        raw = table.raw(column)
        wanted = raw if isinstance(raw, list) else [raw]
        if not wanted:
            table.refuse(column, "names no value; name at least one, or remove the key")
        rule[column] = frozenset(_wanted_values(table, column, wanted, columns))
    return rule


def _wanted_values(table: Keys, column: str, wanted: Sequence[object], columns: Columns) -> list[str]:
    known, found = columns.values(column), []
    for value in wanted:
        if isinstance(value, bool) or not isinstance(value, (str, int)):
            table.refuse(column, 'is not a text; put it in quotation marks, as in "text"', value)
            continue
        text = str(value).strip()
        if text not in known:
            table.refuse(column, f"is a value that the column never has; correct it.{known.hint(text)}", value or '""')
        found.append(text)
    return found


def _grouping(keys: Keys, columns: Columns) -> Grouping:
    table = keys.below("grouping")
    if table is None:
        keys.refuse("grouping", 'is missing; add it as grouping = { rule = "open" }')
        return Grouping()
    return read_grouping(table, columns)


def _after(keys: Keys, strand_id: str, names: Names) -> After | None:
    table = keys.below("after")
    if table is None:
        return None
    raw = table.raw("strand")
    if isinstance(raw, list):
        before = table.entries("strand", required_text, required=True)
    else:
        single = table.text("strand", required=True)
        before = (single,) if single else ()
    for name in before:
        if name == strand_id:
            table.refuse("strand", "is the strand itself; name the one that comes first", name)
        elif name not in names:
            table.refuse("strand", f"is no strand; correct it.{names.hint(name)}", name)
    least = table.number("min_days", 0, 0, LONGEST_GAP_DAYS)
    most = table.read("max_days", whole_between(0, LONGEST_GAP_DAYS), None)
    if most is not None and most < least:
        table.refuse("max_days", f"is below min_days ({least}); exchange or correct them", most)
    table.finish()
    return After(tuple(name for name in before if name in names and name != strand_id), least, most)


def _refuse_cycles(strands: Sequence[Strand], tables: Mapping[str, Keys]) -> None:
    before = {strand.strand_id: strand.after.strands if strand.after else () for strand in strands}
    settled: set[str] = set()
    while ready := [name for name in before if name not in settled and settled.issuperset(before[name])]:
        settled.update(ready)
    turning = sorted(before.keys() - settled)
    for name in turning:
        if set(before[name]) & set(turning):
            message = f"never comes to a first strand, as these wait for one another: {', '.join(turning)}"
            tables[name].refuse("after", f"{message}; remove one of the rules")
