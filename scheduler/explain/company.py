"""Who could fill a new group: people without one, and members whom standing groups could spare."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from scheduler.explain.openings import Fixed, Offer
from scheduler.explain.places import company_of
from scheduler.explain.presence import FOREVER
from scheduler.explain.room import joinable_groups
from scheduler.explain.situation import Party, Programme, Times, party_of, times_of
from scheduler.explain.slots import Bits, Counts, minute_of
from scheduler.problem import MINUTES_A_DAY, Person, Problem, Strand


def company(programme: Programme, strand: Strand, times: Times) -> tuple[Counts, Counts]:
    """How many could come to each kind of venue at each slot to fill a new group: (kinds, slots).

    First those who are in no other session then; second, those too whom one keeps.
    """
    single = strand.meetings == 1 and not isinstance(times.offer.shape, Fixed)
    come = times.free & times.after if single else times.free
    sent = spared(programme, strand, times.offer) if single else 0
    return company_of(times.kinds, come & times.clear) + sent, company_of(times.kinds, come) + sent


def spared(programme: Programme, strand: Strand, offer: Offer) -> Counts:
    """How many members standing groups could send and keep their least size: (kinds, slots)."""
    total = np.zeros((len(offer.kinds), len(offer.slots)), dtype=np.int64)
    fixed = _staying(programme.problem, strand)
    audience = programme.audiences[strand.strand_id].people
    sending: list[Sequence[Person]] = []
    most: list[int] = []
    for group in joinable_groups(programme, strand):
        free = [audience[i] for i in group.members if i in audience and i not in fixed]
        if free and len(group.members) > strand.min_size:
            sending.append(free)
            most.append(len(group.members) - strand.min_size)
    if not sending:
        return total
    party = party_of(sending)
    lone = party_of([[person] for person in party.people])
    times = times_of(programme, strand, lone, offer)
    come = times.free & times.clear & times.after & _before_later(programme, strand, lone, offer)
    for kind in range(len(offer.kinds)):
        comers = (come & times.kinds[:, kind, None]).astype(np.int64)
        total[kind] = np.minimum(np.add.reduceat(comers, party.heads, axis=0), np.array(most)[:, None]).sum(axis=0)
    return total


def _staying(problem: Problem, strand: Strand) -> set[str]:
    """People who cannot be sent alone: pinned by a lock, tied to a unit, or trainers themselves."""
    column = strand.grouping.keep_together
    pinned = {lock.staff_id for lock in problem.locks if lock.strand == strand.strand_id and lock.group_id}
    tied = {person.staff_id for person in problem.people if column and person.value(column)}
    return pinned | tied | {trainer.staff_id for trainer in problem.trainers if trainer.staff_id}


def _before_later(programme: Programme, strand: Strand, party: Party, offer: Offer) -> Bits:
    """Slots that still come early enough for the strands which the person attends afterwards."""
    out = np.ones((len(party.people), len(offer.slots)), dtype=bool)
    for later in programme.problem.strands:
        if later.after is None or strand.strand_id not in later.after.strands:
            continue
        groups = [programme.standing.group_of.get((p.staff_id, later.strand_id)) for p in party.people]
        begins = [minute_of(group.meetings[0].start) if group else FOREVER * MINUTES_A_DAY for group in groups]
        start = np.array(begins, dtype=np.int64)
        gap = start[:, None] // MINUTES_A_DAY - offer.slots.days
        most = FOREVER if later.after.max_days is None else later.after.max_days
        kept = (gap >= later.after.min_days) & (gap <= most) & (offer.slots.ends <= start[:, None])
        out &= kept | np.array([group is None for group in groups])[:, None]
    return out
