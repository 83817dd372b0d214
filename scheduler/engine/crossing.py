"""Where strands cross: which groups of different strands one person may not have together.

A table of people and standing groups says how many of a person's own groups rule a group out, so
that moves that touch several strands of many people are looked up and not computed anew.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from scheduler.engine.chains import immovable, may_join
from scheduler.engine.options import compatible
from scheduler.engine.plain import is_plain
from scheduler.engine.plan import Plan, join, leave
from scheduler.engine.slots import Bools, Ints

MOST_CELLS = 64_000_000
"""Beyond so many pairs of a person and a standing group the table would take too much memory: two bytes each."""
NEVER = 1_000
"""What a group that a person could not be in, whatever their other groups, counts as being ruled out."""

Counts = NDArray[np.int16]
Change = tuple[int, int, int, int]
"""(strand, person, group before or -1, group after or -1)"""


@dataclass
class Crossing:
    """Standing groups of all strands in one numbering, strand after strand."""

    plan: Plan
    first: list[int]
    """(strands + 1,) where the groups of each strand begin."""
    local: Ints
    """(groups,) the number of each within its strand."""
    across: list[Ints]
    """For each strand, the number here of each of its groups; -1 for one that does not stand."""
    rules_out: Counts
    """(groups, groups) 1 where one person may not have both; 0 within a strand."""
    blocked: Counts
    """(people, groups) how many of the person's groups in other strands rule the group out."""
    movable: list[Bools]
    plain: list[bool]
    """For each strand whether times, places and sizes are all that its groups ask."""
    changes: list[Change] = field(default_factory=list)
    """What was done, to be undone."""

    def groups_of(self, strand: int) -> slice:
        return slice(self.first[strand], self.first[strand + 1])

    def strand_of(self, group: int) -> int:
        return bisect_right(self.first, group) - 1

    def held(self, person: int, strand: int) -> int:
        """The group of a person in a strand, in this numbering; -1 for none."""
        group = int(self.plan.strands[strand].place[person])
        return -1 if group < 0 else int(self.across[strand][group])

    def room(self, strand: int) -> Ints:
        """(groups of the strand,) how many more each could take."""
        groups, plan = self.local[self.groups_of(strand)], self.plan.strands[strand]
        return plan.capacity[groups] - plan.size[groups]

    def members(self, group: int, strand: int) -> Ints:
        """Who sits in a group and may be moved."""
        return np.flatnonzero((self.plan.strands[strand].place == self.local[group]) & self.movable[strand])


def cross(plan: Plan) -> Crossing | None:
    """The strands of a plan as they stand; None if there are too many people and groups for a table."""
    opens = [strand.open_groups() for strand in plan.strands]
    total = sum(map(len, opens))
    if not total or total * max(total, len(plan.instance.people)) > MOST_CELLS:
        return None
    first = [0, *np.cumsum([len(groups) for groups in opens]).tolist()]
    across = []
    for strand, groups, begin in zip(plan.strands, opens, first, strict=False):
        numbers = np.full(len(strand.open), -1, dtype=np.int64)
        numbers[groups] = np.arange(begin, begin + len(groups))
        across.append(numbers)
    crossing = Crossing(
        plan,
        first,
        np.concatenate(opens),
        across,
        excluding(plan, opens, first),
        np.zeros((len(plan.instance.people), total), dtype=np.int16),
        [~immovable(plan, strand) for strand in plan.strands],
        [is_plain(plan, strand) for strand in plan.strands],
    )
    fill_blocked(crossing, opens)
    return crossing


def excluding(plan: Plan, opens: list[Ints], first: list[int]) -> Counts:
    """(groups, groups) which pairs of different strands one person may not have."""
    width = max(strand.starts.shape[1] for strand in plan.strands)
    starts = np.concatenate(
        [padded(strand.starts[groups], width) for strand, groups in zip(plan.strands, opens, strict=True)]
    )
    ends = np.concatenate(
        [padded(strand.ends[groups], width) for strand, groups in zip(plan.strands, opens, strict=True)]
    )
    table = np.zeros((len(starts), len(starts)), dtype=bool)
    for one in range(width):
        for other in range(width):
            table |= (starts[:, one][:, None] < ends[:, other][None, :]) & (
                ends[:, one][:, None] > starts[:, other][None, :]
            )
    for number, strand in enumerate(plan.strands):
        own = slice(first[number], first[number + 1])
        table[own, own] = False
        for earlier in strand.arrays.prerequisites:
            theirs = slice(first[earlier], first[earlier + 1])
            table[own, theirs] = ~compatible(strand, opens[number], plan.strands[earlier])[:, opens[earlier]]
            table[theirs, own] = table[own, theirs].T
    return table.astype(np.int16)


def padded(times: Ints, width: int) -> Ints:
    """Times of groups with as many columns as the longest series; what is added never overlaps."""
    extra = width - times.shape[1]
    return times if not extra else np.concatenate([times, times[:, :1].repeat(extra, axis=1)], axis=1)


def fill_blocked(crossing: Crossing, opens: list[Ints]) -> None:
    plan, blocked = crossing.plan, crossing.blocked
    for number, strand in enumerate(plan.strands):
        blocked[:, crossing.groups_of(number)] += NEVER * ~strand.suits[opens[number]].T
        for person, stretches in plan.leads.items():
            for start, end in stretches:
                overlap = ((strand.starts[opens[number]] < end) & (strand.ends[opens[number]] > start)).any(axis=1)
                blocked[person, crossing.groups_of(number)] += NEVER * overlap
    for number, strand in enumerate(plan.strands):
        people = np.flatnonzero(strand.place >= 0)
        blocked[people] += crossing.rules_out[crossing.across[number][strand.place[people]]]


def put(crossing: Crossing, strand: int, person: int, group: int) -> bool:
    """Let a person join a group that is not ruled out and has room; False if another rule forbids it."""
    plan, local = crossing.plan, int(crossing.local[group])
    if not crossing.plain[strand] and not may_join(plan, plan.strands[strand], person, local):
        return False
    join(plan, plan.strands[strand], person, local)
    crossing.blocked[person] += crossing.rules_out[group]
    crossing.changes.append((strand, person, -1, group))
    return True


def take(crossing: Crossing, strand: int, person: int) -> int:
    """Take a person out of their group of a strand; its number."""
    group = crossing.held(person, strand)
    leave(crossing.plan, crossing.plan.strands[strand], person)
    crossing.blocked[person] -= crossing.rules_out[group]
    crossing.changes.append((strand, person, group, -1))
    return group


def undo_to(crossing: Crossing, mark: int) -> None:
    """Take back all changes after the first ``mark``."""
    while len(crossing.changes) > mark:
        strand, person, before, after = crossing.changes.pop()
        plan = crossing.plan.strands[strand]
        if after >= 0:
            leave(crossing.plan, plan, person)
            crossing.blocked[person] -= crossing.rules_out[after]
        else:
            join(crossing.plan, plan, person, int(crossing.local[before]))
            crossing.blocked[person] += crossing.rules_out[before]
