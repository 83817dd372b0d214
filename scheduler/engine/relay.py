"""Relay: an empty seat is handed from group to group and from strand to strand until somebody gains by it.

Whoever waits for the seat takes it, and gives up the one group of another strand that is in the way; or
a member of another group of the strand moves over. Either way as many places are filled as before, and
another seat is empty. The walk ends with one more place filled when somebody can have the seat for
nothing: a random walk over plateaus, as in the search for satisfying assignments (Selman, Kautz and
Cohen 1994, AAAI-94, pp. 337-343).
"""

from __future__ import annotations

import numpy as np

from scheduler.engine.crossing import Crossing, cross, put, take
from scheduler.engine.given_moves import reopen
from scheduler.engine.plan import Plan
from scheduler.engine.settle import Stop
from scheduler.engine.slots import Ints

MOST_STEPS = 20_000
STEPS_A_PLACE = 100
"""Steps in one move: so many for each place that is missing, up to a limit."""
STEPS_A_WALK = 25
SHARE_WITHIN = 0.4
"""How often a seat is handed on within its strand."""
SHARE_EVERYWHERE = 0.3


def hand_on_seats(plan: Plan, rng: np.random.Generator, stop: Stop) -> None:
    """Walk with empty seats of strands in which somebody waits."""
    reopen(plan)
    crossing = cross(plan)
    if crossing is None:
        return
    missing = sum(len(strand.unplaced) for strand in plan.strands)
    steps, most = 0, min(MOST_STEPS, STEPS_A_PLACE * missing)
    while steps < most and not stop():
        # A seat that nobody waits for, handed on, changes who is free when.
        seats = empty_seats(crossing, everywhere=bool(rng.random() < SHARE_EVERYWHERE))
        steps += 1
        for group in rng.permutation(seats).tolist():
            steps += walk(crossing, group, rng)
            if steps >= most or stop():
                return


def empty_seats(crossing: Crossing, *, everywhere: bool) -> Ints:
    """Groups with room, in strands in which somebody waits who may be moved or in all of them."""
    found = [np.zeros(0, dtype=np.int64)]
    for number, strand in enumerate(crossing.plan.strands):
        if everywhere or crossing.movable[number][strand.unplaced].any():
            found.append(crossing.first[number] + np.flatnonzero(crossing.room(number) > 0))
    return np.concatenate(found)


def walk(crossing: Crossing, group: int, rng: np.random.Generator) -> int:
    """Hand a seat on until somebody has it for nothing or nobody can take it; how many steps that took."""
    for step in range(1, STEPS_A_WALK + 1):
        strand = crossing.strand_of(group)
        plan = crossing.plan.strands[strand]
        if plan.size[crossing.local[group]] >= plan.capacity[crossing.local[group]]:
            return step
        waiting = plan.unplaced
        waiting = waiting[crossing.movable[strand][waiting]]
        barred = crossing.blocked[waiting, group]
        if (barred == 0).any():
            put(crossing, strand, int(rng.choice(waiting[barred == 0])), group)
            return step
        after = -1
        if rng.random() >= SHARE_WITHIN and (barred == 1).any():
            after = give_up_another(crossing, strand, int(rng.choice(waiting[barred == 1])), group)
        if after < 0:
            after = move_over(crossing, strand, group, rng)
        if after < 0:
            return step
        group = after
    return STEPS_A_WALK


def give_up_another(crossing: Crossing, strand: int, person: int, group: int) -> int:
    """Let a person have the seat for the one group that is in the way; the group that they leave, -1 if fixed."""
    for number, other in enumerate(crossing.plan.strands):
        if number != strand and other.place[person] >= 0:
            held = crossing.held(person, number)
            if crossing.rules_out[group, held]:
                if not crossing.movable[number][person]:
                    return -1
                take(crossing, number, person)
                if put(crossing, strand, person, group):
                    return held
                put(crossing, number, person, held)
                return -1
    return -1


def move_over(crossing: Crossing, strand: int, group: int, rng: np.random.Generator) -> int:
    """Let somebody of another group of the strand move to the seat; the group that they leave, -1 for nobody."""
    plan = crossing.plan.strands[strand]
    could = (plan.place >= 0) & crossing.movable[strand] & (crossing.blocked[:, group] == 0)
    could &= plan.place != crossing.local[group]
    people = np.flatnonzero(could)
    if not len(people):
        return -1
    person = int(people[int(rng.integers(len(people)))])
    held = take(crossing, strand, person)
    if put(crossing, strand, person, group):
        return held
    put(crossing, strand, person, held)
    return -1
