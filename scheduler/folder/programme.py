"""programme.toml: the programme's own table; the strands are read in `strands`."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from datetime import date, time, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from zoneinfo import ZoneInfo

from scheduler.folder.cells import UnreadableError
from scheduler.folder.days import LONGEST_PROGRAMME_DAYS, days_between, public_holidays, zone_of
from scheduler.folder.findings import Findings
from scheduler.folder.keys import FILE, Keys, as_day, as_fraction, as_start_time, as_text, as_weekday_name, choice
from scheduler.problem import DEFAULT_ORDER, MINUTES_A_DAY, Aim

A_YEAR = timedelta(days=366)
_AT = re.compile(r"\s*\(at (?:line (\d+), column (\d+)|end of document)\)$")


@dataclass(frozen=True, slots=True)
class Programme:
    """The table ``[programme]``. ``closed`` holds closed days and public holidays inside the window, ``closed_later``
    those of the year after it."""

    name: str
    timezone: str
    zone: ZoneInfo | None
    first_day: date
    last_day: date
    weekdays: frozenset[int]
    start_times: tuple[time, ...]
    closed: frozenset[date]
    closed_later: frozenset[date]
    cover: Fraction | None
    travel_minutes: int
    break_minutes: int
    turnaround_minutes: int
    order: tuple[Aim, ...]

    @property
    def has_window(self) -> bool:
        """Whether the first and the last day could be read; otherwise they are all that the calendar has."""
        return self.first_day > date.min


def load_toml(folder: Path, findings: Findings) -> Keys | None:
    """The tables of programme.toml, or None where the file cannot be read."""
    path = folder / FILE
    try:
        text = path.read_bytes().decode("utf-8-sig")
        return Keys("", tomllib.loads(text.replace("\r\n", "\n"), parse_float=Decimal), findings)
    except FileNotFoundError:
        findings.refuse(FILE, "is missing; a programme folder needs it")
    except OSError as fault:
        findings.refuse(FILE, f"cannot be read ({fault.strerror or fault})")
    except UnicodeDecodeError as fault:
        row = fault.object[: fault.start].count(b"\n") + 1
        findings.refuse(FILE, "is not UTF-8; save it again with that encoding", row=row)
    except tomllib.TOMLDecodeError as fault:
        _refuse_syntax(str(fault), text, findings)
    except (ValueError, ArithmeticError, RecursionError):
        findings.refuse(FILE, "holds a number of thousands of digits or brackets nested without end; remove them")
    return None


def _refuse_syntax(fault: str, text: str, findings: Findings) -> None:
    found = _AT.search(fault)
    row = int(found[1]) if found and found[1] else text.count("\n") + 1
    column = f"column {found[2]}" if found and found[2] else "end of the file"
    lines = text.splitlines()
    message = f"is not TOML: {_AT.sub('', fault)}; compare the line with the documentation's example"
    findings.refuse(FILE, message, row=row, column=column, value=lines[row - 1] if row <= len(lines) else "")


def read_programme(keys: Keys) -> Programme | None:
    """The programme's own settings, as far as they make sense; None where their table is missing."""
    place = keys.below("programme")
    if place is None:
        keys.refuse("programme", "is missing; begin the file with [programme]")
        return None
    zone = place.read("timezone", lambda value: zone_of(as_text(value)), None, required=True)
    window = _window(place)
    closed, closed_later = _closed_days(place, window)
    programme = Programme(
        name=place.text("name", required=True),
        timezone=zone.key if zone else "",
        zone=zone,
        first_day=window[0] if window else date.min,
        last_day=window[1] if window else date.max,
        weekdays=frozenset(place.entries("weekdays", as_weekday_name, required=True)),
        start_times=tuple(sorted(place.entries("start_times", as_start_time, required=True))),
        closed=closed,
        closed_later=closed_later,
        cover=place.read("cover", _as_share, None),
        travel_minutes=place.number("travel_minutes", 0, 0, MINUTES_A_DAY),
        break_minutes=place.number("break_minutes", 0, 0, MINUTES_A_DAY),
        turnaround_minutes=place.number("turnaround_minutes", 0, 0, MINUTES_A_DAY),
        order=_order(place),
    )
    place.finish()
    return programme


def _window(place: Keys) -> tuple[date, date] | None:
    first = place.read("first_day", as_day, None, required=True)
    last = place.read("last_day", as_day, None, required=True)
    if first is None or last is None:
        return None
    if last < first:
        place.refuse("last_day", f"is before first_day ({first}); exchange or correct them", last)
        return None
    if (last - first).days > LONGEST_PROGRAMME_DAYS:
        place.refuse("last_day", "is more than ten years after first_day; correct one of them", last)
        return None
    return first, last


def _closed_days(place: Keys, window: tuple[date, date] | None) -> tuple[frozenset[date], frozenset[date]]:
    """Closed days and public holidays of the window, and of the year after it."""
    ranges = place.entries("closed", _as_day_range)
    first, last = window or (date.max, date.min)
    later = last + min(A_YEAR, date.max - last) if window else last
    closed = {day for start, end in ranges for day in days_between(max(start, first), min(end, later))}

    def as_holidays(value: object) -> frozenset[date]:
        return public_holidays(as_text(value), first, later) if window else frozenset()

    closed |= place.read("holidays", as_holidays, frozenset())
    return frozenset(day for day in closed if day <= last), frozenset(day for day in closed if day > last)


def _as_day_range(value: object) -> tuple[date, date]:
    if not isinstance(value, str):
        day = as_day(value)
        return day, day
    start, _, end = value.partition("/")
    try:
        first, last = as_day(start.strip()), as_day((end or start).strip())
    except UnreadableError:
        raise UnreadableError(
            'is not a day or a range of days; write "2027-03-29" or "2027-03-29/2027-04-02"'
        ) from None
    if last < first:
        raise UnreadableError("ends before it starts; exchange the two days")
    return first, last


def _as_share(value: object) -> Fraction:
    share = as_fraction(value)
    if not 0 < share <= 1:
        raise UnreadableError("is not a share above 0 and at most 1, for example 0.25")
    return share


def _order(place: Keys) -> tuple[Aim, ...]:
    """The aims as named, then those not named in their usual order."""
    named = place.entries("order", choice(Aim))
    raw = place.raw("order")
    if isinstance(raw, list) and len(named) < len(raw) and len(set(map(str, raw))) < len(raw):
        place.refuse("order", "names an aim twice; name each once", ", ".join(map(str, raw)))
    return (*named, *(aim for aim in DEFAULT_ORDER if aim not in named))
