"""Eligibility: at which candidate columns of a strand people could still meet."""

from __future__ import annotations

import numpy as np

from scheduler.engine.plan import Plan, StrandPlan
from scheduler.engine.slots import Bools, Ints


def column_free(plan: Plan, people: Ints, columns: Ints) -> Bools:
    """(people, columns) who is free at every meeting of a column, whatever else they attend."""
    free = plan.instance.person_free[np.ix_(people, columns[:, 0])]
    for meeting in range(1, columns.shape[1]):
        free &= plan.instance.person_free[np.ix_(people, columns[:, meeting])]
    return free


def eligibility(
    plan: Plan, strand: StrandPlan, people: Ints, columns: Ints | None = None, *, in_time: bool = True
) -> Bools:
    """(people, columns) who could meet when, given where they sit in the other strands.

    ``columns`` are rows of slot numbers; all candidate columns of the strand if not given. With ``in_time``
    only as long as what must follow could still follow.
    """
    columns = strand.arrays.columns if columns is None else columns
    table = column_free(plan, people, columns)
    for other in plan.strands:
        if other is not strand and len(other.slots):
            rule_out_clashes(plan, table, other, people, columns)
            if strand.arrays.number in other.arrays.prerequisites:
                rule_out_too_late(plan, table, other, people, columns)
    for number in strand.arrays.prerequisites:
        rule_out_too_early(plan, table, strand, plan.strands[number], people, columns)
    rule_out_leading(plan, table, people, columns)
    if in_time:
        last_day = plan.instance.slots.day[columns[:, -1]]
        table &= last_day[None, :] <= plan.instance.prospects[strand.arrays.number].last_useful[people][:, None]
    teams = plan.instance.team[people]
    if strand.arrays.counts_for_cover and plan.instance.problem.cover is not None and len(plan.instance.team_limit):
        short = short_teams(plan, np.arange(len(plan.instance.team_limit)), columns)
        table[teams >= 0] &= ~short[teams[teams >= 0]]
    return table


def rule_out_clashes(plan: Plan, table: Bools, other: StrandPlan, people: Ints, columns: Ints) -> None:
    """Not while they sit in a session of another strand."""
    slots = plan.instance.slots
    sits = np.flatnonzero(other.place[people] >= 0)
    group = other.place[people[sits]]
    for meeting in range(other.starts.shape[1]):
        start, end = other.starts[group, meeting][:, None], other.ends[group, meeting][:, None]
        for slot in columns.T:
            table[sits] &= ~((slots.start[slot][None, :] < end) & (slots.end[slot][None, :] > start))


def rule_out_too_late(plan: Plan, table: Bools, later: StrandPlan, people: Ints, columns: Ints) -> None:
    """Not so late, or so early, that their group in a strand that needs this one could not follow."""
    slots, arrays = plan.instance.slots, later.arrays
    sits = np.flatnonzero(later.place[people] >= 0)
    group = later.place[people[sits]]
    gap = later.first_day[group][:, None] - slots.day[columns[:, -1]][None, :]
    table[sits] &= (gap >= arrays.min_gap_days) & (gap <= arrays.max_gap_days)
    table[sits] &= later.first_start[group][:, None] >= slots.end[columns[:, -1]][None, :]


def rule_out_too_early(
    plan: Plan, table: Bools, strand: StrandPlan, earlier: StrandPlan, people: Ints, columns: Ints
) -> None:
    """Not before what must come first, nor too long after it; not at all without it."""
    slots, arrays = plan.instance.slots, strand.arrays
    bound = earlier.arrays.audience[people]
    lost = bound & (earlier.place[people] < 0)
    table[lost] &= could_follow(plan, strand, earlier, people[lost], columns) if plan.ahead else False
    sits = np.flatnonzero(bound & ~lost)
    group = earlier.place[people[sits]]
    gap = slots.day[columns[:, 0]][None, :] - earlier.last_day[group][:, None]
    table[sits] &= (gap >= arrays.min_gap_days) & (gap <= arrays.max_gap_days)
    table[sits] &= slots.start[columns[:, 0]][None, :] >= earlier.last_end[group][:, None]


def rule_out_leading(plan: Plan, table: Bools, people: Ints, columns: Ints) -> None:
    """Not while they lead a session themselves."""
    slots = plan.instance.slots
    for row, person in enumerate(people.tolist()):
        for start, end in plan.leads.get(person, ()):
            for slot in columns.T:
                table[row] &= ~((slots.start[slot] < end) & (slots.end[slot] > start))


def short_teams(plan: Plan, teams: Ints, columns: Ints) -> Bools:
    """(teams, columns) which of the teams have as many away as may be at some meeting of a column."""
    instance = plan.instance
    short = np.zeros((len(teams), len(columns)), dtype=bool)
    full = np.zeros((len(teams), len(instance.moments) + 1), dtype=np.int64)
    np.cumsum(plan.away[teams] >= instance.team_limit[teams][:, None], axis=1, out=full[:, 1:])
    for slot in columns.T:
        short |= full[:, instance.moment_to[slot]] > full[:, instance.moment_from[slot]]
    return short


def could_follow(plan: Plan, strand: StrandPlan, earlier: StrandPlan, people: Ints, columns: Ints) -> Bools:
    """(people, columns) whether the person could still meet in the earlier strand in time before a column."""
    slots, arrays = plan.instance.slots, strand.arrays
    first_day = slots.day[columns[:, 0]]
    before = earlier.arrays.columns
    days = int(slots.day.max()) + 2
    ends_on = np.zeros((len(people), days), dtype=np.int64)
    if len(before):
        free = eligibility(plan, earlier, people)
        np.add.at(ends_on.T, slots.day[before[:, -1]] + 1, free.T.astype(np.int64))
    for group in earlier.open_groups().tolist():
        ends_on[:, earlier.last_day[group] + 1] += earlier.suits[group][people]
    so_far = np.cumsum(ends_on, axis=1)
    latest = np.clip(first_day - arrays.min_gap_days + 1, 0, days - 1)
    oldest = np.clip(first_day - arrays.max_gap_days, 0, days - 1)
    return np.asarray(so_far[:, latest] > so_far[:, oldest])
