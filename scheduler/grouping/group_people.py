"""People into groups: a first grouping, improved as long as there is time."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from scheduler.grouping.annealing import Search, anneal
from scheduler.grouping.budget import Budget
from scheduler.grouping.checks import check_task
from scheduler.grouping.costs import uneven_heads
from scheduler.grouping.packing import as_groups, pack
from scheduler.grouping.tables import Tables, build_ground
from scheduler.grouping.task import Grouped, GroupingTask

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
    same grouping. Without either, 20,000 steps are made. ``stop`` is asked before every step.
    """
    check_task(task)
    budget = Budget(seconds, STEPS if seconds is None and steps is None else steps, stop)
    rng = np.random.default_rng(seed)
    ground = build_ground(task)
    search = Search(pack(ground, rng), rng)
    if task.groups > 1 and len(ground.units) > 1:
        anneal(search, budget)
    return told(Tables(ground, search.best), budget)


def told(tables: Tables, budget: Budget) -> Grouped:
    """The grouping with its costs, all counted anew from who sits where."""
    ground, sizes = tables.ground, tables.counts[:, -2]
    uneven = int(uneven_heads(ground.task.people, ground.task.groups, sizes).sum())
    rest = tables.total - ground.even * uneven
    breaches = round(rest // ground.breach)
    return Grouped(
        place=as_groups(ground, tables.place),
        cost=rest - breaches * ground.breach,
        uneven=uneven,
        breaches=breaches,
        seconds=budget.elapsed(),
        steps=budget.taken,
    )
