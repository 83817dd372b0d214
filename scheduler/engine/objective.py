"""The aims of a plan as numbers to compare: larger is better, the first that differs decides."""

from __future__ import annotations

import numpy as np

from scheduler.engine.plan import Plan, StrandPlan
from scheduler.engine.slots import Ints
from scheduler.problem import Aim

Score = tuple[float, ...]


def score(plan: Plan) -> Score:
    """The values of the aims in the problem's order, signs turned so that more is better.

    After all aims come two numbers that only decide between plans equal in them: how even the sizes of
    groups are, and how even the loads of trainers.
    """
    return (*(VALUES[aim](plan) for aim in plan.instance.problem.order), even_sizes(plan), even_loads(plan))


def even_sizes(plan: Plan) -> float:
    """Minus the sum of squares of the sizes of all groups: most where the sizes of as many groups are even."""
    return -float(sum(int((strand.size[strand.open] ** 2).sum()) for strand in plan.strands))


def even_loads(plan: Plan) -> float:
    """Minus the sum of squares of the sessions that trainers lead."""
    return -float((plan.trainer_load**2).sum())


LOST_LOCK = 10_000
"""What a broken rule that only locks can bring about costs in people placed: such a plan is no result."""


def placed(plan: Plan) -> float:
    people = sum(int((strand.place >= 0).sum()) for strand in plan.strands)
    broken = sum(orphaned_locks(plan, strand) + too_small(strand) for strand in plan.strands)
    return float(people - LOST_LOCK * broken)


def too_small(strand: StrandPlan) -> int:
    """How many groups have fewer members than they need: locks may hold a group that cannot be filled."""
    return int((strand.size[strand.open] < strand.arrays.strand.min_size).sum())


def orphaned_locks(plan: Plan, strand: StrandPlan) -> int:
    """How many people whom a lock holds in the strand have no place in one that must come first."""
    if not strand.arrays.locked:
        return 0
    locked = np.array(list(strand.arrays.locked), dtype=np.int64)
    earlier = [plan.strands[number] for number in strand.arrays.prerequisites]
    return int(sum((each.arrays.audience[locked] & (each.place[locked] < 0)).sum() for each in earlier))


def groups(plan: Plan) -> float:
    return -float(sum(int(strand.open.sum()) for strand in plan.strands))


def finish(plan: Plan) -> float:
    return -float(max((last_day(strand) for strand in plan.strands), default=0))


def last_day(strand: StrandPlan) -> int:
    return int(strand.last_day[strand.open].max()) if strand.open.any() else 0


def own_team(plan: Plan) -> float:
    """The share of members of team-based strands whose whole group is of one team."""
    pure = members = 0
    for strand in plan.strands:
        if strand.arrays.team_based:
            table = table_of(strand, strand.arrays.own, int(strand.arrays.own.max(initial=0)) + 1)
            sizes = table.sum(axis=1)
            pure += int(sizes[(table.max(axis=1, initial=0) == sizes)].sum())
            members += int(sizes.sum())
    return pure / members if members else 1.0


def mix(plan: Plan) -> float:
    """The mean over mixed strands of the weighted share of pairs that differ."""
    values = [strand_mix(strand) for strand in plan.strands if strand.arrays.mixing]
    known = [value for value in values if value is not None]
    return sum(known) / len(known) if known else 1.0


def strand_mix(strand: StrandPlan) -> float | None:
    parts = []
    for values, count, weight in strand.arrays.mixing:
        table = table_of(strand, values, count)
        size = table.sum(axis=1)
        pairs = int((size * (size - 1) // 2).sum())
        if pairs:
            parts.append((weight, 1 - int((table * (table - 1) // 2).sum()) / pairs))
    total = sum(weight for weight, _ in parts)
    return sum(weight * value for weight, value in parts) / total if total else None


def alone(plan: Plan) -> float:
    people = 0
    for strand in plan.strands:
        if strand.arrays.alone is not None:
            people += int((table_of(strand, *strand.arrays.alone) == 1).sum())
    return -float(people)


def table_of(strand: StrandPlan, values: Ints, count: int) -> Ints:
    """(groups, values) how many members have which value; blanks are left out."""
    inside = (strand.place >= 0) & (values >= 0)
    table = np.zeros((len(strand.open), max(1, count)), dtype=np.int64)
    np.add.at(table, (strand.place[inside], values[inside]), 1)
    return table


def load(plan: Plan) -> float:
    return -float(plan.trainer_load.max(initial=0))


def wishes(plan: Plan) -> float:
    return float(sum(wish_value(plan, strand, person, int(strand.place[person])) for strand, person in wishing(plan)))


def wishing(plan: Plan) -> list[tuple[StrandPlan, int]]:
    """Everybody with a wish who has a group, strand by strand."""
    people = plan.instance.wishes_of
    return [(strand, person) for strand in plan.strands for person in people if strand.place[person] >= 0]


def wish_value(plan: Plan, strand: StrandPlan, person: int, group: int) -> int:
    """The weight of the person's wishes that a group keeps, meeting by meeting."""
    instance, total = plan.instance, 0
    for slot, venue in zip(strand.slots[group], strand.venues[group], strict=True):
        start = instance.slots.starts_at(slot)
        mode = instance.venues[venue].mode if venue >= 0 else None
        for wish in instance.wishes_of.get(person, ()):
            if wish.strand and wish.strand != strand.arrays.strand.strand_id:
                continue
            kept = (not wish.weekdays or start.weekday() in wish.weekdays) and (
                not wish.start_times or start.time() in wish.start_times
            )
            if kept and (not wish.modes or mode is None or mode in wish.modes):
                total += wish.weight
    return total


VALUES = {
    Aim.PLACED: placed,
    Aim.OWN_TEAM: own_team,
    Aim.GROUPS: groups,
    Aim.FINISH: finish,
    Aim.MIX: mix,
    Aim.ALONE: alone,
    Aim.LOAD: load,
    Aim.WISHES: wishes,
}
