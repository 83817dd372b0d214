"""Moves for a given timetable: other groups of it stand than before."""

from __future__ import annotations

import numpy as np

from scheduler.engine.flow import reallocate
from scheduler.engine.moves import seat_all
from scheduler.engine.options import clash
from scheduler.engine.plan import Plan, StrandPlan, close_group, leave, open_group
from scheduler.engine.resources import travel_kept
from scheduler.engine.settle import Stop

MINUTES_A_WEEK = 7 * 1440


def other_given(plan: Plan, rng: np.random.Generator, _stop: Stop) -> None:
    """Let other groups of a given timetable stand: some that were left out for some, rather late, that are used."""
    strands = [s for s in plan.strands if s.arrays.strand.given and s.open.any()]
    if not strands:
        return
    strand = strands[int(rng.integers(len(strands)))]
    used = {strand.given[group] for group in strand.open_groups().tolist()}
    unused = [number for number in range(len(strand.arrays.given)) if number not in used]
    fresh = rng.permutation(unused)[: int(rng.integers(0, 3))].astype(int).tolist()
    reopened = [number for number in fresh if could_stand(plan, strand, number)]
    olds = [g for g in strand.open_groups().tolist() if not strand.frozen[strand.members(g)].any()]
    lateness = np.array([float(strand.last_end[g]) for g in olds])
    for number in reopened:
        group = strand.arrays.given[number]
        open_group(plan, strand, group.slots, group.venues, group.trainers, given=number)
    weights = np.exp((lateness - lateness.max(initial=0)) / MINUTES_A_WEEK) if olds else lateness
    count = min(len(olds), len(reopened) + int(rng.integers(0, 2)))
    for row in rng.choice(len(olds), size=count, replace=False, p=weights / weights.sum()) if count else ():
        for person in strand.members(olds[int(row)]).tolist():
            leave(plan, strand, person)
        close_group(plan, strand, olds[int(row)])
    if not seat_all(plan, strand):
        reallocate(plan, strand)


def sooner_given(plan: Plan, rng: np.random.Generator, _stop: Stop) -> None:
    """Let groups of a given timetable that were left out stand for those that meet last of all, and later than they."""
    last = max((int(s.last_day[s.open].max()) for s in plan.strands if s.open.any()), default=0)
    days = plan.instance.slots.day
    for strand in [s for s in plan.strands if s.arrays.strand.given and s.open.any()]:
        late = [group for group in strand.open_groups().tolist() if strand.last_day[group] == last]
        if any(strand.frozen[strand.members(group)].any() for group in late):
            return
        used = {strand.given[group] for group in strand.open_groups().tolist()}
        earlier = [
            number
            for number, group in enumerate(strand.arrays.given)
            if number not in used and int(days[list(group.slots)].max()) < last and could_stand(plan, strand, number)
        ]
        for number in rng.permutation(earlier)[: len(late)].astype(int).tolist():
            group = strand.arrays.given[number]
            open_group(plan, strand, group.slots, group.venues, group.trainers, given=number)
        for old in late:
            for person in strand.members(old).tolist():
                leave(plan, strand, person)
            close_group(plan, strand, old)
        if late and not seat_all(plan, strand):
            reallocate(plan, strand)


def reopen(plan: Plan) -> None:
    """Let all groups of a given timetable stand again that could, where somebody has no place."""
    for strand in plan.strands:
        if strand.arrays.strand.given and len(strand.unplaced):
            used = {strand.given[group] for group in strand.open_groups().tolist()}
            for number, group in enumerate(strand.arrays.given):
                if number not in used and could_stand(plan, strand, number):
                    open_group(plan, strand, group.slots, group.venues, group.trainers, given=number)


def could_stand(plan: Plan, strand: StrandPlan, number: int) -> bool:
    """Whether trainers and venue of a given group that was left out are still free for it.

    Given groups that share them are not questioned: only groups made here could have taken them.
    """
    group = strand.arrays.given[number]
    if all(each.arrays.strand.given for each in plan.strands):
        return not any(
            attends(plan, int(plan.instance.trainer_person[trainer]), slot)
            for slot, trainers in zip(group.slots, group.trainers, strict=True)
            for trainer in trainers
            if plan.instance.trainer_person[trainer] >= 0
        )
    for slot, venue, trainers in zip(group.slots, group.venues, group.trainers, strict=True):
        if venue >= 0 and plan.venue_busy[venue, slot] >= plan.instance.venues[venue].parallel:
            return False
        for trainer in trainers:
            limits, at = plan.instance.trainers[trainer], plan.instance.slots
            by_day = limits.max_per_day is None or plan.trainer_day[trainer, at.day[slot]] < limits.max_per_day
            by_week = limits.max_per_week is None or plan.trainer_week[trainer, at.week[slot]] < limits.max_per_week
            if plan.trainer_blocked[trainer, slot] or not by_day or not by_week:
                return False
            if venue >= 0 and not travel_kept(plan, trainer, slot, venue):
                return False
            person = int(plan.instance.trainer_person[trainer])
            if person >= 0 and attends(plan, person, slot):
                return False
    return True


def attends(plan: Plan, person: int, slot: int) -> bool:
    """Whether the person sits in a session of any strand that overlaps the slot."""
    return any(
        clash(plan, held, (slot,))
        for strand in plan.strands
        if strand.place[person] >= 0
        for held in strand.slots[int(strand.place[person])]
    )
