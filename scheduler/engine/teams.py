"""Team-based strands: whole teams together where times allow, the rest pooled within their unit.

Teams come first, each with the fewest starts that cover all of its members; teams too small for a
group of their own, and members whom no start of their team suits, share groups within the value of
the last field.
"""

from __future__ import annotations

import numpy as np

from scheduler.engine.construct import Stop, barred
from scheduler.engine.demand import MILLION, whole
from scheduler.engine.eligibility import eligibility
from scheduler.engine.instance import NO_LIMIT
from scheduler.engine.members import pick_members
from scheduler.engine.plan import Plan, StrandPlan, join, open_group
from scheduler.engine.resources import find_resources, trainer_column, venue_column
from scheduler.engine.slots import Bools, Ints

TRIES = 10
"""Random restarts of the cover of one team with a given number of groups."""

PART_GROUPS = 4
"""A team of more than about so many full groups is covered in parts."""

Cover = list[tuple[int, Ints]]
"""Columns with the rows of the members who meet there."""


def fill_team_strand(
    plan: Plan, strand: StrandPlan, rng: np.random.Generator, stop: Stop, *, latest_day: int | None = None
) -> None:
    """Open groups for everybody of a team-based strand who has none, none of them after the latest day."""
    if not len(strand.arrays.columns):
        return
    last_day = plan.instance.slots.day[strand.arrays.columns].max(axis=1)
    among: Bools = last_day <= (NO_LIMIT if latest_day is None else latest_day)
    for _ in range(2):
        # A second round for teams whose starts were taken by others meanwhile.
        for team in teams_by_size(strand):
            if not stop():
                fill_team(plan, strand, team, among, rng)
    for unit in np.unique(strand.arrays.unit[strand.unplaced]).tolist():
        if not stop():
            fill_pool(plan, strand, unit, among)


def teams_by_size(strand: StrandPlan) -> list[Ints]:
    """The waiting members of each team within each unit, largest team first."""
    waiting = strand.unplaced
    keys = strand.arrays.unit[waiting] * (int(strand.arrays.own.max(initial=0)) + 1) + strand.arrays.own[waiting]
    teams = [waiting[keys == key] for key in np.unique(keys)]
    return sorted(teams, key=lambda team: (-len(team), int(team[0])))


def fill_team(plan: Plan, strand: StrandPlan, team: Ints, among: Bools, rng: np.random.Generator) -> None:
    sizes = strand.arrays.strand
    team = at_peace(strand, team)
    if len(team) < sizes.min_size:
        return
    parts = max(1, len(team) // (PART_GROUPS * sizes.max_size))
    for part in range(parts):
        # Every so-manieth member: parts of a large team are alike.
        fill_part(plan, strand, team[part::parts], among, rng)


def fill_part(plan: Plan, strand: StrandPlan, team: Ints, among: Bools, rng: np.random.Generator) -> None:
    """Open groups in columns ``among`` for a team, or a part of one that is large enough to be covered for itself."""
    sizes = strand.arrays.strand
    eligible = eligibility(plan, strand, team)
    kind, eligible = best_class(plan, strand, team, eligible)
    if not eligible.any():
        return
    usable = among & open_columns(plan, strand, kind)
    for column, rows in cover_team(eligible & usable[None, :], sizes.min_size, sizes.max_size, rng):
        open_with(plan, strand, kind, column, team[rows], int(strand.arrays.unit[team[0]]))


def at_peace(strand: StrandPlan, people: Ints) -> Ints:
    """Most of the people such that nobody is kept apart from another: those kept from most others drop out.

    Under the rule on line managers this leaves the reports; their manager joins another group.
    """
    left = set(people.tolist())
    foes = {p: left & set(strand.arrays.foes[p].tolist()) for p in left if p in strand.arrays.foes}
    while foes:
        worst = max(foes, key=lambda p: (len(foes[p] & left), -p))
        if not foes[worst] & left:
            break
        left.discard(worst)
        del foes[worst]
    return np.array(sorted(left), dtype=np.int64)


def best_class(plan: Plan, strand: StrandPlan, people: Ints, eligible: Bools) -> tuple[int, Bools]:
    """The class of venues that suits the most of the people, and who could then meet when."""
    suits = plan.instance.class_suits[people]
    usable = [
        number
        for number, venues in enumerate(plan.instance.venue_classes)
        if any(plan.instance.venues[int(v)].mode in strand.arrays.strand.modes for v in venues)
    ]
    if not usable:
        return 0, np.zeros_like(eligible)
    kind = max(usable, key=lambda number: (int(suits[:, number].sum()), -number))
    return kind, eligible & suits[:, kind][:, None]


def open_columns(plan: Plan, strand: StrandPlan, kind: int) -> Bools:
    columns = strand.arrays.columns
    return trainer_column(plan, strand.arrays, columns) & venue_column(
        plan, strand.arrays, plan.instance.venue_classes[kind], columns
    )


def cover_team(eligible: Bools, least: int, most: int, rng: np.random.Generator) -> Cover:
    """Columns and members that seat as many of a team as possible, with the fewest groups for that.

    ``eligible`` is (members, columns), the earliest column first.
    """
    count = len(eligible)
    best: Cover = []
    for groups in range(-(-count // most), count // least + 1):
        for _ in range(1 if groups == 1 else TRIES):
            found = seat(eligible, choose_columns(eligible, groups, least, most, rng), least, most)
            if sum(len(rows) for _, rows in found) > sum(len(rows) for _, rows in best):
                best = found
        if sum(len(rows) for _, rows in best) == count:
            break
    return best


def choose_columns(eligible: Bools, groups: int, least: int, most: int, rng: np.random.Generator) -> list[int]:
    """Greedy cover: each column takes the scarcest people that are left.

    Among columns that cover as many, the one that others of the team could join too is better: a
    group needs ``least`` members.
    """
    able = eligible.sum(axis=0)
    weight = whole(1.0 / np.maximum(1, eligible.sum(axis=1)) * (1 + 0.3 * rng.random(len(eligible))))
    left = np.asarray(eligible.any(axis=1))
    chosen: list[int] = []
    blocked = able < least
    for number in range(groups):
        if not left.any():
            break
        last = number == groups - 1
        count = eligible[left].sum(axis=0)
        if not count[~blocked].any():
            break
        score = np.minimum(count, most) + (0.0 if last else 1.0 / MILLION) * (weight[left] @ eligible[left])
        score = score + able * (0.02 + 0.2 * rng.random() * (number > 0))
        score[blocked] = -1
        column = int(np.argmax(score))
        if score[column] <= 0:
            break
        chosen.append(column)
        blocked[column] = True
        rows = np.flatnonzero(left & eligible[:, column])
        rows = rows[np.argsort(-weight[rows], kind="stable")][:most]
        left[rows] = False
    return chosen


def seat(eligible: Bools, columns: list[int], least: int, most: int) -> Cover:
    """Seat people in the chosen columns by augmenting paths, then even out; groups under ``least`` go."""
    table = eligible[:, columns]
    place = np.full(len(eligible), -1, dtype=np.int64)
    for person in np.argsort(table.sum(axis=1), kind="stable").tolist():
        augment(table, place, person, most, set())
    for group in range(len(columns)):
        even_out(table, place, group, least)
    found = [(column, np.flatnonzero(place == group)) for group, column in enumerate(columns)]
    return [(column, rows) for column, rows in found if len(rows) >= least]


def augment(table: Bools, place: Ints, person: int, most: int, seen: set[int]) -> bool:
    for group in np.flatnonzero(table[person]).tolist():
        if group in seen:
            continue
        seen.add(group)
        members = np.flatnonzero(place == group)
        if len(members) < most or any(augment(table, place, int(m), most, seen) for m in members):
            place[person] = group
            return True
    return False


def even_out(table: Bools, place: Ints, group: int, least: int) -> None:
    """Bring a group up to ``least`` with people from groups that can spare them."""
    while (missing := least - int((place == group).sum())) > 0:
        sizes = np.bincount(place[place >= 0], minlength=table.shape[1])
        movable = np.flatnonzero(table[:, group] & (place >= 0) & (place != group))
        movable = movable[sizes[place[movable]] > least]
        if not len(movable):
            return
        take = movable[np.argsort(-sizes[place[movable]], kind="stable")][:missing]
        place[take[0]] = group


def open_with(plan: Plan, strand: StrandPlan, kind: int, column: int, people: Ints, unit: int) -> bool:
    """Open a group of one unit with the given people, as many as rules and room allow."""
    arrays = strand.arrays
    slots = tuple(int(s) for s in arrays.columns[column])
    found = find_resources(plan, arrays, slots, plan.instance.venue_classes[kind], len(people), people)
    if found is None:
        return False
    venues, trainers = found
    seats = min([arrays.strand.max_size, *(plan.instance.venues[v].capacity or 10**9 for v in venues)])
    people = barred(plan, strand, people, trainers, slots)
    members = pick_members(plan, strand, people, slots, seats)
    if len(members) < arrays.strand.min_size:
        return False
    group = open_group(plan, strand, slots, venues, (trainers,) * len(slots), label=unit)
    for person in members:
        join(plan, strand, person, group)
    return True


def fill_pool(plan: Plan, strand: StrandPlan, unit: int, among: Bools) -> None:
    """Shared groups in columns ``among`` for the waiting people of one unit, those that serve most first."""
    sizes = strand.arrays.strand
    failed: set[tuple[int, int]] = set()
    while True:
        waiting = strand.unplaced
        waiting = waiting[strand.arrays.unit[waiting] == unit]
        if len(waiting) < sizes.min_size:
            return
        eligible = eligibility(plan, strand, waiting) & among[None, :]
        suits = plan.instance.class_suits[waiting]
        urgency = whole(1.0 / np.maximum(1, eligible.sum(axis=1)))
        best: tuple[float, int, int] | None = None
        for kind in range(len(plan.instance.venue_classes)):
            can = eligible & suits[:, kind][:, None] & open_columns(plan, strand, kind)[None, :]
            count = can.sum(axis=0)
            value = np.where(
                count >= sizes.min_size, np.minimum(count, sizes.max_size) + (urgency @ can) / MILLION, 0.0
            )
            for number, column in failed:
                if number == kind:
                    value[column] = 0
            column = int(np.argmax(value))
            if value[column] > 0 and (best is None or value[column] > best[0]):
                best = (float(value[column]), kind, column)
        if best is None:
            return
        _, kind, column = best
        rows = np.flatnonzero(eligible[:, column] & suits[:, kind])
        people = waiting[rows[np.argsort(-urgency[rows], kind="stable")]]
        if not open_with(plan, strand, kind, column, people, unit):
            failed.add((kind, column))
