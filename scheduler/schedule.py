"""The schedule: the answer to a problem, as it stands in the output folder."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Reason(StrEnum):
    """Why a person has no group in a strand; the first that holds is given."""

    PREREQUISITE = "prerequisite"
    AVAILABILITY = "availability"
    CLASH = "clash"
    GROUPING = "grouping"
    CAPACITY = "capacity"


@dataclass(frozen=True, slots=True)
class Session:
    """One meeting of one group. ``meeting`` counts from 1; times are naive local time."""

    session_id: str
    strand: str
    group_id: str
    meeting: int
    start: datetime
    end: datetime
    venue_id: str = ""
    trainer_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Allocation:
    """A person placed in a group of a strand."""

    staff_id: str
    strand: str
    group_id: str


@dataclass(frozen=True, slots=True)
class Unplaced:
    """A person whom a strand is for and who has no group in it."""

    staff_id: str
    strand: str
    reason: Reason
    detail: str


@dataclass(frozen=True, slots=True)
class Schedule:
    """Sessions, allocations and unplaced people, in no particular order."""

    sessions: tuple[Session, ...] = ()
    allocations: tuple[Allocation, ...] = ()
    unplaced: tuple[Unplaced, ...] = ()
