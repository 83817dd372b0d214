"""Together: groups of all strands taken apart at once, and made anew by an exact model over counts.

For programmes in which every seat and every trainer hour is needed: there one group at a wrong time leaves
somebody out, and no move of a few people mends it. Either all groups go (`place_all`), or those that stand
near somebody who is left out (`place_some`). What the model leaves open is dealt out and mended by chains.
"""

from __future__ import annotations

import numpy as np

from scheduler.engine.chains import immovable
from scheduler.engine.making_room import could_be_placed
from scheduler.engine.moves import refill, take_apart
from scheduler.engine.offers import Offers, find_offers
from scheduler.engine.plan import Plan, StrandPlan
from scheduler.engine.settle import Stop
from scheduler.engine.slots import Bools

MOST_PAIRS = 150_000
"""Beyond so many pairs of a person and an offer the model takes too long to build, and gigabytes to solve."""
PAIRS_A_SECOND = 300
"""How the deterministic effort grows with the model: so many pairs for each of its seconds."""
FEWEST_SLOTS, MOST_SLOTS = 3, 16
"""How many starts are opened around somebody who is left out."""


def place_all(plan: Plan, rng: np.random.Generator, stop: Stop) -> None:
    """Make all groups of all strands anew, with a place for everybody who can have one, or leave them as they are."""
    everything = np.ones(len(plan.instance.slots), dtype=bool)
    make_anew(plan, everything, rng, stop)


def place_some(plan: Plan, rng: np.random.Generator, stop: Stop) -> None:
    """Make the groups at some starts anew: where somebody who is left out could come, and where their members could."""
    waiting = [
        (strand.arrays.number, person)
        for strand in free_strands(plan)
        for person in could_be_placed(plan, strand).tolist()
    ]
    if waiting:
        strand, person = waiting[int(rng.integers(len(waiting)))]
        make_anew(plan, starts_near(plan, person, rng), rng, stop, (strand, person))


def starts_near(plan: Plan, person: int, rng: np.random.Generator) -> Bools:
    """(slots,) starts at which the person could come, then starts of those who sit there, until there are enough."""
    wanted = int(rng.integers(FEWEST_SLOTS, MOST_SLOTS + 1))
    free = plan.instance.person_free
    chosen = np.zeros(len(plan.instance.slots), dtype=bool)
    people = np.array([person])
    used = np.unique([slot for s in plan.strands for g in s.open_groups().tolist() for slot in s.slots[g]]).astype(int)
    while chosen[used].sum() < min(wanted, len(used)):
        near = free[np.ix_(people, used)].sum(axis=0) * ~chosen[used]
        if not near.any():
            break
        first = int(rng.choice(used, p=near / near.sum()))
        # Sessions of every length that meet then are of one piece.
        chosen |= meets(plan, first)
        sitting = [strand.place == group for strand in plan.strands for group in at_slots(strand, chosen)]
        people = np.flatnonzero(np.any(sitting, axis=0)) if sitting else people
    return chosen


def meets(plan: Plan, slot: int) -> Bools:
    at = plan.instance.slots
    return (at.start < at.end[slot]) & (at.end > at.start[slot])


def at_slots(strand: StrandPlan, slots: Bools) -> list[int]:
    """Groups all of whose meetings are within the slots."""
    return [group for group in strand.open_groups().tolist() if slots[list(strand.slots[group])].all()]


def free_strands(plan: Plan) -> list[StrandPlan]:
    """Strands whose groups the model may make: not given, not team-based, not what makes trainers ready."""
    training = {int(number) for number in plan.instance.ready_after if number >= 0}
    for number in reversed(plan.instance.order):
        training |= set(plan.instance.strands[number].prerequisites) if number in training else set()
    return [
        strand
        for strand in plan.strands
        if not strand.arrays.strand.given and not strand.arrays.team_based and strand.arrays.number not in training
    ]


def make_anew(
    plan: Plan, slots: Bools, rng: np.random.Generator, stop: Stop, seed: tuple[int, int] | None = None
) -> None:
    """Take the groups within the slots apart and open new ones there, for all their members and one more.

    ``seed`` says who and in which strand; without it, everybody who is left out is to have a place too.
    """
    # Loading the solver takes a second: only who needs it pays for it.
    from scheduler.engine.counting import build_model, solve_model
    from scheduler.engine.dealing import deal

    strands = free_strands(plan)
    if not strands or any(len(same) > 1 for same in plan.instance.leads_as.values()):
        # The model does not know that two rows of the trainers are one person.
        return
    must = {strand.arrays.number: wanted(plan, strand, seed) for strand in strands}
    for strand in strands:
        fixed = immovable(plan, strand)
        for group in at_slots(strand, slots):
            if not fixed[strand.members(group)].any():
                take_apart(plan, strand, group)
    found = find_offers(plan, strands, slots)
    if found.pairs <= MOST_PAIRS and not stop() and everybody_has_one(strands, found, must):
        model = build_model(plan, found, must)
        answer = solve_model(model, stop, 1 + found.pairs / PAIRS_A_SECOND, int(rng.integers(2**30)))
        if answer is not None:
            deal(plan, found, answer)
    refill(plan, rng, stop)


def wanted(plan: Plan, strand: StrandPlan, seed: tuple[int, int] | None) -> Bools:
    """(people,) who is to have a place: whoever has one, and the seed, or everybody who could be placed."""
    row: Bools = strand.place >= 0
    if seed is None:
        row[could_be_placed(plan, strand)] = True
    elif seed[0] == strand.arrays.number:
        row[seed[1]] = True
    return row


def everybody_has_one(strands: list[StrandPlan], found: Offers, must: dict[int, Bools]) -> bool:
    """Whether there is an offer for each who is to have a place and has none."""
    for strand in strands:
        reached = np.zeros(len(strand.place), dtype=bool)
        for offer, takers in zip(found.offers, found.takers, strict=True):
            if offer.strand == strand.arrays.number:
                reached[takers] = True
        if (must[strand.arrays.number] & (strand.place < 0) & (strand.arrays.unit_of < 0) & ~reached).any():
            return False
    return True
