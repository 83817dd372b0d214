"""The earliest day on which the last session can be."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from scheduler.bounds.bound import Claim
from scheduler.bounds.groups import groups_at_least
from scheduler.problem import Aim
from scheduler.realism.series import NEVER

if TYPE_CHECKING:
    from scheduler.bounds.ground import Ground
    from scheduler.problem import Strand
    from scheduler.realism.supply import Supply


def bound_finish(ground: Ground) -> Claim:
    """The latest day that any one argument forces."""
    claims = [*_by_people(ground), *_by_supply(ground)]
    days = [claim for claim in claims if isinstance(claim.value, date)]
    if not days:
        return Claim(None, "nobody need be placed")
    return max(days, key=lambda claim: (claim.value, not claim.joint))


def _by_people(ground: Ground) -> Iterator[Claim]:
    """Somebody placed completes no earlier: even if those who are latest were the ones left out."""
    strands = ground.strands_with_people
    days: list[int] = []
    for strand in strands:
        reach = ground.reaches[strand.strand_id]
        inside = np.isin(reach.survey.people, reach.rows)
        days += reach.survey.earliest_last[inside].tolist()
    spare = ground.spare_people(Aim.FINISH)
    known = sorted((day for day in days if day < NEVER), reverse=True)
    if spare < len(known):
        left = f" even with the {spare:,} latest left out," if spare else ""
        proof = f"some people can complete what is for them, in its order and with its gaps,{left} no earlier"
        yield Claim(date.fromordinal(known[spare]), proof)


def _by_supply(ground: Ground) -> Iterator[Claim]:
    """Trainers and venues have not enough sessions before: for each strand, and for all together."""
    taught = [strand for strand in ground.strands_with_people if not strand.given]
    groups = {strand.strand_id: groups_at_least(ground, strand, Aim.FINISH)[0] for strand in taught}
    for strand in taught:
        yield from _supplied(ground, [strand], groups)
        yield from _all_begun(ground, strand, groups[strand.strand_id])
    if len(taught) > 1:
        yield from _supplied(ground, taught, groups)


def _supplied(ground: Ground, strands: list[Strand], groups: dict[str, int]) -> Iterator[Claim]:
    names = tuple(strand.strand_id for strand in strands)
    sessions = sum(groups[strand.strand_id] * strand.meetings for strand in strands)
    led = sum(groups[strand.strand_id] * strand.meetings * strand.trainers for strand in strands)
    if led:
        yield from _enough_by(ground.trainer_supply(names), led, "trainer-sessions", names)
    if sessions:
        yield from _enough_by(ground.venue_supply(names), sessions, "sessions in venues", names)
    for kind in sorted({kind for strand in strands for kind in strand.trainer_kinds}):
        of_kind = sum(groups[s.strand_id] * s.meetings * s.trainer_kinds.get(kind, 0) for s in strands)
        if of_kind:
            yield from _enough_by(ground.trainer_supply(names, kind), of_kind, f"trainer-sessions ({kind})", names)


def _enough_by(supply: Supply, needed: int, what: str, names: tuple[str, ...]) -> Iterator[Claim]:
    day = first_day_with(supply, needed)
    if day is not None:
        proof = f"{needed:,} {what} are needed at least for {', '.join(names)}, and before there are not so many"
        yield Claim(date.fromordinal(day), proof, joint=len(names) > 1)


def _all_begun(ground: Ground, strand: Strand, groups: int) -> Iterator[Claim]:
    """The last group of a series to begin still has all its other meetings before it."""
    names, rest = (strand.strand_id,), (strand.meetings - 1) * strand.gap_days[0]
    begun = [first_day_with(ground.venue_supply(names), groups)]
    if strand.trainers:
        begun.append(first_day_with(ground.trainer_supply(names), groups * strand.trainers))
    days = [day for day in begun if day is not None]
    if groups and rest and days:
        proof = f"the last of {groups:,} groups of {strand.strand_id} at least has its first meeting {rest} days before"
        yield Claim(date.fromordinal(max(days) + rest), proof)


def first_day_with(supply: Supply, needed: int) -> int | None:
    """The ordinal of the first day by which so many sessions could be held; None if never."""
    reached = np.flatnonzero(supply.until_day.sum(axis=0) >= needed)
    return int(supply.days[reached[0]]) if len(reached) else None
