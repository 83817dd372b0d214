"""Prospects: who could attend a strand at all, and by when they must have, to go on to the next.

Somebody who leaves their post in May is not helped by a first session on their last day: what comes
after it would have no time left. A strand is therefore filled only up to each person's last useful day.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from scheduler.engine.slots import Bools, Ints

if TYPE_CHECKING:
    from scheduler.engine.instance import Instance, StrandArrays

NEVER = -1


@dataclass(frozen=True)
class Prospect:
    """One strand's prospects."""

    possible: Bools
    """(people,) of the audience, whom some candidate column or given group suits."""
    last_useful: Ints
    """(people,) the last day (since the origin of the slots) on which it may end for what must follow it."""
    latest_start: Ints
    """(people,) the last day on which it could begin for them and end by their last useful day; -1 for never."""


def prospect(instance: Instance, arrays: StrandArrays, later: Mapping[int, Prospect]) -> Prospect:
    """The prospects of a strand; ``later`` holds those of all strands after it, by number."""
    first, last, could = spans(instance, arrays)
    possible = arrays.audience & could.any(axis=1)
    useful = last_useful_day(instance, arrays, later)
    # Whoever could never end it in time is not kept from it: this strand counts for itself too.
    in_time = could & (last[None, :] <= useful[:, None])
    useful[possible & ~in_time.any(axis=1)] = int(instance.slots.day.max(initial=0))
    in_time = could & (last[None, :] <= useful[:, None])
    return Prospect(possible, useful, np.where(in_time, first[None, :], NEVER).max(axis=1, initial=NEVER))


def spans(instance: Instance, arrays: StrandArrays) -> tuple[Ints, Ints, Bools]:
    """Distinct (first day, last day) of sets of meetings, and (people, those) who could attend one of them."""
    sets, could = chances(instance, arrays)
    days = instance.slots.day
    first = np.array([int(days[list(each)].min()) for each in sets], dtype=np.int64)
    last = np.array([int(days[list(each)].max()) for each in sets], dtype=np.int64)
    if not len(sets):
        return first, last, could
    order = np.lexsort([last, first])
    fresh = np.flatnonzero(np.diff(first[order], prepend=-1) | np.diff(last[order], prepend=-1))
    return first[order][fresh], last[order][fresh], np.logical_or.reduceat(could[:, order], fresh, axis=1)


def last_useful_day(instance: Instance, arrays: StrandArrays, later: Mapping[int, Prospect]) -> Ints:
    """(people,) the last day on which the strand may end so that every strand that needs it can still follow."""
    end = int(instance.slots.day.max(initial=0))
    useful = np.full(len(instance.people), end, dtype=np.int64)
    for number, prospects in later.items():
        following = instance.strands[number]
        if arrays.number in following.prerequisites:
            bound = following.audience & (prospects.latest_start > NEVER)
            day = prospects.latest_start - following.min_gap_days
            useful = np.where(bound, np.minimum(useful, day), useful)
    return useful


def chances(instance: Instance, arrays: StrandArrays) -> tuple[list[tuple[int, ...]], Bools]:
    """Sets of slots at which a group may meet, and (people, sets) who could be there, a suitable venue being open."""
    if arrays.strand.given:
        sets = [group.slots for group in arrays.given]
        could = np.ones((len(instance.people), len(sets)), dtype=bool)
        for column, group in enumerate(arrays.given):
            could[:, column] &= instance.suits[:, list(group.venues)].all(axis=1)
            could[:, column] &= instance.person_free[:, list(group.slots)].all(axis=1)
        return sets, could
    venues = [n for n, venue in enumerate(instance.venues) if venue.mode in arrays.strand.modes]
    columns = arrays.columns
    if not len(columns) or not venues:
        return [], np.zeros((len(instance.people), 0), dtype=bool)
    at, place = np.unique(columns, return_inverse=True)
    place = place.reshape(columns.shape)
    open_for = (
        instance.suits[:, venues].astype(np.float32) @ instance.venue_open[venues][:, at].astype(np.float32)
    ) > 0
    free = instance.person_free[:, at] & open_for
    could = free[:, place[:, 0]]
    for meeting in range(1, columns.shape[1]):
        could &= free[:, place[:, meeting]]
    return [tuple(row) for row in columns.tolist()], could
