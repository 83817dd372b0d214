"""Many strands a person in a timetable that stands: search and bound against the optimum of an exact model."""

from __future__ import annotations

import tempfile
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from ortools.sat.python import cp_model

from scheduler.bounds import bounds
from scheduler.engine.across import seat_across
from scheduler.engine.answer import answer
from scheduler.engine.budget import Budget
from scheduler.engine.build import build_instance
from scheduler.engine.crossing import NEVER, Crossing, cross
from scheduler.engine.first import first_plan, orders
from scheduler.engine.instance import Instance
from scheduler.engine.plan import Plan
from scheduler.engine.relay import empty_seats, hand_on_seats, walk
from scheduler.engine.search import search
from scheduler.engine.settle import tidy
from scheduler.explain import explain
from scheduler.folder import read_folder
from scheduler.problem import Aim
from scheduler.schedule import Schedule
from tests.cases.case import Case, write_case
from tests.cases.sectioning import overloaded_sectioning, student_sectioning
from tests.scheduler.engine.small import breaches, never, schedule_of

SEEDS = range(12)
EFFORT = 5


def instance_of(case: Case) -> Instance:
    with tempfile.TemporaryDirectory() as folder:
        return build_instance(read_folder(write_case(case, Path(folder) / "programme")).problem)


@cache
def tiny(seed: int) -> Instance:
    """Ten people with three of four strands each, and few times: most often not everybody can be placed."""
    return instance_of(overloaded_sectioning(10, 3, 4, 10, seed, starts=5 + seed % 4, seats=0.9 + 0.1 * (seed % 3)))


def placed(plan: Plan) -> int:
    return sum(int((strand.place >= 0).sum()) for strand in plan.strands)


def first(instance: Instance) -> Plan:
    rng = np.random.default_rng(0)
    return first_plan(instance, orders(instance, rng, 1)[0], rng, never)


def most_placed(instance: Instance) -> int:
    """The optimum: a variable for each person and group that suits them, no two that overlap."""
    model, at = cp_model.CpModel(), instance.slots
    seats: dict[tuple[int, int, int], cp_model.IntVar] = {}
    for arrays in instance.strands:
        for number, group in enumerate(arrays.given):
            fits = instance.person_free[:, list(group.slots)].all(axis=1) & arrays.audience
            fits &= instance.suits[:, list(group.venues)].all(axis=1)
            for person in np.flatnonzero(fits).tolist():
                seats[person, arrays.number, number] = model.new_bool_var("")
            here = [seat for (_, a, b), seat in seats.items() if (a, b) == (arrays.number, number)]
            model.add(sum(here) <= group.places)
    for (person, strand, number), seat in seats.items():
        for (other, its_strand, its_number), its_seat in seats.items():
            if person == other and (strand, number) < (its_strand, its_number):
                slots = instance.strands[strand].given[number].slots
                theirs = instance.strands[its_strand].given[its_number].slots
                overlap = any(at.start[a] < at.end[b] and at.start[b] < at.end[a] for a in slots for b in theirs)
                if overlap or strand == its_strand:
                    model.add(seat + its_seat <= 1)
    model.maximize(sum(seats.values()))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    assert solver.solve(model) == cp_model.OPTIMAL
    return round(solver.objective_value)


def bound_of(plan: Plan) -> int:
    problem = plan.instance.problem
    sessions, allocations = answer(plan)
    schedule = Schedule(sessions, allocations, explain(problem, sessions, allocations))
    value = bounds(problem, schedule, aims={Aim.PLACED})[Aim.PLACED].value
    assert isinstance(value, int)
    return value


@cache
def reached(seed: int) -> tuple[Plan, int]:
    """What the search reaches on a tiny programme, and the optimum."""
    *_, last = search(tiny(seed), Budget(deadline=None, effort=EFFORT, stopped=never), seed=0)
    return last.plan, most_placed(tiny(seed))


@pytest.mark.parametrize("seed", SEEDS)
def test_search_stays_at_most_one_place_short_of_an_exact_model_and_no_bound_is_lower(seed: int) -> None:
    plan, most = reached(seed)
    assert most - 1 <= placed(plan) <= most
    assert bound_of(plan) >= most
    assert bound_of(first(tiny(seed))) >= most


def test_search_mostly_places_as_many_as_an_exact_model() -> None:
    assert sum(placed(plan) == most for plan, most in map(reached, SEEDS)) >= 0.8 * len(SEEDS)


def test_bound_of_all_strands_together_is_mostly_the_optimum() -> None:
    assert sum(bound_of(plan) == most for plan, most in map(reached, SEEDS)) >= 0.7 * len(SEEDS)


def test_people_without_a_place_are_seated_across_strands_where_no_place_is_to_spare() -> None:
    plan = first(instance_of(student_sectioning(150, 6, 10, 50, seed=3, starts=14)))
    before = placed(plan)
    rng = np.random.default_rng(0)
    for _ in range(6):
        seat_across(plan, rng, never)
        hand_on_seats(plan, rng, never)
        tidy(plan)
    assert before < placed(plan) == 900
    assert breaches(plan) == []


@pytest.mark.parametrize("move", [seat_across, hand_on_seats])
@pytest.mark.parametrize("seed", range(5))
def test_move_never_loses_a_place_and_breaks_no_rule(move: object, seed: int) -> None:
    plan = first(instance_of(overloaded_sectioning(60, 5, 8, 30, seed, starts=10)))
    before = placed(plan)
    assert callable(move)
    move(plan, np.random.default_rng(seed), never)
    tidy(plan)
    assert placed(plan) >= before
    assert breaches(plan) == []


def test_table_of_what_is_ruled_out_stays_true_through_changes() -> None:
    plan = first(instance_of(overloaded_sectioning(60, 5, 8, 30, 1, starts=10)))
    crossing = cross(plan)
    assert crossing is not None
    rng = np.random.default_rng(0)
    for group in empty_seats(crossing, everywhere=True).tolist():
        walk(crossing, group, rng)
    anew = cross(plan)
    assert isinstance(anew, Crossing)
    assert np.array_equal(anew.blocked, crossing.blocked)
    assert (crossing.blocked.max(axis=1) >= NEVER).any()


def test_moves_stop_at_once_when_told_to() -> None:
    plan = first(instance_of(overloaded_sectioning(60, 5, 8, 30, 1, starts=10)))
    before = schedule_of(plan).allocations
    for move in (seat_across, hand_on_seats):
        move(plan, np.random.default_rng(0), lambda: True)
    assert schedule_of(plan).allocations == before
