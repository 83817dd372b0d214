"""The first schedule: every strand in turn, prerequisites first."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from scheduler.engine.chains import immovable
from scheduler.engine.construct import Stop, fill_strand
from scheduler.engine.flow import reallocate
from scheduler.engine.instance import NO_LIMIT, Instance, StrandArrays
from scheduler.engine.plain import is_plain
from scheduler.engine.plan import Plan, StrandPlan, leave, new_plan
from scheduler.engine.prospects import chances
from scheduler.engine.settle import mend_small, settle, tidy
from scheduler.engine.teams import fill_team_strand

MANY = 20
"""From so many people without a group on, a flow seats them faster than chains, one by one."""


def first_plan(instance: Instance, order: Sequence[int], rng: np.random.Generator, stop: Stop) -> Plan:
    """A plan made strand by strand in the given order."""
    plan = new_plan(instance)
    for number in order:
        if stop():
            break
        strand = plan.strands[number]
        fill(plan, strand, rng, stop)
        if strand.arrays.strand.given and is_plain(plan, strand):
            # The flow has left out nobody whom a chain could place.
            mend_small(plan, strand)
        else:
            settle(plan, strand, stop)
    tidy(plan)
    return plan


def backward_plan(instance: Instance, rng: np.random.Generator, stop: Stop) -> Plan:
    """A plan made from the last strands to the first, for programmes whose strands must follow closely.

    Made forwards, everybody would sit in the first strand at once, and the window after it would be
    too short for the trainers of the second. Made backwards, the first strand is paced by the second.
    """
    plan = new_plan(instance)
    plan.ahead = True
    for number in backward_order(instance):
        if stop():
            break
        fill(plan, plan.strands[number], rng, stop)
        settle(plan, plan.strands[number], stop)
    plan.ahead = False
    tidy(plan)
    start_over(plan)
    for number in instance.order:
        if len(plan.strands[number].unplaced) and not stop():
            settle(plan, plan.strands[number], stop, may_open=False)
            fill(plan, plan.strands[number], rng, stop)
            settle(plan, plan.strands[number], stop)
    tidy(plan)
    return plan


def start_over(plan: Plan) -> None:
    """Let people who were left out of a later strand leave the earlier ones, to be placed anew in all of them."""
    for number in reversed(plan.instance.order):
        strand = plan.strands[number]
        left = strand.arrays.audience & (strand.place < 0)
        for earlier in (plan.strands[each] for each in strand.arrays.prerequisites):
            fixed = immovable(plan, earlier) | plan.instance.must_place[earlier.arrays.number]
            for person in np.flatnonzero(left & (earlier.place >= 0) & ~fixed).tolist():
                leave(plan, earlier, person)
    tidy(plan)


def backward_order(instance: Instance) -> list[int]:
    """What makes trainers ready first, with what it needs, then the strands from the last to the first."""
    start = {int(number) for number in instance.ready_after if number >= 0}
    for number in reversed(instance.order):
        if number in start:
            start |= set(instance.strands[number].prerequisites)
    return [n for n in instance.order if n in start] + [n for n in reversed(instance.order) if n not in start]


def needs_pace(instance: Instance) -> bool:
    return any(arrays.prerequisites and arrays.max_gap_days < NO_LIMIT for arrays in instance.strands)


def fill(
    plan: Plan, strand: StrandPlan, rng: np.random.Generator, stop: Stop, *, latest_day: int | None = None
) -> None:
    """Open groups for whoever has none; a given timetable has its groups already."""
    if strand.arrays.strand.given:
        if len(strand.unplaced) >= MANY or is_plain(plan, strand):
            reallocate(plan, strand)
    elif strand.arrays.team_based:
        fill_team_strand(plan, strand, rng, stop, latest_day=latest_day)
    else:
        fill_strand(plan, strand, rng, stop, latest_day=latest_day)


def orders(instance: Instance, rng: np.random.Generator, count: int) -> list[tuple[int, ...]]:
    """Different orders of the strands, each with prerequisites first; small audiences early in the second.

    Where every group stands already there is one order: the strand whose people have the fewest groups
    to choose from first, as moves across strands then gain more than another order could.
    """
    if all(arrays.strand.given for arrays in instance.strands):
        return [ranked_order(instance, {arrays.number: choices(instance, arrays) for arrays in instance.strands})]
    found = [instance.order]
    audience = {arrays.number: int(arrays.audience.sum()) for arrays in instance.strands}
    for attempt in range(1, count):
        rank = audience if attempt == 1 else {number: float(rng.random()) for number in audience}
        found.append(ranked_order(instance, {number: float(value) for number, value in rank.items()}))
    return list(dict.fromkeys(found))


def choices(instance: Instance, arrays: StrandArrays) -> float:
    """How many groups of a given timetable suit one person of the strand, on the mean."""
    _, suits = chances(instance, arrays)
    return float(suits[arrays.audience].sum() / max(1, int(arrays.audience.sum())))


def ranked_order(instance: Instance, rank: dict[int, float]) -> tuple[int, ...]:
    before = {
        number: set(instance.order[: instance.order.index(number)]) & hard for number, hard in needs(instance).items()
    }
    order: list[int] = []
    while len(order) < len(rank):
        ready = [n for n in rank if n not in order and before[n] <= set(order)]
        order.append(min(ready, key=lambda n: (rank[n], n)))
    return tuple(order)


def needs(instance: Instance) -> dict[int, set[int]]:
    """Strand -> strands that must be filled before it: prerequisites, and what makes its trainers ready."""
    found = {arrays.number: set(arrays.prerequisites) for arrays in instance.strands}
    for number, after in enumerate(instance.ready_after.tolist()):
        for arrays in instance.strands:
            if after >= 0 and arrays.may_deliver[number] and arrays.number != after:
                found[arrays.number].add(after)
    return found
