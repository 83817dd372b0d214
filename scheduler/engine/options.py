"""Options: which groups a person may be in, given where everybody sits in the other strands."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from scheduler.engine.instance import NO_LIMIT
from scheduler.engine.plan import Plan, StrandPlan
from scheduler.engine.slots import Bools, Ints


def options(plan: Plan, strand: StrandPlan, person: int) -> Bools:
    """(groups,) where the person may be as far as times, order of strands and other sessions go.

    Sizes, people already in the group and service cover are `obstacles`.
    """
    row: Bools = strand.suits[:, person] & strand.open
    if strand.arrays.team_based:
        row &= (strand.label < 0) | (strand.label == strand.arrays.unit[person])
    for start, end in busy_stretches(plan, strand, person):
        row &= ~((strand.starts < end) & (strand.ends > start)).any(axis=1)
    for number in strand.arrays.prerequisites:
        earlier = plan.strands[number]
        if earlier.arrays.audience[person]:
            group = int(earlier.place[person])
            if group >= 0:
                row &= follows(strand, earlier, group)
            elif not plan.ahead:
                row[:] = False
                return row
    for later in plan.strands:
        if strand.arrays.number in later.arrays.prerequisites and later.place[person] >= 0:
            row &= precedes(strand, later, int(later.place[person]))
    return row


def busy_stretches(plan: Plan, strand: StrandPlan, person: int) -> list[tuple[int, int]]:
    """When the person sits in, or leads, a session outside this strand."""
    stretches = list(plan.leads.get(person, ()))
    for other in plan.strands:
        group = int(other.place[person])
        if other is not strand and group >= 0:
            stretches += [
                (int(a), int(b)) for a, b in zip(other.starts[group], other.ends[group], strict=True) if b > a
            ]
    return stretches


def follows(strand: StrandPlan, earlier: StrandPlan, group: int) -> Bools:
    """(groups,) which groups of ``strand`` come in time after a group of the earlier strand."""
    arrays = strand.arrays
    gap = strand.first_day - earlier.last_day[group]
    row: Bools = strand.first_start >= earlier.last_end[group]
    row &= (gap >= arrays.min_gap_days) & (gap <= arrays.max_gap_days)
    return row


def precedes(strand: StrandPlan, later: StrandPlan, group: int) -> Bools:
    """(groups,) which groups of ``strand`` come in time before a group of the later strand."""
    arrays = later.arrays
    gap = later.first_day[group] - strand.last_day
    row: Bools = later.first_start[group] >= strand.last_end
    row &= (gap >= arrays.min_gap_days) & (gap <= arrays.max_gap_days)
    return row


def all_options(plan: Plan, strand: StrandPlan, groups: Ints, people: Ints | None = None) -> Bools:
    """(groups, people) the same as `options` for many at once, for the given group numbers; everybody if not said."""
    who = np.arange(len(strand.place)) if people is None else people
    table: Bools = strand.suits[groups] if people is None else strand.suits[np.ix_(groups, people)]
    table = table & strand.open[groups][:, None]
    if strand.arrays.team_based:
        label = strand.label[groups][:, None]
        table &= (label < 0) | (label == strand.arrays.unit[who][None, :])
    for other in plan.strands:
        if other is strand or not len(other.slots):
            continue
        table &= compatible(strand, groups, other)[:, other.place[who]]
    for number in strand.arrays.prerequisites:
        earlier = plan.strands[number]
        if not plan.ahead:
            table &= (~earlier.arrays.audience[who] | (earlier.place[who] >= 0))[None, :]
    leading = {person: at for at, person in enumerate(who.tolist()) if person in plan.leads} if plan.leads else {}
    for person, at in leading.items():
        for start, end in plan.leads[person]:
            overlap = (strand.starts[groups] < end) & (strand.ends[groups] > start)
            table[:, at] &= ~overlap.any(axis=1)
    return table


def compatible(strand: StrandPlan, groups: Ints, other: StrandPlan) -> Bools:
    """(groups, groups of other + 1) which pairs one person may have; the last column: no group there."""
    count = len(other.slots)
    table = np.ones((len(groups), count + 1), dtype=bool)
    for own in range(strand.starts.shape[1]):
        for theirs in range(other.starts.shape[1]):
            table[:, :count] &= ~(
                (strand.starts[groups, own][:, None] < other.ends[None, :count, theirs])
                & (strand.ends[groups, own][:, None] > other.starts[None, :count, theirs])
            )
    if other.arrays.number in strand.arrays.prerequisites:
        gap = strand.first_day[groups][:, None] - other.last_day[None, :count]
        table[:, :count] &= strand.first_start[groups][:, None] >= other.last_end[None, :count]
        table[:, :count] &= (gap >= strand.arrays.min_gap_days) & (gap <= strand.arrays.max_gap_days)
    if strand.arrays.number in other.arrays.prerequisites:
        gap = other.first_day[None, :count] - strand.last_day[groups][:, None]
        table[:, :count] &= other.first_start[None, :count] >= strand.last_end[groups][:, None]
        table[:, :count] &= (gap >= other.arrays.min_gap_days) & (gap <= other.arrays.max_gap_days)
    return table


@dataclass(frozen=True)
class Obstacles:
    """What in each group (rows) stands in the way of one person."""

    full: Bools
    same: tuple[Bools, ...]
    """For each limit: the group has as many with the person's value as may be."""
    foes: Ints
    """How many sit there with whom the person may not be."""
    cover: Bools
    """Too many of the person's team would be away at that time."""

    @property
    def none(self) -> Bools:
        row: Bools = ~self.full & (self.foes == 0) & ~self.cover
        for same in self.same:
            row &= ~same
        return row


def obstacles(plan: Plan, strand: StrandPlan, person: int) -> Obstacles:
    """What stands in the way of the person, group by group; their own seat counts as free."""
    own = int(strand.place[person])
    size = strand.size.copy()
    if own >= 0:
        size[own] -= 1
    same = []
    for limit, counts in zip(strand.arrays.limits, strand.counts, strict=True):
        value = limit.values[person]
        if value < 0:
            same.append(np.zeros(len(size), dtype=bool))
            continue
        have = counts[:, value].copy()
        if own >= 0:
            have[own] -= 1
        same.append(have >= limit.most)
    return Obstacles(size >= strand.capacity, tuple(same), foes_in(strand, person), team_is_short(plan, strand, person))


def foes_in(strand: StrandPlan, person: int) -> Ints:
    others = strand.arrays.foes.get(person)
    if others is None:
        return np.zeros(len(strand.size), dtype=np.int64)
    groups = strand.place[others]
    return np.bincount(groups[groups >= 0], minlength=len(strand.size))


def team_is_short(plan: Plan, strand: StrandPlan, person: int) -> Bools:
    """(groups,) where one more of the person's team away would break service cover."""
    team = plan.instance.team[person]
    if team < 0 or not strand.arrays.counts_for_cover or plan.instance.team_limit[team] >= NO_LIMIT:
        return np.zeros(len(strand.size), dtype=bool)
    away = plan.away[team].copy()
    own = int(strand.place[person])
    if own >= 0:
        for low, high in zip(strand.moment_from[own], strand.moment_to[own], strict=True):
            away[low:high] -= 1
    full = np.concatenate([[0], np.cumsum(away >= plan.instance.team_limit[team])])
    return np.asarray((full[strand.moment_to] > full[strand.moment_from]).any(axis=1))


def free_groups(plan: Plan, strand: StrandPlan, person: int, closed: Bools) -> Ints:
    """Other groups, none of the closed ones, that the person could simply move to."""
    row = options(plan, strand, person) & ~closed
    if not row.any():
        return np.zeros(0, dtype=np.int64)
    if strand.place[person] >= 0:
        row[strand.place[person]] = False
    return np.flatnonzero(row & obstacles(plan, strand, person).none)


def clash(plan: Plan, slot: int, slots: tuple[int, ...]) -> bool:
    at = plan.instance.slots
    return any(at.start[slot] < at.end[other] and at.start[other] < at.end[slot] for other in slots)
