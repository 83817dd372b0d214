"""Settling: what is left of a strand after its groups stand: chains, units, extra groups, small groups."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from scheduler.engine.chains import immovable, join_if_free, may_join, place_by_chain
from scheduler.engine.options import all_options, options
from scheduler.engine.plan import Plan, StrandPlan, close_group, join, leave
from scheduler.engine.pull import open_for
from scheduler.engine.slots import Ints

Stop = Callable[[], bool]
SHORT_SEARCH = 30
MANY_FAILURES = 12
TOO_MANY_FAILURES = 60
A_FEW = 5


def settle(plan: Plan, strand: StrandPlan, stop: Stop, *, may_open: bool = True, most_visited: int = 400) -> None:
    """Place whoever can still be placed, then see that no group is too small."""
    place_waiting(plan, strand, stop, most_visited)
    opened = False
    while may_open and not stop() and len(strand.unplaced) and open_for(plan, strand, strand.unplaced):
        opened = True
        for person in strand.unplaced[strand.arrays.unit_of[strand.unplaced] < 0].tolist():
            join_if_free(plan, strand, person)
    if opened:
        place_waiting(plan, strand, stop, most_visited)
    for unit in strand.arrays.together:
        if strand.place[unit[0]] < 0 and not stop():
            place_unit(plan, strand, unit.tolist())
    mend_small(plan, strand)
    for person in strand.unplaced.tolist():
        if strand.arrays.unit_of[person] < 0:
            join_if_free(plan, strand, person)


def place_waiting(plan: Plan, strand: StrandPlan, stop: Stop, most_visited: int) -> None:
    """Chains for single people, the ones with the fewest groups to go to first.

    After a number of failures the others are searched for less long, and after many not at all: what
    stands in their way is most often the same, and a flow looks at all of them at once.
    """
    waiting = [p for p in strand.unplaced.tolist() if strand.arrays.unit_of[p] < 0]
    failures = 0
    must = plan.instance.must_place[strand.arrays.number]
    for person in sorted(waiting, key=lambda p: (not must[p], int(options(plan, strand, p).sum()))):
        if stop():
            return
        if failures >= TOO_MANY_FAILURES:
            return
        visits = most_visited if failures < MANY_FAILURES else min(most_visited, SHORT_SEARCH)
        failures += not place_by_chain(plan, strand, person, most_visited=visits)


def place_unit(plan: Plan, strand: StrandPlan, unit: list[int]) -> bool:
    """Seat a unit in one group, sending single members elsewhere if it needs their seats."""
    common = strand.open.copy()
    for person in unit:
        common &= options(plan, strand, person)
    groups = np.flatnonzero(common & (strand.capacity >= len(unit)))
    for group in groups[np.argsort(strand.size[groups], kind="stable")].tolist():
        if seat_unit(plan, strand, unit, group):
            return True
    return False


def seat_unit(plan: Plan, strand: StrandPlan, unit: list[int], group: int) -> bool:
    fixed = immovable(plan, strand)
    out: list[int] = []
    for person in unit:
        movable = [int(m) for m in strand.members(group) if not fixed[m] and m not in unit]
        while not may_join(plan, strand, person, group) and movable:
            out.append(movable.pop())
            leave(plan, strand, out[-1])
        if not may_join(plan, strand, person, group):
            break
        join(plan, strand, person, group)
    seated = all(strand.place[person] == group for person in unit)
    moved: list[int] = []
    for person in out if seated else ():
        if not join_if_free(plan, strand, person):
            break
        moved.append(person)
    if seated and len(moved) == len(out):
        return True
    for person in moved + [p for p in unit if strand.place[p] == group]:
        leave(plan, strand, person)
    for person in out:
        join(plan, strand, person, group)
    return False


def mend_small(plan: Plan, strand: StrandPlan) -> None:
    """Bring groups that are too small up to size from larger ones; those that stay too small go."""
    least = strand.arrays.strand.min_size
    pinned = {int(strand.place[person]) for person in np.flatnonzero(strand.frozen & (strand.place >= 0))}
    for group in sorted(pinned, key=lambda g: -int(strand.size[g])):
        # Locks hold this one: it may take from groups that then have to go.
        top_up(plan, strand, group, at_any_cost=True)
    small = [int(g) for g in strand.open_groups() if strand.size[g] < least and int(g) not in pinned]
    for group in sorted(small, key=lambda g: -int(strand.size[g])):
        if 0 < strand.size[group] < least:
            top_up(plan, strand, group)
        if strand.size[group] < least:
            dissolve(plan, strand, group)


def top_up(plan: Plan, strand: StrandPlan, group: int, *, at_any_cost: bool = False) -> None:
    """Bring a group up to the least size with members that others can spare, or with any at any cost."""
    fixed, least = immovable(plan, strand), strand.arrays.strand.min_size
    donors = np.flatnonzero(strand.suits[group] & ~fixed & (strand.place >= 0) & (strand.place != group))
    donors = donors[np.argsort(-strand.size[strand.place[donors]], kind="stable")]
    for person in donors.tolist():
        if strand.size[group] >= least:
            return
        if at_any_cost or strand.size[strand.place[person]] > least:
            before = leave(plan, strand, person)
            join(plan, strand, person, group if may_join(plan, strand, person, group) else before)


def tidy(plan: Plan) -> None:
    """Undo what a change elsewhere made void, until nothing is: lost prerequisites, unready trainers, small groups."""
    for _ in range(2 * len(plan.strands) + 2):
        changed = False
        for number in plan.instance.order:
            strand = plan.strands[number]
            changed |= drop_orphans(plan, strand) | drop_unready(plan, strand)
            if (strand.size[strand.open] < strand.arrays.strand.min_size).any():
                mend_small(plan, strand)
                changed = True
        if not changed:
            break
    for number in plan.instance.order:
        strand = plan.strands[number]
        for person in with_options(plan, strand, strand.unplaced).tolist():
            if strand.arrays.unit_of[person] < 0:
                join_if_free(plan, strand, person)


def with_options(plan: Plan, strand: StrandPlan, people: Ints) -> Ints:
    """Those of the people who could be in some group with room; a few are not worth asking beforehand."""
    if len(people) <= A_FEW:
        return people
    roomy = np.flatnonzero(strand.open & (strand.size < strand.capacity))
    if not len(roomy):
        return people[:0]
    return people[all_options(plan, strand, roomy, people).any(axis=0)]


def drop_orphans(plan: Plan, strand: StrandPlan) -> bool:
    """Take people out who lost their place in a strand that must come first."""
    lost = np.zeros(len(strand.place), dtype=bool)
    for number in strand.arrays.prerequisites:
        earlier = plan.strands[number]
        lost |= earlier.arrays.audience & (earlier.place < 0)
    # Locked people stay: the lock is a rule, and the search puts the earlier strand right instead.
    people = np.flatnonzero(lost & (strand.place >= 0) & ~strand.frozen).tolist()
    for person in people:
        if strand.place[person] >= 0:
            leave(plan, strand, person)
            release_unit(plan, strand, person)
    return bool(people)


def release_unit(plan: Plan, strand: StrandPlan, person: int) -> None:
    """Where one of a unit has no place, nobody of it has."""
    unit = int(strand.arrays.unit_of[person])
    for mate in strand.arrays.together[unit].tolist() if unit >= 0 else ():
        if strand.place[mate] >= 0:
            leave(plan, strand, mate)


def drop_unready(plan: Plan, strand: StrandPlan) -> bool:
    """Take groups apart whose trainer lost, or no longer has early enough, the strand that makes them ready."""
    changed = False
    for group in strand.open_groups().tolist():
        day = int(strand.first_day[group])
        if strand.given[group] >= 0 or all(ready(plan, t, day) for t in strand.trainers[group][0]):
            continue
        for person in strand.members(group).tolist():
            leave(plan, strand, person)
        close_group(plan, strand, group)
        changed = True
    return changed


def ready(plan: Plan, trainer: int, day: int) -> bool:
    """Whether a trainer may lead a session on a day, as far as their own training goes."""
    training, person = int(plan.instance.ready_after[trainer]), int(plan.instance.trainer_person[trainer])
    if training < 0:
        return True
    group = int(plan.strands[training].place[person]) if person >= 0 else -1
    return group >= 0 and day > plan.strands[training].last_day[group]


def dissolve(plan: Plan, strand: StrandPlan, group: int) -> bool:
    """Close a group and find its members other places; some may be left without. False if locks hold it."""
    members = strand.members(group).tolist()
    if any(strand.frozen[m] for m in members):
        return False
    for person in members:
        leave(plan, strand, person)
    close_group(plan, strand, group)
    for person in members:
        if strand.arrays.unit_of[person] < 0:
            place_by_chain(plan, strand, person)
        elif strand.place[person] < 0:
            place_unit(plan, strand, strand.arrays.together[int(strand.arrays.unit_of[person])].tolist())
    return True
