"""The greedy start: whoever has the fewest choices first, each in the emptiest group that keeps every rule."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from tests.benchmarks.peers.case import NOWHERE, Case, Ints


@dataclass(frozen=True)
class Rules:
    """Which rules a seating keeps, beside room, the person's own diary and the order of strands."""

    alike: bool = True
    apart: bool = True
    cover: bool = True


EVERY_RULE = Rules()


class Seating:
    """Who sits where so far, with every count that a rule asks for."""

    def __init__(self, case: Case, rules: Rules = EVERY_RULE) -> None:
        self.case, self.rules = case, rules
        self.group_of = np.full(case.seats, NOWHERE, dtype=np.int64)
        self.size = np.zeros(case.groups, dtype=np.int64)
        self.choices = choices_of(case)
        self.moments = [case.running[case.running[:, 1] == group, 0] for group in range(case.groups)]
        moments = int(case.running[:, 0].max(initial=-1)) + 1
        self.meets = np.zeros((case.groups, moments), dtype=bool)
        self.meets[case.running[:, 1], case.running[:, 0]] = True
        self.busy = np.zeros((int(case.seat_person.max(initial=-1)) + 1, moments), dtype=bool)
        self.away = np.zeros((len(case.team_limit), moments), dtype=np.int64)
        values = case.limit_value.max(axis=1, initial=-1) + 1
        self.alike = [np.zeros((int(count), case.groups), dtype=np.int64) for count in values]
        self.earlier = partners(case.follow[:, ::-1])
        self.later = partners(case.follow)
        self.foes = partners(np.concatenate([case.apart, case.apart[:, ::-1]]))

    def open_to(self, seat: int) -> Ints:
        """The groups that a seat could have now, breaking no rule."""
        case = self.case
        groups = self.choices[seat]
        groups = groups[self.size[groups] < case.group_most[groups]]
        for earlier in self.earlier.get(seat, ()):
            before = self.group_of[earlier]
            if before == NOWHERE:
                return groups[:0]
            groups = groups[case.group_start[groups] >= case.group_ready[before]]
        groups = groups[~(self.meets[groups] & self.busy[case.seat_person[seat]]).any(axis=1)]
        for number, value in enumerate(case.limit_value[:, seat].tolist() if self.rules.alike else ()):
            if value >= 0:
                groups = groups[self.alike[number][value, groups] < case.limit_most[number]]
        team = case.seat_team[seat]
        if self.rules.cover and team >= 0:
            full = self.away[team] >= case.team_limit[team]
            groups = groups[~(self.meets[groups] & full).any(axis=1)]
        if self.rules.apart and seat in self.foes:
            groups = groups[~np.isin(groups, self.group_of[self.foes[seat]])]
        return groups

    def take(self, seat: int, group: int) -> None:
        self.group_of[seat] = group
        self.count(seat, group, 1)

    def leave(self, seat: int) -> None:
        """Give a seat up, and whatever was to follow it."""
        for later in self.later.get(seat, ()):
            if self.group_of[later] != NOWHERE:
                self.leave(later)
        self.count(seat, int(self.group_of[seat]), -1)
        self.group_of[seat] = NOWHERE

    def count(self, seat: int, group: int, step: int) -> None:
        case, moments = self.case, self.moments[group]
        self.size[group] += step
        self.busy[case.seat_person[seat], moments] = step > 0
        if case.seat_team[seat] >= 0:
            self.away[case.seat_team[seat], moments] += step
        for number, value in enumerate(case.limit_value[:, seat].tolist()):
            if value >= 0:
                self.alike[number][value, group] += step

    def close_small(self) -> None:
        """Give up all seats of groups that have too few, until none has."""
        while True:
            small = np.flatnonzero((self.size > 0) & (self.size < self.case.group_least))
            if not len(small):
                return
            for seat in np.flatnonzero(np.isin(self.group_of, small)).tolist():
                if self.group_of[seat] != NOWHERE:
                    self.leave(seat)


def choices_of(case: Case) -> list[Ints]:
    """The groups of each seat."""
    ends = np.searchsorted(case.pairs[:, 0], np.arange(case.seats + 1))
    return [case.pairs[ends[seat] : ends[seat + 1], 1] for seat in range(case.seats)]


def partners(rows: Ints) -> dict[int, list[int]]:
    """Seat -> the seats that stand beside it in the rows."""
    found: dict[int, list[int]] = {}
    for one, other in rows.tolist():
        found.setdefault(one, []).append(other)
    return found


def greedy_start(case: Case) -> Case:
    """The case with a start that keeps every rule; not everybody has a group in it."""
    seating = Seating(case)
    depth = depths(case)
    for seat in sorted(range(case.seats), key=lambda seat: (depth[seat], len(seating.choices[seat]), seat)):
        groups = seating.open_to(seat)
        if len(groups):
            # Early groups first where something must still follow: the rest of the timetable stays within reach.
            fullness = seating.size[groups] / case.group_most[groups]
            wait = case.group_ready[groups] if seat in seating.later else fullness
            seating.take(seat, int(groups[np.lexsort([groups, fullness, wait])[0]]))
    seating.close_small()
    return replace(case, start=seating.group_of)


def depths(case: Case) -> Ints:
    """(seats,) how many strands of the same person must come before, one after the other."""
    depth = np.zeros(case.seats, dtype=np.int64)
    for _ in range(len(set(case.seat_strand.tolist()))):
        np.maximum.at(depth, case.follow[:, 1], depth[case.follow[:, 0]] + 1)
    return depth
