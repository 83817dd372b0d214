"""Chains: a place for one more person by letting others move on, one after another.

A breadth-first search over people: the newcomer takes the seat of somebody who takes the seat of
somebody else, until one finds a group with room. It finds the shortest such chain; for limits that
nest it is the augmenting path of the flow (Ahuja, Magnanti and Orlin 1993, Network Flows, ch. 6).
"""

from __future__ import annotations

from collections import deque

import numpy as np

from scheduler.engine.options import Obstacles, all_options, free_groups, obstacles, options
from scheduler.engine.plan import Plan, StrandPlan, join, leave
from scheduler.engine.slots import Bools, Ints

TRIES = 6
"""How many members of the groups that a person could enter are tried at once for a way on."""
MOST_ROOMY = 64

Move = tuple[int, int, int]
"""(person, group before or -1, group after)"""


def place_by_chain(plan: Plan, strand: StrandPlan, person: int, *, most_visited: int = 400) -> bool:
    """Give a person without a group one, moving others if need be; nothing changes if it fails.

    Not for members of units, who are placed together. A team's own group is broken up for somebody
    else only where nothing else is left.
    """
    closed = np.zeros(len(strand.size), dtype=bool)
    if strand.arrays.team_based and find_chain(plan, strand, person, others_own(strand, person), most_visited):
        return True
    return find_chain(plan, strand, person, closed, most_visited) is not None


def others_own(strand: StrandPlan, person: int) -> Bools:
    """(groups,) groups that are all of one team, and not the person's."""
    own = strand.arrays.own
    placed = np.flatnonzero(strand.place >= 0)
    low, high = np.full(len(strand.size), len(own)), np.full(len(strand.size), -1)
    np.minimum.at(low, strand.place[placed], own[placed])
    np.maximum.at(high, strand.place[placed], own[placed])
    result: Bools = (low == high) & (low != own[person])
    return result


def immovable(plan: Plan, strand: StrandPlan) -> Bools:
    """(people,) who may not be moved one by one: locks, units, and trainers whom this strand made ready."""
    fixed = strand.frozen | (strand.arrays.unit_of >= 0) | ~strand.arrays.audience
    for person, those in plan.instance.leads_as.items():
        for trainer in those:
            if plan.instance.ready_after[trainer] == strand.arrays.number and plan.commitments[trainer]:
                fixed[person] = True
    return fixed


def find_chain(plan: Plan, strand: StrandPlan, newcomer: int, closed: Bools, most_visited: int) -> list[Move] | None:
    """Place ``newcomer`` without using ``closed`` groups; the moves made, None if there is no way.

    ``most_visited`` bounds the search: people looked at.
    """
    if not (strand.open & ~closed & (strand.size < strand.capacity)).any():
        return None
    came_from: dict[int, tuple[int, int]] = {}
    seen = immovable(plan, strand)
    seen[newcomer] = True
    useful = plan.instance.prospects[strand.arrays.number].last_useful
    onward: Bools | None = None
    queue = deque([newcomer])
    visited = 0
    while queue and visited < most_visited:
        person = queue.popleft()
        visited += 1
        allowed = options(plan, strand, person) & ~closed & (strand.last_day <= useful[person])
        own = int(strand.place[person])
        if own >= 0:
            allowed[own] = False
        if not allowed.any():
            continue
        barriers = obstacles(plan, strand, person)
        moves = end_chain(plan, strand, came_from, person, np.flatnonzero(allowed & barriers.none))
        if moves:
            return moves
        if onward is None:
            onward = could_move_on(plan, strand, closed)
        others = evictable(plan, strand, person, allowed, barriers, seen)
        for other in others.tolist():
            came_from[other] = (person, int(strand.place[other]))
        seen[others] = True
        for other in others[onward[others]][:TRIES].tolist():
            visited += 1
            moves = end_chain(plan, strand, came_from, other, free_groups(plan, strand, other, closed))
            if moves:
                return moves
        queue.extend(others.tolist())
    return None


def end_chain(
    plan: Plan, strand: StrandPlan, came_from: dict[int, tuple[int, int]], person: int, free: Ints
) -> list[Move] | None:
    """Let the chain end with the person in one of the free groups, if it holds when carried out."""
    if not len(free):
        return None
    moves = unwind(strand, came_from, person, preferred(strand, free))
    return moves if carry_out(plan, strand, moves) else None


def could_move_on(plan: Plan, strand: StrandPlan, closed: Bools) -> Bools:
    """(people,) who seem able to go straight to a group with room; service cover and foes are left to the check."""
    roomy = np.flatnonzero(strand.open & ~closed & (strand.size < strand.capacity))
    if len(roomy) > MOST_ROOMY:
        roomy = roomy[np.linspace(0, len(roomy) - 1, MOST_ROOMY).astype(int)]
    if not len(roomy):
        return np.zeros(len(strand.place), dtype=bool)
    table = all_options(plan, strand, roomy)
    for limit, counts in zip(strand.arrays.limits, strand.counts, strict=True):
        table &= (counts[roomy][:, limit.values] < limit.most) | (limit.values < 0)[None, :]
    table &= strand.place[None, :] != roomy[:, None]
    return np.asarray(table.any(axis=0))


def evictable(plan: Plan, strand: StrandPlan, person: int, allowed: Bools, barriers: Obstacles, seen: Bools) -> Ints:
    """Members whose leaving alone would let the person in."""
    place = strand.place
    mask = (place >= 0) & ~seen
    mask &= allowed[place]
    for limit, same in zip(strand.arrays.limits, barriers.same, strict=True):
        mask &= ~same[place] | (limit.values == limit.values[person])
    if barriers.cover.any():
        mask &= ~barriers.cover[place] | (plan.instance.team == plan.instance.team[person])
    if barriers.foes.any():
        foe = np.zeros(len(place), dtype=bool)
        foe[strand.arrays.foes[person]] = True
        mask &= (barriers.foes[place] == 0) | ((barriers.foes[place] == 1) & foe)
    return np.flatnonzero(mask)


def unwind(strand: StrandPlan, came_from: dict[int, tuple[int, int]], last: int, target: int) -> list[Move]:
    """The chain, the last to move first."""
    moves = [(last, int(strand.place[last]), target)]
    person = last
    while person in came_from:
        person, group = came_from[person]
        moves.append((person, int(strand.place[person]), group))
    return moves


def carry_out(plan: Plan, strand: StrandPlan, moves: list[Move]) -> bool:
    """Make the moves one by one, each checked as it is made; all or none."""
    done: list[Move] = []
    for person, before, after in moves:
        if before >= 0:
            leave(plan, strand, person)
        if not may_join(plan, strand, person, after):
            if before >= 0:
                join(plan, strand, person, before)
            undo(plan, strand, done)
            return False
        join(plan, strand, person, after)
        done.append((person, before, after))
    return True


def undo(plan: Plan, strand: StrandPlan, done: list[Move]) -> None:
    for person, _, _ in reversed(done):
        leave(plan, strand, person)
    for person, before, _ in reversed(done):
        if before >= 0:
            join(plan, strand, person, before)


def may_join(plan: Plan, strand: StrandPlan, person: int, group: int) -> bool:
    return bool(options(plan, strand, person)[group] and obstacles(plan, strand, person).none[group])


def join_if_free(plan: Plan, strand: StrandPlan, person: int) -> bool:
    """Put the person into the smallest group that simply takes them."""
    free = free_groups(plan, strand, person, np.zeros(len(strand.size), dtype=bool))
    if not len(free):
        return False
    join(plan, strand, person, preferred(strand, free))
    return True


def preferred(strand: StrandPlan, free: Ints) -> int:
    """Which of several groups to join: one that is still too small, then the smallest that meets anyway."""
    size, least = strand.size[free], strand.arrays.strand.min_size
    rank = np.where(size == 0, 2, np.where(size < least, 0, 1)) * 10**6 + np.where(size < least, -size, size)
    return int(free[np.argmin(rank)])
