"""Moves across strands: a place for one more person by changing what else they attend.

Whoever finds no group of a strand that their other groups leave free takes one all the same, and the
groups in its way are exchanged for others, which may be in the way of others again: a search over
combinations of one person's groups, the fewest changes first. Each group that is entered so and is
full passes a member on, who passes on another, until one finds a seat: an augmenting path of the
strand's flow (Ahuja, Magnanti and Orlin 1993, Network Flows, ch. 6), where the seat that the person
gave up counts as free.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator

import numpy as np

from scheduler.engine.crossing import Counts, Crossing, cross, put, take, undo_to
from scheduler.engine.given_moves import reopen
from scheduler.engine.plan import Plan
from scheduler.engine.settle import Stop

MOST_FAILURES = (400, 200, 40, 20, 10)
"""For each number of changes in a person's other strands how many may be tried in vain in one move."""
FEW_WAIT = 100
"""With so few who have no place, empty seats are also moved to where they could use them."""
MOST_WHO_TRY = 10
MOST_COMBINATIONS = 40
"""How many combinations of a person's groups are tried for one place."""
MOST_SEATS_MOVED = 12
MOST_ASKED = 40
"""How many people of a strand are asked to take an empty seat, and how often that is done."""
FEW = 5
MOST_LOOKED_AT = 400
"""How many partial combinations are looked at to find them."""

Combination = dict[int, int]
"""Strand -> the group that a person is to have in it."""


def seat_across(plan: Plan, rng: np.random.Generator, stop: Stop) -> None:
    """Place whoever has no group in a strand with room, at the cost of changes in their other strands."""
    reopen(plan)
    crossing = cross(plan)
    if crossing is None:
        return
    for changes in range(len(MOST_FAILURES)):
        waiting = waiting_for_room(crossing)
        failures = 0
        for row in rng.permutation(len(waiting)).tolist():
            if stop():
                return
            if failures >= MOST_FAILURES[changes]:
                break
            strand, person = waiting[row]
            if (crossing.room(strand) > 0).any():
                failures += not place_across(crossing, strand, person, changes, rng)
    waiting = waiting_for_room(crossing)
    for strand in dict.fromkeys(number for number, _ in waiting) if len(waiting) <= FEW_WAIT else ():
        if stop():
            return
        move_room(crossing, strand, rng, stop)


def move_room(crossing: Crossing, strand: int, rng: np.random.Generator, stop: Stop) -> bool:
    """Bring an empty seat of a strand to where somebody who waits could use it.

    Others of the strand take the seat by changes in their other strands and leave theirs. Whether or not
    that helps at once, as many as before have a place.
    """
    plan, span = crossing.plan.strands[strand], crossing.groups_of(strand)
    for _ in range(MOST_SEATS_MOVED):
        roomy = span.start + np.flatnonzero(crossing.room(strand) > 0)
        sitting = np.flatnonzero((plan.place >= 0) & crossing.movable[strand])
        if not len(roomy) or not len(sitting) or stop():
            return False
        seat = int(rng.choice(roomy))
        for person in rng.permutation(sitting)[:MOST_ASKED].tolist():
            if crossing.held(person, strand) != seat and enter(crossing, strand, person, seat, rng):
                break
        else:
            continue
        for person in rng.permutation(plan.unplaced)[:MOST_WHO_TRY].tolist():
            if crossing.movable[strand][person] and any(
                place_across(crossing, strand, person, changes, rng) for changes in range(2)
            ):
                return True
    return False


def enter(crossing: Crossing, strand: int, person: int, group: int, rng: np.random.Generator) -> bool:
    """Let a person change to a group by one or two changes in their other strands."""
    for changes in (1, 2):
        for tried, found in enumerate(combinations(crossing, strand, person, changes, rng, group)):
            if carry_out(crossing, person, found, rng):
                return True
            if tried >= FEW:
                break
    return False


def waiting_for_room(crossing: Crossing) -> list[tuple[int, int]]:
    """(strand, person) for everybody without a group in a strand that has room somewhere."""
    return [
        (number, person)
        for number, strand in enumerate(crossing.plan.strands)
        if (crossing.room(number) > 0).any()
        for person in strand.unplaced.tolist()
        if crossing.movable[number][person]
    ]


def place_across(crossing: Crossing, strand: int, person: int, changes: int, rng: np.random.Generator) -> bool:
    """Place a person with exactly so many changes in their other strands; nothing changes if it fails."""
    for tried, found in enumerate(combinations(crossing, strand, person, changes, rng)):
        if carry_out(crossing, person, found, rng):
            return True
        if tried >= MOST_COMBINATIONS:
            break
    return False


def combinations(
    crossing: Crossing, strand: int, person: int, changes: int, rng: np.random.Generator, only: int = -1
) -> Iterator[Combination]:
    """Combinations in which the person has a group of the strand, by so many changes of other groups."""
    held = {
        number: crossing.held(person, number)
        for number, each in enumerate(crossing.plan.strands)
        if each.place[person] >= 0
    }
    fixed = {number for number in held if not crossing.movable[number][person]}
    looked_at = [0]

    def extend(todo: list[int], chosen: Combination, row: Counts, left: int) -> Iterator[Combination]:
        looked_at[0] += 1
        if looked_at[0] > MOST_LOOKED_AT:
            return
        if not todo:
            if not left:
                yield chosen
            return
        number, *rest = todo
        span = crossing.groups_of(number)
        barriers = row[span]
        room = crossing.room(number)
        keys = barriers * 4 - 2 * (room > 0) + rng.random(len(barriers))
        for at in np.argsort(keys).tolist():
            group, barred = span.start + at, int(barriers[at])
            if barred > left:
                break
            if group == held.get(number) or (number == strand and only not in (-1, group)):
                continue
            out = crossing.rules_out[group]
            moved = [each for each, other in held.items() if each not in chosen and each not in todo and out[other]]
            if len(moved) < barred or fixed.intersection(moved):
                # Another change stands in the way, or a place that may not be changed.
                continue
            fresh = row + out
            for each in moved:
                fresh -= crossing.rules_out[held[each]]
            yield from extend([*rest, *moved], {**chosen, number: group}, fresh, left - len(moved))

    yield from extend([strand], {}, crossing.blocked[person], changes)


def carry_out(crossing: Crossing, person: int, wanted: Combination, rng: np.random.Generator) -> bool:
    """Give a person these groups, letting others move on where they are full; all or nothing."""
    mark = len(crossing.changes)
    for strand in wanted:
        if crossing.plan.strands[strand].place[person] >= 0:
            take(crossing, strand, person)
    for strand, group in wanted.items():
        if not make_way(crossing, strand, group, rng) or not put(crossing, strand, person, group):
            undo_to(crossing, mark)
            return False
    return True


def make_way(crossing: Crossing, strand: int, group: int, rng: np.random.Generator) -> bool:
    """See that a group has room by moving members on within the strand; False, and nothing moved, if none can."""
    span = crossing.groups_of(strand)
    room = crossing.room(strand) > 0
    if room[group - span.start]:
        return True
    if not room.any():
        return False
    came_from: dict[int, tuple[int, int]] = {}
    seen = np.zeros(len(room), dtype=bool)
    seen[group - span.start] = True
    queue = deque([group])
    while queue:
        here = queue.popleft()
        members = crossing.members(here, strand)
        if not len(members):
            continue
        members = rng.permutation(members)
        could = (crossing.blocked[members, span] == 0) & ~seen
        onward = np.flatnonzero(could.any(axis=0))
        who = members[could.argmax(axis=0)]
        for at in onward.tolist():
            came_from[span.start + at] = (here, int(who[at]))
        seen[onward] = True
        ends = onward[room[onward]]
        if len(ends):
            return pass_on(crossing, strand, span.start + int(ends[0]), group, came_from)
        queue.extend((span.start + onward).tolist())
    return False


def pass_on(crossing: Crossing, strand: int, end: int, begin: int, came_from: dict[int, tuple[int, int]]) -> bool:
    """Move one member along each step of a path, the last step first."""
    mark = len(crossing.changes)
    group = end
    while group != begin:
        before, person = came_from[group]
        take(crossing, strand, person)
        if not put(crossing, strand, person, group):
            undo_to(crossing, mark)
            return False
        group = before
    return True
