"""A time zone as iCalendar describes it (RFC 5545, 3.6.5), for calendars that do not know its name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
WEEK = timedelta(days=7)
YEARS_BEHIND_A_RULE = 4


@dataclass(frozen=True, slots=True)
class Observance:
    """What holds from a change of the clocks on; ``begins`` is the wall-clock time of the change, before it."""

    begins: datetime
    before: timedelta
    after: timedelta
    summer: bool
    name: str


def time_zone_lines(zone: ZoneInfo, first_year: int, last_year: int) -> Iterator[str]:
    """VTIMEZONE with what holds in some years. A change on the last such weekday of a month is told as a rule."""
    changes = [
        change
        for year in range(first_year - 1, max(last_year, first_year + YEARS_BEHIND_A_RULE) + 1)
        for change in _changes(zone, year)
    ]
    yield "BEGIN:VTIMEZONE"
    yield f"TZID:{zone.key}"
    if not changes:
        yield from _observance(_always(zone, first_year), "")
    for one in sorted({(change.before, change.after, change.summer) for change in changes}, key=str):
        alike = [change for change in changes if (change.before, change.after, change.summer) == one]
        rule = _rule(alike)
        for change in alike[:1] if rule else alike:
            yield from _observance(change, rule)
    yield "END:VTIMEZONE"


def _changes(zone: ZoneInfo, year: int) -> Iterator[Observance]:
    moment = datetime(year, 1, 1, tzinfo=UTC)
    while moment.year == year:
        following = moment + timedelta(days=1)
        if _offset(zone, moment) != _offset(zone, following):
            yield _observance_at(zone, moment, following)
        moment = following


def _observance_at(zone: ZoneInfo, low: datetime, high: datetime) -> Observance:
    before = _offset(zone, low)
    while high - low > timedelta(seconds=1):
        middle = low + timedelta(seconds=(high - low) // timedelta(seconds=2))
        low, high = (middle, high) if _offset(zone, middle) == before else (low, middle)
    local = high.astimezone(zone)
    wall = (high + before).replace(tzinfo=None)
    return Observance(wall, before, _offset(zone, high), bool(local.dst()), local.tzname() or "")


def _always(zone: ZoneInfo, year: int) -> Observance:
    moment = datetime(year, 1, 1, tzinfo=UTC)
    offset = _offset(zone, moment)
    return Observance(datetime(year, 1, 1), offset, offset, summer=False, name=moment.astimezone(zone).tzname() or "")


def _rule(alike: Sequence[Observance]) -> str:
    """RRULE of changes that come each year on the last of one weekday of a month; empty where they do not."""
    seen = {(one.begins.month, one.begins.weekday(), one.begins.time()) for one in alike}
    last = all((one.begins + WEEK).month != one.begins.month for one in alike)
    years = [one.begins.year for one in alike]
    if len(seen) != 1 or not last or years != list(range(years[0], years[0] + len(years))):
        return ""
    ((month, weekday, _),) = seen
    return f"RRULE:FREQ=YEARLY;BYMONTH={month};BYDAY=-1{WEEKDAYS[weekday]}"


def _observance(one: Observance, rule: str) -> Iterator[str]:
    kind = "DAYLIGHT" if one.summer else "STANDARD"
    yield f"BEGIN:{kind}"
    yield f"DTSTART:{one.begins:%Y%m%dT%H%M%S}"
    if rule:
        yield rule
    yield f"TZOFFSETFROM:{_signed(one.before)}"
    yield f"TZOFFSETTO:{_signed(one.after)}"
    yield f"TZNAME:{one.name}"
    yield f"END:{kind}"


def _offset(zone: ZoneInfo, moment: datetime) -> timedelta:
    return moment.astimezone(zone).utcoffset() or timedelta()


def _signed(offset: timedelta) -> str:
    minutes = offset // timedelta(minutes=1)
    hours, rest = divmod(abs(minutes), 60)
    return f"{'-' if minutes < 0 else '+'}{hours:02d}{rest:02d}"
