"""The fewest groups, over all strands and in each."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from scheduler.bounds.bound import Claim
from scheduler.bounds.fewest import fewest_groups, fewest_in_parts, fewest_together
from scheduler.bounds.own_team import apart_allowed, split_teams, team_strands, unit_fact
from scheduler.problem import Aim

if TYPE_CHECKING:
    from scheduler.bounds.ground import Ground
    from scheduler.problem import Strand
    from scheduler.realism.diaries import IntArray


def bound_groups(ground: Ground) -> Claim:
    """The sum of each strand's fewest groups, for every way to share out who is left out."""
    shared = fewest_together([_beyond_the_surely_left_out(ground, strand) for strand in ground.problem.strands])
    spare = ground.spare_people(Aim.GROUPS)
    alone = [(one.strand_id, *groups_at_least(ground, one, Aim.GROUPS)) for one in ground.strands_with_people]
    total = sum(groups for _, groups, _ in alone)
    reasons = "; ".join(f"{name}: {groups:,} ({reason})" for name, groups, reason in alone)
    left = f" with {spare:,} people left out" if spare else ""
    return Claim(max(shared, total), f"at least, by strand{left}: {reasons}" if alone else "there is nobody to place")


def _beyond_the_surely_left_out(ground: Ground, strand: Strand) -> IntArray:
    """The fewest groups of a strand for each number of people left out though they have a seat."""
    groups = fewest_groups(ground, strand, ground.spare_among([strand], Aim.GROUPS)).groups
    return groups[ground.surely_left_out(strand, Aim.GROUPS) :]


def groups_at_least(ground: Ground, strand: Strand, aim: Aim) -> tuple[int, str]:
    """The fewest groups of one strand in any schedule that is compared in ``aim``, and why."""
    spare = ground.spare_among([strand], aim)
    fewest = fewest_groups(ground, strand, spare)
    groups, reason = int(fewest.groups[spare]), fewest.reason
    own = _in_own_teams(ground, strand, aim)
    if own is not None and own > groups:
        column = strand.grouping.fields[0]
        return own, f"as many people as here in groups of their own {column}, {ground.most(strand)} at most in each"
    return groups, reason


def _in_own_teams(ground: Ground, strand: Strand, aim: Aim) -> int | None:
    """The fewest groups of a team strand that keep so many people in groups of their own team.

    No group crosses units, and in each unit a team's own groups and those across teams are counted
    apart: whoever need not be in a group of their own team takes a seat in one across teams.
    """
    allowed = apart_allowed(ground, aim)
    if strand not in team_strands(ground) or allowed is None or not ground.most(strand):
        return None
    teams, most, spare = split_teams(ground, strand), ground.most(strand), ground.spare_among([strand], aim)
    moved = np.arange(allowed + 1)
    units: list[IntArray] = []
    for unit in teams.units:
        fact = unit_fact(ground, strand, unit, aim)
        if fact is not None:
            units.append(np.array(fact.groups, dtype=np.int64)[np.minimum(moved, len(fact.groups) - 1)])
            continue
        own = fewest_in_parts(list(teams.own_of(unit).values()), most, allowed)
        across = -(-np.maximum(0, teams.rest.get(unit, 0) + moved - spare) // most)
        units.append(np.minimum.accumulate(own + across))
    return fewest_together(units)
