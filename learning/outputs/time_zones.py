"""A time zone as iCalendar describes it (RFC 5545, 3.6.5), for calendars that do not know its name.

The `icalendar` package lists the changes of the clocks one by one. Exchange and Outlook are only bound to read yearly
rules (MS-OXCICAL, 2.1.3.1.1.19.2), so changes that follow one are told as a rule here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard, vRecur

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


@lru_cache(maxsize=64)
def described_zone(zone: ZoneInfo, first_year: int, last_year: int) -> Timezone:
    """What holds in a zone in some years. A change on the last such weekday of a month is told as a rule.

    Kept, as thousands of invitations need the same one: nobody is to change what it returns.
    """
    changes = [
        change
        for year in range(first_year - 1, max(last_year, first_year + YEARS_BEHIND_A_RULE) + 1)
        for change in _changes(zone, year)
    ]
    found = Timezone()
    found.add("tzid", zone.key)
    if not changes:
        found.add_component(_observance(_always(zone, first_year), None))
    for one in sorted({(change.before, change.after, change.summer) for change in changes}, key=str):
        alike = [change for change in changes if (change.before, change.after, change.summer) == one]
        rule = _rule(alike)
        for change in alike[:1] if rule else alike:
            found.add_component(_observance(change, rule))
    return found


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


def _rule(alike: Sequence[Observance]) -> vRecur | None:
    """The rule of changes that come each year on the last of one weekday of a month; None where they do not."""
    seen = {(one.begins.month, one.begins.weekday(), one.begins.time()) for one in alike}
    last = all((one.begins + WEEK).month != one.begins.month for one in alike)
    years = [one.begins.year for one in alike]
    if len(seen) != 1 or not last or years != list(range(years[0], years[0] + len(years))):
        return None
    ((month, weekday, _),) = seen
    return vRecur(freq="yearly", bymonth=month, byday=f"-1{WEEKDAYS[weekday]}")


def _observance(one: Observance, rule: vRecur | None) -> TimezoneDaylight | TimezoneStandard:
    found = TimezoneDaylight() if one.summer else TimezoneStandard()
    found.add("dtstart", one.begins)
    if rule is not None:
        found.add("rrule", rule)
    found.add("tzoffsetfrom", one.before)
    found.add("tzoffsetto", one.after)
    found.add("tzname", one.name)
    return found


def _offset(zone: ZoneInfo, moment: datetime) -> timedelta:
    return moment.astimezone(zone).utcoffset() or timedelta()
