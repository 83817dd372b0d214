"""Plans to try the engine on: tiny programmes made in a line, and random ones with every option."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import numpy as np

from scheduler.engine.answer import answer
from scheduler.engine.build import build_instance
from scheduler.engine.copies import snapshot
from scheduler.engine.first import first_plan
from scheduler.engine.instance import Instance
from scheduler.engine.plan import Plan, StrandPlan, join, new_plan, open_group
from scheduler.explain import explain
from scheduler.folder import read_folder
from scheduler.problem import Problem
from scheduler.referee import judge
from scheduler.schedule import Schedule
from tests.random_folders import write_random_folder


def never() -> bool:
    """Nobody asks to stop."""
    return False


@cache
def random_instance(seed: int) -> Instance:
    """The random folder of a seed as arrays."""
    with tempfile.TemporaryDirectory() as folder:
        write_random_folder(Path(folder), seed)
        return build_instance(read_folder(Path(folder)).problem)


@cache
def _random_plan(seed: int) -> Plan:
    instance = random_instance(seed)
    return first_plan(instance, instance.order, np.random.default_rng(seed), never)


def random_plan(seed: int) -> Plan:
    """A first schedule of the random folder of a seed, to do with as one likes."""
    return snapshot(_random_plan(seed))


def empty_plan(problem: Problem) -> Plan:
    return new_plan(build_instance(problem))


def plan_with(problem: Problem, *groups: tuple[str, int, Iterable[str]]) -> Plan:
    """A plan with one group for each (strand, number of the candidate column, staff ids), at the first venue.

    The first trainers who may deliver the strand lead it; nothing is checked.
    """
    plan = empty_plan(problem)
    for strand_id, column, staff_ids in groups:
        strand = strand_of(plan, strand_id)
        group = open_at(plan, strand, column)
        for staff_id in staff_ids:
            join(plan, strand, number_of(plan, staff_id), group)
    return plan


def open_at(plan: Plan, strand: StrandPlan, column: int) -> int:
    slots = tuple(int(slot) for slot in strand.arrays.columns[column])
    able = np.flatnonzero(strand.arrays.may_deliver)[: strand.arrays.strand.trainers]
    trainers = tuple(int(trainer) for trainer in able)
    return open_group(plan, strand, slots, (0,) * len(slots), (trainers,) * len(slots))


def strand_of(plan: Plan, strand_id: str) -> StrandPlan:
    return next(strand for strand in plan.strands if strand.arrays.strand.strand_id == strand_id)


def number_of(plan: Plan, staff_id: str) -> int:
    return next(n for n, person in enumerate(plan.instance.people) if person.staff_id == staff_id)


def names_in(plan: Plan, strand: StrandPlan, group: int) -> set[str]:
    return {plan.instance.people[person].staff_id for person in strand.members(group).tolist()}


def seats(plan: Plan) -> list[list[int]]:
    """Where everybody sits, to be compared before and after."""
    return [strand.place.tolist() for strand in plan.strands]


def schedule_of(plan: Plan) -> Schedule:
    """The plan as it would be written, with reasons."""
    sessions, allocations = answer(plan)
    return Schedule(sessions, allocations, explain(plan.instance.problem, sessions, allocations))


def breaches(plan: Plan) -> list[str]:
    """What the judge says against the plan."""
    return [violation.sentence for violation in judge(plan.instance.problem, schedule_of(plan)).violations]
