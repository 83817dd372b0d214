"""What a sentence has to tell: plain figures, gathered before any word is chosen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from scheduler.problem import After, Interval, Mode, Pattern


class Obstacle(StrEnum):
    """What on a person's side stands between them and the permitted starts."""

    POST = "post"
    HOURS = "hours"
    ABSENCE = "absence"
    MODE = "mode"
    SITE = "site"
    NEEDS = "needs"


class UnitBar(StrEnum):
    """Why no group can hold people who must be together."""

    TOO_MANY = "too_many"
    RULES = "rules"
    PREREQUISITE = "prerequisite"
    AVAILABILITY = "availability"
    NO_COMMON_TIME = "no_common_time"
    NO_COMMON_FREE_TIME = "no_common_free_time"


@dataclass(frozen=True, slots=True)
class StrandFacts:
    """What sentences say about a strand; ``rules`` are its public grouping and cover rules in words."""

    title: str
    given: bool
    first_day: date
    last_day: date
    min_size: int
    max_size: int
    meetings: int
    gap_days: tuple[int, int]
    trainers: int
    after: After | None
    after_titles: tuple[str, ...]
    rules: tuple[str, ...]
    silent: bool
    """Which rule binds is not told: silence about the others could betray a confidential one."""


@dataclass(frozen=True, slots=True)
class Unavailable:
    """Why nothing suits. ``options`` counts permitted starts (given groups), ``opened`` those with an open venue.

    ``whole``: from how many of the opened a group could meet as often as it must, whoever comes.

    ``gains``: how many options would suit if one obstacle alone were gone, for those where any would.
    ``alone``: how many of the options each obstacle leaves by itself. ``single`` counts starts that
    suit one meeting of a series.
    """

    options: int
    opened: int
    whole: int
    single: int
    gains: tuple[tuple[Obstacle, int], ...]
    alone: tuple[tuple[Obstacle, int], ...]
    pattern: Pattern | None
    absences: tuple[Interval, ...]
    joins_on: date | None
    leaves_on: date | None
    modes: tuple[Mode, ...]
    sites: tuple[str, ...]
    needs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Clash:
    """A place at ``place`` that overlaps a session of ``strand`` at ``other`` which the person attends or leads."""

    place: datetime
    standing: int
    strand: str
    other: datetime
    leads: bool


@dataclass(frozen=True, slots=True)
class Barred:
    """Places that only grouping and cover rules close: standing groups with room, or a new group."""

    groups: int
    by_cover: int
    first_group: datetime | None
    new_group: datetime | None


@dataclass(frozen=True, slots=True)
class Short:
    """How far times, venues, trainers and people reach, in starts (or given groups).

    ``available`` starts are free of sessions of this strand that they lead; ``suiting`` keep the
    days after earlier strands too, ``clear`` also leave their other sessions alone. ``venues``,
    ``trainers`` and ``both`` are of ``clear``; ``company`` is the most people who could come to a
    start of ``both``, ``full`` the groups standing at times that suit but without room, and
    ``unready`` the trainers who may not lead before they have completed a strand themselves.
    """

    available: int
    suiting: int
    clear: int
    venues: int
    trainers: int
    both: int
    company: int
    most_trainers: int
    full: int
    unready: int
    example: datetime | None
    place: datetime | None
    earlier: tuple[datetime, ...]
