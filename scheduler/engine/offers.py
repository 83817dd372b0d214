"""Offers: what groups of several strands may be opened, and who could come to which, as sparse arrays.

An offer is a strand, a column (a set of starts) and a sort of venue. Groups of one offer are alike, so
that only how many there are needs to be decided, and who comes to one of them: the model over counts of
`counting`, which is far smaller than one over people and groups.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from scheduler.engine.chains import immovable
from scheduler.engine.eligibility import eligibility
from scheduler.engine.instance import NO_LIMIT
from scheduler.engine.plan import Plan, StrandPlan
from scheduler.engine.resources import fits_trainer
from scheduler.engine.slots import Bools, Ints
from scheduler.problem import Mode


@dataclass(frozen=True)
class Offer:
    """Groups that could be opened at one set of starts, in venues that are alike."""

    strand: int
    slots: tuple[int, ...]
    sort: int
    """The number of the sort of venue."""
    seats: int
    """The most members of such a group."""
    trainers: tuple[int, ...]
    """Who could lead one."""


@dataclass(frozen=True)
class Offers:
    """All offers, and the people who could take them."""

    offers: tuple[Offer, ...]
    takers: tuple[Ints, ...]
    """For each offer the people who could come, as the plan stands."""
    sorts: tuple[Ints, ...]
    """Venues that suit the same people, have as many places and are open at the same times."""

    @property
    def pairs(self) -> int:
        """How many pairs there are of a person and an offer that they could take."""
        return sum(map(len, self.takers))


def find_offers(plan: Plan, strands: Sequence[StrandPlan], slots: Bools) -> Offers:
    """What could be opened within ``slots``, (slots,), for people of the strands who have no group.

    Whoever waits in several strands is taken to be free for all of them: their order is for the model.
    """
    sorts = venue_sorts(plan)
    offers: list[Offer] = []
    takers: list[Ints] = []
    plan.ahead = True
    for strand in strands:
        people = strand.unplaced[~immovable(plan, strand)[strand.unplaced]]
        columns = strand.arrays.columns
        columns = columns[slots[columns].all(axis=1)]
        if not len(people) or not len(columns):
            continue
        eligible = eligibility(plan, strand, people, columns, in_time=False)
        for row in np.flatnonzero(eligible.sum(axis=0) >= strand.arrays.strand.min_size).tolist():
            could = people[eligible[:, row]]
            for number, venues in enumerate(sorts):
                offer = offer_at(plan, strand, tuple(columns[row].tolist()), number, venues)
                suited = could[plan.instance.suits[could, int(venues[0])]]
                if offer is not None and len(suited) >= strand.arrays.strand.min_size:
                    offers.append(offer)
                    takers.append(suited)
    plan.ahead = False
    return Offers(tuple(offers), tuple(takers), sorts)


def venue_sorts(plan: Plan) -> tuple[Ints, ...]:
    """Venues that make no difference to anybody, in groups."""
    instance = plan.instance
    found: dict[tuple[bytes, bytes, Mode, int, str], list[int]] = {}
    for number, venue in enumerate(instance.venues):
        # Travel counts from site to site, and a room without one is a place of its own.
        site = (venue.site or f"\0{number}") if instance.problem.travel_minutes else ""
        key = (
            instance.suits[:, number].tobytes(),
            instance.venue_open[number].tobytes(),
            venue.mode,
            venue.capacity or NO_LIMIT,
            site,
        )
        found.setdefault(key, []).append(number)
    return tuple(np.array(venues, dtype=np.int64) for venues in found.values())


def offer_at(plan: Plan, strand: StrandPlan, slots: tuple[int, ...], sort: int, venues: Ints) -> Offer | None:
    """The offer, if a venue and enough trainers could be there."""
    instance, arrays = plan.instance, strand.arrays
    venue = instance.venues[int(venues[0])]
    if venue.mode not in arrays.strand.modes or not instance.venue_open[int(venues[0]), list(slots)].all():
        return None
    seats = min(arrays.strand.max_size, venue.capacity or NO_LIMIT)
    able = np.flatnonzero(plan.trainer_ok[:, list(slots)].all(axis=1) & arrays.may_deliver)
    # Travel from and to what stands: between the offers it is for the model.
    there = (int(venues[0]),) * len(slots)
    trainers = tuple(t for t in able.tolist() if fits_trainer(plan, t, slots, there))
    if seats < arrays.strand.min_size or len(trainers) < arrays.strand.trainers:
        return None
    return Offer(arrays.number, slots, sort, seats, trainers)
