"""Beginnings: the first schedules that a search begins from, made from nothing in different ways."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from scheduler.engine.budget import Budget
from scheduler.engine.first import backward_plan, first_plan, needs_pace, orders
from scheduler.engine.instance import Instance
from scheduler.engine.making_room import could_be_placed
from scheduler.engine.objective import score
from scheduler.engine.plan import Plan

FIRST_PLANS = 4
SHARE_TO_COVER = 0.4
"""The part of the time up to which strands that others follow may be covered first."""


def first_plans(instance: Instance, rng: np.random.Generator, budget: Budget) -> Iterator[Plan]:
    """Plans made from nothing: in different orders of the strands, backwards, and with some covered first."""
    best: Plan | None = None
    for plan in filled_plans(instance, rng, budget):
        best = plan if best is None or score(plan) > score(best) else best
        yield plan
    if best is None or budget.spent_share(SHARE_TO_COVER):
        return
    # Only who could have fewer groups pays for loading the models.
    from scheduler.engine.cover_first import covered_plan, worth_covering

    if worth_covering(best):
        covered = covered_plan(instance, best, rng, lambda: budget.spent_share(SHARE_TO_COVER))
        if covered is not None:
            yield covered


def filled_plans(instance: Instance, rng: np.random.Generator, budget: Budget) -> Iterator[Plan]:
    """Plans whose strands are filled one after the other."""
    left_out = False
    for order in orders(instance, rng, FIRST_PLANS):
        plan = first_plan(instance, order, rng, budget.must_stop)
        left_out = any(len(could_be_placed(plan, strand)) for strand in plan.strands)
        yield plan
    if needs_pace(instance) or (left_out and any(arrays.prerequisites for arrays in instance.strands)):
        yield backward_plan(instance, rng, budget.must_stop)
