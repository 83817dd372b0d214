"""Covering a strand anew with fewer groups: other starts and rooms for all of its groups at once.

Closing a group leaves people for whom no other start suits; moving one group loses others. So the
groups are taken as a set of (room, start), one fewer than before, and one of them after the other is
changed for another that serves whom the others leave out. How many have a seat is counted by a
maximum flow each time (person, team in group, group), so that every change lets everybody sit anew.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache

import numpy as np
from ortools.graph.python import max_flow

from scheduler.engine.chains import immovable
from scheduler.engine.copies import become, snapshot
from scheduler.engine.exact_teams import rebuild_teams
from scheduler.engine.flow import reallocate
from scheduler.engine.given_moves import other_given
from scheduler.engine.instance import NO_LIMIT
from scheduler.engine.making_room import make_room
from scheduler.engine.meetings import Openings, openings
from scheduler.engine.moves import fewer, fewer_at_once, refill, take_apart
from scheduler.engine.objective import score
from scheduler.engine.plan import Plan, StrandPlan, leave, open_group
from scheduler.engine.resources import find_resources
from scheduler.engine.settle import Stop, place_unit, release_unit, tidy
from scheduler.engine.slots import Bools, Ints

MOST_SEATS = 30_000
"""Beyond so many pairs of a person and a group a count takes too long to be made hundreds of times."""
CHANGES = 400
"""Changes of one group that are tried in one move."""
SHORTLIST = 12
HALF = 0.5
ROUNDS = 80
"""Moves of the others after a strand has been covered anew."""
LOOK_EVERY = 20
FEW = 5
"""People or groups by which the others may fall behind and still be worked on."""


@dataclass
class Cover:
    """What groups may be chosen from, and for whom."""

    people: Ints
    could: Bools
    """(choices, people)"""
    seats: Ints
    at: list[tuple[int, int]]
    """For each choice the class of venues and the column."""
    team: Ints
    limit: Ints
    """(people,) the most of the person's team in one group."""


def cover_anew(plan: Plan, rng: np.random.Generator, stop: Stop) -> bool:
    """Take all groups of a strand apart that has more than its sizes ask for, and make fewer; whether that went.

    Whoever then sits in later strands at times that no longer follow is placed anew there.
    """
    choices = [strand for strand in plan.strands if could_be_fewer(strand)]
    if not choices:
        return False
    strand = choices[int(rng.integers(len(choices)))]
    groups = strand.open_groups().tolist()
    before = {strand.slots[group]: int(strand.venues[group][0]) for group in groups}
    for group in groups:
        if not take_apart(plan, strand, group):
            return False
    people, every = strand.unplaced, np.ones(len(strand.arrays.columns), dtype=bool)
    fixed = build_cover(plan, strand, people, openings(plan, strand, people, every))
    free = build_cover(plan, strand, people, openings(without_later(plan, strand), strand, people, every))
    fewer = len(groups) - int(rng.choice(np.array([1, 1, 2])))
    if len(free.at) < fewer or fewer < max(1, -(-len(people) // strand.arrays.strand.max_size)):
        return False
    # Two groups at one time and place are one choice: others, drawn by chance, make up the number.
    stood = rng.permutation(np.array(standing(plan, strand, free, before), dtype=np.int64))
    others = rng.permutation(np.setdiff1d(np.arange(len(free.at)), stood))
    chosen = np.concatenate([stood, others])[:fewer].tolist()
    can_be_led = cache(lambda choice: resources_for(plan, strand, free, choice) is not None)
    chosen = improve(free, compared(fixed, free), chosen, can_be_led, rng, stop)
    if not seat(free, chosen).all():
        return False
    for choice in chosen:
        open_at(plan, strand, free, choice)
    reallocate(plan, strand)
    make_way(plan, strand)
    reallocate(plan, strand)
    for unit in strand.arrays.together:
        if strand.place[unit[0]] < 0:
            place_unit(plan, strand, unit.tolist())
    for number in plan.instance.order:
        # Whoever had to go finds a seat more easily where all others may change theirs.
        later = plan.strands[number]
        if strand.arrays.number in later.arrays.prerequisites and not later.arrays.team_based and not stop():
            reallocate(plan, later)
    refill(plan, rng, stop)
    return True


def cover_and_descend(plan: Plan, rng: np.random.Generator, stop: Stop) -> None:
    """Cover a strand anew and, if that is nearly as good as before, work on what it left of the others.

    Whoever had to move in later strands needs a few moves to find as good a place as they had.
    """
    placed, groups = people_placed(plan), groups_open(plan)
    if not cover_anew(plan, rng, stop):
        return
    tidy(plan)
    small = (fewer_at_once, fewer_at_once, fewer, make_room, other_given, rebuild_teams)
    for number in range(ROUNDS):
        near = people_placed(plan) >= placed - FEW and groups_open(plan) <= groups + FEW
        if stop() or (number % LOOK_EVERY == 0 and not near):
            return
        trial = snapshot(plan)
        small[int(rng.integers(len(small)))](trial, rng, stop)
        tidy(trial)
        if score(trial) >= score(plan):
            become(plan, trial)


def people_placed(plan: Plan) -> int:
    return sum(int((strand.place >= 0).sum()) for strand in plan.strands)


def groups_open(plan: Plan) -> int:
    return sum(int(strand.open.sum()) for strand in plan.strands)


def without_later(plan: Plan, strand: StrandPlan) -> Plan:
    """The plan as it looks to this strand if nobody sat in the strands that come after it."""
    later = {strand.arrays.number}
    for number in plan.instance.order:
        if later & set(plan.strands[number].arrays.prerequisites):
            later.add(number)
    nobody = np.full(len(plan.instance.people), -1, dtype=np.int64)
    strands = [
        replace(other, place=nobody) if other is not strand and other.arrays.number in later else other
        for other in plan.strands
    ]
    return replace(plan, strands=strands)


def make_way(plan: Plan, strand: StrandPlan) -> None:
    """Let whoever has no seat here go from the strands that come after this one."""
    waiting = strand.unplaced.tolist()
    for other in plan.strands:
        if strand.arrays.number in other.arrays.prerequisites:
            fixed = immovable(plan, other) & (other.arrays.unit_of < 0)
            for person in waiting:
                if other.place[person] >= 0 and not fixed[person] and not other.frozen[person]:
                    leave(plan, other, person)
                    release_unit(plan, other, person)


def could_be_fewer(strand: StrandPlan) -> bool:
    """Whether the sizes alone would allow fewer groups, and a count of seats is quick enough."""
    arrays, groups, placed = strand.arrays, int(strand.open.sum()), int((strand.place >= 0).sum())
    if arrays.strand.given or arrays.team_based or not len(arrays.columns):
        return False
    return groups > max(1, -(-placed // arrays.strand.max_size)) and groups * placed <= MOST_SEATS


def build_cover(plan: Plan, strand: StrandPlan, people: Ints, found: list[Openings]) -> Cover:
    limit = np.full(len(people), NO_LIMIT, dtype=np.int64)
    team = plan.instance.team[people].copy()
    if strand.arrays.counts_for_cover and len(plan.instance.team_limit):
        limit = np.where(team >= 0, plan.instance.team_limit[team], NO_LIMIT)
    return Cover(
        people=people,
        could=np.concatenate([each.could.T for each in found] or [np.zeros((0, len(people)), bool)]),
        seats=np.concatenate([np.full(len(each.columns), each.seats) for each in found] or [np.zeros(0, np.int64)]),
        at=[(each.kind, int(column)) for each in found for column in each.columns],
        team=np.where(limit < NO_LIMIT, team, -1),
        limit=limit,
    )


def standing(plan: Plan, strand: StrandPlan, cover: Cover, before: dict[tuple[int, ...], int]) -> list[int]:
    """The choices that the groups made until now amount to."""
    kind_of = {int(v): kind for kind, venues in enumerate(plan.instance.venue_classes) for v in venues}
    wanted = {(kind_of.get(venue, -1), slots) for slots, venue in before.items()}
    return [
        choice
        for choice, (kind, column) in enumerate(cover.at)
        if (kind, tuple(int(slot) for slot in strand.arrays.columns[column])) in wanted
    ]


def compared(fixed: Cover, free: Cover) -> Cover:
    """The choices of ``free`` for whom they suit as everybody sits in later strands now."""
    could = np.zeros_like(free.could)
    row_of = {place: row for row, place in enumerate(free.at)}
    rows = [row_of[place] for place in fixed.at]
    could[rows] = fixed.could
    return replace(free, could=could)


def improve(
    cover: Cover,
    fixed: Cover,
    chosen: list[int],
    can_be_led: Callable[[int], bool],
    rng: np.random.Generator,
    stop: Stop,
) -> list[int]:
    """Change one choice after the other as long as no fewer people have a seat.

    Where as many have one, rather more of them without leaving their groups in later strands.
    """
    column = np.array([column for _, column in cover.at], dtype=np.int64)
    seated, staying = seat(cover, chosen), int(seat(fixed, chosen).sum())
    for _ in range(CHANGES):
        if staying == len(cover.people) or stop():
            break
        out = int(rng.integers(len(chosen)))
        others = [choice for place, choice in enumerate(chosen) if place != out]
        # Now whoever has no seat at all draws the new choice, now whoever would have to leave a later group.
        left = ~seat(fixed if seated.all() or rng.random() < HALF else cover, others)
        serves = np.minimum(cover.could[:, left].sum(axis=1), cover.seats).astype(float)
        # Two groups at one time would need twice the trainers.
        serves[np.isin(column, column[others])] = -1
        best = np.argsort(-(serves + rng.random(len(serves))), kind="stable")[:SHORTLIST]
        trial = [*others, int(rng.choice(best))]
        if not can_be_led(trial[-1]):
            continue
        now = seat(cover, trial)
        if now.sum() < seated.sum():
            continue
        stay = int(seat(fixed, trial).sum())
        if now.sum() > seated.sum() or stay >= staying:
            chosen, seated, staying = trial, now, stay
    return chosen


def seat(cover: Cover, chosen: list[int]) -> Bools:
    """(people,) who has a seat when as many as can be have one."""
    count, groups = len(cover.people), len(chosen)
    could = cover.could[chosen]
    group, person = np.nonzero(could)
    teams = int(cover.team.max(initial=-1)) + 1
    source, sink = 0, 1
    first_team = 2 + count
    first_group = first_team + teams * groups
    via = np.where(cover.team[person] >= 0, first_team + group * teams + cover.team[person], first_group + group)
    limits = np.zeros(teams, dtype=np.int64)
    limits[cover.team[cover.team >= 0]] = cover.limit[cover.team >= 0]
    at = np.repeat(np.arange(groups), teams)
    tails = [
        np.full(count, source),
        2 + person,
        first_team + np.arange(teams * groups),
        first_group + np.arange(groups),
    ]
    heads = [2 + np.arange(count), via, first_group + at, np.full(groups, sink)]
    capacities = [np.ones(count), np.ones(len(person)), np.tile(limits, groups), cover.seats[chosen]]
    solver = max_flow.SimpleMaxFlow()
    arcs = solver.add_arcs_with_capacity(
        np.concatenate(tails).astype(np.int32),
        np.concatenate(heads).astype(np.int32),
        np.concatenate(capacities).astype(np.int64),
    )
    solver.solve(source, sink)
    return np.asarray(solver.flows(arcs[:count])) > 0


def open_at(plan: Plan, strand: StrandPlan, cover: Cover, choice: int) -> None:
    """Open an empty group; nothing where trainers or rooms have gone meanwhile."""
    found = resources_for(plan, strand, cover, choice)
    if found is not None:
        slots, venues, trainers = found
        open_group(plan, strand, slots, venues, (trainers,) * len(slots))


def resources_for(
    plan: Plan, strand: StrandPlan, cover: Cover, choice: int
) -> tuple[tuple[int, ...], tuple[int, ...], tuple[int, ...]] | None:
    """Slots, venues and trainers of a choice; None where there are none."""
    kind, column = cover.at[choice]
    arrays = strand.arrays
    slots = tuple(int(slot) for slot in arrays.columns[column])
    led = cover.people[cover.could[choice]]
    found = find_resources(plan, arrays, slots, plan.instance.venue_classes[kind], arrays.strand.max_size, led)
    return None if found is None else (slots, *found)
