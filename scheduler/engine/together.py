"""Together: groups of all strands taken apart at once, and made anew by an exact model over counts.

For programmes in which every seat and every trainer hour is needed: there one group at a wrong time leaves
somebody out, and no move of a few people mends it. Either all groups go (`place_all`), or those that stand
near somebody who is left out (`place_some`). What the model leaves open is dealt out and mended by chains.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from scheduler.engine.chains import immovable
from scheduler.engine.eligibility import column_free
from scheduler.engine.making_room import blocking_groups, could_be_placed
from scheduler.engine.moves import refill, take_apart
from scheduler.engine.offers import Offers, find_offers
from scheduler.engine.plan import Plan, StrandPlan
from scheduler.engine.resources import trainer_column
from scheduler.engine.settle import Stop
from scheduler.engine.slots import Bools

MOST_PAIRS = 150_000
"""Beyond so many pairs of a person and an offer the model takes too long to build, and gigabytes to solve."""
PAIRS_A_SECOND = 300
"""How the deterministic effort grows with the model: so many pairs for each of its seconds."""
MOST_CHOICES = 20
"""How many offers there may be for each place to fill, for all groups to be made anew."""
FEWEST_STARTS, MOST_STARTS = 2, 48
"""How many sets of starts are opened around somebody who is left out; few as often as many."""
MOST_NEAR = 15_000
"""No more starts are opened once the people there have so many places to choose from."""
HALVINGS = 5
"""How often the effort of making everything anew may be halved."""


def place_all(plan: Plan, rng: np.random.Generator, stop: Stop) -> None:
    """Make all groups of all strands anew, with a place for everybody who can have one, or leave them as they are.

    Only where people have few choices: with many, what stands near those who are left out is always enough.
    The effort is drawn by chance, seldom all of it: another beginning often helps more than to go on.
    """
    everything = np.ones(len(plan.instance.slots), dtype=bool)
    if any(len(could_be_placed(plan, strand)) for strand in free_strands(plan)):
        make_anew(plan, everything, rng, stop, share=float(2.0 ** -rng.integers(0, HALVINGS)))


def place_some(plan: Plan, rng: np.random.Generator, stop: Stop) -> None:
    """Make the groups at some starts anew: where somebody who is left out could come, and where their members could."""
    waiting: dict[int, int] = {}
    strands = {strand.arrays.number: strand for strand in free_strands(plan)}
    for number in plan.instance.order:
        # Whoever waits for several strands needs the first of them first.
        for person in could_be_placed(plan, strands[number]).tolist() if number in strands else ():
            waiting.setdefault(person, number)
    if waiting:
        person = sorted(waiting)[int(rng.integers(len(waiting)))]
        make_anew(plan, starts_near(plan, waiting[person], person, rng), rng, stop, (waiting[person], person))


def starts_near(plan: Plan, waits_in: int, person: int, rng: np.random.Generator) -> Bools:
    """(slots,) starts at which the person could come, then starts of those who sit there, until there are enough.

    What the person attends in other strands, and what holds the trainers whom the first start needs, comes
    with it. Every second start is drawn from where something is to spare: a seat, or trainers without a session.
    """
    wanted = round(FEWEST_STARTS * (MOST_STARTS / FEWEST_STARTS) ** float(rng.random()))
    sets, spare = sets_of_starts(plan, waits_in, person)
    free = plan.instance.person_free
    chosen = np.zeros(len(plan.instance.slots), dtype=bool)
    for strand in free_strands(plan):
        if strand.place[person] >= 0:
            widen(plan, chosen, strand.slots[int(strand.place[person])])
    people = np.array([person])
    for pick in range(wanted):
        near = np.array([0 if chosen[each].all() else free[np.ix_(people, each)].all(axis=1).sum() for each in sets])
        if pick % 2 and (near * spare).any():
            near = near * spare
        if not near.any():
            break
        slots = sets[int(rng.choice(len(sets), p=near / near.sum()))]
        widen(plan, chosen, slots)
        if pick == 0:
            for blocking in in_the_way(plan, plan.strands[waits_in], tuple(slots), rng):
                widen(plan, chosen, blocking)
        sitting = [strand.place == group for strand in plan.strands for group in at_slots(strand, chosen)]
        people = np.flatnonzero(np.any(sitting, axis=0)) if sitting else people
        if sum(int(free[np.ix_(people, each)].all(axis=1).sum()) for each in sets if chosen[each].all()) > MOST_NEAR:
            break
    return chosen


def sets_of_starts(plan: Plan, waits_in: int, person: int) -> tuple[list[list[int]], Bools]:
    """The sets of starts of all groups, and those that the person could attend; which have something to spare."""
    spare: dict[tuple[int, ...], bool] = {}
    for strand in plan.strands:
        for group in strand.open_groups().tolist() if not strand.arrays.strand.given else ():
            roomy = bool(strand.size[group] < strand.capacity[group])
            spare[strand.slots[group]] = spare.get(strand.slots[group], False) or roomy
    for strand in free_strands(plan):
        columns = strand.arrays.columns
        if not len(columns):
            continue
        led = trainer_column(plan, strand.arrays, columns)
        suits = column_free(plan, np.array([person]), columns)[0] & (strand.arrays.number == waits_in)
        for slots, open_ in zip(columns[led | suits].tolist(), led[led | suits].tolist(), strict=True):
            spare[tuple(slots)] = spare.get(tuple(slots), False) or open_
    return [list(slots) for slots in spare], np.array(list(spare.values()), dtype=bool)


def in_the_way(
    plan: Plan, strand: StrandPlan, slots: tuple[int, ...], rng: np.random.Generator
) -> list[tuple[int, ...]]:
    """The starts of groups that keep from the slots some trainers who would be needed there, drawn by chance."""
    arrays, instance = strand.arrays, plan.instance
    able = np.flatnonzero(instance.trainer_free[:, list(slots)].all(axis=1) & arrays.may_deliver)
    ready = plan.trainer_ok[able][:, list(slots)].all(axis=1)
    kind = [instance.trainers[t].kind for t in able.tolist()]
    asked = [(least, np.array([each == name for each in kind])) for name, least in arrays.strand.trainer_kinds.items()]
    found: list[tuple[int, ...]] = []
    for least, alike in [*asked, (arrays.strand.trainers, np.ones(len(able), dtype=bool))]:
        blocked = able[alike & ~ready] if len(able) else able
        missing = max(0, least - int((alike & ready).sum())) if len(able) else 0
        for trainer in rng.choice(blocked, size=min(missing, len(blocked)), replace=False).tolist():
            found += [plan.strands[s].slots[g] for s, g in blocking_groups(plan, trainer, slots, rng)]
    return found


def widen(plan: Plan, chosen: Bools, slots: Sequence[int]) -> None:
    """Choose the slots, and sessions of every length that meet then: they are of one piece."""
    for slot in slots:
        chosen |= meets(plan, slot)


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
    plan: Plan,
    slots: Bools,
    rng: np.random.Generator,
    stop: Stop,
    seed: tuple[int, int] | None = None,
    share: float = 1.0,
) -> None:
    """Take the groups within the slots apart and open new ones there, for all their members and one more.

    ``seed`` says who and in which strand; without it, everybody who is left out is to have a place too.
    ``share`` is of the effort that the size of the model would justify. Where no answer is found the groups
    stay apart: who keeps the better of two plans loses nothing by it.
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
    most = MOST_PAIRS if seed is not None else min(MOST_PAIRS, MOST_CHOICES * sum(int(row.sum()) for row in must.values()))
    if found.pairs <= most and not stop() and everybody_has_one(strands, found, must):
        model = build_model(plan, found, must)
        answer = solve_model(model, stop, share * (1 + found.pairs / PAIRS_A_SECOND), int(rng.integers(2**30)))
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
