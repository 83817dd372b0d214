"""The problem: who has to learn what, who can teach it, where and when.

Everything here is a frozen fact, as read from a programme folder; nothing decides anything.
Times are local wall-clock times of the programme's time zone and carry no offset: ``datetime``
values are naive, intervals are half-open, and weekdays count from Monday = 0.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from fractions import Fraction

MINUTES_A_DAY = 1440
TAGS = "tags"


class Mode(StrEnum):
    """How a session is delivered."""

    ONLINE = "online"
    IN_PERSON = "in_person"


class GroupingRule(StrEnum):
    """Who may be in a group with whom."""

    OPEN = "open"
    MIXED = "mixed"
    TEAM = "team"


class KeepApart(StrEnum):
    """Who must never be in a group with whom (or led by whom)."""

    LINE_MANAGER = "line_manager"
    PAIRS = "pairs"
    TRAINER_TEAM = "trainer_team"


class Aim(StrEnum):
    """What a schedule is judged by once it keeps every rule; compared in `Problem.order`."""

    PLACED = "placed"
    OWN_TEAM = "own_team"
    GROUPS = "groups"
    FINISH = "finish"
    MIX = "mix"
    ALONE = "alone"
    LOAD = "load"
    WISHES = "wishes"


DEFAULT_ORDER = tuple(Aim)


@dataclass(frozen=True, slots=True)
class Pattern:
    """The weekly windows in which somebody works or a venue is open.

    ``windows[weekday]`` holds half-open minute ranges ``(start, end)`` of that day, 0 to 1440. A
    window over midnight is stored as two, one on each day: a session must lie inside one of them.
    """

    windows: tuple[tuple[tuple[int, int], ...], ...]

    def holds(self, start: datetime, end: datetime) -> bool:
        """Whether the session ``[start, end)``, which ends by midnight, lies in one window."""
        first = start.hour * 60 + start.minute
        last = first + (end - start) // timedelta(minutes=1)
        return any(a <= first and last <= b for a, b in self.windows[start.weekday()])


@dataclass(frozen=True, slots=True)
class Interval:
    """A half-open stretch of local time."""

    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class Person:
    """A row of staff.csv. Empty ``modes`` or ``sites`` mean all of them; no pattern, every day."""

    staff_id: str
    attributes: Mapping[str, str] = field(default_factory=dict)
    """Every column of the row as trimmed text, known and unknown ones alike, by column name."""
    line_manager_id: str = ""
    tags: frozenset[str] = frozenset()
    pattern: Pattern | None = None
    modes: frozenset[Mode] = frozenset()
    sites: frozenset[str] = frozenset()
    needs: frozenset[str] = frozenset()
    joins_on: date | None = None
    leaves_on: date | None = None
    absences: tuple[Interval, ...] = ()

    def value(self, column: str) -> str:
        """The text of a column, blank where the table has none."""
        return self.attributes.get(column, "")

    @property
    def name(self) -> str:
        return self.value("name")

    @property
    def team(self) -> str:
        return self.value("team")


@dataclass(frozen=True, slots=True)
class Trainer:
    """A row of trainers.csv. Empty ``modes`` mean both."""

    trainer_id: str
    strands: frozenset[str]
    name: str = ""
    email: str = ""
    bio: str = ""
    kind: str = ""
    pattern: Pattern | None = None
    modes: frozenset[Mode] = frozenset()
    max_per_day: int | None = None
    max_per_week: int | None = None
    first_day: date | None = None
    last_day: date | None = None
    staff_id: str = ""
    ready_after: str = ""
    absences: tuple[Interval, ...] = ()


@dataclass(frozen=True, slots=True)
class Venue:
    """A row of venues.csv. ``capacity`` None means no limit; a blank ``site`` suits everyone."""

    venue_id: str
    mode: Mode
    capacity: int | None = None
    name: str = ""
    site: str = ""
    pattern: Pattern | None = None
    parallel: int = 1
    features: frozenset[str] = frozenset()
    link: str = ""
    absences: tuple[Interval, ...] = ()


@dataclass(frozen=True, slots=True)
class Grouping:
    """The grouping rules of a strand; columns are staff columns, never ``tags``."""

    rule: GroupingRule = GroupingRule.OPEN
    max_same: Mapping[str, int] = field(default_factory=dict)
    """Column -> the most members of one group who may share one value (rule ``mixed``)."""
    fields: tuple[str, ...] = ()
    """Columns of rule ``team``, narrowest first; the last one is hard."""
    keep_apart: frozenset[KeepApart] = frozenset()
    keep_together: str = ""
    mix: Mapping[str, Fraction] = field(default_factory=dict)
    """Column -> weight of the aim ``mix``, defaults already filled in; empty for other rules."""
    not_alone: str = ""


@dataclass(frozen=True, slots=True)
class After:
    """Strands that must come first, and the days from their last to this strand's first meeting."""

    strands: tuple[str, ...]
    min_days: int = 0
    max_days: int | None = None


@dataclass(frozen=True, slots=True)
class Strand:
    """One element of the programme, with its own window, times and rules resolved.

    ``first_day``, ``last_day``, ``weekdays`` and ``start_times`` are the strand's own where it sets
    them and the programme's otherwise (the window is cut to the programme's).
    """

    strand_id: str
    min_size: int
    max_size: int
    first_day: date
    last_day: date
    weekdays: frozenset[int]
    start_times: tuple[time, ...]
    title: str = ""
    lot: str = ""
    audience: Mapping[str, frozenset[str]] = field(default_factory=dict)
    exclude: Mapping[str, frozenset[str]] = field(default_factory=dict)
    duration_minutes: int = 0
    trainers: int = 0
    trainer_kinds: Mapping[str, int] = field(default_factory=dict)
    modes: frozenset[Mode] = frozenset(Mode)
    meetings: int = 1
    gap_days: tuple[int, int] = (0, 0)
    grouping: Grouping = field(default_factory=Grouping)
    after: After | None = None
    given: bool = False
    """Whether its groups and sessions stand in `Problem.given` and only people are allocated."""


@dataclass(frozen=True, slots=True)
class GivenSession:
    """A row of the input's sessions.csv: a meeting that already stands. Blank venue = anywhere."""

    session_id: str
    strand: str
    group_id: str
    meeting: int
    start: datetime
    end: datetime
    venue_id: str = ""
    trainer_ids: tuple[str, ...] = ()
    places: int | None = None


@dataclass(frozen=True, slots=True)
class Wish:
    """A row of wishes.csv. A blank ``strand`` means every strand; empty sets mean any."""

    staff_id: str
    strand: str = ""
    weekdays: frozenset[int] = frozenset()
    start_times: frozenset[time] = frozenset()
    modes: frozenset[Mode] = frozenset()
    weight: int = 1


@dataclass(frozen=True, slots=True)
class Lock:
    """A row of locks.csv. A blank ``group_id`` exempts the person from the strand."""

    staff_id: str
    strand: str
    group_id: str = ""


@dataclass(frozen=True, slots=True)
class Problem:
    """A whole programme folder."""

    name: str
    timezone: str
    first_day: date
    last_day: date
    strands: tuple[Strand, ...]
    people: tuple[Person, ...]
    trainers: tuple[Trainer, ...] = ()
    venues: tuple[Venue, ...] = ()
    closed: frozenset[date] = frozenset()
    """Days of the window without any session: closed days and public holidays."""
    closed_later: frozenset[date] = frozenset()
    """The same in the year after the last day: what the programme would find if it went on."""
    cover: Fraction | None = None
    travel_minutes: int = 0
    break_minutes: int = 0
    turnaround_minutes: int = 0
    order: tuple[Aim, ...] = DEFAULT_ORDER
    apart: frozenset[frozenset[str]] = frozenset()
    """Confidential pairs of staff ids."""
    wishes: tuple[Wish, ...] = ()
    given: tuple[GivenSession, ...] = ()
    locks: tuple[Lock, ...] = ()
