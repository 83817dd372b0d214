"""Building the instance: a problem turned into arrays."""

from __future__ import annotations

from collections import Counter
from datetime import date
from math import floor

import numpy as np

from scheduler.engine.ground import Ground, numbered
from scheduler.engine.instance import NO_LIMIT, Instance
from scheduler.engine.slots import Bools, Ints, build_slots, free_matrix
from scheduler.engine.strand_arrays import strand_arrays
from scheduler.problem import Mode, Person, Problem, Trainer, Venue


def build_instance(problem: Problem) -> Instance:
    """Turn a problem into arrays; memory is people x slots bytes and a little more."""
    ground = build_ground(problem)
    slots, people, trainers = ground.slots, ground.people, ground.trainers
    team, _ = numbered([person.team for person in people])
    moments = np.unique(slots.start)
    staff = ground.staff
    return Instance(
        problem=problem,
        slots=slots,
        people=people,
        trainers=trainers,
        venues=ground.venues,
        person_free=ground.person_free,
        trainer_free=ground.trainer_free,
        venue_open=ground.venue_open,
        suits=suit_matrix(people, ground.venues),
        team=team,
        team_limit=team_limits(problem, people),
        strands=tuple(strand_arrays(ground, number) for number in range(len(problem.strands))),
        order=strand_order(problem, ground.strand_ids, trainers),
        trainer_person=np.array([staff.get(t.staff_id, -1) for t in trainers], dtype=np.int64),
        ready_after=np.array([ground.strand_ids.get(t.ready_after, -1) for t in trainers], dtype=np.int64),
        leads_as=led_by(ground),
        moments=moments,
        moment_from=np.searchsorted(moments, slots.start),
        moment_to=np.searchsorted(moments, slots.end),
    )


def build_ground(problem: Problem) -> Ground:
    people = tuple(sorted(problem.people, key=lambda person: person.staff_id))
    trainers = tuple(sorted(problem.trainers, key=lambda trainer: trainer.trainer_id))
    venues = tuple(sorted(problem.venues, key=lambda venue: venue.venue_id))
    slots = build_slots(problem)
    always: list[date | None] = [None] * len(venues)
    return Ground(
        problem=problem,
        slots=slots,
        people=people,
        staff={person.staff_id: number for number, person in enumerate(people)},
        trainers=trainers,
        venues=venues,
        strand_ids={strand.strand_id: number for number, strand in enumerate(problem.strands)},
        person_free=free_matrix(
            slots,
            [p.pattern for p in people],
            [p.absences for p in people],
            [p.joins_on for p in people],
            [p.leaves_on for p in people],
        ),
        trainer_free=free_matrix(
            slots,
            [t.pattern for t in trainers],
            [t.absences for t in trainers],
            [t.first_day for t in trainers],
            [t.last_day for t in trainers],
        ),
        venue_open=free_matrix(slots, [v.pattern for v in venues], [v.absences for v in venues], always, always),
    )


def led_by(ground: Ground) -> dict[int, tuple[int, ...]]:
    """Person -> the trainers who they are; more than one where a table names them twice."""
    found: dict[int, tuple[int, ...]] = {}
    for number, trainer in enumerate(ground.trainers):
        if trainer.staff_id in ground.staff:
            person = ground.staff[trainer.staff_id]
            found[person] = (*found.get(person, ()), number)
    return found


def suit_matrix(people: tuple[Person, ...], venues: tuple[Venue, ...]) -> Bools:
    kinds: dict[tuple[frozenset[Mode], frozenset[str], frozenset[str]], int] = {}
    which = [kinds.setdefault((p.modes, p.sites, p.needs), len(kinds)) for p in people]
    table = np.ones((max(1, len(kinds)), len(venues) + 1), dtype=bool)
    for (modes, sites, needs), row in kinds.items():
        for column, venue in enumerate(venues):
            reachable = venue.mode is Mode.ONLINE or not sites or not venue.site or venue.site in sites
            table[row, column] = (not modes or venue.mode in modes) and reachable and needs <= venue.features
    return table[np.array(which, dtype=np.int64)] if which else np.ones((0, len(venues) + 1), dtype=bool)


def team_limits(problem: Problem, people: tuple[Person, ...]) -> Ints:
    sizes = Counter(person.team for person in people if person.team)
    if problem.cover is None:
        return np.full(len(sizes), NO_LIMIT, dtype=np.int64)
    return np.array([max(1, floor(problem.cover * sizes[name])) for name in sorted(sizes)], dtype=np.int64)


def strand_order(problem: Problem, strand_ids: dict[str, int], trainers: tuple[Trainer, ...]) -> tuple[int, ...]:
    """Strands with their prerequisites first; train-the-trainer strands before those that need them."""
    needs: dict[int, set[int]] = {number: set() for number in strand_ids.values()}
    for strand in problem.strands:
        needs[strand_ids[strand.strand_id]] |= {strand_ids[s] for s in (strand.after.strands if strand.after else ())}
    soft = {number: set(before) for number, before in needs.items()}
    for trainer in trainers:
        if trainer.ready_after in strand_ids:
            for name in trainer.strands:
                soft[strand_ids[name]].add(strand_ids[trainer.ready_after])
    order: list[int] = []
    while len(order) < len(needs):
        left = [number for number in needs if number not in order]
        ready = [n for n in left if soft[n] <= set(order) | {n}] or [n for n in left if needs[n] <= set(order) | {n}]
        order.append(ready[0] if ready else left[0])
    return tuple(order)
