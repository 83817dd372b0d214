"""Restarts: moves that take people, or a stretch of time, out of all strands together and begin anew.

Where one strand must follow another, a group cannot move before those that come first or after it
do: what is tied together is taken apart together.
"""

from __future__ import annotations

import numpy as np

from scheduler.engine.chains import immovable
from scheduler.engine.making_room import could_be_placed
from scheduler.engine.moves import refill, take_apart
from scheduler.engine.plan import Plan, leave
from scheduler.engine.settle import Stop
from scheduler.engine.slots import Ints

MOST_PEOPLE = 12
MOST_GROUPS = 12


def restart_people(plan: Plan, rng: np.random.Generator, stop: Stop) -> None:
    """Take somebody who is left out, and a few others, out of every strand and place them anew."""
    if all(strand.arrays.strand.given for strand in plan.strands):
        # No group could be opened for them: moves across strands find what a standing timetable has.
        return
    waiting = [could_be_placed(plan, strand) for strand in plan.strands]
    people = np.unique(np.concatenate([*waiting, np.zeros(0, dtype=np.int64)])).astype(np.int64)
    if not len(people):
        return
    chosen = {int(rng.choice(people))}
    chosen |= set(companions(plan, next(iter(chosen)), rng).tolist())
    for number in reversed(plan.instance.order):
        strand = plan.strands[number]
        fixed = immovable(plan, strand)
        for person in sorted(chosen):
            if strand.place[person] >= 0 and not fixed[person]:
                leave(plan, strand, person)
    refill(plan, rng, stop)


def companions(plan: Plan, person: int, rng: np.random.Generator) -> Ints:
    """People drawn from the groups that the person could be in if these had room."""
    near = np.zeros(len(plan.instance.people), dtype=bool)
    for strand in plan.strands:
        groups = np.flatnonzero(strand.suits[:, person] & strand.open)
        near |= np.isin(strand.place, groups)
    others = np.flatnonzero(near)
    return rng.choice(others, size=min(len(others), int(rng.integers(1, MOST_PEOPLE))), replace=False)


def restart_window(plan: Plan, rng: np.random.Generator, stop: Stop) -> None:
    """Take apart the groups of every strand that begin within some days of each other, and make them anew."""
    starts = [int(s.first_day[g]) for s in plan.strands for g in s.open_groups().tolist() if s.given[g] < 0]
    if not starts:
        return
    first = int(rng.choice(np.array(starts)))
    length = int(rng.integers(1, 15))
    within = [
        (strand, group)
        for strand in plan.strands
        for group in strand.open_groups().tolist()
        if first <= strand.first_day[group] < first + length
    ]
    for row in rng.permutation(len(within))[:MOST_GROUPS].tolist():
        take_apart(plan, *within[row])
    refill(plan, rng, stop)
