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
    """Plans made from nothing: in different orders of the strands, backwards, and with some strands covered first.

    Where covering first is better than the first order, and nobody is left out, no other order is tried.
    """
    for number, plan in enumerate(filled_plans(instance, rng, budget)):
        yield plan
        covered = cover_first(plan, rng, budget) if number == 0 else None
        if covered is not None:
            yield covered
            if not anybody_left_out(covered) and score(covered) > score(plan):
                return


def cover_first(plan: Plan, rng: np.random.Generator, budget: Budget) -> Plan | None:
    """A plan with strands that others follow covered first, where one with fewer groups than ``plan`` is found."""
    if budget.must_stop() or not any(arrays.prerequisites for arrays in plan.instance.strands):
        return None
    # Only who has strands that follow one another pays for loading the models.
    from scheduler.engine.cover_first import covered_plan, worth_covering

    if not worth_covering(plan):
        return None
    return covered_plan(plan.instance, plan, rng, lambda: budget.spent_share(SHARE_TO_COVER))


def anybody_left_out(plan: Plan) -> bool:
    return any(len(could_be_placed(plan, strand)) for strand in plan.strands)


def filled_plans(instance: Instance, rng: np.random.Generator, budget: Budget) -> Iterator[Plan]:
    """Plans whose strands are filled one after the other."""
    left_out = False
    for order in orders(instance, rng, FIRST_PLANS):
        plan = first_plan(instance, order, rng, budget.must_stop)
        left_out = anybody_left_out(plan)
        yield plan
    if needs_pace(instance) or (left_out and any(arrays.prerequisites for arrays in instance.strands)):
        yield backward_plan(instance, rng, budget.must_stop)
