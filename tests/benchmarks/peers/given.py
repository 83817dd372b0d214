"""From a programme and a timetable of it to what the peers are given."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from math import floor

import numpy as np

from scheduler.engine.slots import Bools, build_slots, free_matrix, minute_of
from scheduler.problem import GroupingRule, KeepApart, Mode, Person, Problem, Strand, Venue
from scheduler.referee.audience import audiences
from scheduler.schedule import Session
from tests.benchmarks.peers.case import NOWHERE, Case, Ints


class NotModelledError(Exception):
    """The programme has a rule that the peers' models do not know."""


@dataclass(frozen=True)
class Timetable:
    """A programme with sessions that stand: the groups in order of time, each with its meetings in order."""

    problem: Problem
    groups: tuple[tuple[Session, ...], ...]
    seats: tuple[tuple[Person, Strand], ...]
    """Everyone whom a strand is for, strand by strand."""

    @property
    def origin(self) -> date:
        return min((group[0].start.date() for group in self.groups), default=self.problem.first_day)


def timetable_of(problem: Problem, sessions: Iterable[Session]) -> Timetable:
    """Raises NotModelledError if a rule of the programme is beyond the peers' models."""
    if beyond := list(rules_beyond(problem)):
        raise NotModelledError(f"The peers' models do not know {', '.join(beyond)}; choose another case.")
    groups: dict[tuple[str, str], list[Session]] = {}
    for session in sorted(sessions, key=lambda each: (each.start, each.strand, each.group_id)):
        groups.setdefault((session.strand, session.group_id), []).append(session)
    whom = audiences(problem)
    people = sorted(problem.people, key=lambda person: person.staff_id)
    seats = tuple(
        (person, strand) for strand in problem.strands for person in people if person.staff_id in whom[strand.strand_id]
    )
    return Timetable(problem, tuple(map(tuple, groups.values())), seats)


def rules_beyond(problem: Problem) -> Iterable[str]:
    """What the peers' models do not know, each in words."""
    if problem.locks:
        yield "locks.csv"
    if problem.given:
        yield "sessions.csv"
    for strand in problem.strands:
        if strand.grouping.rule is GroupingRule.TEAM:
            yield f"grouping by team (strand {strand.strand_id})"
        if strand.grouping.keep_together:
            yield f"keep_together (strand {strand.strand_id})"
        if strand.after and strand.after.max_days is not None:
            yield f"max_days (strand {strand.strand_id})"


def case_of(timetable: Timetable) -> Case:
    """Everything but the greedy start, in which nobody has a group yet."""
    problem, seats = timetable.problem, timetable.seats
    strand_number = {strand.strand_id: number for number, strand in enumerate(problem.strands)}
    person_number = {person.staff_id: number for number, person in enumerate(problem.people)}
    teams = sorted({person.team for person in problem.people if person.team}) if problem.cover is not None else []
    team_number = {team: number for number, team in enumerate(teams)}
    strands = [problem.strands[strand_number[group[0].strand]] for group in timetable.groups]
    limit_value, limit_most = limits_of(timetable)
    start = whole(minute_of(timetable.origin, group[0].start) for group in timetable.groups)
    ready = whole(ready_minute(timetable, group) for group in timetable.groups)
    follow = followers(timetable)
    return Case(
        seat_person=whole(person_number[person.staff_id] for person, _ in seats),
        seat_strand=whole(strand_number[strand.strand_id] for _, strand in seats),
        seat_team=whole(team_number.get(person.team, -1) for person, _ in seats),
        team_limit=whole(team_limits(problem, teams)),
        group_strand=whole(strand_number[strand.strand_id] for strand in strands),
        group_least=whole(strand.min_size for strand in strands),
        group_most=whole(most_members(problem, group, s) for group, s in zip(timetable.groups, strands, strict=True)),
        group_start=start,
        group_ready=ready,
        running=running_at(timetable),
        pairs=not_too_soon(feasible_pairs(timetable), follow, start, ready),
        follow=follow,
        limit_value=limit_value,
        limit_most=limit_most,
        apart=seats_apart(timetable),
        start=np.full(len(seats), NOWHERE, dtype=np.int64),
    )


def whole(values: Iterable[int]) -> Ints:
    return np.fromiter(values, dtype=np.int64)


def two_columns(rows: Sequence[tuple[int, int]]) -> Ints:
    return np.array(rows, dtype=np.int64).reshape(-1, 2)


def team_limits(problem: Problem, teams: list[str]) -> Iterable[int]:
    for team in teams:
        assert problem.cover is not None
        yield max(1, floor(problem.cover * sum(person.team == team for person in problem.people)))


def most_members(problem: Problem, group: tuple[Session, ...], strand: Strand) -> int:
    """The size of the strand or the smallest venue of the group's meetings, whichever is less."""
    venues = {venue.venue_id: venue for venue in problem.venues}
    capacities = [venues[session.venue_id].capacity for session in group]
    return min([strand.max_size, *(capacity for capacity in capacities if capacity is not None)])


def ready_minute(timetable: Timetable, group: tuple[Session, ...]) -> int:
    """When a group that follows may begin: after the last meeting, on a day far enough from it.

    One number for each group is enough as long as all who follow ask for the same number of days.
    """
    asked = {s.after.min_days for s in timetable.problem.strands if s.after and group[0].strand in s.after.strands}
    if len(asked) > 1:
        raise NotModelledError(f"The peers' models do not know different min_days after strand {group[0].strand}.")
    day = datetime.combine(group[-1].start.date(), datetime.min.time()) + timedelta(days=max(asked, default=0))
    return minute_of(timetable.origin, max(group[-1].end, day))


def running_at(timetable: Timetable) -> Ints:
    """Moments and the groups that meet at them; only moments that no other moment covers."""
    meetings = [(s.start, s.end, g) for g, group in enumerate(timetable.groups) for s in group]
    at = {start: frozenset(g for a, b, g in meetings if a <= start < b) for start in {a for a, _, _ in meetings}}
    kept = list(dict.fromkeys(at[start] for start in sorted(at)))
    kept = [groups for groups in kept if not any(groups < other for other in kept)]
    return two_columns([(moment, group) for moment, groups in enumerate(kept) for group in sorted(groups)])


def feasible_pairs(timetable: Timetable) -> Ints:
    """Which seats go with which groups: free at every meeting, able to take part, not kept from who leads."""
    problem = timetable.problem
    free = free_at_groups(timetable)
    venues = {venue.venue_id: venue for venue in problem.venues}
    row_of = {person.staff_id: row for row, person in enumerate(problem.people)}
    found = []
    for strand in problem.strands:
        groups = [g for g, group in enumerate(timetable.groups) if group[0].strand == strand.strand_id]
        seats = [(number, person) for number, (person, own) in enumerate(timetable.seats) if own is strand]
        fits = free[np.ix_([row_of[person.staff_id] for _, person in seats], groups)]
        suits: dict[tuple[object, ...], Bools] = {}
        for row, (_, person) in enumerate(seats):
            kind = (person.modes, person.sites, person.needs)
            if kind not in suits:
                places = [[venues[s.venue_id] for s in timetable.groups[g]] for g in groups]
                suits[kind] = np.array([all(can_come(person, venue) for venue in each) for each in places], dtype=bool)
            fits[row] &= suits[kind]
        keep_from_leaders(timetable, strand, [person for _, person in seats], groups, fits)
        rows, columns = np.nonzero(fits)
        found.append(np.stack([whole(n for n, _ in seats)[rows], whole(groups)[columns]], axis=1))
    return np.concatenate(found) if found else two_columns([])


def not_too_soon(pairs: Ints, follow: Ints, start: Ints, ready: Ints) -> Ints:
    """Without the pairs that would begin before anything that must come first could be ready."""
    while True:
        earliest = np.full(int(max(pairs[:, 0].max(initial=-1), follow.max(initial=-1))) + 1, np.iinfo(np.int64).max)
        np.minimum.at(earliest, pairs[:, 0], ready[pairs[:, 1]])
        opens = np.zeros(len(earliest), dtype=np.int64)
        np.maximum.at(opens, follow[:, 1], earliest[follow[:, 0]])
        kept = start[pairs[:, 1]] >= opens[pairs[:, 0]]
        if kept.all():
            return pairs
        pairs = pairs[kept]


def can_come(person: Person, venue: Venue) -> bool:
    """Whether the mode suits the person, the site is in reach and what they need is there."""
    if (person.modes and venue.mode not in person.modes) or not person.needs <= venue.features:
        return False
    return venue.mode is Mode.ONLINE or not person.sites or not venue.site or venue.site in person.sites


def free_at_groups(timetable: Timetable) -> Bools:
    """(people, groups) who is at work, in post, not away and leads nothing then; trainers, also ready in time."""
    problem = timetable.problem
    slots = build_slots(problem)
    people = problem.people
    free = free_matrix(
        slots,
        [person.pattern for person in people],
        [person.absences for person in people],
        [person.joins_on for person in people],
        [person.leaves_on for person in people],
    )
    at_groups = np.ones((len(people), len(timetable.groups)), dtype=bool)
    for number, group in enumerate(timetable.groups):
        for session in group:
            key = (minute_of(slots.origin, session.start), minute_of(slots.origin, session.end))
            at_groups[:, number] &= free[:, slots.index[key]]
    row_of = {person.staff_id: row for row, person in enumerate(people)}
    for trainer in problem.trainers:
        led = [s for group in timetable.groups for s in group if trainer.trainer_id in s.trainer_ids]
        for number, group in enumerate(timetable.groups) if trainer.staff_id and led else ():
            in_the_way = any(s.start < own.end and own.start < s.end for s in group for own in led)
            first_led = min(own.start.date() for own in led)
            late = group[0].strand == trainer.ready_after and group[-1].start.date() >= first_led
            at_groups[row_of[trainer.staff_id], number] &= not (in_the_way or late)
    return at_groups


def keep_from_leaders(
    timetable: Timetable, strand: Strand, people: list[Person], groups: list[int], fits: Bools
) -> None:
    """Nobody in a group that their line manager or someone of their team leads, if the strand asks for it."""
    if KeepApart.TRAINER_TEAM not in strand.grouping.keep_apart:
        return
    staff = {person.staff_id: person for person in timetable.problem.people}
    lead = {trainer.trainer_id: staff.get(trainer.staff_id) for trainer in timetable.problem.trainers}
    for column, group in enumerate(groups):
        for leader in {lead[name] for s in timetable.groups[group] for name in s.trainer_ids} - {None}:
            for row, person in enumerate(people):
                assert leader is not None
                own = person.line_manager_id == leader.staff_id or (leader.team and leader.team == person.team)
                fits[row, column] &= not own


def limits_of(timetable: Timetable) -> tuple[Ints, Ints]:
    """The value of each seat under each limit on members who are alike, and the limits."""
    values, most = [], []
    for strand in timetable.problem.strands:
        for column, limit in sorted(strand.grouping.max_same.items()):
            number: dict[str, int] = {}
            row = [
                number.setdefault(value, len(number)) if own is strand and (value := person.value(column)) else -1
                for person, own in timetable.seats
            ]
            values.append(row)
            most.append(limit)
    return np.array(values, dtype=np.int64).reshape(len(values), len(timetable.seats)), whole(most)


def followers(timetable: Timetable) -> Ints:
    """Seats of one person of which one strand must come before the other."""
    seat_of = {(person.staff_id, strand.strand_id): n for n, (person, strand) in enumerate(timetable.seats)}
    return two_columns(
        [
            (seat_of[person.staff_id, earlier], number)
            for number, (person, strand) in enumerate(timetable.seats)
            for earlier in (strand.after.strands if strand.after else ())
            if (person.staff_id, earlier) in seat_of
        ]
    )


def seats_apart(timetable: Timetable) -> Ints:
    """Seats of line managers and their people, and of people who are named as apart."""
    seat_of = {(person.staff_id, strand.strand_id): n for n, (person, strand) in enumerate(timetable.seats)}
    found: set[tuple[int, int]] = set()
    for (person, strand), number in zip(timetable.seats, range(len(timetable.seats)), strict=True):
        kinds, foes = strand.grouping.keep_apart, set()
        if KeepApart.LINE_MANAGER in kinds and person.line_manager_id != person.staff_id:
            foes.add(person.line_manager_id)
        if KeepApart.PAIRS in kinds:
            foes |= {other for pair in timetable.problem.apart if person.staff_id in pair for other in pair}
        others = {seat_of.get((foe, strand.strand_id), number) for foe in foes} - {number}
        found |= {(min(number, other), max(number, other)) for other in others}
    return two_columns(sorted(found))
