"""Construction: a first timetable with people in it, week by week, the scarcest people first.

For one strand at a time the candidate column that the most, and the scarcest, people without a
group could attend gets a group, as long as full groups can be made; what is left over then gets the
largest groups that it can fill.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from scheduler.engine.demand import Demand, Floats, build_demand, drop_short, look_ahead, serve
from scheduler.engine.instance import NO_LIMIT
from scheduler.engine.members import pick_members
from scheduler.engine.plan import Plan, StrandPlan, join, open_group
from scheduler.engine.resources import find_resources, trainer_column, venue_column
from scheduler.engine.slots import Bools, Ints

Stop = Callable[[], bool]

NEARLY = 0.9
"""An earlier group is preferred to a later one that is larger by less than this share."""
MOST_FAILURES = 12
"""Columns that turn out not to hold a full group, because of whom their people are, before a week is left."""


def fill_strand(
    plan: Plan, strand: StrandPlan, rng: np.random.Generator, stop: Stop, *, latest_day: int | None = None
) -> None:
    """Open groups for everybody of the strand who has none: full groups week by week, then the rest.

    No group meets after ``latest_day`` (days since the origin of the slots).
    """
    people, columns = strand.unplaced, strand.arrays.columns
    if not len(people) or not len(columns):
        return
    demand = build_demand(plan, strand, people, rng)
    weeks = plan.instance.slots.week[columns[:, -1]]
    in_time = np.ones(len(columns), dtype=bool)
    if latest_day is not None:
        in_time = plan.instance.slots.day[columns[:, -1]] <= latest_day
    tried = np.zeros_like(demand.count, dtype=bool)
    if len(people) >= demand.seats:
        for week in np.unique(weeks[in_time]):
            if not demand.waiting.any():
                break
            look_ahead(demand, plan.instance.class_suits, weeks == week)
            while not stop() and open_best(plan, strand, demand, in_time & (weeks <= week), tried, full=True):
                pass
        tried[:] = False
    while not stop() and open_best(plan, strand, demand, in_time, tried, full=False):
        pass


def open_best(plan: Plan, strand: StrandPlan, demand: Demand, within: Bools, tried: Bools, *, full: bool) -> bool:
    """Open the group that serves the waiting best; False when no column within reach is worth one."""
    least = demand.seats if full else strand.arrays.strand.min_size
    at, worth = worth_trying(plan, strand, (demand.count >= least) & ~tried & within[None, :])
    for _ in range(MOST_FAILURES if full else 10 * MOST_FAILURES):
        if not worth.any():
            return False
        if full:
            kind, row = divmod(int(np.argmax(np.where(worth, demand.weight[:, at], -1.0))), len(at))
        else:
            served = np.where(worth, np.minimum(demand.count[:, at], demand.seats), 0)
            kind, row = earliest_of(served >= NEARLY * served.max(), demand.weight[:, at])
        column = int(at[row])
        members = open_at(plan, strand, demand, kind, column, plan.instance.class_suits, least)
        if members:
            serve(demand, plan.instance.class_suits, members)
            drop_short(plan, strand, demand, plan.instance.class_suits, column, members)
            return True
        tried[kind, column] = True
        worth[kind, row] = False
    return False


def worth_trying(plan: Plan, strand: StrandPlan, wanted: Bools) -> tuple[Ints, Bools]:
    """Columns for which a venue of some wanted class and trainers look free, and (classes, those) which classes.

    ``wanted`` is (venue classes, columns).
    """
    arrays = strand.arrays
    at = np.flatnonzero(wanted.any(axis=0))
    at = at[trainer_column(plan, arrays, arrays.columns[at])]
    worth = wanted[:, at]
    for number, venues in enumerate(plan.instance.venue_classes):
        if worth[number].any():
            worth[number] &= venue_column(plan, arrays, venues, arrays.columns[at])
    return at, worth


def earliest_of(table: Bools, weight: Floats) -> tuple[int, int]:
    """The first column with an entry, and in it the class with the most weight."""
    column = int(np.argmax(table.any(axis=0)))
    return int(np.argmax(np.where(table[:, column], weight[:, column], -np.inf))), column


def open_at(
    plan: Plan, strand: StrandPlan, demand: Demand, kind: int, column: int, suits: Bools, least: int
) -> list[int]:
    """Open a group at a column in a venue of a class with its most urgent people; [] if it cannot be."""
    arrays = strand.arrays
    slots = tuple(int(s) for s in arrays.columns[column])
    rows = np.flatnonzero(demand.waiting & demand.eligible[:, column] & suits[demand.people, kind])
    people = demand.people[rows[np.argsort(-demand.urgency[rows], kind="stable")]]
    found = find_resources(plan, arrays, slots, plan.instance.venue_classes[kind], arrays.strand.max_size, people)
    if found is None:
        return []
    venues, trainers = found
    seats = min([demand.seats, *(plan.instance.venues[v].capacity or NO_LIMIT for v in venues)])
    members = pick_members(plan, strand, barred(plan, strand, people, trainers, slots), slots, seats)
    if len(members) < min(least, seats) or len(members) < arrays.strand.min_size:
        return []
    group = open_group(plan, strand, slots, venues, (trainers,) * len(slots))
    for person in members:
        join(plan, strand, person, group)
    return members


def barred(plan: Plan, strand: StrandPlan, people: Ints, trainers: tuple[int, ...], slots: tuple[int, ...]) -> Ints:
    """The people without those whom these trainers may not lead, and without whoever leads a session then."""
    out = [strand.arrays.trainer_foes[t] for t in trainers if t in strand.arrays.trainer_foes]
    out.append(plan.instance.trainer_person[list(trainers)])
    at = plan.instance.slots
    busy = [
        person
        for person, stretches in plan.leads.items()
        if any(start < at.end[slot] and at.start[slot] < end for start, end in stretches for slot in slots)
    ]
    out.append(np.array(busy, dtype=np.int64))
    return people[~np.isin(people, np.concatenate(out))]
