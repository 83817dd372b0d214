"""Editing: a change as what somebody would write into the files of the programme folder."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, time
from fractions import Fraction
from functools import singledispatch

from scheduler.bottlenecks.changes import (
    Change,
    HigherLimits,
    LargerVenue,
    LaterEnd,
    MoreAlike,
    MoreAtOnce,
    MoreModes,
    MoreSites,
    MoreStarts,
    MoreTrainers,
    MoreVenues,
    MoreWeekdays,
    OtherDistance,
    OtherSize,
    StrandModes,
    UnitsApart,
    WiderCover,
    WiderGaps,
)
from scheduler.problem import MINUTES_A_DAY, Mode, Pattern, Person, Problem, Strand, Trainer

SETTINGS = "programme.toml"
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@dataclass(frozen=True, slots=True)
class Edit:
    """One cell of a table, or one key of the settings, as it is to be.

    ``file`` is the table with the ending .csv; who keeps it as a workbook edits that one. ``row`` is
    the id that the row begins with, in the settings that of the strand or ``programme``; ``key`` the
    column or the (dotted) key. ``before`` is None for a row that is new or a key that takes effect for
    the first time, ``after`` None for a key to delete; in the settings both are written as TOML has them.
    """

    file: str
    row: str
    key: str
    before: str | None
    after: str | None


def edits_of(change: Change, problem: Problem) -> tuple[Edit, ...]:
    """What has to be written into the folder of ``problem`` for the change to be made."""
    return tuple(_edits(change, problem))


@singledispatch
def _edits(change: object, _problem: Problem) -> Iterable[Edit]:
    raise TypeError(f"no change: {change!r}")


@_edits.register
def _(change: MoreTrainers, _problem: Problem) -> Iterable[Edit]:
    for trainer in change.trainers:
        cells = {
            "trainer_id": trainer.trainer_id,
            "name": trainer.name,
            "strands": ";".join(sorted(trainer.strands)),
            "kind": trainer.kind,
            "pattern": pattern_cell(trainer.pattern),
            "modes": ";".join(sorted(trainer.modes)),
            "max_per_day": "" if trainer.max_per_day is None else str(trainer.max_per_day),
            "max_per_week": "" if trainer.max_per_week is None else str(trainer.max_per_week),
            "from": _text(trainer.first_day),
            "until": _text(trainer.last_day),
        }
        yield from _new_row("trainers.csv", trainer.trainer_id, cells)


@_edits.register
def _(change: HigherLimits, problem: Problem) -> Iterable[Edit]:
    for trainer in problem.trainers:
        if trainer.trainer_id in change.trainer_ids:
            for key, more in (("max_per_day", change.more_per_day), ("max_per_week", change.more_per_week)):
                limit = _limit(trainer, key)
                if limit is not None and more:
                    yield Edit("trainers.csv", trainer.trainer_id, key, str(limit), str(limit + more))


def _limit(trainer: Trainer, key: str) -> int | None:
    return trainer.max_per_day if key == "max_per_day" else trainer.max_per_week


@_edits.register
def _(change: MoreVenues, _problem: Problem) -> Iterable[Edit]:
    for venue in change.venues:
        cells = {
            "venue_id": venue.venue_id,
            "name": venue.name,
            "mode": str(venue.mode),
            "capacity": "" if venue.capacity is None else str(venue.capacity),
            "site": venue.site,
            "pattern": pattern_cell(venue.pattern),
            "features": ";".join(sorted(venue.features)),
        }
        yield from _new_row("venues.csv", venue.venue_id, cells)


@_edits.register
def _(change: LargerVenue, problem: Problem) -> Iterable[Edit]:
    venue = next(venue for venue in problem.venues if venue.venue_id == change.venue_id)
    yield Edit("venues.csv", venue.venue_id, "capacity", str(venue.capacity), str(change.capacity))


@_edits.register
def _(change: MoreAtOnce, problem: Problem) -> Iterable[Edit]:
    venue = next(venue for venue in problem.venues if venue.venue_id == change.venue_id)
    yield Edit("venues.csv", venue.venue_id, "parallel", str(venue.parallel), str(change.parallel))


@_edits.register
def _(change: LaterEnd, problem: Problem) -> Iterable[Edit]:
    if change.last_day > problem.last_day:
        yield Edit(SETTINGS, "programme", "last_day", _text(problem.last_day), _text(change.last_day))
    for strand in _strands(problem, change.strands):
        yield Edit(SETTINGS, strand.strand_id, "last_day", _text(strand.last_day), _text(change.last_day))


@_edits.register
def _(change: MoreStarts, problem: Problem) -> Iterable[Edit]:
    for strand in _strands(problem, (change.strand,)):
        after = sorted({*strand.start_times, *change.start_times})
        yield Edit(SETTINGS, change.strand, "start_times", _times(strand.start_times), _times(after))


@_edits.register
def _(change: MoreWeekdays, problem: Problem) -> Iterable[Edit]:
    for strand in _strands(problem, (change.strand,)):
        after = strand.weekdays | set(change.weekdays)
        yield Edit(SETTINGS, change.strand, "weekdays", _days(strand.weekdays), _days(after))


@_edits.register
def _(change: StrandModes, problem: Problem) -> Iterable[Edit]:
    for strand in _strands(problem, (change.strand,)):
        after = strand.modes | {change.mode}
        yield Edit(SETTINGS, change.strand, "modes", _modes(strand.modes), _modes(after))


@_edits.register
def _(change: OtherSize, problem: Problem) -> Iterable[Edit]:
    for strand in _strands(problem, (change.strand,)):
        if change.min_size != strand.min_size:
            yield Edit(SETTINGS, change.strand, "size.min", str(strand.min_size), str(change.min_size))
        if change.max_size != strand.max_size:
            yield Edit(SETTINGS, change.strand, "size.max", str(strand.max_size), str(change.max_size))


@_edits.register
def _(change: MoreAlike, problem: Problem) -> Iterable[Edit]:
    for strand in _strands(problem, (change.strand,)):
        before = strand.grouping.max_same[change.column]
        yield Edit(SETTINGS, change.strand, f"grouping.max_same.{change.column}", str(before), str(change.most))


@_edits.register
def _(change: WiderCover, problem: Problem) -> Iterable[Edit]:
    assert problem.cover is not None
    yield Edit(SETTINGS, "programme", "cover", _share(problem.cover), _share(change.cover))


@_edits.register
def _(change: UnitsApart, problem: Problem) -> Iterable[Edit]:
    for strand in _strands(problem, (change.strand,)):
        yield Edit(SETTINGS, change.strand, "grouping.keep_together", f'"{strand.grouping.keep_together}"', None)


@_edits.register
def _(change: OtherDistance, problem: Problem) -> Iterable[Edit]:
    for strand in _strands(problem, (change.strand,)):
        assert strand.after is not None
        if change.min_days != strand.after.min_days:
            yield Edit(SETTINGS, change.strand, "after.min_days", str(strand.after.min_days), str(change.min_days))
        if change.max_days != strand.after.max_days:
            yield Edit(SETTINGS, change.strand, "after.max_days", str(strand.after.max_days), str(change.max_days))


@_edits.register
def _(change: WiderGaps, problem: Problem) -> Iterable[Edit]:
    for strand in _strands(problem, (change.strand,)):
        least, most = strand.gap_days
        after = f"[{min(least, change.least_days)}, {max(most, change.most_days)}]"
        yield Edit(SETTINGS, change.strand, "gap_days", f"[{least}, {most}]", after)


@_edits.register
def _(change: MoreModes, problem: Problem) -> Iterable[Edit]:
    for person in _people(problem, change.staff_ids):
        after = ";".join(sorted({*person.modes, change.mode}))
        yield Edit("staff.csv", person.staff_id, "modes", ";".join(sorted(person.modes)), after)


@_edits.register
def _(change: MoreSites, problem: Problem) -> Iterable[Edit]:
    for person in _people(problem, change.staff_ids):
        after = ";".join(sorted({*person.sites, change.site}))
        yield Edit("staff.csv", person.staff_id, "sites", ";".join(sorted(person.sites)), after)


def pattern_cell(pattern: Pattern | None) -> str:
    """A pattern as its cell has it; blank for every day."""
    if pattern is None:
        return ""
    parts = []
    for name, windows in zip(WEEKDAYS, pattern.windows, strict=True):
        for start, end in windows:
            whole = (start, end) == (0, MINUTES_A_DAY)
            parts.append(name if whole else f"{name} {_clock(start)}-{_clock(end)}")
    return ";".join(parts)


def _clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"


def _new_row(file: str, row: str, cells: Mapping[str, str]) -> Iterable[Edit]:
    return [Edit(file, row, key, None, text) for key, text in cells.items() if text]


def _strands(problem: Problem, names: Iterable[str]) -> list[Strand]:
    wanted = set(names)
    return [strand for strand in problem.strands if strand.strand_id in wanted]


def _people(problem: Problem, names: Iterable[str]) -> list[Person]:
    wanted = set(names)
    return [person for person in problem.people if person.staff_id in wanted]


def _text(day: date | None) -> str:
    return day.isoformat() if day else ""


def _times(times: Iterable[time]) -> str:
    return "[" + ", ".join(f'"{each:%H:%M}"' for each in times) + "]"


def _days(weekdays: Iterable[int]) -> str:
    return "[" + ", ".join(f'"{WEEKDAYS[day]}"' for day in sorted(weekdays)) + "]"


def _modes(modes: Iterable[Mode]) -> str:
    return "[" + ", ".join(f'"{mode}"' for mode in sorted(modes)) + "]"


def _share(share: Fraction) -> str:
    """A share as a decimal number; shares here are whole hundredths or what the settings had."""
    return f"{float(share):.10g}"
