"""The times at which a strand could meet at all, and which of them suit a person.

Taken or not, whoever delivers, whatever must come first: only the strand's window, open venues of a
mode, site and features that suit, and the person's time in post, pattern and absences count. Starts
are bits of an integer, day after day with one bit for each start time, so that a whole window is
intersected at once.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Protocol

from scheduler.problem import GivenSession, Person, Strand, Venue
from scheduler.referee.attendance import can_attend, is_free
from scheduler.referee.case import Case
from scheduler.referee.given import given_groups
from scheduler.referee.meetings import is_open_day
from scheduler.referee.venues import is_open
from scheduler.schedule import Session


class Choices(Protocol):
    """What a strand offers to a person, whoever else is there."""

    def has_any(self, person: Person) -> bool:
        """Whether some start, or for a series some set of starts, suits."""

    def any_overlaps(self, person: Person, sessions: Sequence[Session]) -> bool:
        """Whether one of the sessions overlaps a start that suits."""


def choices_of(case: Case, strand: Strand) -> Choices:
    """What the strand offers from the first day that can still change."""
    if strand.given:
        groups = [rows for key, rows in given_groups(case.problem).items() if key[0] == strand.strand_id]
        return GivenChoices(case.venues, [rows for rows in groups if not _met(case, rows)])
    return _free_choices(case, strand)


def _met(case: Case, rows: list[GivenSession]) -> bool:
    opening = max(case.problem.first_day, case.before or case.problem.first_day)
    return min(row.start for row in rows).date() < opening


@dataclass(frozen=True, slots=True)
class GivenChoices:
    """The groups of a given timetable that nobody has attended yet."""

    venues: dict[str, Venue]
    groups: list[list[GivenSession]]

    def has_any(self, person: Person) -> bool:
        return any(all(self._suits(person, row) for row in rows) for rows in self.groups)

    def any_overlaps(self, person: Person, sessions: Sequence[Session]) -> bool:
        return any(
            row.start < session.end and session.start < row.end and self._suits(person, row)
            for rows in self.groups
            for row in rows
            for session in sessions
        )

    def _suits(self, person: Person, row: GivenSession) -> bool:
        venue = self.venues.get(row.venue_id)
        return (venue is None or _admits(person, venue)) and is_free(person, row.start, row.end)


@dataclass(frozen=True, slots=True)
class FreeChoices:
    """Every permitted start of a strand that is not given.

    ``starts`` and ``ends`` have ``width`` entries for each day from ``opening`` on, in the order of
    time; bit n of a set stands for entry n. Entries that are not permitted are never set.
    """

    strand: Strand
    opening: date
    starts: list[datetime]
    ends: list[datetime]
    venue_bits: list[tuple[Venue, int]]
    known: dict[Hashable, int] = field(default_factory=dict)

    @property
    def width(self) -> int:
        return len(self.strand.start_times)

    def has_any(self, person: Person) -> bool:
        bits = self._suiting(person)
        for _ in range(self.strand.meetings - 1):
            bits = self._next(bits) & self._suiting(person)
        return bits != 0

    def any_overlaps(self, person: Person, sessions: Sequence[Session]) -> bool:
        bits = self._suiting(person)
        return any(bits & self._overlapping(session.start, session.end) for session in sessions)

    def _suiting(self, person: Person) -> int:
        bits = self._known(("place", person.modes, person.sites, person.needs), lambda: self._places(person))
        if person.pattern:
            bits &= self._known(("pattern", person.pattern), lambda: self._pattern(person))
        if person.joins_on:
            bits &= ~_below(self._entry(person.joins_on))
        if person.leaves_on:
            bits &= _below(self._entry(person.leaves_on + timedelta(days=1)))
        for absence in person.absences if bits else ():
            bits &= ~self._overlapping(absence.start, absence.end)
        return bits

    def _known(self, key: Hashable, find: Callable[[], int]) -> int:
        if key not in self.known:
            self.known[key] = find()
        return self.known[key]

    def _places(self, person: Person) -> int:
        bits = 0
        for venue, is_open_then in self.venue_bits:
            if _admits(person, venue):
                bits |= is_open_then
        return bits

    def _pattern(self, person: Person) -> int:
        pattern = person.pattern
        return _bit_set(pattern is None or pattern.holds(a, b) for a, b in zip(self.starts, self.ends, strict=True))

    def _entry(self, on: date) -> int:
        """The number of the first entry of a day, cut to the window."""
        return min(max(0, (on - self.opening).days * self.width), len(self.starts))

    def _overlapping(self, start: datetime, end: datetime) -> int:
        first, stop = bisect_right(self.ends, start), bisect_left(self.starts, end)
        return _below(stop) & ~_below(first) if first < stop else 0

    def _next(self, bits: int) -> int:
        """Where the following meeting may start: gap kept, and never before the last one has ended."""
        least, most = self.strand.gap_days
        width, times = self.width, sorted(self.strand.start_times)
        every_day = _below(len(self.starts)) // _below(width) if width else 0
        day_bits = 0
        for number in range(width):
            day_bits |= (bits >> number) & every_day
        following = 0
        for gap in range(max(1, least), most + 1):
            following |= day_bits << (gap * width)
        later = following * _below(width)
        if least == 0:
            length = timedelta(minutes=self.strand.duration_minutes)
            for one, first in enumerate(times):
                for two, second in enumerate(times):
                    if datetime.combine(self.opening, second) >= datetime.combine(self.opening, first) + length:
                        later |= ((bits >> one) & every_day) << two
        return later


def _free_choices(case: Case, strand: Strand) -> FreeChoices:
    opening = max(strand.first_day, case.before or strand.first_day)
    length = timedelta(minutes=strand.duration_minutes)
    count = max(0, (strand.last_day - opening).days + 1)
    days = [opening + timedelta(days=number) for number in range(count)]
    starts = [datetime.combine(on, at) for on in days for at in sorted(strand.start_times)]
    ends = [start + length for start in starts]
    opened = {on for on in days if is_open_day(case, strand, on)}
    slots = [
        (start.date() in opened and (end - timedelta(minutes=1)).date() == start.date(), start, end)
        for start, end in zip(starts, ends, strict=True)
    ]
    venues = [
        (venue, _bit_set(permitted and is_open(venue, start, end) for permitted, start, end in slots))
        for venue in case.problem.venues
        if venue.mode in strand.modes
    ]
    return FreeChoices(strand, opening, starts, ends, venues)


def _admits(person: Person, venue: Venue) -> bool:
    return can_attend(person, venue) and person.needs <= venue.features


def _bit_set(flags: Iterable[bool]) -> int:
    """The integer whose bit n is flag n."""
    digits = "".join("1" if flag else "0" for flag in flags)
    return int(digits[::-1] or "0", 2)


def _below(count: int) -> int:
    return (1 << count) - 1
