"""The fewest groups of an open or mixed strand: sizes, rooms and who suits them, and the most of one value.

Times, trainers and venues' diaries are dropped, so that people who suit the same rooms and share all
values that a limit counts are alike: the model counts them, and is small. A series is looked at in
the room of its first meeting.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from ortools.sat.python import cp_model

from scheduler.bounds.facts import FewestFact
from scheduler.problem import GroupingRule
from scheduler.proofs.solver import least

if TYPE_CHECKING:
    from scheduler.bounds.ground import Ground
    from scheduler.problem import Person, Strand
    from scheduler.realism.diaries import BoolArray

MOST_TERMS = 20_000
"""Beyond so many variables the model is not tried."""
TEAM = "team"

Value = tuple[str, str]
"""A column and a value of which a group may hold only so many."""


@dataclass(frozen=True, slots=True)
class _Kind:
    """People, or units that stay together, who are alike: what they suit, their number and their values."""

    rooms: tuple[bool, ...]
    people: int
    values: tuple[tuple[Value, int], ...]


@dataclass
class _Seats:
    """What is in the groups of one kind of room."""

    people: list[cp_model.LinearExprT] = field(default_factory=list)
    values: defaultdict[Value, list[cp_model.LinearExprT]] = field(default_factory=lambda: defaultdict(list))


def fewest_by_rooms(ground: Ground, strand: Strand) -> FewestFact | None:
    """The fewest groups that seat everybody whom the strand could place; None if nothing is proven."""
    if strand.given or strand.grouping.rule is GroupingRule.TEAM or not ground.people(strand):
        return None
    capacities, suits = room_kinds(ground, strand)
    kinds = _kinds(ground, strand, suits)
    if not capacities or len(kinds) * len(capacities) > MOST_TERMS:
        return None
    model = cp_model.CpModel()
    most_groups = len(ground.people(strand)) // strand.min_size
    groups = [model.new_int_var(0, most_groups, f"groups {room}") for room in range(len(capacities))]
    seats = [_Seats() for _ in capacities]
    for kind, count in kinds.items():
        model.add(sum(_seat(model, kind, count, seats)) == count)
    for number, capacity, seat in zip(groups, capacities, seats, strict=True):
        model.add(sum(seat.people) <= capacity * number)
        model.add(sum(seat.people) >= strand.min_size * number)
        for value, people in seat.values.items():
            model.add(sum(people) <= _limit(ground, strand, value) * number)
    proven = least(model, sum(groups))
    if proven is None:
        return None
    return FewestFact(strand.strand_id, proven, "rooms and who suits them, sizes and the most of one value in a group")


def _seat(model: cp_model.CpModel, kind: _Kind, count: int, seats: list[_Seats]) -> list[cp_model.IntVar]:
    """A variable for each kind of room that suits: how many of the kind sit there."""
    found = []
    for room, suited in enumerate(kind.rooms):
        if suited:
            number = model.new_int_var(0, count, "")
            found.append(number)
            seats[room].people.append(kind.people * number)
            for value, people in kind.values:
                seats[room].values[value].append(people * number)
    return found


def room_kinds(ground: Ground, strand: Strand) -> tuple[list[int], BoolArray]:
    """The capacity of each kind of room, and (people, kinds) whom it suits.

    A room that suits nobody whom another one does not suit, and is no larger, is left out.
    """
    rows, most = ground.reaches[strand.strand_id].rows, ground.most(strand)
    found: dict[bytes, int] = {}
    for number, venue in enumerate(ground.problem.venues):
        places = most if venue.capacity is None else min(most, venue.capacity)
        if venue.mode in strand.modes and places >= strand.min_size:
            key = ground.tables.suits[rows, number].tobytes()
            found[key] = max(found.get(key, 0), places)
    masks = [np.frombuffer(key, dtype=np.bool_) for key in found]
    capacities = list(found.values())
    kept = [
        one
        for one, mask in enumerate(masks)
        if not any(
            other != one and (masks[other] >= mask).all() and capacities[other] >= capacities[one]
            for other in range(len(masks))
        )
    ]
    suits = np.array([masks[one] for one in kept], dtype=np.bool_).reshape(len(kept), len(rows)).T
    return [capacities[one] for one in kept], suits


def _kinds(ground: Ground, strand: Strand, suits: BoolArray) -> Counter[_Kind]:
    people, column = ground.people(strand), strand.grouping.keep_together
    units: defaultdict[str, list[int]] = defaultdict(list)
    for place, person in enumerate(people):
        unit = person.value(column) if column else ""
        units[f"unit {unit}" if unit else f"person {place}"].append(place)
    kinds: Counter[_Kind] = Counter()
    for places in units.values():
        values = Counter(value for place in places for value in _values(ground, strand, people[place]))
        rooms = tuple(bool(suits[places, room].all()) for room in range(suits.shape[1]))
        kinds[_Kind(rooms, len(places), tuple(sorted(values.items())))] += 1
    return kinds


def _values(ground: Ground, strand: Strand, person: Person) -> list[Value]:
    """What of a person a limit counts; service cover has the blank column, so as not to mix with ``max_same``."""
    found = [(column, value) for column in strand.grouping.max_same if (value := person.value(column))]
    return [*found, ("", person.team)] if person.team in ground.cover else found


def _limit(ground: Ground, strand: Strand, value: Value) -> int:
    column, text = value
    return strand.grouping.max_same[column] if column else ground.cover[text]
