"""Assignment: which trainers lead which groups, decided anew for all groups so that loads are even.

Times, venues and members stay. The model is exact: every rule on trainers is in it, and CP-SAT
(OR-Tools) proves its optimum on all but very large programmes. It is given a deterministic limit and
one thread, so that the same plan always gets the same trainers.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

import numpy as np
from ortools.sat.python import cp_model

from scheduler.engine.plan import Plan, swap_trainers
from scheduler.engine.settle import ready
from scheduler.problem import Mode

DETERMINISTIC_SECONDS = 0.5
MOST_CHOICES = 15_000
"""Beyond so many pairs of a group and a trainer the model would take too long to build."""

Group = tuple[int, int]
"""(strand, group)"""


@dataclass
class Model:
    """The model and what its variables mean."""

    cp: cp_model.CpModel
    chosen: dict[tuple[Group, int], cp_model.IntVar] = field(default_factory=dict)
    by_trainer: dict[int, list[tuple[Group, cp_model.IntVar]]] = field(default_factory=lambda: defaultdict(list))


def assign_anew(plan: Plan) -> bool:
    """Give every group that was made here its trainers anew; True if the busiest trainer now has less to do."""
    groups = led_groups(plan)
    choices = {group: able_trainers(plan, group) for group in groups}
    busiest = int(plan.trainer_load.max(initial=0))
    if any(len(same) > 1 for same in plan.instance.leads_as.values()):
        # The model does not know that two rows are one person.
        return False
    if not groups or sum(map(len, choices.values())) > MOST_CHOICES:
        return False
    model = build_model(plan, choices)
    add_conflicts(plan, model)
    add_limits(plan, model)
    most = model.cp.new_int_var(0, busiest - 1, "most")
    held = given_load(plan)
    for trainer, led in model.by_trainer.items():
        sessions = sum(len(plan.strands[s].slots[g]) * var for (s, g), var in led)
        model.cp.add(sessions + int(held[trainer]) <= most)
    model.cp.minimize(most)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.max_deterministic_time = DETERMINISTIC_SECONDS
    if solver.solve(model.cp) not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return False
    for group in groups:
        reassign(plan, group, tuple(t for t in choices[group] if solver.boolean_value(model.chosen[group, t])))
    return True


def led_groups(plan: Plan) -> list[Group]:
    """Groups whose trainers are for the search to decide."""
    return [
        (strand.arrays.number, group)
        for strand in plan.strands
        for group in strand.open_groups().tolist()
        if strand.given[group] < 0 and strand.arrays.strand.trainers
    ]


def able_trainers(plan: Plan, group: Group) -> list[int]:
    """Who could lead the group if they led nothing else but what is given."""
    instance, strand, number = plan.instance, plan.strands[group[0]], group[1]
    slots, venues = strand.slots[number], strand.venues[number]
    members = strand.members(number)
    modes = {instance.venues[v].mode for v in venues if v >= 0}
    able = []
    for trainer in np.flatnonzero(
        strand.arrays.may_deliver & instance.trainer_free[:, list(slots)].all(axis=1)
    ).tolist():
        limits, person = instance.trainers[trainer], int(instance.trainer_person[trainer])
        if limits.modes and not modes <= limits.modes:
            continue
        if not ready(plan, trainer, int(strand.first_day[number])) or attends_then(plan, person, slots):
            continue
        barred = strand.arrays.trainer_foes.get(trainer)
        if barred is None or not np.isin(members, barred).any():
            able.append(trainer)
    return able


def attends_then(plan: Plan, person: int, slots: tuple[int, ...]) -> bool:
    at = plan.instance.slots
    held = [
        slot
        for strand in plan.strands
        if person >= 0 and strand.place[person] >= 0
        for slot in strand.slots[int(strand.place[person])]
    ]
    return any(at.start[a] < at.end[b] and at.start[b] < at.end[a] for a in held for b in slots)


def build_model(plan: Plan, choices: dict[Group, list[int]]) -> Model:
    model = Model(cp_model.CpModel())
    for (number, group), trainers in choices.items():
        strand = plan.strands[number]
        for trainer in trainers:
            var = model.cp.new_bool_var(f"{number}/{group}/{trainer}")
            model.chosen[(number, group), trainer] = var
            model.by_trainer[trainer].append(((number, group), var))
            model.cp.add_hint(var, trainer in strand.trainers[group][0])
        of = [model.chosen[(number, group), t] for t in trainers]
        model.cp.add(sum(of) == strand.arrays.strand.trainers)
        for kind, least in sorted(strand.arrays.strand.trainer_kinds.items()):
            alike = [model.chosen[(number, group), t] for t in trainers if plan.instance.trainers[t].kind == kind]
            model.cp.add(sum(alike) >= least)
    return model


def add_conflicts(plan: Plan, model: Model) -> None:
    """Nobody leads two sessions at once, or without the break and the travel between them."""
    slots, problem = plan.instance.slots, plan.instance.problem
    reach = max(problem.break_minutes, problem.travel_minutes)
    for trainer, led in model.by_trainer.items():
        held = [(slot, venue, var) for group, var in led for slot, venue in meetings(plan, group)]
        held.sort(key=lambda item: (int(slots.start[item[0]]), item[2].index))
        together: dict[int, list[cp_model.IntVar]] = defaultdict(list)
        for slot, _, var in held:
            together[slot].append(var)
        for same in together.values():
            model.cp.add_at_most_one(same)
        for first, (slot, venue, var) in enumerate(held):
            for other_slot, other_venue, other in held[first + 1 :]:
                if slots.start[other_slot] >= slots.end[slot] + reach:
                    break
                if other_slot != slot and too_close(plan, slot, venue, other_slot, other_venue):
                    model.cp.add_at_most_one([var, other])
        for slot, venue, var in held:
            if any(too_close(plan, slot, venue, *given) for given in given_meetings(plan, trainer)):
                model.cp.add(var == 0)


def meetings(plan: Plan, group: Group) -> list[tuple[int, int]]:
    strand = plan.strands[group[0]]
    return list(zip(strand.slots[group[1]], strand.venues[group[1]], strict=True))


def given_meetings(plan: Plan, trainer: int) -> list[tuple[int, int]]:
    """(slot, venue) of what a trainer leads in the given timetable."""
    return [
        (slot, venue)
        for strand in plan.strands
        for group in strand.open_groups().tolist()
        if strand.given[group] >= 0
        for slot, venue, who in zip(strand.slots[group], strand.venues[group], strand.trainers[group], strict=True)
        if trainer in who
    ]


def too_close(plan: Plan, slot: int, venue: int, other_slot: int, other_venue: int) -> bool:
    slots, problem = plan.instance.slots, plan.instance.problem
    rest = problem.break_minutes
    if (
        site(plan, venue) is not None
        and site(plan, other_venue) is not None
        and site(plan, venue) != site(plan, other_venue)
    ):
        rest = max(rest, problem.travel_minutes)
    return bool(slots.start[slot] < slots.end[other_slot] + rest and slots.start[other_slot] < slots.end[slot] + rest)


def site(plan: Plan, venue: int) -> str | None:
    """Where a session takes place; None online. A room without a site is a place of its own."""
    if venue < 0 or plan.instance.venues[venue].mode is Mode.ONLINE:
        return None
    return plan.instance.venues[venue].site or f"\0{venue}"


def add_limits(plan: Plan, model: Model) -> None:
    """Sessions a day and a week, those of the given timetable counted in."""
    slots = plan.instance.slots
    for trainer, led in model.by_trainer.items():
        limits = plan.instance.trainers[trainer]
        for most, of in ((limits.max_per_day, slots.day), (limits.max_per_week, slots.week)):
            if most is None:
                continue
            within: dict[int, list[cp_model.IntVar]] = defaultdict(list)
            for group, var in led:
                for slot, _ in meetings(plan, group):
                    within[int(of[slot])].append(var)
            held = [int(of[slot]) for slot, _ in given_meetings(plan, trainer)]
            for number, those in within.items():
                model.cp.add(sum(those) <= max(0, most - held.count(number)))


def given_load(plan: Plan) -> list[int]:
    return [len(given_meetings(plan, trainer)) for trainer in range(len(plan.instance.trainers))]


def reassign(plan: Plan, group: Group, trainers: tuple[int, ...]) -> None:
    strand, number = plan.strands[group[0]], group[1]
    if strand.trainers[number][0] != trainers:
        swap_trainers(plan, strand, number, trainers)
