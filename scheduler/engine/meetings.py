"""Meetings: which of a few people could still meet at once, given what all the others do.

Of all columns and rooms that are still free only few suit a set of people that no other one suits as
well. An exact model chooses among those sets; each stands for every column and room that suits it.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from scheduler.engine.eligibility import eligibility
from scheduler.engine.instance import NO_LIMIT
from scheduler.engine.plan import Plan, StrandPlan
from scheduler.engine.resources import trainer_column, venue_column
from scheduler.engine.slots import Bools, Ints

Place = tuple[int, int]
"""A class of venues and a candidate column."""


@dataclass
class Meeting:
    """Some of the people asked about (their positions), who could meet, and where and when."""

    people: frozenset[int]
    seats: int
    at: list[Place] = field(default_factory=list)
    """Earliest first."""


@dataclass(frozen=True)
class Openings:
    """Where and when a class of venues, and trainers, could still take a group; and who could come."""

    kind: int
    columns: Ints
    could: Bools
    """(people, columns)"""
    seats: int


def openings(plan: Plan, strand: StrandPlan, people: Ints, among: Bools) -> list[Openings]:
    """What is open for these people, for each class of venues, in the columns ``among``."""
    arrays, sizes = strand.arrays, strand.arrays.strand
    eligible = eligibility(plan, strand, people) & among[None, :]
    usable = np.flatnonzero(eligible.sum(axis=0) >= sizes.min_size)
    usable = usable[trainer_column(plan, arrays, arrays.columns[usable])]
    found = []
    for kind, venues in enumerate(plan.instance.venue_classes):
        room = [v for v in venues.tolist() if plan.instance.venues[v].mode in sizes.modes]
        seats = min(sizes.max_size, max((plan.instance.venues[v].capacity or NO_LIMIT for v in room), default=0))
        if seats < sizes.min_size:
            continue
        here = usable[venue_column(plan, arrays, venues, arrays.columns[usable])]
        could = eligible[:, here] & plan.instance.class_suits[people, kind][:, None]
        found.append(Openings(kind, here, could, seats))
    return found


def largest_meetings(found: list[Openings], rows: Ints, least: int, most_sets: int) -> list[Meeting]:
    """The largest sets of some of the people (their positions) that could meet, ``most_sets`` at most."""
    sets: dict[tuple[bytes, int], list[Place]] = {}
    for each in found:
        could = each.could[rows]
        enough = could.sum(axis=0) >= least
        packed = np.packbits(could[:, enough], axis=0, bitorder="little").T
        for column, row in zip(each.columns[enough].tolist(), packed, strict=True):
            sets.setdefault((row.tobytes(), each.seats), []).append((each.kind, column))
    return [
        Meeting(frozenset(int(rows[n]) for n in meeting.people), meeting.seats, meeting.at)
        for meeting in undominated(sets, most_sets)
    ]


def undominated(found: dict[tuple[bytes, int], list[Place]], most_sets: int) -> list[Meeting]:
    """The sets that are not part of another one with as many seats."""
    sets = [(int.from_bytes(packed, "little"), seats, at) for (packed, seats), at in found.items()]
    kept: list[tuple[int, int, list[Place]]] = []
    for people, seats, at in sorted(sets, key=lambda one: (-one[0].bit_count(), -one[1], one[2][0][::-1])):
        if len(kept) >= most_sets:
            break
        if not any(people | larger == larger and min(seats, people.bit_count()) <= room for larger, room, _ in kept):
            kept.append((people, seats, at))
    return [
        Meeting(frozenset(n for n in range(people.bit_length()) if people >> n & 1), seats, sorted(at, key=by_time))
        for people, seats, at in kept
    ]


def by_time(place: Place) -> tuple[int, int]:
    return place[1], place[0]
