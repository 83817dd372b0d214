"""Stirring: groups of one strand are mixed anew at a temperature that falls, then polished.

Polishing ends where no single change helps. Stirring draws changes that cost something as well, the less
often the more they cost and the later it gets (heat bath over exchanges, as `scheduler.grouping` does
without times; Kirkpatrick, Gelatt and Vecchi 1983, doi 10.1126/science.220.4598.671). What it leaves is
a trial like that of every move: it is kept only if it is better.
"""

from __future__ import annotations

import numpy as np

from scheduler.engine.chains import immovable
from scheduler.engine.gains import Tables, aims_of, build_tables, gain
from scheduler.engine.options import all_options
from scheduler.engine.plan import Plan, StrandPlan
from scheduler.engine.polish import Stop, polish, swap, within_limits
from scheduler.engine.slots import Bools, Ints
from scheduler.problem import Aim

MOST_PEOPLE = 300
"""How many people are stirred at once, whole groups of them: more would take too long for one move."""
SWEEPS = 16
"""How often everybody's change of places is drawn while the temperature falls."""
HOT, COLD = 0.3, 0.01
"""The first and the last temperature, as parts of what a change of places costs or gains on average."""


def stir(plan: Plan, rng: np.random.Generator, stop: Stop) -> None:
    """Stir some groups of one strand that an aim wants mixed, and polish the strand."""
    strands = [strand for strand in plan.strands if strand.arrays.mixing and strand.open.sum() > 1]
    if not strands:
        return
    strand = strands[int(rng.integers(len(strands)))]
    stir_strand(plan, strand, rng, stop)
    polish(plan, strand, rng, stop)


def stir_strand(plan: Plan, strand: StrandPlan, rng: np.random.Generator, stop: Stop) -> int:
    """Draw changes of places at a falling temperature; how many were made."""
    aim = next(aim for aim in plan.instance.problem.order if aim in aims_of(plan, strand))
    chosen = stirred_groups(strand, rng)
    table = all_options(plan, strand, np.arange(len(strand.open)))
    movable = ~immovable(plan, strand) & (strand.place >= 0)
    movable &= chosen[strand.place]
    people = np.flatnonzero(movable)
    if len(people) < 2:
        return 0
    tables = build_tables(plan, strand)
    scale = usual_change(strand, tables, aim, people, rng)
    made = 0
    for temperature in scale * np.geomspace(HOT, COLD, SWEEPS):
        for person in rng.permutation(people).tolist():
            if stop():
                return made
            made += draw_swap(plan, strand, person, people, table, tables, aim, float(temperature), rng)
    return made


def stirred_groups(strand: StrandPlan, rng: np.random.Generator) -> Bools:
    """(groups + 1,) one group by chance and those that meet nearest to it, as many as hold enough people."""
    groups = strand.open_groups()
    centre = int(rng.choice(groups))
    near = groups[np.argsort(np.abs(strand.first_start[groups] - strand.first_start[centre]), kind="stable")]
    enough = int(np.searchsorted(np.cumsum(strand.size[near]), MOST_PEOPLE)) + 1
    chosen = np.zeros(len(strand.open) + 1, dtype=bool)
    chosen[near[:enough]] = True
    return chosen


def usual_change(strand: StrandPlan, tables: Tables, aim: Aim, people: Ints, rng: np.random.Generator) -> float:
    """How much an aim changes on average where a change of places changes it at all."""
    found: list[float] = []
    for person in rng.permutation(people)[:12].tolist():
        others = people[strand.place[people] != strand.place[person]]
        values = np.abs(gain(strand, tables, aim, person, others))
        found += values[values > 0].tolist()
    return float(np.mean(found)) if found else 1.0


def draw_swap(
    plan: Plan,
    strand: StrandPlan,
    person: int,
    people: Ints,
    table: Bools,
    tables: Tables,
    aim: Aim,
    temperature: float,
    rng: np.random.Generator,
) -> bool:
    """Draw a partner for the person, or nobody, by what the change brings the aim; change places if rules allow."""
    home = int(strand.place[person])
    places = strand.place[people]
    others = people[table[home, people] & table[places, person] & (places != home)]
    others = others[within_limits(strand, person, others)]
    if not len(others):
        return False
    weighed = gain(strand, tables, aim, person, others) / temperature + rng.gumbel(size=len(others))
    at = int(weighed.argmax())
    return bool(weighed[at] > rng.gumbel()) and swap(plan, strand, tables, person, int(others[at]))
