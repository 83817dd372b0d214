"""The fewest sessions that the busiest trainer can have."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from scheduler.bounds.bound import Claim
from scheduler.bounds.groups import groups_at_least
from scheduler.problem import Aim

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from scheduler.bounds.ground import Ground
    from scheduler.problem import Strand

MOST_STRANDS_TO_COMBINE = 6
"""Up to so many strands every set of them is tried; of more, each one and all."""


def bound_load(ground: Ground) -> Claim:
    """For sets of strands: their sessions, shared evenly among all who may deliver any of them."""
    taught = [strand for strand in ground.strands_with_people if not strand.given and strand.trainers]
    groups = {strand.strand_id: groups_at_least(ground, strand, Aim.LOAD)[0] for strand in taught}
    best, least = Claim(0, "no session need have a trainer"), 0
    for strands in _sets(taught):
        for kind in _kinds(strands):
            needed = sum(groups[s.strand_id] * s.meetings * _asked(s, kind) for s in strands)
            limits = _limits(ground, strands, kind, exact=len(strands) in (1, len(taught)))
            load = even_load(needed, limits)
            if load > least:
                who = f"the {len(limits):,} trainers{f' of kind {kind}' if kind else ''} who may deliver them"
                names = ", ".join(strand.strand_id for strand in strands)
                proof = f"{needed:,} trainer-sessions are needed at least for {names}, shared as evenly as {who} can"
                best, least = Claim(load, proof, joint=len(strands) > 1), load
    return best


def even_load(needed: int, limits: Sequence[int]) -> int:
    """The least number of sessions that, led by each trainer up to their limit, make what is needed.

    Where all limits together do not reach, the highest of them.
    """
    load, left = 0, needed
    for number, limit in enumerate(sorted(limits)):
        share = -(-left // (len(limits) - number))
        if share <= limit:
            return max(load, share)
        load, left = limit, left - limit
    return load


def _sets(strands: Sequence[Strand]) -> Iterator[tuple[Strand, ...]]:
    count = len(strands)
    every = count <= MOST_STRANDS_TO_COMBINE
    for size in range(1, count + 1):
        if every or size in (1, count):
            yield from combinations(strands, size)


def _kinds(strands: Sequence[Strand]) -> list[str]:
    return ["", *sorted({kind for strand in strands for kind in strand.trainer_kinds})]


def _asked(strand: Strand, kind: str) -> int:
    return strand.trainer_kinds.get(kind, 0) if kind else strand.trainers


def _limits(ground: Ground, strands: Sequence[Strand], kind: str, *, exact: bool) -> list[int]:
    """The most sessions of these strands that each trainer who may deliver any of them could lead."""
    names = tuple(strand.strand_id for strand in strands)
    if exact:
        return [int(sessions) for sessions in ground.trainer_supply(names, kind).by_row if sessions]
    able = [
        trainer
        for trainer in ground.problem.trainers
        if trainer.strands & set(names) and (not kind or trainer.kind == kind)
    ]
    return [sum(len(ground.reaches[name].survey.starts) for name in names)] * len(able)
