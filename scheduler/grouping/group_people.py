"""People into groups: a first grouping, improved as long as there is time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace

import numpy as np

from scheduler.grouping.annealing import Search, anneal
from scheduler.grouping.budget import Budget
from scheduler.grouping.checks import check_task
from scheduler.grouping.costs import Ints, aim_table, coded, uneven_heads, unlike_heads, wrong_heads
from scheduler.grouping.packing import as_groups, pack
from scheduler.grouping.tables import Tables, build_ground
from scheduler.grouping.task import Alike, AtMost, Grouped, GroupingTask, Wanted

STEPS = 20_000


def group_people(
    task: GroupingTask,
    *,
    seconds: float | None = None,
    steps: int | None = None,
    seed: int = 0,
    stop: Callable[[], bool] | None = None,
) -> Grouped:
    """Group the people as well as the time allows; raises `GroupingError` if the task cannot be met.

    ``seconds`` limits the time by the clock, ``steps`` without it: one seed and as many steps give the
    same grouping, whatever the order of people (those who are alike in everything may change places).
    Without either, 20,000 steps are made. ``stop`` is asked after every step.
    """
    check_task(task)
    budget = Budget(seconds, STEPS if seconds is None and steps is None else steps, stop)
    rng = np.random.default_rng(seed)
    order = settled_order(task)
    ground = build_ground(in_order(task, order))
    search = Search(pack(ground, rng), rng)
    if task.groups > 1 and len(ground.units) > 1:
        anneal(search, budget)
    found = told(Tables(ground, search.best), budget)
    place = dict(zip(order, found.place, strict=True))
    return replace(found, place=tuple(place[person] for person in range(task.people)))


def settled_order(task: GroupingTask) -> list[int]:
    """People by what they are like, their unit, and from how many others they are kept apart."""
    apart = Counter(person for pair in task.apart for person in pair)
    names = sorted(task.attributes)

    def like(person: int) -> tuple[object, ...]:
        unit = task.together[person] if task.together else ""
        return (*(task.attributes[name][person] for name in names), unit, apart[person])

    return sorted(range(task.people), key=like)


def in_order(task: GroupingTask, order: list[int]) -> GroupingTask:
    """The same task with people renumbered: the first is ``order[0]``."""
    number = {person: at for at, person in enumerate(order)}
    return replace(
        task,
        attributes={name: [values[person] for person in order] for name, values in task.attributes.items()},
        together=[task.together[person] for person in order] if task.together else (),
        apart=frozenset((number[one], number[other]) for one, other in task.apart),
    )


def told(tables: Tables, budget: Budget) -> Grouped:
    """The grouping with what it costs and breaks, each aim counted anew from who sits where."""
    task, sizes = tables.ground.task, tables.counts[:, -2]
    place = np.array(as_groups(tables.ground, tables.place))
    paid = [(aim, paid_for(task, aim, place)) for aim in task.aims]
    over = sum(price for aim, price in paid if isinstance(aim, AtMost))
    wrong = wrong_heads(task.smallest, task.largest or task.people, sizes).sum()
    return Grouped(
        place=tuple(place.tolist()),
        cost=round(sum(price for aim, price in paid if not isinstance(aim, AtMost)), 6),
        uneven=int(uneven_heads(task.people, task.groups, sizes).sum()),
        breaches=round(over) + int(wrong) + tables.foes_together(),
        seconds=budget.elapsed(),
        steps=budget.taken,
    )


def paid_for(task: GroupingTask, aim: Wanted, place: Ints) -> float:
    """What all groups pay for one aim; for a limit the heads above it."""
    codes, names = coded(task.attributes[aim.attribute])
    counts = np.zeros((task.groups, len(names)), dtype=np.int64)
    known = codes >= 0
    np.add.at(counts, (place[known], codes[known]), 1)
    if isinstance(aim, Alike):
        return aim.weight * float(unlike_heads(counts).sum())
    table = aim_table(aim, task.attributes[aim.attribute], task.groups, task.people)
    return float(table[np.arange(len(names)), counts].sum())
