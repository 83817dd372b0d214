"""The year of the sample: the standard one, so that one seed gives the same folder for ever, or one that is asked for.

School terms follow the usual ones of English councils; dates of public holidays are those of the `holidays` package.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

FIRST_DAY = date(2027, 1, 11)
LENGTH = timedelta(days=186)
HOLIDAYS = "GB-ENG"
EARLIEST, LATEST = date(2000, 1, 3), date(2090, 1, 2)
WEEK = timedelta(weeks=1)
LEAST_TRAINING_DAYS = 9

Span = tuple[date, date]
"""First and last day, both included."""


@dataclass(frozen=True)
class Year:
    """The window of the programme and what lies in it. ``first_day`` is a Monday."""

    first_day: date = FIRST_DAY

    @property
    def last_day(self) -> date:
        return self.first_day + LENGTH

    @property
    def trained_by(self) -> date:
        """Last day of the train-the-trainer sessions."""
        return self.first_day + timedelta(days=11)

    @property
    def information_from(self) -> date:
        return self.first_day + WEEK

    @property
    def information_until(self) -> date:
        return self.last_day - 4 * WEEK

    @property
    def managers_from(self) -> date:
        return self.first_day + 7 * WEEK

    @cached_property
    def closed(self) -> tuple[Span, ...]:
        """The council closes its learning offer for the working days after Easter Monday and between the years."""
        return tuple(span for span in _in_order(_closed(self.years)) if self.first_day <= span[0] <= self.last_day)

    @cached_property
    def public_holidays(self) -> frozenset[date]:
        """Public holidays of England in the window, for sizing only: the folder names them by `HOLIDAYS`."""
        return frozenset(day for day in _public_holidays(self.years) if self.first_day <= day <= self.last_day)

    @cached_property
    def school_holidays(self) -> tuple[Span, ...]:
        """Those that begin in the window."""
        return tuple(span for span in _in_order(_terms(self.years)) if self.first_day <= span[0] <= self.last_day)

    @property
    def years(self) -> tuple[int, ...]:
        return tuple(range(self.first_day.year, self.last_day.year + 1))

    @cached_property
    def open_days(self) -> tuple[date, ...]:
        """The Mondays to Fridays of the window that are neither closed nor public holidays."""
        days = (self.first_day + timedelta(days=number) for number in range(LENGTH.days + 1))
        return tuple(
            day
            for day in days
            if day.weekday() < 5
            and day not in self.public_holidays
            and not any(first <= day <= last for first, last in self.closed)
        )


def year_from(day: date) -> Year:
    """The year whose programme begins in the week of ``day``, or in the first later one with nearly ten open days in
    two weeks, so that trainers can be trained. Raises ValueError for a day far from our time."""
    if not EARLIEST <= day <= LATEST:
        raise ValueError(f"a sample begins between {EARLIEST} and {LATEST}, not on {day}")
    year = Year(day - timedelta(days=day.weekday()))
    while sum(one <= year.trained_by for one in year.open_days) < LEAST_TRAINING_DAYS:
        year = Year(year.first_day + WEEK)
    return year


def _closed(years: tuple[int, ...]) -> Iterator[Span]:
    for year in years:
        monday = _easter_monday(year)
        yield monday + timedelta(days=1), monday + timedelta(days=4)
        yield date(year, 12, 27), date(year, 12, 31)


def _terms(years: tuple[int, ...]) -> Iterator[Span]:
    for year in years:
        february, monday, whitsun = _monday(year, 2, 3), _easter_monday(year), _last_monday(year, 5)
        summer, autumn, christmas = _monday(year, 7, 2), _last_monday(year, 10), _last_monday(year, 12, by=22)
        yield february, february + timedelta(days=4)
        yield monday, monday + timedelta(days=11)
        yield whitsun, whitsun + timedelta(days=4)
        yield summer, summer + timedelta(days=18)
        yield autumn, autumn + timedelta(days=4)
        yield christmas, christmas + timedelta(days=11)


def _in_order(spans: Iterator[Span]) -> list[Span]:
    return sorted(spans)


def _monday(year: int, month: int, number: int) -> date:
    first = date(year, month, 1)
    return first + timedelta(days=-first.weekday() % 7) + (number - 1) * WEEK


def _last_monday(year: int, month: int, by: int = 31) -> date:
    last = date(year, month, by)
    return last - timedelta(days=last.weekday())


def _easter_monday(year: int) -> date:
    return next(day for day, name in _public_holidays((year,)).items() if "Easter Monday" in name)


def _public_holidays(years: tuple[int, ...]) -> Mapping[date, str]:
    # Only where a sample is made: a search has better use for the memory.
    import holidays

    found: Mapping[date, str] = holidays.country_holidays("GB", subdiv="ENG", years=years)
    return found
