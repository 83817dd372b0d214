"""The fewest groups of one strand, for every number of people left out.

Each function drops all rules but one and returns an array: place ``d`` holds the fewest groups that
place all but ``d`` of the people. They never rise with ``d``, and the largest of them holds.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from scheduler.problem import GroupingRule
from scheduler.realism.groups import given_places

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scheduler.bounds.ground import Ground
    from scheduler.problem import Strand
    from scheduler.realism.diaries import IntArray

TEAM = "team"


@dataclass(frozen=True, slots=True, eq=False)
class Fewest:
    """``groups[d]``: the fewest groups when at most ``d`` people are left out; and why."""

    groups: IntArray
    reason: str


def fewest_groups(ground: Ground, strand: Strand, spare: int) -> Fewest:
    """The largest of all arguments at every number, and the best one with all the spare people left out."""
    key = strand.strand_id, spare
    if key not in ground.fewest:
        ground.fewest[key] = _fewest(ground, strand, spare)
    return ground.fewest[key]


def _fewest(ground: Ground, strand: Strand, spare: int) -> Fewest:
    if not ground.reaches[strand.strand_id].people:
        return Fewest(np.zeros(spare + 1, dtype=np.int64), "nobody to place")
    arguments = [_by_places(ground, strand, spare)] if strand.given else _by_rules(ground, strand, spare)
    arguments += _by_values(ground, strand, spare) + _by_model(ground, strand, spare)
    best = max(arguments, key=lambda one: (int(one.groups[spare]), int(one.groups[0])))
    groups = np.maximum.reduce([argument.groups for argument in arguments])
    return Fewest(groups, best.reason)


def fewest_together(strands: Sequence[IntArray]) -> int:
    """The fewest groups of all strands, over every way to share out who is left out.

    Each array holds a strand's fewest groups by the number left out; all are equally long.
    """
    if not strands:
        return 0
    total = strands[0]
    for groups in strands[1:]:
        steps = np.flatnonzero(np.diff(groups, prepend=groups[0] + 1))
        options = np.full(len(total), np.iinfo(np.int64).max, dtype=np.int64)
        for left_out in steps.tolist():
            options[left_out:] = np.minimum(options[left_out:], total[: len(total) - left_out] + groups[left_out])
        total = options
    return int(total[-1])


def fewest_in_parts(counts: Sequence[int], most: int, spare: int) -> IntArray:
    """The same for people who stay in their parts: in each, the last group that is not full goes first."""
    saved = [size for count in counts if count for size in ((count - 1) % most + 1, *[most] * ((count - 1) // most))]
    left_out = np.cumsum(np.sort(np.array(saved, dtype=np.int64)))
    gone = np.searchsorted(left_out, np.arange(spare + 1), side="right")
    return np.asarray(len(saved) - gone, dtype=np.int64)


def left_out_by_value(counts: IntArray, most: IntArray, groups: int | IntArray) -> IntArray:
    """How many at least have no place in so many groups, when each takes ``most`` of one value."""
    excess = counts[:, None] - most[:, None] * np.atleast_1d(groups)[None, :]
    return np.asarray(np.maximum(0, excess).sum(axis=0), dtype=np.int64)


def value_limits(ground: Ground, strand: Strand) -> list[tuple[str, IntArray, IntArray]]:
    """(column, people of each value, the most of each in one group): ``max_same`` and service cover."""
    limits: list[tuple[str, IntArray, IntArray]] = []
    for column, most in strand.grouping.max_same.items():
        counts = np.array(list(ground.counts(strand, column).values()), dtype=np.int64)
        limits.append((column, counts, np.full(len(counts), most, dtype=np.int64)))
    if ground.cover and strand.grouping.rule is not GroupingRule.TEAM:
        teams = ground.counts(strand, TEAM)
        allowed = np.array([ground.cover[team] for team in teams], dtype=np.int64)
        limits.append(("", np.array(list(teams.values()), dtype=np.int64), allowed))
    return limits


def _by_rules(ground: Ground, strand: Strand, spare: int) -> list[Fewest]:
    found = [_by_rooms(ground, strand, spare)]
    if strand.grouping.rule is GroupingRule.TEAM:
        found.append(_by_units(ground, strand, spare))
    if strand.grouping.keep_together:
        found.append(_by_large_units(ground, strand, spare))
    return found


def _by_rooms(ground: Ground, strand: Strand, spare: int) -> Fewest:
    """By size alone; who can only come where rooms are small needs groups as small as those rooms.

    Whoever is most confined comes first, in groups as large as they allow; others fill their empty
    seats. No other order needs fewer groups, as the confined could not use a larger group.
    """
    rows, most = ground.reaches[strand.strand_id].rows, ground.most(strand)
    venues = ground.problem.venues
    places = np.array([most if v.capacity is None else min(most, v.capacity) for v in venues], dtype=np.int64)
    fit = np.array([v.mode in strand.modes for v in venues], dtype=np.bool_) & (places >= strand.min_size)
    largest = np.where(ground.tables.suits[rows] & fit, places, 0).max(axis=1, initial=0)
    sizes, counts = np.unique(np.where(largest > 0, largest, most), return_counts=True)
    left_out = np.arange(spare + 1)
    groups, empty = np.zeros_like(left_out), np.zeros_like(left_out)
    for size, count in zip(sizes.tolist(), counts.tolist(), strict=True):
        to_seat = np.maximum(0, count - left_out)
        left_out = np.maximum(0, left_out - count)
        more = -(-np.maximum(0, to_seat - empty) // size)
        groups += more
        empty = empty + more * size - to_seat
    rooms = f", {counts[0]:,} of them only in rooms for {sizes[0]}" if len(sizes) > 1 else ""
    return Fewest(groups, f"a group holds at most {most}: {len(rows):,} people{rooms}")


def _by_units(ground: Ground, strand: Strand, spare: int) -> Fewest:
    column, most = strand.grouping.fields[-1], ground.most(strand)
    counts = Counter(person.value(column) for person in ground.people(strand))
    groups = fewest_in_parts(list(counts.values()), most, spare)
    return Fewest(groups, f"no group crosses {column} ({len(counts):,} of them) and each holds at most {most}")


def _by_large_units(ground: Ground, strand: Strand, spare: int) -> Fewest:
    """Units of more than half a group, kept together, need a group each."""
    column, most = strand.grouping.keep_together, ground.most(strand)
    units = ground.counts(strand, column)
    large = np.sort(np.array([size for size in units.values() if 2 * size > most], dtype=np.int64))
    gone = np.searchsorted(np.cumsum(large), np.arange(spare + 1), side="right")
    reason = f"no two of {len(large):,} units ({column}) that stay together fit into one group of {most}"
    return Fewest(np.asarray(len(large) - gone, dtype=np.int64), reason)


def _by_values(ground: Ground, strand: Strand, spare: int) -> list[Fewest]:
    return [
        _spread(column, counts, most, spare) for column, counts, most in value_limits(ground, strand) if len(counts)
    ]


def _spread(column: str, counts: IntArray, most: IntArray, spare: int) -> Fewest:
    needed = -(-counts // most)
    left_out = left_out_by_value(counts, most, np.arange(int(needed.max()) + 1))
    hardest = int(needed.argmax())
    many, few = f"{counts[hardest]:,} people", f"at most {most[hardest]}"
    if column:
        reason = f"{many} share one {column}, of whom {few} may be in a group"
    else:
        reason = f"{many} are of one team, of whom {few} may be away at once"
    return Fewest(_first_within(left_out, spare), reason)


def _by_model(ground: Ground, strand: Strand, spare: int) -> list[Fewest]:
    """What an exact model has proven for everybody; with anybody left out it says nothing."""
    fact = ground.facts.fewest.get(strand.strand_id)
    if fact is None:
        return []
    groups = np.zeros(spare + 1, dtype=np.int64)
    groups[0] = fact.groups
    return [Fewest(groups, f"by an exact model of {fact.model}; CP-SAT, proven")]


def _by_places(ground: Ground, strand: Strand, spare: int) -> Fewest:
    places = np.array(given_places(ground.problem, strand), dtype=np.int64)
    people = ground.reaches[strand.strand_id].people
    left_out = np.maximum(0, people - np.concatenate(([0], np.cumsum(places))))
    reason = f"{people:,} people, the standing groups with most places first"
    return Fewest(_first_within(left_out, spare), reason)


def _first_within(left_out: IntArray, spare: int) -> IntArray:
    """The fewest groups that leave out at most 0, 1, ... people; all of them if they leave more."""
    first = np.searchsorted(-left_out, -np.arange(spare + 1), side="left")
    return np.asarray(np.minimum(first, len(left_out) - 1), dtype=np.int64)
