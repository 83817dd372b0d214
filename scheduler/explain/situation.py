"""Everything known about those of one strand who have no group though some time would suit them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from scheduler.explain.audience import Audience
from scheduler.explain.openings import Offer, suiting_kinds
from scheduler.explain.presence import after_earlier, clashes, presence_of
from scheduler.explain.slots import Bits, Counts
from scheduler.explain.standing import Standing
from scheduler.problem import Person, Problem, Strand


@dataclass(frozen=True, slots=True)
class Programme:
    """What all strands share: the problem, the schedule, who each strand is for, the first free day."""

    problem: Problem
    standing: Standing
    audiences: dict[str, Audience]
    earliest: date | None


@dataclass(frozen=True, slots=True)
class Party:
    """People placed together or not at all: rows of one unit stand side by side, most are alone.

    ``first_row[row]`` is the first row of the row's unit; ``heads`` are those first rows in order.
    """

    people: tuple[Person, ...]
    heads: NDArray[np.intp]
    unit: NDArray[np.intp]

    @property
    def sizes(self) -> Counts:
        """How many people stand in the row's unit: shape (rows,)."""
        counts: Counts = np.bincount(self.unit, minlength=len(self.heads)).astype(np.int64)[self.unit]
        return counts

    def all_of(self, bits: Bits) -> Bits:
        """What holds for everyone in the row's unit."""
        if len(self.heads) == len(self.people):
            return bits
        out: Bits = np.logical_and.reduceat(bits, self.heads, axis=0)[self.unit]
        return out

    def members(self, row: int) -> tuple[Person, ...]:
        return tuple(self.people[n] for n in np.flatnonzero(self.unit == self.unit[row]))


def party_of(units: Sequence[Sequence[Person]]) -> Party:
    """Rows for units of people, in the order given."""
    people = tuple(person for unit in units for person in unit)
    sizes = [len(unit) for unit in units]
    heads = np.concatenate(([0], np.cumsum(sizes)[:-1])).astype(np.intp) if sizes else np.zeros(0, dtype=np.intp)
    return Party(people, heads, np.repeat(np.arange(len(units), dtype=np.intp), sizes))


@dataclass(frozen=True, slots=True)
class Times:
    """How the slots of one offer suit the rows of a party: shape (rows, slots) unless said otherwise.

    ``free``: everyone of the unit is in post, at work, not away, and leads no session of this strand
    then; ``kinds`` (rows, kinds): venues that suit the whole unit; ``after``: a first meeting then
    comes the right number of days after the earlier strands; ``own``: the slot overlaps a session of
    their own in another strand; ``clear``: it overlaps none of anybody in the unit.
    """

    offer: Offer
    free: Bits
    kinds: Bits
    after: Bits
    own: Bits
    clear: Bits


def times_of(programme: Programme, strand: Strand, party: Party, offer: Offer) -> Times:
    """How an offer suits a party."""
    people, slots, standing = party.people, offer.slots, programme.standing
    free = presence_of(people, slots).free & ~clashes(people, slots, standing, strand, same_strand=True)
    own = clashes(people, slots, standing, strand)
    return Times(
        offer,
        party.all_of(free),
        party.all_of(suiting_kinds(people, offer)),
        party.all_of(after_earlier(people, slots, standing, strand, programme.audiences)),
        own,
        party.all_of(~own),
    )
