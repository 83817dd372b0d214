"""Dealing out: from counts of groups and who comes to which offer, to groups with members and trainers."""

from __future__ import annotations

import numpy as np

from scheduler.engine.chains import may_join
from scheduler.engine.counting import Answer
from scheduler.engine.flow import nested
from scheduler.engine.offers import Offer, Offers
from scheduler.engine.plan import Plan, StrandPlan, join, open_group
from scheduler.engine.resources import find_venues


def deal(plan: Plan, found: Offers, answer: Answer) -> None:
    """Open the groups and seat the people; whoever cannot be seated after all is left without a group."""
    for strand in plan.instance.order:
        for number, offer in enumerate(found.offers):
            if offer.strand == strand and answer.groups[number]:
                groups = open_groups(plan, offer, found, answer.groups[number], answer.trainers[number])
                seat(plan, plan.strands[strand], groups, answer.members[number])


def open_groups(plan: Plan, offer: Offer, found: Offers, count: int, trainers: tuple[int, ...]) -> list[int]:
    strand = plan.strands[offer.strand]
    groups = []
    for those in shared_out(plan, strand, trainers, count):
        venues = find_venues(plan, strand.arrays, offer.slots, found.sorts[offer.sort], offer.seats)
        if venues is not None:
            groups.append(open_group(plan, strand, offer.slots, venues, (those,) * len(offer.slots)))
    return groups


def shared_out(plan: Plan, strand: StrandPlan, trainers: tuple[int, ...], count: int) -> list[tuple[int, ...]]:
    """The trainers of each of so many groups: of each kind as many as every group must have, then the others."""
    teams: list[list[int]] = [[] for _ in range(count)]
    left = list(trainers)
    for kind, least in sorted(strand.arrays.strand.trainer_kinds.items()):
        of_kind = [t for t in left if plan.instance.trainers[t].kind == kind][: least * count]
        left = [t for t in left if t not in of_kind]
        for place, trainer in enumerate(of_kind):
            teams[place % count].append(trainer)
    for team in teams:
        while len(team) < strand.arrays.strand.trainers:
            team.append(left.pop(0))
    return [tuple(sorted(team)) for team in teams]


def seat(plan: Plan, strand: StrandPlan, groups: list[int], members: tuple[int, ...]) -> None:
    """Deal the people out in turn, those who are alike one after the other.

    For limits that nest each value is then spread as evenly as can be, which keeps every limit that the
    counts keep. Who may not sit where their turn comes goes to the smallest group that takes them.
    """
    people = np.array(members, dtype=np.int64)
    keys = [limit.values[people] for limit in nested(strand.arrays.limits, people)]
    for turn, person in enumerate(people[np.lexsort([people, *keys])].tolist()):
        first = groups[turn % len(groups)] if groups else -1
        others = sorted(groups, key=lambda group: int(strand.size[group]))
        for group in [first, *others] if groups else ():
            if may_join(plan, strand, person, group):
                join(plan, strand, person, group)
                break
