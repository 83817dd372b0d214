"""Together: groups of all strands taken apart at once, and made anew by an exact model over counts.

For programmes in which every seat and every trainer hour is needed: there one group at a wrong time leaves
somebody out, and no move of a few people mends it. Either all groups go (`place_all`), or those that stand
near somebody who is left out (`place_some`). What the model leaves open is dealt out and mended by chains.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from scheduler.engine.chains import immovable
from scheduler.engine.eligibility import column_free
from scheduler.engine.making_room import could_be_placed, make_room
from scheduler.engine.moves import refill, take_apart
from scheduler.engine.nearby import at_slots, free_strands, starts_near
from scheduler.engine.offers import Offers, find_offers
from scheduler.engine.plan import Plan, StrandPlan, join, open_group
from scheduler.engine.restarts import restart_people, restart_window
from scheduler.engine.settle import Stop
from scheduler.engine.slots import Bools, Ints

MOST_PAIRS = 150_000
"""Beyond so many pairs of a person and an offer the model takes too long to build, and gigabytes to solve."""
PAIRS_A_UNIT = 3000
"""How the effort grows with the model: so many pairs for each unit of the solver's deterministic time.

A unit takes some ten seconds; what can be solved is solved within a third of what this comes to.
"""
SHARE_NEARBY = 0.25
"""Of that effort, what the groups near somebody who is left out are worth."""
MOST_CHOICES = 20
"""How many offers there may be for each place to fill, for all groups to be made anew."""
OTHERS = (make_room, make_room, restart_people, restart_window)
FEW_WAITING = 50
SMALL_MODEL = 10_000
"""Pairs of a model that is solved in seconds, if at all."""
RARELY = 0.25
"""How often a large model is tried nevertheless: it takes a minute, and may end with everybody placed."""
HALVINGS = 3
"""How often the effort of making everything anew may be halved."""


def place_all(plan: Plan, rng: np.random.Generator, stop: Stop) -> None:
    """Make all groups of all strands anew, with a place for everybody who can have one, or leave them as they are.

    Only where people have few choices: with many, what stands near those who are left out is always enough.
    As long as many are left out, and the model is large, seldom: parts of it bring more in the same time.
    The effort is drawn by chance, seldom all of it: another beginning often helps more than to go on.
    """
    waiting = sum(len(could_be_placed(plan, strand)) for strand in free_strands(plan))
    if waiting:
        places = sum(int(strand.arrays.audience.sum()) for strand in plan.strands)
        large = waiting <= FEW_WAITING or rng.random() < RARELY
        most = min(MOST_PAIRS if large else SMALL_MODEL, MOST_CHOICES * places)
        share = float(2.0 ** -rng.integers(0, HALVINGS))
        everything = np.ones(len(plan.instance.slots), dtype=bool)
        if choices(plan) <= most and make_anew(plan, everything, rng, stop, (), most, share):
            return
    if not stop():
        OTHERS[int(rng.integers(len(OTHERS)))](plan, rng, stop)


def choices(plan: Plan) -> int:
    """How many pairs there are of a person and a set of starts at which they are free, in all strands."""
    return sum(
        int(column_free(plan, np.flatnonzero(strand.arrays.audience), strand.arrays.columns).sum())
        for strand in free_strands(plan)
        if len(strand.arrays.columns)
    )


def place_some(plan: Plan, rng: np.random.Generator, stop: Stop) -> None:
    """Make the groups at some starts anew: where somebody who is left out could come, and where their members could.

    Where that cannot be, another of the moves that make room has the turn.
    """
    waiting: dict[int, int] = {}
    strands = {strand.arrays.number: strand for strand in free_strands(plan)}
    for number in plan.instance.order:
        # Whoever waits for several strands needs the first of them first.
        for person in could_be_placed(plan, strands[number]).tolist() if number in strands else ():
            waiting.setdefault(person, number)
    if waiting:
        person = sorted(waiting)[int(rng.integers(len(waiting)))]
        if make_anew(plan, starts_near(plan, waiting[person], person, rng), rng, stop, (waiting[person], person)):
            return
    if not stop():
        OTHERS[int(rng.integers(len(OTHERS)))](plan, rng, stop)


def make_anew(
    plan: Plan,
    slots: Bools,
    rng: np.random.Generator,
    stop: Stop,
    seed: tuple[int, int] | tuple[()],
    most_pairs: int = MOST_PAIRS,
    share: float = SHARE_NEARBY,
) -> bool:
    """Take the groups within the slots apart and open new ones there, for all their members and one more.

    ``seed`` says in which strand and who; if it is empty everybody who is left out is to have a place too.
    ``most_pairs`` bounds the model, ``share`` is of the effort that its size would justify. Where no answer is
    found all groups stand again as they did. Whether one was found.
    """
    # Loading the solver takes a second: only who needs it pays for it.
    from scheduler.engine.counting import build_model, solve_model
    from scheduler.engine.dealing import deal

    strands = free_strands(plan)
    if not strands or any(len(same) > 1 for same in plan.instance.leads_as.values()):
        # The model does not know that two rows of the trainers are one person.
        return False
    must = {strand.arrays.number: wanted(plan, strand, seed) for strand in strands}
    apart = [group for strand in strands for group in take_out(plan, strand, slots)]
    found = find_offers(plan, strands, slots)
    answer = None
    ask_for_more(plan, found, must, seed, rng)
    if found.pairs <= most_pairs and not stop() and everybody_has_one(strands, found, must):
        model = build_model(plan, found, must)
        answer = solve_model(model, stop, share * (0.5 + found.pairs / PAIRS_A_UNIT), int(rng.integers(2**30)))
    if answer is None:
        put_back(plan, apart)
        return False
    deal(plan, found, answer)
    refill(plan, rng, stop)
    return True


@dataclass(frozen=True)
class Apart:
    """A group that was taken apart, and what it takes to let it stand again."""

    strand: StrandPlan
    slots: tuple[int, ...]
    venues: tuple[int, ...]
    trainers: tuple[tuple[int, ...], ...]
    members: Ints


def take_out(plan: Plan, strand: StrandPlan, slots: Bools) -> list[Apart]:
    """Take the groups within the slots apart, but those with members who may not be moved."""
    fixed = immovable(plan, strand)
    out = []
    for group in at_slots(strand, slots):
        members = strand.members(group)
        if not fixed[members].any() and take_apart(plan, strand, group):
            out.append(Apart(strand, strand.slots[group], strand.venues[group], strand.trainers[group], members))
    return out


def put_back(plan: Plan, apart: list[Apart]) -> None:
    for each in apart:
        group = open_group(plan, each.strand, each.slots, each.venues, each.trainers)
        for person in each.members.tolist():
            join(plan, each.strand, person, group)


def wanted(plan: Plan, strand: StrandPlan, seed: tuple[int, int] | tuple[()]) -> Bools:
    """(people,) who is to have a place: whoever has one, and the seed, or everybody who could be placed."""
    row: Bools = strand.place >= 0
    if not seed:
        row[could_be_placed(plan, strand)] = True
    elif seed[0] == strand.arrays.number:
        row[seed[1]] = True
    return row


def ask_for_more(
    plan: Plan, found: Offers, must: dict[int, Bools], seed: tuple[int, int] | tuple[()], rng: np.random.Generator
) -> None:
    """Let some others who wait where the seed does have a place too, if they have an offer: none, or a group full."""
    if not seed:
        return
    strand = plan.strands[seed[0]]
    reached = np.zeros(len(strand.place), dtype=bool)
    for offer, takers in zip(found.offers, found.takers, strict=True):
        if offer.strand == seed[0]:
            reached[takers] = True
    others = np.flatnonzero(reached & (strand.place < 0) & ~must[seed[0]])
    count = min(len(others), int(rng.integers(0, 3)) * (strand.arrays.strand.max_size - 1))
    must[seed[0]][rng.choice(others, size=count, replace=False)] = True


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
