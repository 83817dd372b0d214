"""How many people must at least be the only one of their group with their value."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from scheduler.bounds.bound import Claim
from scheduler.problem import Aim, GroupingRule

if TYPE_CHECKING:
    from scheduler.bounds.ground import Ground
    from scheduler.problem import Strand


def bound_alone(ground: Ground) -> Claim:
    """People who are the only one of their value in the strand, or may share it with nobody."""
    asking = [strand for strand in ground.problem.strands if strand.grouping.not_alone]
    if not asking:
        return Claim(None, "no strand asks that nobody be alone")
    surely = sum(_surely_alone(ground, strand) for strand in asking)
    least = max(0, surely - ground.spare_among(asking, Aim.ALONE))
    if not least:
        return Claim(0, "nobody can be less than not alone")
    return Claim(least, "nobody else whom the strand can place, or whom their group may hold, has the same value")


def _surely_alone(ground: Ground, strand: Strand) -> int:
    """A team group never crosses its last field, so there the value must be shared within that unit."""
    column, rules = strand.grouping.not_alone, strand.grouping
    unit = rules.fields[-1] if rules.rule is GroupingRule.TEAM else ""
    sharing: defaultdict[tuple[str, str], int] = defaultdict(int)
    for person in ground.people(strand):
        if value := person.value(column):
            sharing[value, person.value(unit)] += 1
    if rules.max_same.get(column) == 1:
        return sum(sharing.values())
    return sum(count == 1 for count in sharing.values())
