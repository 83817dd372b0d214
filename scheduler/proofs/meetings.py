"""Who of a few people could meet at once: the largest sets, each with the places of its venue.

Of the hundreds of starts and venues only few sets are not part of another one; a group that could
meet at a start could as well meet as part of the larger set, as long as trainers, other sessions and
other groups do not count.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scheduler.bounds.ground import Ground
    from scheduler.problem import Strand
    from scheduler.realism.diaries import BoolArray


@dataclass(frozen=True, slots=True)
class Meeting:
    """People (positions in the sequence asked about) who could meet, and how many have room."""

    people: frozenset[int]
    places: int


@dataclass(frozen=True, slots=True, eq=False)
class Times:
    """Who of `Ground.people` is free, and which venue open, at which permitted start."""

    free: BoolArray
    """(people, starts)"""
    open_venues: BoolArray
    """(venues, starts)"""


def open_times(ground: Ground, strand: Strand) -> Times:
    """The times of one strand; made once, as it looks at everybody's diary."""
    reach = ground.reaches[strand.strand_id]
    free = ground.tables.people.free(reach.survey.starts, strand.duration_minutes)[reach.rows]
    return Times(free, ground.tables.venues.free(reach.survey.starts, strand.duration_minutes))


def largest_meetings(ground: Ground, strand: Strand, times: Times, places: Sequence[int]) -> list[Meeting]:
    """The largest sets of ``places`` (in `Ground.people`) that could meet at a permitted start, largest first.

    A series of meetings is looked at in one of them. Sets below the least size are left out.
    """
    rows = ground.reaches[strand.strand_id].rows[list(places)]
    free = times.free[list(places)]
    found: dict[int, int] = {}
    for room, venue in enumerate(ground.problem.venues):
        capacity = ground.most(strand) if venue.capacity is None else min(ground.most(strand), venue.capacity)
        if venue.mode not in strand.modes or capacity < strand.min_size:
            continue
        could = free[:, times.open_venues[room]] & ground.tables.suits[rows, room][:, None]
        could = could[:, could.sum(axis=0) >= strand.min_size]
        for packed in {row.tobytes() for row in np.packbits(could, axis=0, bitorder="little").T}:
            people = int.from_bytes(packed, "little")
            found[people] = max(found.get(people, 0), min(capacity, people.bit_count()))
    kept: list[tuple[int, int]] = []
    for people, capacity in sorted(found.items(), key=lambda one: (-one[0].bit_count(), one[0])):
        if not any(people | larger == larger and capacity <= room for larger, room in kept):
            kept.append((people, capacity))
    return [Meeting(frozenset(_members(people)), capacity) for people, capacity in kept]


def _members(people: int) -> list[int]:
    return [number for number in range(people.bit_length()) if people >> number & 1]
