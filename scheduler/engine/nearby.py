"""Nearby: which starts, in which strands, hang together with somebody who is left out."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from scheduler.engine.eligibility import column_free
from scheduler.engine.making_room import blocking_groups
from scheduler.engine.plan import Plan, StrandPlan
from scheduler.engine.resources import trainer_column
from scheduler.engine.slots import Bools, Ints

FEWEST_STARTS, MOST_STARTS = 2, 48
"""How many sets of starts are opened around somebody who is left out; few as often as many."""
MOST_NEAR = 15_000
"""No more starts are opened once the people there have so many places to choose from."""


def starts_near(plan: Plan, waits_in: int, person: int, rng: np.random.Generator) -> Bools:
    """(slots,) starts at which the person could come, then starts of those who sit there, until there are enough.

    What the person attends in other strands, and what holds the trainers whom the first start needs, comes
    with it. Every second start is drawn from where something is to spare: a seat, or trainers without a session.
    """
    wanted = round(FEWEST_STARTS * (MOST_STARTS / FEWEST_STARTS) ** float(rng.random()))
    sets, spare = sets_of_starts(plan, waits_in, person)
    chosen = np.zeros(len(plan.instance.slots), dtype=bool)
    for strand in free_strands(plan):
        if strand.place[person] >= 0:
            widen(plan, chosen, strand.slots[int(strand.place[person])])
    people = np.array([person], dtype=np.int64)
    for pick in range(wanted):
        could = coming(plan, people, sets)
        inside = np.array([bool(chosen[list(each)].all()) for each in sets], dtype=bool)
        near = np.where(inside, 0, could)
        if pick % 2 and (near * spare).any():
            near = near * spare
        if not near.any() or int(could[inside].sum()) > MOST_NEAR:
            break
        slots = sets[int(rng.choice(len(sets), p=near / near.sum()))]
        widen(plan, chosen, slots)
        for blocking in in_the_way(plan, plan.strands[waits_in], slots, rng) if pick == 0 else ():
            widen(plan, chosen, blocking)
        sitting = [strand.place == group for strand in plan.strands for group in at_slots(strand, chosen)]
        people = np.flatnonzero(np.any(sitting, axis=0)) if sitting else people
    return chosen


def coming(plan: Plan, people: Ints, sets: Sequence[tuple[int, ...]]) -> Ints:
    """For each set of starts how many of the people are free at all of them."""
    free = plan.instance.person_free[people]
    return np.array([int(free[:, list(each)].all(axis=1).sum()) for each in sets], dtype=np.int64)


def sets_of_starts(plan: Plan, waits_in: int, person: int) -> tuple[list[tuple[int, ...]], Bools]:
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
    return list(spare), np.array(list(spare.values()), dtype=bool)


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
    row: Bools = (at.start < at.end[slot]) & (at.end > at.start[slot])
    return row


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
