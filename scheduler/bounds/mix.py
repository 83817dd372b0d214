"""How mixed groups can be at most."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

from scheduler.bounds.bound import Claim
from scheduler.bounds.groups import groups_at_least
from scheduler.problem import Aim

if TYPE_CHECKING:
    from scheduler.bounds.ground import Ground
    from scheduler.problem import Strand


@dataclass(frozen=True, slots=True)
class _Share:
    """An upper bound on a share that counts with a weight, and whether it is sure to be measured."""

    weight: Fraction
    most: Fraction
    sure: bool


def bound_mix(ground: Ground) -> Claim:
    """The mean of the strands' bounds; a strand that may have no value counts only where it helps."""
    asking = [strand for strand in ground.strands_with_people if any(strand.grouping.mix.values())]
    if not asking or (ground.measures.aims[Aim.MIX] is None and ground.knows(Aim.MIX, Aim.PLACED)):
        return Claim(None, "no strand with members in its groups measures how mixed they are")
    shares = [_strand(ground, strand) for strand in asking]
    each = ", ".join(
        f"{strand.strand_id} {float(share.most):.4f}" for strand, share in zip(asking, shares, strict=True)
    )
    proof = (
        "the pairs of a group who share a value are fewest when every value is spread evenly over as many groups "
        f"as there can be, and all pairs are most when groups are as unequal as their sizes allow: {each}"
    )
    return Claim(_highest_mean(shares), proof)


def _strand(ground: Ground, strand: Strand) -> _Share:
    groups = _most_groups(ground, strand)
    columns = [
        _column(ground, strand, column, weight, groups) for column, weight in strand.grouping.mix.items() if weight
    ]
    return _Share(Fraction(1), _highest_mean(columns), any(column.sure for column in columns))


def _most_groups(ground: Ground, strand: Strand) -> int:
    """The most groups that the strand can have beside the fewest of all others."""
    groups = ground.reaches[strand.strand_id].people // strand.min_size
    known = ground.groups_known(Aim.MIX)
    if known is not None:
        others = (one for one in ground.strands_with_people if one is not strand)
        groups = min(groups, known - sum(groups_at_least(ground, other, Aim.MIX)[0] for other in others))
    if strand.given:
        ids = {session.group_id for session in ground.problem.given if session.strand == strand.strand_id}
        groups = min(groups, len(ids))
    return max(1, groups)


def _column(ground: Ground, strand: Strand, column: str, weight: Fraction, groups: int) -> _Share:
    people, spare = ground.people(strand), ground.spare_among([strand], Aim.MIX)
    counts = ground.counts(strand, column)
    known = counts.total()
    same = fewest_same_pairs(list(counts.values()), groups, spare)
    least = strand.min_size if known == len(people) and not spare else 0
    pairs = most_pairs(known, least, ground.most(strand), groups_at_least(ground, strand, Aim.MIX)[0])
    most = 1 - min(Fraction(1), Fraction(same, pairs)) if pairs else Fraction(1)
    return _Share(weight, most, known - spare > groups)


def fewest_same_pairs(counts: Sequence[int], groups: int, spare: int) -> int:
    """The fewest pairs of one group who share a value, when ``counts`` people have each value.

    Spread evenly, the i-th person of a value (from 0) joins ``i // groups`` others of it; by convexity
    no other spread has fewer pairs. ``spare`` people, those who cost most, may be left out.
    """
    costs = np.concatenate([np.arange(count) // groups for count in counts] or [np.empty(0, dtype=np.int64)])
    return int(np.sort(costs)[: max(0, len(costs) - spare)].sum())


def most_pairs(people: int, least: int, most: int, groups: int) -> int:
    """The most pairs within at least so many groups of ``least`` to ``most`` people.

    The number of pairs is convex in the sizes, so it is most when as many groups as can be are full
    and the others have the least size; more groups than needed only take pairs away.
    """
    if most <= 0 or people <= 0:
        return 0
    number = max(groups, -(-people // most))
    base = min(least, people // number)
    full, part = divmod(people - base * number, most - base) if most > base else (number, 0)
    sizes = [most] * full + [base + part] * (full < number) + [base] * (number - full - 1)
    return sum(size * (size - 1) // 2 for size in sizes)


def _highest_mean(shares: Sequence[_Share]) -> Fraction:
    """The highest weighted mean over all sure shares and any choice of the others."""
    total = sum((share.weight * share.most for share in shares if share.sure), Fraction())
    weight = sum((share.weight for share in shares if share.sure), Fraction())
    for share in sorted((one for one in shares if not one.sure), key=lambda one: one.most, reverse=True):
        if not weight or share.most > total / weight:
            total, weight = total + share.weight * share.most, weight + share.weight
    return total / weight if weight else Fraction(1)
