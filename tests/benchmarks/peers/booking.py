"""First come, first served: what people do today with a timetable that is open for booking.

Everybody comes once, in an order of chance, and books a place in each of their strands, the
earlier strand first: the earliest group that still has room and that they can come to.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tests.benchmarks.peers.case import Case, Ints
from tests.benchmarks.peers.greedy import EVERY_RULE, Rules, Seating, depths

ROOM_ONLY = Rules(alike=False, apart=False, cover=False)
"""A plain booking page: room, the own diary and the order of strands, and no rule about the others."""


@dataclass(frozen=True)
class Booked:
    """How one opening of the timetable ended."""

    group_of: Ints
    placed: int
    small_groups: int
    """Groups with members, but fewer than their least."""
    in_small_groups: int
    """Places in them: lost if such groups are called off."""


def book(case: Case, seed: int, rules: Rules, *, any_time: bool = False) -> Booked:
    """One run: ``any_time`` books a group by chance in place of the earliest."""
    random = np.random.default_rng(seed)
    seating = Seating(case, rules)
    place_in_queue = random.permutation(int(case.seat_person.max(initial=-1)) + 1)[case.seat_person]
    for seat in np.lexsort([case.seat_strand, depths(case), place_in_queue]).tolist():
        groups = seating.open_to(seat)
        if len(groups):
            chosen = random.choice(groups) if any_time else groups[np.argmin(case.group_start[groups])]
            seating.take(seat, int(chosen))
    small = (seating.size > 0) & (seating.size < case.group_least)
    return Booked(
        seating.group_of, int((seating.group_of >= 0).sum()), int(small.sum()), int(seating.size[small].sum())
    )


BOOKINGS = {
    "earliest, room only": (ROOM_ONLY, False),
    "any time, room only": (ROOM_ONLY, True),
    "earliest, every rule": (EVERY_RULE, False),
    "any time, every rule": (EVERY_RULE, True),
}
"""Ways to book: which rules the booking page holds, and whether people take the earliest or any time."""
