"""Counting: how many groups of each offer there are, who leads them and who comes, as one exact model.

The model of CP-SAT (OR-Tools) has a whole number for each offer and a boolean for each person and offer;
which of the groups of an offer somebody sits in is left open, and can be settled afterwards: for limits
that nest, whatever the counts allow can be dealt out. Order of strands, service cover, trainers with their
days, weeks, breaks and travel, and venues are exact; who is kept apart is exact where an offer has one group.
"""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from ortools.sat.python import cp_model

from scheduler.engine.assignment import site
from scheduler.engine.instance import NO_LIMIT
from scheduler.engine.offers import Offers
from scheduler.engine.plan import Plan
from scheduler.engine.settle import Stop
from scheduler.engine.slots import Bools
from scheduler.problem import Mode

SECONDS_BETWEEN_LOOKS = 0.1


@dataclass
class Counted:
    """The model and what its variables mean."""

    plan: Plan
    found: Offers
    cp: cp_model.CpModel = field(default_factory=cp_model.CpModel)
    groups: list[cp_model.IntVar] = field(default_factory=list)
    """For each offer how many groups there are."""
    comes: list[dict[int, cp_model.IntVar]] = field(default_factory=list)
    """For each offer: person -> whether they come to one of its groups."""
    leads: list[dict[int, cp_model.IntVar]] = field(default_factory=list)
    """For each offer: trainer -> whether they lead one of its groups."""


@dataclass(frozen=True)
class Answer:
    """For each offer how many groups there are, who leads them and who comes."""

    groups: tuple[int, ...]
    trainers: tuple[tuple[int, ...], ...]
    members: tuple[tuple[int, ...], ...]


def build_model(plan: Plan, found: Offers, must: Mapping[int, Bools]) -> Counted:
    """Nobody in two offers of a strand, and whom ``must`` names, strand -> (people,), in one."""
    model = Counted(plan, found)
    for number, (offer, takers) in enumerate(zip(found.offers, found.takers, strict=True)):
        arrays = plan.strands[offer.strand].arrays
        most = len(takers) // arrays.strand.min_size
        if arrays.strand.trainers:
            most = min(most, len(offer.trainers) // arrays.strand.trainers)
        model.groups.append(model.cp.new_int_var(0, most, f"n{number}"))
        model.comes.append({p: model.cp.new_bool_var(f"x{number}/{p}") for p in takers.tolist()})
        led = offer.trainers if arrays.strand.trainers else ()
        model.leads.append({t: model.cp.new_bool_var(f"y{number}/{t}") for t in led})
        add_sizes(model, number)
    add_people(model, must)
    add_cover(model)
    add_trainers(model)
    add_venues(model)
    return model


def add_sizes(model: Counted, number: int) -> None:
    """Least and most members, limits of what they share, trainers and their kinds, people kept apart."""
    offer, groups, comes, leads = (
        model.found.offers[number],
        model.groups[number],
        model.comes[number],
        model.leads[number],
    )
    arrays = model.plan.strands[offer.strand].arrays
    everybody = sum(comes.values())
    model.cp.add(everybody <= offer.seats * groups)
    model.cp.add(everybody >= arrays.strand.min_size * groups)
    for limit in arrays.limits:
        alike: dict[int, list[cp_model.IntVar]] = defaultdict(list)
        for person, var in comes.items():
            alike[int(limit.values[person])].append(var)
        for value, those in alike.items():
            if value >= 0 and len(those) > limit.most:
                model.cp.add(sum(those) <= limit.most * groups)
    for person, foes in arrays.foes.items():
        for foe in foes.tolist() if person in comes else ():
            if person < foe and foe in comes:
                model.cp.add(comes[person] + comes[foe] <= groups)
    if arrays.strand.trainers:
        model.cp.add(sum(leads.values()) == arrays.strand.trainers * groups)
        for kind, least in sorted(arrays.strand.trainer_kinds.items()):
            model.cp.add(
                sum(v for t, v in leads.items() if model.plan.instance.trainers[t].kind == kind) >= least * groups
            )


def add_people(model: Counted, must: Mapping[int, Bools]) -> None:
    """One group in each strand, never two sessions at once, and the order of strands."""
    of: dict[tuple[int, int], list[tuple[int, cp_model.IntVar]]] = defaultdict(list)
    strands_of: dict[int, list[int]] = defaultdict(list)
    for number, comes in enumerate(model.comes):
        strand = model.found.offers[number].strand
        for person, var in comes.items():
            of[strand, person].append((number, var))
            if strand not in strands_of[person]:
                strands_of[person].append(strand)
    for (strand, person), those in of.items():
        vars_ = [var for _, var in those]
        if must[strand][person]:
            # Far stronger than to ask for as many as can be: what cannot be part of such an answer goes at once.
            model.cp.add_exactly_one(vars_)
        else:
            model.cp.add_at_most_one(vars_)
    for person, strands in strands_of.items():
        if len(strands) > 1:
            held = [(slot, var) for s in strands for n, var in of[s, person] for slot in model.found.offers[n].slots]
            for slots in overlapping(model, {slot for slot, _ in held}):
                together = {var.index: var for slot, var in held if slot in slots}
                if len(together) > 1:
                    model.cp.add_at_most_one(together.values())
    add_order(model, of)


def overlapping(model: Counted, slots: set[int]) -> list[set[int]]:
    """Slots that meet at one moment, for each moment at which one begins."""
    at = model.plan.instance.slots
    moments = {int(at.start[slot]) for slot in slots}
    return [{slot for slot in slots if at.start[slot] <= moment < at.end[slot]} for moment in sorted(moments)]


def add_order(model: Counted, of: dict[tuple[int, int], list[tuple[int, cp_model.IntVar]]]) -> None:
    """Nobody in a strand without a group that comes first, in time, in each strand that it needs."""
    for (number, person), those in of.items():
        for before in model.plan.strands[number].arrays.prerequisites:
            earlier = model.plan.strands[before]
            if not earlier.arrays.audience[person] or earlier.place[person] >= 0:
                continue
            first = of.get((before, person), [])
            able: dict[tuple[int, ...], list[cp_model.IntVar]] = defaultdict(list)
            for offer, var in those:
                able[tuple(n for n, _ in first if in_time(model, n, offer))].append(var)
            by_offer = dict(first)
            for allowed in able:
                # Whatever needs no more than these: one inequality says it for all of them.
                late = [var for each, vars_ in able.items() if set(each) <= set(allowed) for var in vars_]
                model.cp.add(sum(late) <= sum(by_offer[n] for n in allowed))


def in_time(model: Counted, first: int, then: int) -> bool:
    at, earlier, later = model.plan.instance.slots, model.found.offers[first], model.found.offers[then]
    arrays = model.plan.strands[later.strand].arrays
    gap = int(at.day[later.slots[0]] - at.day[earlier.slots[-1]])
    return bool(
        arrays.min_gap_days <= gap <= arrays.max_gap_days and at.start[later.slots[0]] >= at.end[earlier.slots[-1]]
    )


def add_cover(model: Counted) -> None:
    """No more of a team away at once than may be."""
    plan = model.plan
    if plan.instance.problem.cover is None:
        return
    away: dict[tuple[int, int], dict[int, cp_model.IntVar]] = defaultdict(dict)
    for offer, comes in zip(model.found.offers, model.comes, strict=True):
        if not plan.strands[offer.strand].arrays.counts_for_cover:
            continue
        for slot in offer.slots:
            for moment in range(int(plan.instance.moment_from[slot]), int(plan.instance.moment_to[slot])):
                for person, var in comes.items():
                    away[int(plan.instance.team[person]), moment][var.index] = var
    for (team, moment), those in away.items():
        room = int(plan.instance.team_limit[team] - plan.away[team, moment]) if team >= 0 else NO_LIMIT
        if len(those) > room:
            model.cp.add(sum(those.values()) <= max(0, room))


def add_trainers(model: Counted) -> None:
    """Nobody leads two sessions at once, without break or travel, or more than their days and weeks hold."""
    plan = model.plan
    held: dict[int, list[tuple[int, int, cp_model.IntVar]]] = defaultdict(list)
    for offer, leads in zip(model.found.offers, model.leads, strict=True):
        venue = int(model.found.sorts[offer.sort][0])
        for trainer, var in leads.items():
            held[trainer] += [(slot, venue, var) for slot in offer.slots]
    for trainer, those in held.items():
        rest_between(model, those)
        limits, at = plan.instance.trainers[trainer], plan.instance.slots
        for most, of, used in (
            (limits.max_per_day, at.day, plan.trainer_day[trainer]),
            (limits.max_per_week, at.week, plan.trainer_week[trainer]),
        ):
            within: dict[int, list[cp_model.IntVar]] = defaultdict(list)
            for slot, _, var in those if most is not None else ():
                within[int(of[slot])].append(var)
            for number, vars_ in within.items():
                model.cp.add(sum(vars_) <= max(0, (most or 0) - int(used[number])))
        person = int(plan.instance.trainer_person[trainer])
        if person >= 0:
            lead_or_attend(model, those, person)


def rest_between(model: Counted, held: list[tuple[int, int, cp_model.IntVar]]) -> None:
    """At most one of a trainer's sessions that meet at a moment, their break counted in, and travel between sites."""
    at, problem = model.plan.instance.slots, model.plan.instance.problem
    rest = problem.break_minutes
    for moment in sorted({int(at.start[slot]) for slot, _, _ in held}):
        together = {v.index: v for slot, _, v in held if at.start[slot] <= moment < at.end[slot] + rest}
        if len(together) > 1:
            model.cp.add_at_most_one(together.values())
    if problem.travel_minutes <= rest:
        return
    for slot, venue, var in held:
        for other, elsewhere, theirs in held:
            gap = at.start[other] - at.end[slot]
            sites = {site(model.plan, venue), site(model.plan, elsewhere)}
            if rest <= gap < problem.travel_minutes and None not in sites and len(sites) == 2:
                model.cp.add_at_most_one([var, theirs])


def lead_or_attend(model: Counted, held: list[tuple[int, int, cp_model.IntVar]], person: int) -> None:
    """Nobody leads and attends at the same time."""
    at = model.plan.instance.slots
    for offer, comes in zip(model.found.offers, model.comes, strict=True):
        for slot, _, var in held if person in comes else ():
            if any(at.start[slot] < at.end[own] and at.start[own] < at.end[slot] for own in offer.slots):
                model.cp.add_at_most_one([var, comes[person]])


def add_venues(model: Counted) -> None:
    """No more groups at once in the venues of a sort than these hold, turnaround counted in."""
    plan = model.plan
    at = plan.instance.slots
    for sort, venues in enumerate(model.found.sorts):
        in_person = plan.instance.venues[int(venues[0])].mode is Mode.IN_PERSON
        after = plan.instance.problem.turnaround_minutes if in_person else 0
        held = [
            (s, var) for o, var in zip(model.found.offers, model.groups, strict=True) if o.sort == sort for s in o.slots
        ]
        room = sum(plan.instance.venues[v].parallel for v in venues.tolist())
        for moment in sorted({int(at.start[slot]) for slot, _ in held}):
            together = [var for slot, var in held if at.start[slot] <= moment < at.end[slot] + after]
            taken = sum(a <= moment < b + after for v in venues.tolist() for a, b in plan.venue_use[v])
            model.cp.add(sum(together) <= max(0, room - taken))


def solve_model(model: Counted, stop: Stop, effort: float, seed: int) -> Answer | None:
    """The best answer that a deterministic effort finds, None if there is none; ``stop`` ends it at once."""
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = seed
    solver.parameters.max_deterministic_time = effort
    ended = threading.Event()
    watching = threading.Thread(target=stop_when_told, args=(solver, stop, ended), daemon=True)
    watching.start()
    status = solver.solve(model.cp)
    ended.set()
    watching.join()
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return None
    return Answer(
        tuple(solver.value(var) for var in model.groups),
        tuple(tuple(t for t, var in leads.items() if solver.boolean_value(var)) for leads in model.leads),
        tuple(tuple(p for p, var in comes.items() if solver.boolean_value(var)) for comes in model.comes),
    )


def stop_when_told(solver: cp_model.CpSolver, stop: Stop, ended: threading.Event) -> None:
    while not ended.wait(SECONDS_BETWEEN_LOOKS):
        if stop():
            solver.stop_search()
            return
