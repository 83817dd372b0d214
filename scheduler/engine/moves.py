"""Moves: changes of a plan that take some groups apart and put their people back better.

Every move works on a copy; `improve.py` keeps the copy if no aim is worse (large neighbourhood
search, Shaw 1998, doi 10.1007/3-540-49481-2_30).
"""

from __future__ import annotations

import numpy as np

from scheduler.engine.chains import find_chain
from scheduler.engine.eligibility import column_free
from scheduler.engine.first import fill
from scheduler.engine.flow import reallocate
from scheduler.engine.objective import table_of
from scheduler.engine.plan import Plan, StrandPlan, close_group, leave, open_group
from scheduler.engine.pull import open_around
from scheduler.engine.resources import find_venues, travel_kept
from scheduler.engine.settle import Stop, place_unit, settle
from scheduler.engine.slots import Ints

MINUTES_A_WEEK = 7 * 1440


def take_apart(plan: Plan, strand: StrandPlan, group: int) -> bool:
    """Close a group and leave its members without one; False if it is given or holds locked people."""
    members = strand.members(group)
    if not strand.open[group] or strand.given[group] >= 0 or strand.frozen[members].any():
        return False
    for person in members.tolist():
        leave(plan, strand, person)
    close_group(plan, strand, group)
    return True


def reseat(plan: Plan, rng: np.random.Generator, _stop: Stop) -> None:
    """Seat everybody of a strand anew, by a flow, if somebody who could be has no place in it."""
    waiting = [strand for strand in plan.strands if strand.open.any() and len(could_be_placed(plan, strand))]
    if waiting:
        reallocate(plan, waiting[int(rng.integers(len(waiting)))])


def make_room(plan: Plan, rng: np.random.Generator, stop: Stop) -> None:
    """Open a group where somebody without one could come, at the cost of groups that hold the trainers."""
    waiting = [s for s in plan.strands if len(s.arrays.columns) and len(could_be_placed(plan, s))]
    if not waiting:
        return
    strand = waiting[int(rng.integers(len(waiting)))]
    seeds = could_be_placed(plan, strand)
    seeds = seeds[strand.arrays.unit_of[seeds] < 0]
    if not len(seeds):
        return
    person = seeds[[int(rng.integers(len(seeds)))]]
    columns = np.flatnonzero(column_free(plan, person, strand.arrays.columns)[0])
    if not len(columns):
        return
    # Columns that suit more of those who wait are drawn more often.
    shared = column_free(plan, seeds, strand.arrays.columns[columns]).sum(axis=0).astype(float)
    column = int(rng.choice(columns, p=shared / shared.sum()))
    slots = tuple(int(s) for s in strand.arrays.columns[column])
    kinds = [n for n, venues in enumerate(plan.instance.venue_classes) if plan.instance.suits[person[0], venues[0]]]
    kind = kinds[int(rng.integers(len(kinds)))] if kinds else -1
    free_trainers(plan, strand, slots, rng)
    if kind >= 0:
        free_venue(plan, strand, slots, plan.instance.venue_classes[kind], rng)
    move_aside(plan, strand, int(person[0]), slots)
    if kind >= 0:
        open_around(plan, strand, person, kind, column)
    refill(plan, rng, stop)


def could_be_placed(plan: Plan, strand: StrandPlan) -> Ints:
    """People without a group who are not out of the question from the start."""
    waiting = strand.arrays.audience & (strand.place < 0) & plan.instance.possible[strand.arrays.number]
    for number in strand.arrays.prerequisites:
        earlier = plan.strands[number]
        waiting &= ~earlier.arrays.audience | plan.instance.possible[number]
    return np.flatnonzero(waiting)


def free_trainers(plan: Plan, strand: StrandPlan, slots: tuple[int, ...], rng: np.random.Generator) -> None:
    """Take groups apart until enough trainers look free at the slots; trainers who block least first."""
    arrays, instance = strand.arrays, plan.instance
    able = np.flatnonzero(instance.trainer_free[:, list(slots)].all(axis=1) & arrays.may_deliver)
    missing = arrays.strand.trainers - int(plan.trainer_ok[able][:, list(slots)].all(axis=1).sum())
    if missing <= 0:
        return
    blocked = [int(t) for t in able if not plan.trainer_ok[t, list(slots)].all()]
    noise = {t: rng.random() for t in blocked}
    blockers = {t: blocking_groups(plan, t, slots, rng) for t in blocked}
    for trainer in sorted(blocked, key=lambda t: (len(blockers[t]), noise[t]))[:missing]:
        for other, group in blockers[trainer]:
            take_apart(plan, plan.strands[other], group)


def free_venue(plan: Plan, strand: StrandPlan, slots: tuple[int, ...], among: Ints, rng: np.random.Generator) -> None:
    """Where no venue of a class is free, take the groups apart that hold one of them, drawn by chance."""
    instance = plan.instance
    if find_venues(plan, strand.arrays, slots, among, 0) is not None:
        return
    could = [
        v
        for v in among.tolist()
        if instance.venues[v].mode in strand.arrays.strand.modes and instance.venue_open[v, list(slots)].all()
    ]
    if not could:
        return
    venue = could[int(rng.integers(len(could)))]
    at, after = instance.slots, instance.problem.turnaround_minutes
    for other in plan.strands:
        for group in other.open_groups().tolist():
            for held, place in zip(other.slots[group], other.venues[group], strict=True):
                near = any(at.start[held] < at.end[s] + after and at.start[s] < at.end[held] + after for s in slots)
                if place == venue and near and other.open[group]:
                    take_apart(plan, other, group)


def blocking_groups(
    plan: Plan, trainer: int, slots: tuple[int, ...], rng: np.random.Generator
) -> list[tuple[int, int]]:
    """Groups (strand, group) whose going would let a trainer lead at the slots."""
    at, limits, rest = plan.instance.slots, plan.instance.trainers[trainer], plan.instance.problem.break_minutes
    found: set[tuple[int, int]] = set()
    theirs = [
        (strand.arrays.number, int(group), slot)
        for strand in plan.strands
        for group in strand.open_groups()
        for slot, who in zip(strand.slots[group], strand.trainers[group], strict=True)
        if trainer in who
    ]
    for slot in slots:
        found |= {
            (s, g)
            for s, g, held in theirs
            if at.start[held] < at.end[slot] + rest and at.start[slot] < at.end[held] + rest
        }
        for counts, of, most in (
            (plan.trainer_day, at.day, limits.max_per_day),
            (plan.trainer_week, at.week, limits.max_per_week),
        ):
            same = [(s, g) for s, g, held in theirs if of[held] == of[slot]]
            if most is not None and counts[trainer, of[slot]] >= most and same and not found & set(same):
                found.add(same[int(rng.integers(len(same)))])
    return sorted(found)


def move_aside(plan: Plan, strand: StrandPlan, person: int, slots: tuple[int, ...]) -> None:
    """Let the person change groups in other strands if they sit in a session at the slots."""
    for other in plan.strands:
        group = int(other.place[person])
        if other is strand or group < 0 or other.frozen[person] or other.arrays.unit_of[person] >= 0:
            continue
        if any(clash(plan, held, slots) for held in other.slots[group]):
            leave(plan, other, person)
            closed = np.zeros(len(other.size), dtype=bool)
            closed[: len(other.slots)] = [any(clash(plan, s, slots) for s in held) for held in other.slots]
            find_chain(plan, other, person, closed, 200)


def clash(plan: Plan, slot: int, slots: tuple[int, ...]) -> bool:
    at = plan.instance.slots
    return any(at.start[slot] < at.end[other] and at.start[other] < at.end[slot] for other in slots)


def refill(plan: Plan, rng: np.random.Generator, stop: Stop) -> None:
    """Put everybody back who has no group, in every strand."""
    for number in plan.instance.order:
        strand = plan.strands[number]
        if len(strand.unplaced):
            settle(plan, strand, stop, may_open=False, most_visited=60)
            fill(plan, strand, rng, stop)
            settle(plan, strand, stop, most_visited=200)


def retime(plan: Plan, rng: np.random.Generator, stop: Stop) -> None:
    """Take apart a few groups that meet close together and make them anew."""
    remake(plan, [s for s in plan.strands if not s.arrays.strand.given and s.open.any()], rng, stop)


def remake(plan: Plan, strands: list[StrandPlan], rng: np.random.Generator, stop: Stop) -> None:
    if not strands:
        return
    strand = strands[int(rng.integers(len(strands)))]
    groups = strand.open_groups()
    centre = int(rng.choice(groups))
    near = groups[np.argsort(np.abs(strand.first_start[groups] - strand.first_start[centre]), kind="stable")]
    for group in near[: int(rng.integers(1, 4))].tolist():
        take_apart(plan, strand, group)
    refill(plan, rng, stop)


def retime_teams(plan: Plan, rng: np.random.Generator, stop: Stop) -> None:
    """Take apart groups of a team-based strand that share a unit, mixed ones first, and make them anew."""
    strands = [s for s in plan.strands if s.arrays.team_based and not s.arrays.strand.given and s.open.any()]
    if not strands:
        return
    strand = strands[int(rng.integers(len(strands)))]
    groups = strand.open_groups()
    table = table_of(strand, strand.arrays.own, int(strand.arrays.own.max(initial=0)) + 1)[groups]
    mixed = table.max(axis=1) < table.sum(axis=1)
    unit = int(strand.label[int(rng.choice(groups[mixed] if mixed.any() else groups))])
    same = strand.label[groups] == unit
    teams = strand.arrays.own[np.isin(strand.place, groups[same & mixed])]
    # Groups of the teams whose members sit in shared groups could take them in, if made anew.
    related = same & (mixed | (table[:, teams].sum(axis=1) > 0 if len(teams) else False))
    chosen = groups[related]
    count = min(len(chosen), int(rng.integers(2, 7)))
    for group in rng.choice(chosen, size=count, replace=False).tolist():
        take_apart(plan, strand, int(group))
    refill(plan, rng, stop)


def fewer(plan: Plan, rng: np.random.Generator, _stop: Stop) -> None:
    """Close one group, rather a small one, and find its members seats in those that stand."""
    choices = [(s, int(g)) for s in plan.strands for g in s.open_groups() if not s.frozen[s.members(int(g))].any()]
    if not choices:
        return
    spare = np.array([s.arrays.strand.max_size - s.size[g] for s, g in choices], dtype=float)
    strand, group = choices[int(rng.choice(len(choices), p=(spare + 0.1) / (spare + 0.1).sum()))]
    close_and_seat(plan, strand, group)


def fewer_at_once(plan: Plan, rng: np.random.Generator, _stop: Stop) -> None:
    """Close several small groups of a strand that has more than its sizes ask for, and seat everybody by a flow."""
    spare = [(s, int(s.open.sum()) - -(-int((s.place >= 0).sum()) // s.arrays.strand.max_size)) for s in plan.strands]
    choices = [(s, count) for s, count in spare if count > 0 and not s.arrays.team_based]
    if not choices:
        return
    strand, most = choices[int(rng.integers(len(choices)))]
    # Now all that could go, now half of them, now a quarter: whatever turns out to hold is kept.
    count = max(1, most >> int(rng.integers(0, 5)))
    groups = [g for g in strand.open_groups().tolist() if not strand.frozen[strand.members(g)].any()]
    rank = {group: strand.size[group] + 3 * rng.random() for group in groups}
    for group in sorted(groups, key=lambda g: rank[g])[:count]:
        for person in strand.members(group).tolist():
            leave(plan, strand, person)
        close_group(plan, strand, group)
    reallocate(plan, strand)
    for unit in strand.arrays.together:
        if strand.place[unit[0]] < 0:
            place_unit(plan, strand, unit.tolist())


def close_and_seat(plan: Plan, strand: StrandPlan, group: int) -> bool:
    """Close a group and seat its members in others; stops at the first who finds none, or at a lock."""
    if strand.frozen[strand.members(group)].any():
        return False
    for person in strand.members(group).tolist():
        leave(plan, strand, person)
    close_group(plan, strand, group)
    return seat_all(plan, strand)


def sooner(plan: Plan, rng: np.random.Generator, stop: Stop) -> None:
    """Take apart the groups that meet last, and sometimes others, and make them anew before that day."""
    last = max((int(s.last_day[s.open].max()) for s in plan.strands if s.open.any()), default=0)
    for strand in plan.strands:
        late = [int(g) for g in strand.open_groups() if strand.last_day[g] == last]
        if strand.arrays.strand.given and not all(close_and_seat(plan, strand, group) for group in late):
            return
        if not late or strand.arrays.strand.given:
            continue
        others = strand.open_groups()
        extra = rng.choice(others, size=min(int(rng.integers(0, 3)), len(others)), replace=False).tolist()
        for group in {*late, *map(int, extra)}:
            if not take_apart(plan, strand, group):
                return
        fill(plan, strand, rng, stop, latest_day=last - 1)
        seat_all(plan, strand)


def other_given(plan: Plan, rng: np.random.Generator, _stop: Stop) -> None:
    """Let other groups of a given timetable stand: some that were left out for some, rather late, that are used."""
    strands = [s for s in plan.strands if s.arrays.strand.given and s.open.any()]
    if not strands:
        return
    strand = strands[int(rng.integers(len(strands)))]
    used = {strand.given[group] for group in strand.open_groups().tolist()}
    unused = [number for number in range(len(strand.arrays.given)) if number not in used]
    fresh = rng.permutation(unused)[: int(rng.integers(0, 3))].astype(int).tolist()
    reopened = [number for number in fresh if could_stand(plan, strand, number)]
    olds = [g for g in strand.open_groups().tolist() if not strand.frozen[strand.members(g)].any()]
    lateness = np.array([float(strand.last_end[g]) for g in olds])
    for number in reopened:
        group = strand.arrays.given[number]
        open_group(plan, strand, group.slots, group.venues, group.trainers, given=number)
    weights = np.exp((lateness - lateness.max(initial=0)) / MINUTES_A_WEEK) if olds else lateness
    count = min(len(olds), len(reopened) + int(rng.integers(0, 2)))
    for row in rng.choice(len(olds), size=count, replace=False, p=weights / weights.sum()) if count else ():
        for person in strand.members(olds[int(row)]).tolist():
            leave(plan, strand, person)
        close_group(plan, strand, olds[int(row)])
    if not seat_all(plan, strand):
        reallocate(plan, strand)


def could_stand(plan: Plan, strand: StrandPlan, number: int) -> bool:
    """Whether trainers and venue of a given group that was left out are still free for it."""
    group = strand.arrays.given[number]
    for slot, venue, trainers in zip(group.slots, group.venues, group.trainers, strict=True):
        if venue >= 0 and plan.venue_busy[venue, slot] >= plan.instance.venues[venue].parallel:
            return False
        for trainer in trainers:
            limits, at = plan.instance.trainers[trainer], plan.instance.slots
            by_day = limits.max_per_day is None or plan.trainer_day[trainer, at.day[slot]] < limits.max_per_day
            by_week = limits.max_per_week is None or plan.trainer_week[trainer, at.week[slot]] < limits.max_per_week
            if plan.trainer_blocked[trainer, slot] or not by_day or not by_week:
                return False
            if venue >= 0 and not travel_kept(plan, trainer, slot, venue):
                return False
            person = int(plan.instance.trainer_person[trainer])
            if person >= 0 and attends(plan, person, slot):
                return False
    return True


def attends(plan: Plan, person: int, slot: int) -> bool:
    """Whether the person sits in a session of any strand that overlaps the slot."""
    return any(
        clash(plan, held, (slot,))
        for strand in plan.strands
        if strand.place[person] >= 0
        for held in strand.slots[int(strand.place[person])]
    )


def seat_all(plan: Plan, strand: StrandPlan) -> bool:
    """Seat everybody without a group in groups that stand; gives up at the first for whom there is none."""
    closed = np.zeros(len(strand.size), dtype=bool)
    for person in strand.unplaced.tolist():
        if strand.place[person] >= 0:
            continue
        unit = int(strand.arrays.unit_of[person])
        if unit >= 0:
            if not place_unit(plan, strand, strand.arrays.together[unit].tolist()):
                return False
        elif find_chain(plan, strand, person, closed, 100) is None:
            return False
    return True
