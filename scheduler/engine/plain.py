"""Plain strands: nothing but times, places and sizes decides who sits where."""

from __future__ import annotations

from scheduler.engine.instance import NO_LIMIT
from scheduler.engine.plan import Plan, StrandPlan


def is_plain(plan: Plan, strand: StrandPlan) -> bool:
    """Whether the strand asks nothing of the company in a group, of service cover or of the order of strands.

    There a maximum flow places as many as can be, given where people sit in the other strands, and
    whoever could be in a group and finds room there may join without further question.
    """
    arrays = strand.arrays
    covered = arrays.counts_for_cover and bool((plan.instance.team_limit < NO_LIMIT).any())
    ordered = bool(arrays.prerequisites) or any(arrays.number in each.prerequisites for each in plan.instance.strands)
    return not (covered or ordered or arrays.limits or arrays.foes or arrays.team_based or arrays.together)
