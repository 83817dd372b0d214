"""How many people of each strand can have a seat at most, whoever they are."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import numpy as np

from scheduler.bounds.fewest import value_limits
from scheduler.problem import GroupingRule
from scheduler.realism.groups import fewest_by_size, given_places

if TYPE_CHECKING:
    from scheduler.bounds.ground import Ground
    from scheduler.problem import Strand
    from scheduler.realism.diaries import IntArray


def seat_strands(ground: Ground) -> dict[str, int]:
    """Strand id -> the most people that it can place, each rule for itself.

    Who must come first bounds who comes after: of those whom both strands are for, no more than the
    earlier one can place.
    """
    seats = {strand.strand_id: _seats(ground, strand) for strand in ground.problem.strands}
    changed = True
    while changed:
        changed = False
        for strand in ground.problem.strands:
            least = min([seats[strand.strand_id], *_seats_before(ground, strand, seats)])
            least = least if least >= strand.min_size else 0
            changed |= least < seats[strand.strand_id]
            seats[strand.strand_id] = least
    return seats


def _seats_before(ground: Ground, strand: Strand, seats: dict[str, int]) -> list[int]:
    """For each strand that comes first: its seats, and the people here whom it is not for."""
    rows = ground.reaches[strand.strand_id].rows
    return [
        seats[name] + int((~np.isin(rows, ground.reaches[name].survey.people)).sum())
        for name in (strand.after.strands if strand.after else ())
    ]


def _seats(ground: Ground, strand: Strand) -> int:
    people = ground.reaches[strand.strand_id].people
    if not people:
        return 0
    if strand.given:
        places = [number for number in given_places(ground.problem, strand) if number >= strand.min_size]
        return min(people, sum(places[: people // strand.min_size]))
    groups = min(people // strand.min_size, _groups_with_sessions(ground, strand))
    return min(_seats_in(ground, strand, groups), _seats_by_size(ground, strand))


def _seats_in(ground: Ground, strand: Strand, groups: int) -> int:
    """The most people in at most so many groups that all find their least number."""
    number = np.arange(groups + 1)
    people = ground.reaches[strand.strand_id].people
    seats: IntArray = np.minimum(people, number * ground.most(strand))
    for _, counts, most in value_limits(ground, strand):
        blank = people - int(counts.sum())
        shared = np.minimum(counts[:, None], most[:, None] * number[None, :]).sum(axis=0)
        seats = np.minimum(seats, shared + blank)
    return int(seats[seats >= number * strand.min_size].max(initial=0))


def _groups_with_sessions(ground: Ground, strand: Strand) -> int:
    """The most groups for which trainers and venues have the sessions, if they serve this strand alone."""
    own = (strand.strand_id,)
    groups = ground.venue_supply(own).sessions // strand.meetings
    if strand.trainers:
        groups = min(groups, ground.trainer_supply(own).sessions // (strand.meetings * strand.trainers))
    for kind, least in strand.trainer_kinds.items():
        if least:
            groups = min(groups, ground.trainer_supply(own, kind).sessions // (strand.meetings * least))
    return groups


def _seats_by_size(ground: Ground, strand: Strand) -> int:
    """People who are not left over by the least and most size, in the strand or in each unit of it."""
    people, most = ground.people(strand), ground.most(strand)
    if strand.grouping.rule is not GroupingRule.TEAM:
        return len(people) - fewest_by_size(len(people), strand.min_size, most)[1]
    units = Counter(person.value(strand.grouping.fields[-1]) for person in people)
    return len(people) - sum(fewest_by_size(count, strand.min_size, most)[1] for count in units.values())
