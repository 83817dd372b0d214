"""Days of the calendar: ranges, public holidays, and times that the clocks skip or repeat."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from scheduler.folder.cells import UnreadableError

LONGEST_PROGRAMME_DAYS = 3_660


def days_between(first: date, last: date) -> Iterator[date]:
    """Every day from the first to the last, both included."""
    for step in range((last - first).days + 1):
        yield first + timedelta(days=step)


def public_holidays(place: str, first: date, last: date) -> frozenset[date]:
    """The public holidays of ``country[-subdivision]`` in a window; raises `UnreadableError` for an unknown place."""
    import holidays

    country, _, subdivision = place.partition("-")
    try:
        found = holidays.country_holidays(country, subdiv=subdivision or None, years=range(first.year, last.year + 1))
    except (NotImplementedError, KeyError, ValueError, AttributeError):
        raise UnreadableError(_unknown_place(country, subdivision, holidays.list_supported_countries())) from None
    return frozenset(day for day in found if first <= day <= last)


def _unknown_place(country: str, subdivision: str, known: dict[str, list[str]]) -> str:
    if country not in known:
        return 'is no country whose public holidays are known; write its two capital letters, for example "GB"'
    choices = ", ".join(known[country]) or "none"
    return f'has no subdivision "{subdivision}"; the subdivisions of {country} are: {choices}'


def zone_of(name: str) -> ZoneInfo:
    """The time zone; raises `UnreadableError` where there is none of that name."""
    try:
        return ZoneInfo(name)
    except (ValueError, OSError, LookupError):
        raise UnreadableError('is no time zone; write one like "Europe/London"') from None


def clock_fault(moment: datetime, zone: ZoneInfo) -> str:
    """Why a local moment is not exactly one moment in the zone; blank if it is."""
    early, late = moment.replace(tzinfo=zone), moment.replace(tzinfo=zone, fold=1)
    try:
        if early.utcoffset() == late.utcoffset():
            return ""
        exists = early.astimezone(UTC).astimezone(zone).replace(tzinfo=None) == moment
    except OverflowError:
        return ""
    return "happens twice, as the clocks go back" if exists else "does not exist, as the clocks go forward"


def days_of_change(zone: ZoneInfo, first: date, last: date) -> tuple[date, ...]:
    """The days on which the clocks change: few, so that only these need a look at each time."""
    changes = []
    for day in days_between(first, last):
        midnight, late = datetime.combine(day, time()), datetime.combine(day, time(23, 59, 59), zone)
        if midnight.replace(tzinfo=zone).utcoffset() != late.utcoffset() or clock_fault(midnight, zone):
            changes.append(day)
    return tuple(changes)
