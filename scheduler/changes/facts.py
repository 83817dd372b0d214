"""Changes of a schedule, as facts. Times are naive local time, as everywhere in the scheduler."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class MovePerson:
    """Somebody goes into another group of a strand, or gets a first place in it."""

    staff_id: str
    strand: str
    group_id: str


@dataclass(frozen=True, slots=True)
class TakeOut:
    """Somebody loses their place in a strand."""

    staff_id: str
    strand: str


@dataclass(frozen=True, slots=True)
class SwapPeople:
    """Two people change places in a strand."""

    staff_id: str
    other_id: str
    strand: str


@dataclass(frozen=True, slots=True)
class ChangeSession:
    """A session is held at another time, in another venue or by other trainers; its length stays."""

    session_id: str
    start: datetime
    venue_id: str
    trainer_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CancelGroup:
    """A group with all its sessions goes; its people lose their place in the strand."""

    strand: str
    group_id: str


Change = MovePerson | TakeOut | SwapPeople | ChangeSession | CancelGroup
