"""The plan: the schedule while it is being made, with everything counted that a rule counts.

A plan always keeps the hard rules that its functions check; whoever changes it does so through
`open_group`, `close_group`, `join` and `leave`, which keep all counts true.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from scheduler.engine.instance import NO_LIMIT, Instance, StrandArrays
from scheduler.engine.slots import Bools, Ints
from scheduler.problem import Mode

FAR = np.int64(2**40)


@dataclass
class StrandPlan:
    """Groups and members of one strand. Rows of closed groups stay, marked as not open."""

    arrays: StrandArrays
    place: Ints
    """(people,) the group, -1 for none."""
    frozen: Bools
    """(people,) who may not be moved: locks, units kept together."""
    slots: list[tuple[int, ...]] = field(default_factory=list)
    venues: list[tuple[int, ...]] = field(default_factory=list)
    trainers: list[tuple[tuple[int, ...], ...]] = field(default_factory=list)
    """For each group the trainers of each meeting."""
    given: list[int] = field(default_factory=list)
    """For each group its number in the given timetable, -1 if it was made here."""
    open: Bools = field(default_factory=lambda: np.zeros(0, bool))
    size: Ints = field(default_factory=lambda: np.zeros(0, np.int64))
    capacity: Ints = field(default_factory=lambda: np.zeros(0, np.int64))
    label: Ints = field(default_factory=lambda: np.zeros(0, np.int64))
    """(groups,) the value of the last field that members of a team-based group share, -1 while anyone may come."""
    starts: Ints = field(default_factory=lambda: np.zeros((0, 1), np.int64))
    """(groups, meetings) minutes; meetings that a group does not have lie far away and are empty."""
    ends: Ints = field(default_factory=lambda: np.zeros((0, 1), np.int64))
    moment_from: Ints = field(default_factory=lambda: np.zeros((0, 1), np.int64))
    moment_to: Ints = field(default_factory=lambda: np.zeros((0, 1), np.int64))
    first_start: Ints = field(default_factory=lambda: np.zeros(0, np.int64))
    first_day: Ints = field(default_factory=lambda: np.zeros(0, np.int64))
    last_end: Ints = field(default_factory=lambda: np.zeros(0, np.int64))
    last_day: Ints = field(default_factory=lambda: np.zeros(0, np.int64))
    suits: Bools = field(default_factory=lambda: np.zeros((0, 0), bool))
    """(groups, people) who could sit in the group as far as they alone are concerned."""
    counts: list[Ints] = field(default_factory=list)
    """For each limit (groups, values) how many members have the value."""

    def members(self, group: int) -> Ints:
        return np.flatnonzero(self.place == group)

    def open_groups(self) -> Ints:
        return np.flatnonzero(self.open)

    @property
    def unplaced(self) -> Ints:
        return np.flatnonzero(self.arrays.audience & (self.place < 0))


@dataclass
class Plan:
    """All strands and what they use of trainers, venues and teams."""

    instance: Instance
    strands: list[StrandPlan]
    trainer_blocked: Ints
    """(trainers, slots) how many commitments keep a trainer from a session in the slot."""
    trainer_day: Ints
    trainer_week: Ints
    trainer_load: Ints
    trainer_ok: Bools
    """(trainers, slots) who could still take a session; travel is checked apart."""
    commitments: list[list[tuple[int, int, str | None]]]
    """For each trainer (start, end, site); site None for online."""
    leads: dict[int, list[tuple[int, int]]]
    """Person -> stretches in which they lead a session."""
    venue_busy: Ints
    """(venues, slots) how many sessions overlap the slot, turnaround included."""
    venue_use: list[list[tuple[int, int]]]
    away: Ints
    """(teams, moments) members in sessions that count for service cover."""
    ahead: bool = False
    """Whether people may be placed before they have a place in what must come first: while strands are
    filled from the last to the first."""


def new_plan(instance: Instance) -> Plan:
    """An empty plan with the groups of the given timetable standing and the locked people in them."""
    trainers, venues, slots = len(instance.trainers), len(instance.venues), len(instance.slots)
    days = int(instance.slots.day.max()) + 1 if slots else 1
    weeks = int(instance.slots.week.max()) + 1 if slots else 1
    plan = Plan(
        instance=instance,
        strands=[
            StrandPlan(arrays, np.full(len(instance.people), -1, np.int64), np.zeros(len(instance.people), bool))
            for arrays in instance.strands
        ],
        trainer_blocked=np.zeros((trainers, slots), np.int64),
        trainer_day=np.zeros((trainers, days), np.int64),
        trainer_week=np.zeros((trainers, weeks), np.int64),
        trainer_load=np.zeros(trainers, np.int64),
        trainer_ok=instance.trainer_free.copy(),
        commitments=[[] for _ in range(trainers)],
        leads={},
        venue_busy=np.zeros((venues, slots), np.int64),
        venue_use=[[] for _ in range(venues)],
        away=np.zeros((len(instance.team_limit), len(instance.moments)), np.int64),
    )
    for strand in plan.strands:
        grow(strand, 1, strand.arrays.strand.meetings, len(instance.people))
    for trainer in range(trainers):
        refresh_trainer(plan, trainer)
    for strand in plan.strands:
        for number, group in enumerate(strand.arrays.given):
            opened = open_group(plan, strand, group.slots, group.venues, group.trainers, given=number)
            for person, group_id in strand.arrays.locked.items():
                if group_id == group.group_id:
                    lock_in(plan, strand, person, opened)
    return plan


def lock_in(plan: Plan, strand: StrandPlan, person: int, group: int) -> None:
    """Seat a pinned person, and with them everybody who is to be kept together with them."""
    unit = int(strand.arrays.unit_of[person])
    for member in [person] if unit < 0 else strand.arrays.together[unit].tolist():
        if strand.place[member] < 0:
            join(plan, strand, member, group)
        strand.frozen[member] = True


def open_group(
    plan: Plan,
    strand: StrandPlan,
    slots: tuple[int, ...],
    venues: tuple[int, ...],
    trainers: tuple[tuple[int, ...], ...],
    *,
    given: int = -1,
    label: int = -1,
) -> int:
    """Let a new, empty group stand and take its trainers and venues; its number."""
    instance, arrays = plan.instance, strand.arrays
    group = len(strand.slots)
    strand.slots.append(slots)
    strand.venues.append(venues)
    strand.trainers.append(trainers)
    strand.given.append(given)
    grow(strand, group + 1, max(len(slots), strand.starts.shape[1]), len(instance.people))
    write_times(instance, strand, group, slots)
    places = arrays.given[given].places if given >= 0 else arrays.strand.max_size
    rooms = [NO_LIMIT if v < 0 else instance.venues[v].capacity or NO_LIMIT for v in venues] if given < 0 else []
    strand.capacity[group] = min([places, *rooms])
    strand.open[group] = True
    strand.size[group] = 0
    strand.label[group] = label
    strand.suits[group] = suits_group(instance, arrays, slots, venues, trainers)
    occupy(plan, strand, group, 1)
    return group


def suits_group(
    instance: Instance,
    arrays: StrandArrays,
    slots: tuple[int, ...],
    venues: tuple[int, ...],
    trainers: tuple[tuple[int, ...], ...],
) -> Bools:
    """(people,) who could sit in such a group as far as they alone are concerned."""
    row = arrays.audience.copy()
    for slot, venue in zip(slots, venues, strict=True):
        row &= instance.person_free[:, slot] & instance.suits[:, venue]
    for trainer in {trainer for those in trainers for trainer in those}:
        if trainer in arrays.trainer_foes:
            row[arrays.trainer_foes[trainer]] = False
    return row


def close_group(plan: Plan, strand: StrandPlan, group: int) -> None:
    """Let an empty group go; its trainers and venues are free again."""
    assert strand.size[group] == 0
    occupy(plan, strand, group, -1)
    strand.open[group] = False


def swap_trainers(plan: Plan, strand: StrandPlan, group: int, trainers: tuple[int, ...]) -> None:
    """Let other trainers lead a group."""
    occupy(plan, strand, group, -1)
    strand.trainers[group] = (trainers,) * len(strand.slots[group])
    occupy(plan, strand, group, 1)
    # A table of its own: the one of the plan that this was copied from must stay as it is.
    strand.suits = strand.suits.copy()
    strand.suits[group] = suits_group(
        plan.instance, strand.arrays, strand.slots[group], strand.venues[group], strand.trainers[group]
    )


def grow(strand: StrandPlan, groups: int, meetings: int, people: int) -> None:
    """Make room for so many groups and meetings; arrays grow by doubling."""
    have = len(strand.open)
    if groups <= have and meetings <= strand.starts.shape[1]:
        return
    rows = have if groups <= have else max(16, 2 * have, groups)

    def wider(array: Ints, fill: int) -> Ints:
        fresh = np.full((rows, meetings), fill, dtype=np.int64)
        fresh[: array.shape[0], : array.shape[1]] = array
        return fresh

    def longer(array: NDArray[Any]) -> NDArray[Any]:
        return np.concatenate([array, np.zeros((rows - len(array), *array.shape[1:]), array.dtype)])

    strand.starts, strand.ends = wider(strand.starts, int(FAR)), wider(strand.ends, -int(FAR))
    strand.moment_from, strand.moment_to = wider(strand.moment_from, 0), wider(strand.moment_to, 0)
    for name in ("open", "size", "capacity", "label", "first_start", "first_day", "last_end", "last_day"):
        setattr(strand, name, longer(getattr(strand, name)))
    if not strand.counts:
        strand.counts = [np.zeros((0, limit.count), np.int16) for limit in strand.arrays.limits]
    strand.counts = [longer(count) for count in strand.counts]
    strand.suits = longer(strand.suits if len(strand.suits) else np.zeros((0, people), bool))


def write_times(instance: Instance, strand: StrandPlan, group: int, slots: tuple[int, ...]) -> None:
    at, numbers = instance.slots, np.array(slots, dtype=np.int64)
    strand.starts[group], strand.ends[group] = FAR, -FAR
    strand.moment_from[group] = strand.moment_to[group] = 0
    strand.starts[group, : len(slots)] = at.start[numbers]
    strand.ends[group, : len(slots)] = at.end[numbers]
    strand.moment_from[group, : len(slots)] = instance.moment_from[numbers]
    strand.moment_to[group, : len(slots)] = instance.moment_to[numbers]
    strand.first_start[group], strand.last_end[group] = at.start[numbers].min(), at.end[numbers].max()
    strand.first_day[group], strand.last_day[group] = at.day[numbers].min(), at.day[numbers].max()


def occupy(plan: Plan, strand: StrandPlan, group: int, sign: int) -> None:
    """Take (+1) or give back (-1) the trainers and venues of a group."""
    instance = plan.instance
    turnaround = instance.problem.turnaround_minutes
    touched: set[int] = set()
    for slot, venue, trainers in zip(strand.slots[group], strand.venues[group], strand.trainers[group], strict=True):
        start, end = int(instance.slots.start[slot]), int(instance.slots.end[slot])
        site: str | None = None
        if venue >= 0:
            in_person = instance.venues[venue].mode is Mode.IN_PERSON
            # A room without a site is a place of its own: nobody is there already.
            site = (instance.venues[venue].site or f"\0{venue}") if in_person else None
            after = turnaround if in_person else 0
            busy = (instance.slots.start < end + after) & (instance.slots.end + after > start)
            plan.venue_busy[venue] += sign * busy
            change(plan.venue_use[venue], (start, end), sign)
        for trainer in trainers:
            commit_trainer(plan, trainer, slot, (start, end, site), sign)
            touched |= {trainer, *twins(plan, trainer)}
    for trainer in touched:
        refresh_trainer(plan, trainer)


def commit_trainer(plan: Plan, trainer: int, slot: int, commitment: tuple[int, int, str | None], sign: int) -> None:
    slots, rest = plan.instance.slots, plan.instance.problem.break_minutes
    start, end, _ = commitment
    plan.trainer_blocked[trainer] += sign * ((slots.start < end + rest) & (slots.end + rest > start))
    for twin in twins(plan, trainer):
        plan.trainer_blocked[twin] += sign * ((slots.start < end) & (slots.end > start))
    plan.trainer_day[trainer, slots.day[slot]] += sign
    plan.trainer_week[trainer, slots.week[slot]] += sign
    plan.trainer_load[trainer] += sign
    change(plan.commitments[trainer], commitment, sign)
    person = int(plan.instance.trainer_person[trainer])
    if person >= 0:
        change(plan.leads.setdefault(person, []), (start, end), sign)


def twins(plan: Plan, trainer: int) -> list[int]:
    """Other rows of the trainers' table that are the same person."""
    same = plan.instance.leads_as.get(int(plan.instance.trainer_person[trainer]), ())
    return [other for other in same if other != trainer]


def change(items: list[Any], item: Any, sign: int) -> None:
    if sign > 0:
        items.append(item)
    else:
        items.remove(item)


def refresh_trainer(plan: Plan, trainer: int) -> None:
    """Compute anew in which slots a trainer could still take a session."""
    instance = plan.instance
    slots, limits = instance.slots, instance.trainers[trainer]
    row = instance.trainer_free[trainer] & (plan.trainer_blocked[trainer] == 0)
    if limits.max_per_day is not None:
        row &= plan.trainer_day[trainer][slots.day] < limits.max_per_day
    if limits.max_per_week is not None:
        row &= plan.trainer_week[trainer][slots.week] < limits.max_per_week
    person, training = int(instance.trainer_person[trainer]), int(instance.ready_after[trainer])
    if training >= 0:
        group = int(plan.strands[training].place[person]) if person >= 0 else -1
        row &= (slots.day > plan.strands[training].last_day[group]) if group >= 0 else False
    if person >= 0:
        for strand in plan.strands:
            group = int(strand.place[person])
            if group >= 0:
                for start, end in zip(strand.starts[group], strand.ends[group], strict=True):
                    row &= ~((slots.start < end) & (slots.end > start))
    plan.trainer_ok[trainer] = row


def join(plan: Plan, strand: StrandPlan, person: int, group: int) -> None:
    """Put a person without a group into one. The caller has checked that it is allowed."""
    assert strand.place[person] < 0
    strand.place[person] = group
    count_member(plan, strand, person, group, 1)


def leave(plan: Plan, strand: StrandPlan, person: int) -> int:
    """Take a person out of their group; its number."""
    group = int(strand.place[person])
    assert group >= 0
    strand.place[person] = -1
    count_member(plan, strand, person, group, -1)
    return group


def count_member(plan: Plan, strand: StrandPlan, person: int, group: int, sign: int) -> None:
    strand.size[group] += sign
    if strand.arrays.team_based:
        strand.label[group] = strand.arrays.unit[person] if strand.size[group] else -1
    for limit, counts in zip(strand.arrays.limits, strand.counts, strict=True):
        value = limit.values[person]
        if value >= 0:
            counts[group, value] += sign
    team = plan.instance.team[person]
    if team >= 0 and strand.arrays.counts_for_cover:
        for low, high in zip(strand.moment_from[group], strand.moment_to[group], strict=True):
            plan.away[team, low:high] += sign
    if person in plan.instance.leads_as:
        for trainer in plan.instance.leads_as[person]:
            refresh_trainer(plan, trainer)
