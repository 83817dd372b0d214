"""What every peer is given: seats to fill, groups that stand, and which go together, as arrays.

A seat is one person in one strand. Groups are numbered as they stand in the timetable. Minutes
count from midnight of the day on which the timetable begins. Only numpy is needed here.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
NOWHERE = -1
"""The group of a seat that has none."""


@dataclass(frozen=True)
class Case:
    """A fixed timetable and everyone whom it is for."""

    seat_person: Ints
    """(seats,)"""
    seat_strand: Ints
    """(seats,)"""
    seat_team: Ints
    """(seats,) the team that misses the person, or -1."""
    team_limit: Ints
    """(teams,) the most members who may be away at one moment; nothing in it without service cover."""
    group_strand: Ints
    """(groups,)"""
    group_least: Ints
    """(groups,) the fewest members, if there are any."""
    group_most: Ints
    """(groups,) the most members: of the strand, the venue and the timetable, the lowest."""
    group_start: Ints
    """(groups,) the minute at which the first meeting begins."""
    group_ready: Ints
    """(groups,) the first minute at which a group of a strand that follows may begin; see `follow`."""
    running: Ints
    """(n, 2) moment and group: the group meets at that moment. No moment holds only what another holds too."""
    pairs: Ints
    """(pairs, 2) seat and group that go together, in order: the person is free, can take part and be led there."""
    follow: Ints
    """(n, 2) seats of one person, the earlier first: the later group begins no sooner than the earlier is ready."""
    limit_value: Ints
    """(limits, seats) the value that a seat has under each limit on members who are alike, or -1."""
    limit_most: Ints
    """(limits,) the most members of one group who may share a value."""
    apart: Ints
    """(n, 2) seats of one strand that may not be in one group."""
    start: Ints
    """(seats,) the group of each in the greedy start, or -1."""

    @property
    def seats(self) -> int:
        return len(self.seat_person)

    @property
    def groups(self) -> int:
        return len(self.group_strand)


def write_case(case: Case, path: Path) -> None:
    np.savez(path, allow_pickle=False, **{field.name: getattr(case, field.name) for field in fields(case)})


def read_case(path: Path) -> Case:
    with np.load(path, allow_pickle=False) as stored:
        return Case(**{field.name: stored[field.name] for field in fields(Case)})
