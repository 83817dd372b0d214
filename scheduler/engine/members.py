"""Members: who of the people that could come to a new group are let in."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

import numpy as np

from scheduler.engine.instance import NO_LIMIT, StrandArrays
from scheduler.engine.plan import Plan, StrandPlan
from scheduler.engine.slots import Ints


@dataclass
class Picking:
    """A group that is being put together, and what its rules count."""

    arrays: StrandArrays
    team: Ints
    room: Ints
    """(teams,) how many more of each team may be away."""
    members: list[int] = field(default_factory=list)
    inside: set[int] = field(default_factory=set)
    same: list[Counter[int]] = field(default_factory=list)
    away: Counter[int] = field(default_factory=Counter)


def pick_members(
    plan: Plan,
    strand: StrandPlan,
    candidates: Ints,
    slots: tuple[int, ...],
    seats: int,
    chosen: list[int] | None = None,
    spare: Ints | None = None,
) -> list[int]:
    """The first ``seats`` of the candidates who keep all rules among themselves, in the order given.

    A unit that is kept together comes whole or not at all. ``chosen`` are in already. ``spare`` says
    how many members each group can do without, if candidates come from groups that stand.
    """
    arrays = strand.arrays
    picking = Picking(
        arrays, plan.instance.team, team_room(plan, strand, slots), same=[Counter() for _ in arrays.limits]
    )
    for person in chosen or ():
        admit(picking, person)
    able = set(candidates.tolist()) if arrays.together else set()
    for person in candidates.tolist():
        if len(picking.members) >= seats:
            break
        unit = int(arrays.unit_of[person])
        if person in picking.inside:
            continue
        if unit >= 0:
            mates = arrays.together[unit].tolist()
            if len(picking.members) + len(mates) <= seats and able.issuperset(mates):
                admit_unit(picking, mates)
        elif fits(picking, person) and (spare is None or spare[strand.place[person]] > 0):
            admit(picking, person)
            if spare is not None:
                spare[strand.place[person]] -= 1
    return picking.members


def fits(picking: Picking, person: int) -> bool:
    """Whether one more person keeps max_same, service cover and keep_apart."""
    for limit, count in zip(picking.arrays.limits, picking.same, strict=True):
        value = int(limit.values[person])
        if value >= 0 and count[value] >= limit.most:
            return False
    team = int(picking.team[person])
    if team >= 0 and picking.away[team] >= picking.room[team]:
        return False
    foes = picking.arrays.foes.get(person)
    return foes is None or picking.inside.isdisjoint(foes.tolist())


def admit(picking: Picking, person: int) -> None:
    count(picking, person, 1)
    picking.members.append(person)
    picking.inside.add(person)


def admit_unit(picking: Picking, mates: list[int]) -> None:
    """Let a unit in, all of it or nobody."""
    taken: list[int] = []
    for mate in mates:
        if not fits(picking, mate):
            break
        admit(picking, mate)
        taken.append(mate)
    for mate in taken if len(taken) < len(mates) else ():
        count(picking, mate, -1)
        picking.members.remove(mate)
        picking.inside.discard(mate)


def count(picking: Picking, person: int, sign: int) -> None:
    for limit, counter in zip(picking.arrays.limits, picking.same, strict=True):
        counter[int(limit.values[person])] += sign
    picking.away[int(picking.team[person])] += sign


def team_room(plan: Plan, strand: StrandPlan, slots: tuple[int, ...]) -> Ints:
    """(teams,) how many more of each team may be away at every one of the slots."""
    instance = plan.instance
    room = instance.team_limit.copy()
    if not strand.arrays.counts_for_cover or not len(room) or room[0] >= NO_LIMIT:
        return np.full(len(room), NO_LIMIT, dtype=np.int64)
    for slot in slots:
        low, high = instance.moment_from[slot], instance.moment_to[slot]
        room = np.minimum(room, instance.team_limit - plan.away[:, low:high].max(axis=1))
    return room
