"""As many placed as can be: the search against the optimum of an exact model, on programmes of a dozen people."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random

import pytest
from ortools.sat.python import cp_model

from scheduler.engine.budget import Budget
from scheduler.engine.build import build_instance
from scheduler.engine.search import search
from scheduler.problem import Grouping, GroupingRule, Interval, Mode, Person, Problem, Strand, Venue

MONDAY = date(2027, 1, 11)
STARTS = (time(9), time(11), time(14))
EFFORT = 60


@dataclass(frozen=True)
class Tiny:
    """One room, one strand, a few starts: who is free when, and the sizes and limit of its groups."""

    free: tuple[tuple[bool, ...], ...]
    """(people, starts)"""
    teams: tuple[str, ...]
    least: int
    most: int
    same: int


def draw(seed: int) -> Tiny:
    r = Random(seed)
    people, least = r.randint(4, 12), r.randint(2, 4)
    return Tiny(
        free=tuple(tuple(r.random() < 0.6 for _ in STARTS) for _ in range(people)),
        teams=tuple(r.choice("ABCD") for _ in range(people)),
        least=least,
        most=least + r.randint(0, 3),
        same=r.randint(1, 3),
    )


def problem_of(tiny: Tiny) -> Problem:
    def absences(row: tuple[bool, ...]) -> tuple[Interval, ...]:
        begins = [datetime.combine(MONDAY, start) for start, free in zip(STARTS, row, strict=True) if not free]
        return tuple(Interval(begin, begin + timedelta(hours=1)) for begin in begins)

    people = tuple(
        Person(f"E{number:02d}", attributes={"staff_id": f"E{number:02d}", "team": team}, absences=absences(row))
        for number, (row, team) in enumerate(zip(tiny.free, tiny.teams, strict=True))
    )
    grouping = Grouping(GroupingRule.MIXED, max_same={"team": tiny.same})
    strand = Strand(
        "talk", tiny.least, tiny.most, MONDAY, MONDAY, frozenset({0}), STARTS, duration_minutes=60, grouping=grouping
    )
    room = Venue("ROOM", Mode.IN_PERSON)
    return Problem("Tiny", "Europe/London", MONDAY, MONDAY, (strand,), people, venues=(room,))


def most_placed(tiny: Tiny) -> int:
    """The optimum: one group at most at each start, of a size and a mix that the strand allows."""
    model = cp_model.CpModel()
    seats = {
        (person, start): model.new_bool_var(f"{person}/{start}")
        for person, row in enumerate(tiny.free)
        for start, free in enumerate(row)
        if free
    }
    for person in range(len(tiny.free)):
        model.add(sum(seat for (who, _), seat in seats.items() if who == person) <= 1)
    for start in range(len(STARTS)):
        here = {who: seat for (who, when), seat in seats.items() if when == start}
        stands = model.new_bool_var(f"stands {start}")
        model.add(sum(here.values()) >= tiny.least * stands)
        model.add(sum(here.values()) <= tiny.most * stands)
        for team in sorted(set(tiny.teams)):
            model.add(sum(seat for who, seat in here.items() if tiny.teams[who] == team) <= tiny.same)
    model.maximize(sum(seats.values()))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    assert solver.solve(model) == cp_model.OPTIMAL
    return round(solver.objective_value)


@pytest.mark.parametrize("seed", range(60))
def test_as_many_are_placed_as_an_exact_model_can(seed: int) -> None:
    tiny = draw(seed)
    budget = Budget(deadline=None, effort=EFFORT, stopped=lambda: False)
    *_, last = search(build_instance(problem_of(tiny)), budget, seed=0)
    assert sum(int((strand.place >= 0).sum()) for strand in last.plan.strands) == most_placed(tiny)
