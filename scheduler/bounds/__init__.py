"""Proven bounds: what no schedule could beat, aim by aim, without any search.

Every bound is for schedules made from nothing, under all rules; a repair, in which sessions of the
past are facts that keep no rule, has none.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping

from scheduler.bounds.alone import bound_alone
from scheduler.bounds.bound import AIMS_TO_RAISE, Bound, Claim, Value, as_json
from scheduler.bounds.facts import Facts
from scheduler.bounds.finish import bound_finish
from scheduler.bounds.ground import Ground
from scheduler.bounds.groups import bound_groups, groups_at_least
from scheduler.bounds.load import bound_load
from scheduler.bounds.mix import bound_mix
from scheduler.bounds.own_team import bound_own_team
from scheduler.bounds.placed import bound_placed
from scheduler.bounds.wishes import bound_wishes
from scheduler.measures import Measures, measure
from scheduler.problem import Aim, Problem
from scheduler.schedule import Schedule

__all__ = [
    "AIMS_TO_RAISE",
    "Bound",
    "Facts",
    "Value",
    "all_best",
    "as_json",
    "bounds",
    "bounds_and_groups",
]

_ARGUMENTS: dict[Aim, Callable[[Ground], Claim]] = {
    Aim.PLACED: bound_placed,
    Aim.OWN_TEAM: bound_own_team,
    Aim.GROUPS: bound_groups,
    Aim.FINISH: bound_finish,
    Aim.MIX: bound_mix,
    Aim.ALONE: bound_alone,
    Aim.LOAD: bound_load,
    Aim.WISHES: bound_wishes,
}


def bounds(
    problem: Problem,
    schedule: Schedule,
    *,
    measures: Measures | None = None,
    aims: Collection[Aim] = frozenset(Aim),
    facts: Facts | None = None,
) -> Mapping[Aim, Bound]:
    """For each of the ``aims``, in the problem's order, what no valid schedule can beat.

    Meant are schedules that reach at least what ``schedule`` reaches in the aims before: the fewest
    groups are those for as many people as it places. ``measures`` are the schedule's own, if they
    are known already; ``facts`` what exact models have proven of this problem. The schedule has to be
    valid; of one that breaks rules nothing is proven.
    """
    return _bounds(_ground(problem, schedule, measures, facts), aims)


def bounds_and_groups(
    problem: Problem, schedule: Schedule, measures: Measures, facts: Facts | None
) -> tuple[Mapping[Aim, Bound], Mapping[str, int]]:
    """`bounds` of every aim, and for each strand that has people in it the fewest groups of any valid schedule
    that does as well in the aims before."""
    ground = _ground(problem, schedule, measures, facts)
    return _bounds(ground, frozenset(Aim)), _strand_groups(ground)


def _bounds(ground: Ground, aims: Collection[Aim]) -> Mapping[Aim, Bound]:
    order = (*ground.problem.order, *(aim for aim in Aim if aim not in ground.problem.order))
    return {aim: _bound(ground, aim, _ARGUMENTS[aim](ground)) for aim in order if aim in aims}


def _bound(ground: Ground, aim: Aim, claim: Claim) -> Bound:
    scope = "all strands together" if claim.joint else "each strand for itself"
    proof = f"{claim.proof[:1].upper()}{claim.proof[1:]} ({scope})."
    return Bound(claim.value, proof, claim.joint, ground.measures.aims[aim])


def all_best(problem: Problem, proven: Mapping[Aim, Bound]) -> bool:
    """Whether every aim of the problem is proven best, or has nothing to measure: no search can go further."""
    return all(proven[aim].best for aim in problem.order if aim in proven)


def _strand_groups(ground: Ground) -> Mapping[str, int]:
    return {each.strand_id: groups_at_least(ground, each, Aim.GROUPS)[0] for each in ground.strands_with_people}


def _ground(problem: Problem, schedule: Schedule, measures: Measures | None, facts: Facts | None) -> Ground:
    return Ground(problem, measures if measures is not None else measure(problem, schedule), facts or Facts())
