"""Loads: sessions pass from busy trainers to others who are free, first from the busiest."""

from __future__ import annotations

import numpy as np

from scheduler.engine.plan import Plan, StrandPlan, swap_trainers
from scheduler.engine.resources import fits_trainer
from scheduler.engine.settle import Stop


def even_share(plan: Plan) -> int:
    """What the busiest trainer has at least, however the sessions are shared out."""
    able = sum(bool(trainer.strands) for trainer in plan.instance.trainers)
    return -(-int(plan.trainer_load.sum()) // max(1, able))


def share_load(plan: Plan) -> int:
    """Hand over sessions from busy trainers to less busy ones while that helps; the number handed over.

    The busiest give first; when none of theirs can go, the others even out among themselves. A series
    goes as a whole, because a group keeps its trainers. Sessions of a given timetable stay.
    """
    handed = 0
    while any(hand_over_from(plan, int(t)) for t in np.argsort(-plan.trainer_load, kind="stable")):
        handed += 1
    return handed


def hand_over_from(plan: Plan, trainer: int) -> bool:
    for strand in plan.strands:
        for group in strand.open_groups().tolist():
            theirs = strand.given[group] < 0 and trainer in strand.trainers[group][0]
            if theirs and hand_over(plan, strand, group, trainer):
                return True
    return False


def hand_over(plan: Plan, strand: StrandPlan, group: int, trainer: int) -> bool:
    """Give a group of one trainer to the least busy who may take it and stays less busy."""
    slots, venues, team = strand.slots[group], strand.venues[group], strand.trainers[group][0]
    members = strand.members(group)
    sessions = len(slots)
    able = plan.trainer_ok[:, list(slots)].all(axis=1) & strand.arrays.may_deliver
    able &= plan.trainer_load + sessions < plan.trainer_load[trainer]
    for other in sorted(np.flatnonzero(able).tolist(), key=lambda t: (int(plan.trainer_load[t]), t)):
        fresh = tuple(sorted({*team, other} - {trainer}))
        barred = [*strand.arrays.trainer_foes.get(other, ()), plan.instance.trainer_person[other]]
        if other in team or np.isin(members, barred).any() or not kinds_kept(plan, strand, fresh):
            continue
        if not fits_trainer(plan, other, slots, venues):
            continue
        swap_trainers(plan, strand, group, fresh)
        return True
    return False


def kinds_kept(plan: Plan, strand: StrandPlan, trainers: tuple[int, ...]) -> bool:
    kinds = [plan.instance.trainers[t].kind for t in trainers]
    return all(kinds.count(kind) >= least for kind, least in strand.arrays.strand.trainer_kinds.items())


def level_exactly(plan: Plan, _rng: np.random.Generator, _stop: Stop) -> None:
    """Share the sessions out anew among all trainers where hand-overs leave one with more than an even share."""
    if int(plan.trainer_load.max(initial=0)) > even_share(plan):
        # The model takes a second to load: only who needs it pays for it.
        from scheduler.engine.assignment import assign_anew

        assign_anew(plan)
