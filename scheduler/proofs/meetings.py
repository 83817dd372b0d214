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


@dataclass(frozen=True, slots=True)
class Meeting:
    """People (positions in the sequence asked about) who could meet, and how many have room."""

    people: frozenset[int]
    places: int


def largest_meetings(ground: Ground, strand: Strand, places: Sequence[int]) -> list[Meeting]:
    """The largest sets of ``places`` (in `Ground.people`) that could meet at a permitted start, largest first.

    A series of meetings is looked at in one of them. Sets below the least size are left out.
    """
    rows = ground.reaches[strand.strand_id].rows[list(places)]
    starts = ground.reaches[strand.strand_id].survey.starts
    free = ground.tables.people.free(starts, strand.duration_minutes)[rows]
    open_venues = ground.tables.venues.free(starts, strand.duration_minutes)
    found: dict[int, int] = {}
    for room, venue in enumerate(ground.problem.venues):
        capacity = ground.most(strand) if venue.capacity is None else min(ground.most(strand), venue.capacity)
        if venue.mode not in strand.modes or capacity < strand.min_size:
            continue
        could = free[:, open_venues[room]] & ground.tables.suits[rows, room][:, None]
        for packed in np.unique(np.packbits(could, axis=0, bitorder="little"), axis=1).T:
            people = int.from_bytes(packed.tobytes(), "little")
            if people.bit_count() >= strand.min_size:
                found[people] = max(found.get(people, 0), min(capacity, people.bit_count()))
    kept: list[tuple[int, int]] = []
    for people, capacity in sorted(found.items(), key=lambda one: (-one[0].bit_count(), one[0])):
        if not any(people | larger == larger and capacity <= room for larger, room in kept):
            kept.append((people, capacity))
    return [Meeting(frozenset(_members(people)), capacity) for people, capacity in kept]


def _members(people: int) -> list[int]:
    return [number for number in range(people.bit_length()) if people >> number & 1]
