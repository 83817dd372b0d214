"""Polishing: people of one strand change places so that the later aims gain.

Two people, or a unit that is kept together and as many others, change places; or one person moves to a
smaller group. Times, trainers and venues stay as they are (exchange heuristic as in anticlustering,
Papenberg and Klau 2021, doi 10.1037/met0000301; with units, Papenberg et al. 2025, doi
10.1101/2025.03.03.641320).
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from scheduler.engine.chains import immovable, may_join
from scheduler.engine.gains import Tables, aims_of, build_tables, gain, record
from scheduler.engine.options import all_options
from scheduler.engine.plan import Plan, StrandPlan, join, leave
from scheduler.engine.regroup import TRIES, best_first, exchange_units, move_to_smaller
from scheduler.engine.slots import Bools, Ints
from scheduler.problem import Aim

Stop = Callable[[], bool]
MOST_PARTNERS = 800
"""How many partners a person is weighed against in the first round."""


def polish(
    plan: Plan, strand: StrandPlan, rng: np.random.Generator, stop: Stop, *, people: Ints | None = None, rounds: int = 4
) -> int:
    """Let people (all, or the given ones with anybody) change places as long as that helps; how often they did."""
    aims = [aim for aim in plan.instance.problem.order if aim in aims_of(plan, strand)]
    if not aims or not strand.open.any():
        return 0
    groups = np.arange(len(strand.open))
    table = all_options(plan, strand, groups)
    movable = ~immovable(plan, strand) & (strand.place >= 0)
    tables = build_tables(plan, strand)
    swaps = 0
    for number in range(rounds):
        made = 0
        order = rng.permutation(np.flatnonzero(movable) if people is None else people[movable[people]])
        for person in order[worth_trying(strand, tables, aims)[order]].tolist():
            if stop():
                return swaps + made
            # At first some partners are as good as all of them; the last rounds look at everybody.
            partners = chosen_partners(movable, rng) if number == 0 else movable
            made += swap_best(plan, strand, person, table, partners, tables, aims)
        made += move_to_smaller(plan, strand, order, table, tables, aims)
        if people is None and not stop():
            made += exchange_units(plan, strand, rng, table, tables, aims)
        swaps += made
        if not made:
            break
    return swaps


def worth_trying(strand: StrandPlan, tables: Tables, aims: list[Aim]) -> Bools:
    """(people,) whose change of places could gain anything.

    Where all that counts is how groups mix, one of two who change places must leave somebody with the
    same value behind, so it is enough to try those who sit with one.
    """
    place = strand.place
    known = all((each.values[place >= 0] >= 0).all() for each in tables.mixing)
    if aims != [Aim.MIX] or not known:
        return np.ones(len(place), dtype=bool)
    meets = np.zeros(len(place), dtype=bool)
    for each in tables.mixing:
        meets |= each.counts[place, each.values] > 1
    return meets


def chosen_partners(movable: Bools, rng: np.random.Generator) -> Bools:
    """(people,) some of those who may move, by chance, if they are many."""
    people = np.flatnonzero(movable)
    if len(people) <= MOST_PARTNERS:
        return movable
    chosen = np.zeros(len(movable), dtype=bool)
    chosen[people[rng.integers(len(people), size=MOST_PARTNERS)]] = True
    return chosen


def even_out(plan: Plan, strand: StrandPlan, rng: np.random.Generator) -> int:
    """Let people move from larger to smaller groups where no aim loses; how many did."""
    if strand.open.sum() < 2:
        return 0
    aims = [aim for aim in plan.instance.problem.order if aim in aims_of(plan, strand)]
    people = rng.permutation(np.flatnonzero(~immovable(plan, strand) & (strand.place >= 0)))
    table = all_options(plan, strand, np.arange(len(strand.open)))
    return move_to_smaller(plan, strand, people, table, build_tables(plan, strand), aims)


def swap_best(
    plan: Plan, strand: StrandPlan, person: int, table: Bools, movable: Bools, tables: Tables, aims: list[Aim]
) -> bool:
    """Swap the person with whoever helps most, if anybody helps at all."""
    home = int(strand.place[person])
    others = np.flatnonzero(movable & table[home])
    theirs = strand.place[others]
    others = others[table[theirs, person] & (theirs != home)]
    others = others[within_limits(strand, person, others)]
    if not len(others):
        return False
    gains = [gain(strand, tables, aim, person, others) for aim in aims]
    ranked = best_first(gains)[:TRIES]
    return any(swap(plan, strand, tables, person, int(others[row])) for row in ranked)


def within_limits(strand: StrandPlan, person: int, others: Ints) -> Bools:
    """(others,) with whom a swap keeps max_same in both groups."""
    home, theirs = int(strand.place[person]), strand.place[others]
    fine = np.ones(len(others), dtype=bool)
    for limit, counts in zip(strand.arrays.limits, strand.counts, strict=True):
        own, value = limit.values[person], limit.values[others]
        if own >= 0:
            fine &= (counts[theirs, own] < limit.most) | (value == own)
        fine &= (value < 0) | (counts[home, value] < limit.most) | (value == own)
    return fine


def swap(plan: Plan, strand: StrandPlan, tables: Tables, person: int, other: int) -> bool:
    """Let two people change places if every rule holds; False and nothing changed otherwise."""
    home, theirs = leave(plan, strand, person), leave(plan, strand, other)
    if may_join(plan, strand, person, theirs):
        join(plan, strand, person, theirs)
        if may_join(plan, strand, other, home):
            join(plan, strand, other, home)
            record(tables, person, home, theirs)
            record(tables, other, theirs, home)
            return True
        leave(plan, strand, person)
    join(plan, strand, person, home)
    join(plan, strand, other, theirs)
    return False
