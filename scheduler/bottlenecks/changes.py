"""Changes to a programme that could place more people: facts, each the smallest thing that can be said alone.

A change never takes anything away that a schedule uses: whatever kept the rules before, keeps them after.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from fractions import Fraction

from scheduler.problem import Mode, Trainer, Venue


@dataclass(frozen=True, slots=True)
class MoreTrainers:
    """New rows of the trainers table."""

    trainers: tuple[Trainer, ...]


@dataclass(frozen=True, slots=True)
class HigherLimits:
    """Some trainers may lead so many sessions more a day and a week; who has no limit keeps none."""

    trainer_ids: tuple[str, ...]
    more_per_day: int = 0
    more_per_week: int = 0


@dataclass(frozen=True, slots=True)
class MoreVenues:
    """New rows of the venues table."""

    venues: tuple[Venue, ...]


@dataclass(frozen=True, slots=True)
class LargerVenue:
    """A venue with more seats, or another, larger one in its place."""

    venue_id: str
    capacity: int


@dataclass(frozen=True, slots=True)
class MoreAtOnce:
    """A venue that holds more sessions at one moment."""

    venue_id: str
    parallel: int


@dataclass(frozen=True, slots=True)
class LaterEnd:
    """Strands that may go on until a later day; the programme goes on with them where it must.

    Where the programme itself ends later, ``strands`` names every strand that ended with it.
    """

    strands: tuple[str, ...]
    last_day: date


@dataclass(frozen=True, slots=True)
class MoreStarts:
    """More times of day at which a strand may start."""

    strand: str
    start_times: tuple[time, ...]


@dataclass(frozen=True, slots=True)
class MoreWeekdays:
    """More days of the week (Monday = 0) on which a strand may be held."""

    strand: str
    weekdays: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class StrandModes:
    """One more mode in which a strand may be held."""

    strand: str
    mode: Mode


@dataclass(frozen=True, slots=True)
class OtherSize:
    """A smaller least or a larger greatest size of the groups of a strand."""

    strand: str
    min_size: int
    max_size: int


@dataclass(frozen=True, slots=True)
class MoreAlike:
    """More members of one group may share a value of a column."""

    strand: str
    column: str
    most: int


@dataclass(frozen=True, slots=True)
class WiderCover:
    """A larger share of a team may be away at one moment."""

    cover: Fraction


@dataclass(frozen=True, slots=True)
class UnitsApart:
    """People of one unit need no longer be in one group of the strand."""

    strand: str


@dataclass(frozen=True, slots=True)
class OtherDistance:
    """Fewer days at least, or more at most, after the strands that come first."""

    strand: str
    min_days: int
    max_days: int | None


@dataclass(frozen=True, slots=True)
class WiderGaps:
    """Fewer days at least, or more at most, between two meetings of a group."""

    strand: str
    least_days: int
    most_days: int


@dataclass(frozen=True, slots=True)
class MoreModes:
    """Some people can take part in one more mode."""

    staff_ids: tuple[str, ...]
    mode: Mode


@dataclass(frozen=True, slots=True)
class MoreSites:
    """Some people can go to one more site."""

    staff_ids: tuple[str, ...]
    site: str


Change = (
    MoreTrainers
    | HigherLimits
    | MoreVenues
    | LargerVenue
    | MoreAtOnce
    | LaterEnd
    | MoreStarts
    | MoreWeekdays
    | StrandModes
    | OtherSize
    | MoreAlike
    | WiderCover
    | UnitsApart
    | OtherDistance
    | WiderGaps
    | MoreModes
    | MoreSites
)
KINDS: dict[type, str] = {
    MoreTrainers: "more_trainers",
    HigherLimits: "higher_limits",
    MoreVenues: "more_venues",
    LargerVenue: "larger_venue",
    MoreAtOnce: "more_at_once",
    LaterEnd: "later_end",
    MoreStarts: "more_starts",
    MoreWeekdays: "more_weekdays",
    StrandModes: "strand_modes",
    OtherSize: "other_size",
    MoreAlike: "more_alike",
    WiderCover: "wider_cover",
    UnitsApart: "units_apart",
    OtherDistance: "other_distance",
    WiderGaps: "wider_gaps",
    MoreModes: "more_modes",
    MoreSites: "more_sites",
}
"""The stable name of each kind of change, as bottlenecks.json has it."""
