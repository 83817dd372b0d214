"""Members: who of the people that could come to a new group are let in."""

from __future__ import annotations

from collections import Counter

import numpy as np

from scheduler.engine.instance import NO_LIMIT
from scheduler.engine.plan import Plan, StrandPlan
from scheduler.engine.slots import Ints


def pick_members(
    plan: Plan, strand: StrandPlan, candidates: Ints, slots: tuple[int, ...], seats: int, chosen: list[int] | None = None
) -> list[int]:
    """The first ``seats`` of the candidates who keep all rules among themselves, in the order given.

    A unit that is kept together comes whole or not at all. ``chosen`` are in already.
    """
    arrays, team = strand.arrays, plan.instance.team
    room = team_room(plan, strand, slots)
    members: list[int] = []
    inside: set[int] = set()
    same = [Counter[int]() for _ in arrays.limits]
    away: Counter[int] = Counter()

    def fits(person: int) -> bool:
        if any(
            limit.values[person] >= 0 and count[int(limit.values[person])] >= limit.most
            for limit, count in zip(arrays.limits, same, strict=True)
        ):
            return False
        if team[person] >= 0 and away[int(team[person])] >= room[team[person]]:
            return False
        foes = arrays.foes.get(person)
        return foes is None or inside.isdisjoint(foes.tolist())

    def admit(person: int, sign: int = 1) -> None:
        for limit, count in zip(arrays.limits, same, strict=True):
            count[int(limit.values[person])] += sign
        away[int(team[person])] += sign
        if sign > 0:
            members.append(person)
            inside.add(person)
        else:
            members.remove(person)
            inside.discard(person)

    for person in chosen or ():
        admit(person)
    able = set(candidates.tolist()) if arrays.together else set()
    for person in candidates.tolist():
        if len(members) >= seats:
            break
        if person in inside:
            continue
        unit = int(arrays.unit_of[person])
        if unit < 0:
            if fits(person):
                admit(person)
            continue
        mates = arrays.together[unit].tolist()
        if len(members) + len(mates) > seats or not able.issuperset(mates):
            continue
        taken: list[int] = []
        for mate in mates:
            if not fits(mate):
                break
            admit(mate)
            taken.append(mate)
        if len(taken) < len(mates):
            for mate in taken:
                admit(mate, -1)
    return members


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
