"""Places in groups that do not stand yet: where one more group could simply be made.

Such a place is a slot (for a series, a set of slots) that suits the person, at which a venue and
enough trainers are free while everything that stands stays, and for which enough people could come
to fill a group. Those people are counted among the ones without a group in the strand, and, for
strands of single meetings, among the members whom standing groups could spare above their least
size; a series is counted meeting by meeting. Grouping rules are not looked at.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scheduler.explain.openings import complete, suiting_slots
from scheduler.explain.resources import Resources, crews
from scheduler.explain.situation import Party, Times
from scheduler.explain.slots import Bits, Counts, rows_with_any
from scheduler.problem import Person, Strand

NOWHERE = -1


@dataclass(frozen=True, slots=True)
class Places:
    """What a new group of a strand would need: free venues for so many seats, trainers, company.

    ``company[kind, slot]`` counts people who could come then to a venue of that kind and are in no
    other session; ``wishful`` counts those in another session too, as if each could be moved.
    """

    strand: Strand
    party: Party
    times: Times
    venues: Callable[[int], Bits]
    resources: Resources
    company: Counts
    wishful: Counts


def company_of(kinds: Bits, come: Bits) -> Counts:
    """How many rows could come to each kind of venue at each slot: (kinds, slots)."""
    counts: Counts = np.rint(kinds.T.astype(np.float32) @ come.astype(np.float32)).astype(np.int64)
    return counts


def first_place(places: Places, bits: Bits, company: Counts) -> NDArray[np.int64]:
    """The first column of `complete` at which a new group has a place for each row, or `NOWHERE`.

    ``bits`` (rows, slots): slots that are allowed for the row, apart from venue and trainers;
    ``company``: those who could fill the group, the row's own unit among them.
    """
    found = np.full(len(bits), NOWHERE, dtype=np.int64)
    for (absent, seats), rows in _alike(places).items():
        _search(places, bits, company, absent, seats, np.array(rows, dtype=np.intp), found)
    return found


def _alike(places: Places) -> dict[tuple[frozenset[str], int], list[int]]:
    """Rows by what sets them apart from others: who of the unit is a trainer, and seats needed."""
    leads = {trainer.staff_id for trainer in places.resources.trainers if trainer.staff_id}
    alike: dict[tuple[frozenset[str], int], list[int]] = {}
    sizes = places.party.sizes.tolist()
    for row, person in enumerate(places.party.people):
        unit: tuple[Person, ...] = (person,) if sizes[row] == 1 else places.party.members(row)
        absent = frozenset(p.staff_id for p in unit if p.staff_id in leads)
        alike.setdefault((absent, max(places.strand.min_size, sizes[row])), []).append(row)
    return alike


def _search(
    places: Places,
    bits: Bits,
    company: Counts,
    absent: frozenset[str],
    seats: int,
    rows: NDArray[np.intp],
    found: NDArray[np.int64],
) -> None:
    venues = places.venues(seats)
    for staffed in crews(places.strand, places.resources, absent, venues.shape):
        if not len(rows):
            return
        free = venues & staffed & (company >= places.strand.min_size)
        # Most sets of trainers can be told at once to be of no use to anybody.
        if not complete(places.times.offer, rows_with_any(free.T)[None, :]).any():
            continue
        # A slot with a free venue of a kind that suits the row.
        allowed = bits[rows] & suiting_slots(places.times.kinds[rows], free)
        whole = complete(places.times.offer, allowed, places.times.after[rows])
        hit = whole.any(axis=1)
        found[rows[hit]] = whole[hit].argmax(axis=1)
        rows = rows[~hit]
