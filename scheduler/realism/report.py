"""What the realism report says: figures known before any search, each one proven.

Every *needed* or *at least* figure is a lower bound and every *available* one an upper bound, for any
schedule that places everybody whom the report does not prove unplaceable. So ``impossible`` is a
proof; ``comfortable`` is not one, because the bounds ignore how the resources get in each other's way.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum

from scheduler.problem import GroupingRule


class Outlook(StrEnum):
    """How a need stands against what there is."""

    COMFORTABLE = "comfortable"
    TIGHT = "tight"
    """More than `TIGHT_PER_CENT` of the upper bound is needed."""
    IMPOSSIBLE = "impossible"
    """Proven: more is needed than there can be."""


class Resource(StrEnum):
    """What may run short."""

    TRAINERS = "trainers"
    VENUES = "venues"
    SEATS = "seats"


class GroupsCause(StrEnum):
    """What forces the fewest groups of a strand."""

    SIZE = "size"
    MAX_SAME = "max_same"
    COVER = "cover"
    UNITS = "units"
    GIVEN = "given"


class FinishCause(StrEnum):
    """What forces the earliest possible last day."""

    TRAINERS = "trainers"
    VENUES = "venues"
    PREREQUISITE = "prerequisite"
    PEOPLE = "people"


@dataclass(frozen=True, slots=True)
class Balance:
    """One need against one supply, counted in sessions (of trainers or venues) or in seats."""

    resource: Resource
    strands: tuple[str, ...]
    needed: int
    available: int
    use_per_cent: float | None
    """Needed of available, rounded to a tenth; None where something is needed and there is nothing."""
    outlook: Outlook
    sentence: str
    trainer_kind: str = ""
    """The one kind of trainers that is counted; blank for all."""
    people: str = ""
    """Whom alone the seats are for, in words; blank for everyone."""


@dataclass(frozen=True, slots=True)
class FinishBound:
    """No schedule that places everybody who can be placed has its last session before ``day``."""

    day: date
    cause: FinishCause
    sentence: str


@dataclass(frozen=True, slots=True)
class UnitChoice:
    """The fewest groups of a strand if each held people of one unit (one value of ``column``) only."""

    column: str
    units: int
    groups_at_least: int
    people_without_group: int
    """People whose unit is too small, or of a size that no number of permitted groups adds up to."""


@dataclass(frozen=True, slots=True)
class GroupingChoice:
    """Mixed or in teams: the fewest groups either way, for the same people and the same sizes."""

    mixed_groups_at_least: int
    """Under the strand's ``max_same`` where it is mixed, by size alone otherwise."""
    by_unit: tuple[UnitChoice, ...]


@dataclass(frozen=True, slots=True)
class StrandRealism:
    """The figures of one strand, as if it had all trainers and venues to itself."""

    strand: str
    title: str
    lot: str
    grouping_rule: GroupingRule
    people: int
    """The audience."""
    people_who_cannot_attend: int
    """No permitted start suits them (for a series: no set of starts that keeps the gaps)."""
    people_held_back: int
    """Others who cannot be placed because an earlier strand never lets them come, or too late."""
    people_no_group_fits: int
    """Others whom the least and most group size leave over (in the strand or in their unit)."""
    people_to_place: int
    groups_at_least: int
    groups_cause: GroupsCause
    groups_sentence: str
    sessions_at_least: int
    trainer_sessions_needed: int
    trainer_sessions_available: int
    trainer_hours_needed: float
    trainer_hours_available: float
    venue_sessions_available: int
    seats_needed: int
    seats_available: int
    weeks_needed: int
    """The fewest calendar weeks that could hold the sessions, richest in trainers and venues first."""
    weeks_available: int
    """Calendar weeks (from Monday) with at least one usable start."""
    first_possible_day: date | None
    last_day: date
    """The last day of the strand's own window."""
    earliest_finish: date | None
    """Proven lower bound on its last session, after ``last_day`` if it cannot be held; None if nothing is."""
    finish_bounds: tuple[FinishBound, ...]
    use_per_cent: float | None
    outlook: Outlook
    choice: GroupingChoice


@dataclass(frozen=True, slots=True)
class LotRealism:
    """The figures of the strands of one lot together; also of the whole programme (lot blank)."""

    lot: str
    strands: tuple[str, ...]
    people: int
    """Different people in the audience of any of the strands."""
    groups_at_least: int
    sessions_at_least: int
    trainer_sessions_needed: int
    trainer_sessions_available: int
    trainer_hours_needed: float
    trainer_hours_available: float
    venue_sessions_available: int
    seats_needed: int
    weeks_needed: int
    weeks_available: int
    earliest_finish: date | None
    finish_bounds: tuple[FinishBound, ...]
    use_per_cent: float | None
    outlook: Outlook


@dataclass(frozen=True, slots=True)
class WeekSupply:
    """The trainer-sessions possible in one calendar week, all strands together (upper bound)."""

    monday: date
    trainer_sessions_available: int
    trainers_available: int
    """Trainers who could deliver at least one session in it."""


@dataclass(frozen=True, slots=True)
class Realism:
    """How realistic the programme is and how long it takes at least."""

    programme: str
    people: int
    trainers: int
    first_day: date
    last_day: date
    strands: tuple[StrandRealism, ...]
    lots: tuple[LotRealism, ...]
    """In the order in which the strands name them; strands without a lot are in none."""
    whole: LotRealism
    weeks: tuple[WeekSupply, ...]
    balances: tuple[Balance, ...]
    """Every need against its supply, scarcest first."""
    earliest_finish: date | None
    finish_bounds: tuple[FinishBound, ...]
    """Latest first: the first one is what holds the finish."""
    use_per_cent: float | None
    """Of the scarcest balance."""
    outlook: Outlook
    sentences: tuple[str, ...]
    """The answer in words, the most important first."""

    def as_json(self) -> dict[str, object]:
        """The report as plain dictionaries, lists, numbers and text; dates are ISO text."""
        return {key: _plain(value) for key, value in asdict(self).items()}


def _plain(value: object) -> object:
    match value:
        case Mapping():
            return {str(key): _plain(item) for key, item in value.items()}
        case tuple() | list():
            return [_plain(item) for item in value]
        case date():
            return value.isoformat()
        case StrEnum():
            return value.value
    return value
