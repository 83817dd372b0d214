"""Making room: moves for people who are left out, at the cost of groups that hold what they need."""

from __future__ import annotations

import numpy as np

from scheduler.engine.chains import find_chain
from scheduler.engine.eligibility import column_free
from scheduler.engine.flow import reallocate
from scheduler.engine.moves import refill, take_apart
from scheduler.engine.options import clash
from scheduler.engine.plan import Plan, StrandPlan, leave
from scheduler.engine.pull import open_around
from scheduler.engine.resources import find_venues
from scheduler.engine.settle import Stop
from scheduler.engine.slots import Ints


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
