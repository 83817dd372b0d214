"""The problem as arrays: computed once, never changed by the search.

People, trainers and venues are numbered in the order of their ids, so that the order of rows in a
file changes nothing. -1 stands for "none" wherever an index is stored.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from math import floor

import numpy as np

from scheduler.engine.columns import candidate_columns, tailored_columns
from scheduler.engine.slots import Bools, Ints, Slots, build_slots, free_matrix, minute_of, permitted_pairs
from scheduler.problem import (
    TAGS,
    GivenSession,
    GroupingRule,
    KeepApart,
    Mode,
    Person,
    Problem,
    Strand,
    Trainer,
    Venue,
    Wish,
)

NO_LIMIT = 10**9


@dataclass(frozen=True)
class Limit:
    """At most ``most`` members of a group may share one value of a column."""

    values: Ints
    """(people,) the value's number, -1 for a blank."""
    count: int
    most: int


@dataclass(frozen=True)
class GivenGroup:
    """A group of the timetable that already stands."""

    group_id: str
    sessions: tuple[GivenSession, ...]
    slots: tuple[int, ...]
    venues: tuple[int, ...]
    trainers: tuple[tuple[int, ...], ...]
    """The trainers of each meeting."""
    places: int


@dataclass(frozen=True)
class StrandArrays:
    """One strand as arrays."""

    number: int
    strand: Strand
    audience: Bools
    columns: Ints
    """(columns, meetings) slot numbers of the candidate sets of starts."""
    limits: tuple[Limit, ...]
    mixing: tuple[tuple[Ints, int, float], ...]
    """(values, number of values, weight) of each column of the aim mix."""
    own: Ints
    """(people,) value of the first field of rule team."""
    unit: Ints
    """(people,) value of the last field of rule team; blanks share a number of their own."""
    alone: tuple[Ints, int] | None
    together: tuple[Ints, ...]
    """Units of keep_together within the audience with at least two members: people's numbers."""
    unit_of: Ints
    """(people,) the number of their unit in ``together``."""
    foes: dict[int, Ints]
    """Person -> people who may not be in their group."""
    trainer_foes: dict[int, Ints]
    """Trainer -> people whom they may not lead."""
    may_deliver: Bools
    """(trainers,)"""
    prerequisites: tuple[int, ...]
    min_gap_days: int
    max_gap_days: int
    given: tuple[GivenGroup, ...]
    locked: dict[int, str]
    """Person -> the group that they are pinned to."""

    @property
    def counts_for_cover(self) -> bool:
        return self.strand.grouping.rule is not GroupingRule.TEAM

    @property
    def team_based(self) -> bool:
        return self.strand.grouping.rule is GroupingRule.TEAM


@dataclass(frozen=True)
class Instance:
    """The whole problem as arrays."""

    problem: Problem
    slots: Slots
    people: tuple[Person, ...]
    trainers: tuple[Trainer, ...]
    venues: tuple[Venue, ...]
    person_free: Bools
    trainer_free: Bools
    venue_open: Bools
    suits: Bools
    """(people, venues + 1); the last column, all true, stands for "no venue"."""
    team: Ints
    team_limit: Ints
    """(teams,) the most members of a team away at once."""
    strands: tuple[StrandArrays, ...]
    order: tuple[int, ...]
    """Strand numbers, prerequisites first."""
    trainer_person: Ints
    ready_after: Ints
    """(trainers,) number of the strand that a trainer must have completed."""
    leads_as: dict[int, int]
    """Person -> trainer, for trainers who are staff."""
    moments: Ints
    """The distinct starts of slots: where the number of people away can rise."""
    moment_from: Ints
    moment_to: Ints
    """(slots,) the half-open range of moments that a slot covers."""

    @cached_property
    def wishes_of(self) -> dict[int, list[Wish]]:
        """Person -> their wishes."""
        numbers = {person.staff_id: number for number, person in enumerate(self.people)}
        found: dict[int, list[Wish]] = {}
        for wish in self.problem.wishes:
            found.setdefault(numbers[wish.staff_id], []).append(wish)
        return found

    @cached_property
    def venue_classes(self) -> tuple[Ints, ...]:
        """Venues that suit the same people, in groups; those that suit most first, online first."""
        found: dict[bytes, list[int]] = {}
        for number in range(len(self.venues)):
            found.setdefault(self.suits[:, number].tobytes(), []).append(number)
        groups = [sorted(group, key=self._venue_rank) for group in found.values()]
        groups.sort(key=lambda group: (-int(self.suits[:, group[0]].sum()), group[0]))
        return tuple(np.array(group, dtype=np.int64) for group in groups)

    @cached_property
    def must_place(self) -> tuple[Bools, ...]:
        """For each strand (people,) who needs a place in it because a lock holds them in a later strand."""
        found = [np.zeros(len(self.people), dtype=bool) for _ in self.strands]
        for number in reversed(self.order):
            arrays = self.strands[number]
            bound = found[number].copy()
            bound[list(arrays.locked)] = True
            for earlier in arrays.prerequisites:
                found[earlier] |= bound & self.strands[earlier].audience
        return tuple(found)

    @cached_property
    def possible(self) -> tuple[Bools, ...]:
        """For each strand (people,) whom some candidate column or given group suits, whatever the others do."""
        return tuple(self._possible(arrays) for arrays in self.strands)

    def _possible(self, arrays: StrandArrays) -> Bools:
        found = np.zeros(len(self.people), dtype=bool)
        for group in arrays.given:
            suits = self.suits[:, list(group.venues)].all(axis=1)
            found |= suits & self.person_free[:, list(group.slots)].all(axis=1)
        modes = arrays.strand.modes
        venues = [n for n, venue in enumerate(self.venues) if venue.mode in modes]
        if len(arrays.columns) and venues:
            # Who could be where at all in a slot: free, and a suitable venue is open.
            at = np.unique(arrays.columns)
            open_for = (self.suits[:, venues].astype(np.float32) @ self.venue_open[venues][:, at]) > 0
            could = np.zeros((len(self.people), len(self.slots)), dtype=bool)
            could[:, at] = self.person_free[:, at] & open_for
            whole = could[:, arrays.columns[:, 0]]
            for meeting in range(1, arrays.columns.shape[1]):
                whole &= could[:, arrays.columns[:, meeting]]
            found |= whole.any(axis=1)
        return arrays.audience & found

    @cached_property
    def class_suits(self) -> Bools:
        """(people, venue classes) whom the venues of a class suit."""
        return self.suits[:, [int(venues[0]) for venues in self.venue_classes]]

    def _venue_rank(self, number: int) -> tuple[bool, int]:
        return (self.venues[number].mode is not Mode.ONLINE, number)


def build_instance(problem: Problem) -> Instance:
    """Turn a problem into arrays; memory is people x slots bytes and a little more."""
    people = tuple(sorted(problem.people, key=lambda person: person.staff_id))
    trainers = tuple(sorted(problem.trainers, key=lambda trainer: trainer.trainer_id))
    venues = tuple(sorted(problem.venues, key=lambda venue: venue.venue_id))
    slots = build_slots(problem)
    staff = {person.staff_id: number for number, person in enumerate(people)}
    team, teams = numbered([person.team for person in people])
    strand_ids = {strand.strand_id: number for number, strand in enumerate(problem.strands)}
    moments = np.unique(slots.start)
    person_free = free_matrix(
        slots,
        [p.pattern for p in people],
        [p.absences for p in people],
        [p.joins_on for p in people],
        [p.leaves_on for p in people],
    )
    leads_as = {staff[t.staff_id]: n for n, t in enumerate(trainers) if t.staff_id in staff}
    return Instance(
        problem=problem,
        slots=slots,
        people=people,
        trainers=trainers,
        venues=venues,
        person_free=person_free,
        trainer_free=free_matrix(
            slots,
            [t.pattern for t in trainers],
            [t.absences for t in trainers],
            [t.first_day for t in trainers],
            [t.last_day for t in trainers],
        ),
        venue_open=free_matrix(
            slots, [v.pattern for v in venues], [v.absences for v in venues], [None] * len(venues), [None] * len(venues)
        ),
        suits=suit_matrix(people, venues),
        team=team,
        team_limit=team_limits(problem, people, teams),
        strands=tuple(
            strand_arrays(problem, number, slots, people, staff, trainers, venues, strand_ids, person_free)
            for number in range(len(problem.strands))
        ),
        order=strand_order(problem, strand_ids, trainers),
        trainer_person=np.array([staff.get(t.staff_id, -1) for t in trainers], dtype=np.int64),
        ready_after=np.array([strand_ids.get(t.ready_after, -1) for t in trainers], dtype=np.int64),
        leads_as=leads_as,
        moments=moments,
        moment_from=np.searchsorted(moments, slots.start),
        moment_to=np.searchsorted(moments, slots.end),
    )


def numbered(texts: list[str], *, blank: int | None = -1) -> tuple[Ints, int]:
    """Number the distinct texts in sorted order; a blank becomes ``blank``, None numbers it too."""
    distinct = sorted({text for text in texts if text or blank is None})
    number = {text: i for i, text in enumerate(distinct)}
    return np.array([number.get(text, -1) for text in texts], dtype=np.int64), len(distinct)


def suit_matrix(people: tuple[Person, ...], venues: tuple[Venue, ...]) -> Bools:
    kinds: dict[tuple[frozenset[Mode], frozenset[str], frozenset[str]], int] = {}
    which = [kinds.setdefault((p.modes, p.sites, p.needs), len(kinds)) for p in people]
    table = np.ones((max(1, len(kinds)), len(venues) + 1), dtype=bool)
    for (modes, sites, needs), row in kinds.items():
        for column, venue in enumerate(venues):
            reachable = venue.mode is Mode.ONLINE or not sites or not venue.site or venue.site in sites
            table[row, column] = (not modes or venue.mode in modes) and reachable and needs <= venue.features
    return table[np.array(which, dtype=np.int64)] if which else np.ones((0, len(venues) + 1), dtype=bool)


def team_limits(problem: Problem, people: tuple[Person, ...], teams: int) -> Ints:
    if problem.cover is None:
        return np.full(teams, NO_LIMIT, dtype=np.int64)
    sizes = Counter(person.team for person in people if person.team)
    return np.array([max(1, floor(problem.cover * sizes[name])) for name in sorted(sizes)], dtype=np.int64)


def strand_order(problem: Problem, strand_ids: dict[str, int], trainers: tuple[Trainer, ...]) -> tuple[int, ...]:
    """Strands with their prerequisites first; train-the-trainer strands before those that need them."""
    needs: dict[int, set[int]] = {number: set() for number in strand_ids.values()}
    for strand in problem.strands:
        needs[strand_ids[strand.strand_id]] |= {strand_ids[s] for s in (strand.after.strands if strand.after else ())}
    soft = {number: set(before) for number, before in needs.items()}
    for trainer in trainers:
        if trainer.ready_after in strand_ids:
            for name in trainer.strands:
                soft[strand_ids[name]].add(strand_ids[trainer.ready_after])
    order: list[int] = []
    while len(order) < len(needs):
        left = [number for number in needs if number not in order]
        ready = [n for n in left if soft[n] <= set(order) | {n}] or [n for n in left if needs[n] <= set(order) | {n}]
        order.append(ready[0] if ready else left[0])
    return tuple(order)


def strand_arrays(
    problem: Problem,
    number: int,
    slots: Slots,
    people: tuple[Person, ...],
    staff: dict[str, int],
    trainers: tuple[Trainer, ...],
    venues: tuple[Venue, ...],
    strand_ids: dict[str, int],
    person_free: Bools,
) -> StrandArrays:
    strand = problem.strands[number]
    grouping = strand.grouping
    audience = audience_mask(problem, strand, people)
    no_columns = np.zeros((0, 1), dtype=np.int64)
    together, unit_of = units_together(grouping.keep_together, audience, people)
    fields = grouping.fields
    own = numbered([p.value(fields[0]) for p in people], blank=None)[0] if fields else np.zeros(len(people), np.int64)
    unit = numbered([p.value(fields[-1]) for p in people], blank=None)[0] if fields else np.zeros(len(people), np.int64)
    after = strand.after
    given = given_groups(problem, strand, slots, trainers, venues)
    return StrandArrays(
        number=number,
        strand=strand,
        audience=audience,
        columns=no_columns if strand.given else strand_columns(problem, strand, slots, person_free[audience]),
        limits=tuple(
            Limit(*numbered([p.value(column) for p in people]), most)
            for column, most in sorted(grouping.max_same.items())
            if grouping.rule is GroupingRule.MIXED
        ),
        mixing=tuple(
            (*numbered([p.value(column) for p in people]), float(weight))
            for column, weight in sorted(grouping.mix.items())
            if grouping.rule is GroupingRule.MIXED and weight
        ),
        own=own,
        unit=unit,
        alone=numbered([p.value(grouping.not_alone) for p in people]) if grouping.not_alone else None,
        together=together,
        unit_of=unit_of,
        foes=people_apart(problem, grouping.keep_apart, people, staff),
        trainer_foes=trainers_apart(grouping.keep_apart, people, staff, trainers),
        may_deliver=np.array([strand.strand_id in t.strands for t in trainers], dtype=bool),
        prerequisites=tuple(strand_ids[name] for name in after.strands) if after else (),
        min_gap_days=after.min_days if after else 0,
        max_gap_days=after.max_days if after and after.max_days is not None else NO_LIMIT,
        given=given,
        locked={
            staff[lock.staff_id]: lock.group_id
            for lock in problem.locks
            if lock.strand == strand.strand_id and lock.group_id and lock.staff_id in staff
        },
    )


def strand_columns(problem: Problem, strand: Strand, slots: Slots, free: Bools) -> Ints:
    starts = np.array([slots.index[pair] for pair in permitted_pairs(problem, strand, slots.origin)], dtype=np.int64)
    columns = candidate_columns(slots, starts, strand.meetings, strand.gap_days)
    return tailored_columns(slots, starts, strand.meetings, strand.gap_days, free, columns)


def audience_mask(problem: Problem, strand: Strand, people: tuple[Person, ...]) -> Bools:
    def holds(person: Person, rule: dict[str, frozenset[str]]) -> bool:
        return all(
            bool(person.tags & wanted) if column == TAGS else person.value(column) in wanted
            for column, wanted in rule.items()
        )

    exempt = {lock.staff_id for lock in problem.locks if lock.strand == strand.strand_id and not lock.group_id}
    wanted, out = dict(strand.audience), dict(strand.exclude)
    return np.array(
        [p.staff_id not in exempt and holds(p, wanted) and not (out and holds(p, out)) for p in people], dtype=bool
    )


def units_together(column: str, audience: Bools, people: tuple[Person, ...]) -> tuple[tuple[Ints, ...], Ints]:
    unit_of = np.full(len(people), -1, dtype=np.int64)
    members: dict[str, list[int]] = {}
    for number, person in enumerate(people):
        if column and audience[number] and person.value(column):
            members.setdefault(person.value(column), []).append(number)
    units = tuple(np.array(members[value], dtype=np.int64) for value in sorted(members) if len(members[value]) > 1)
    for number, unit in enumerate(units):
        unit_of[unit] = number
    return units, unit_of


def people_apart(
    problem: Problem, rules: frozenset[KeepApart], people: tuple[Person, ...], staff: dict[str, int]
) -> dict[int, Ints]:
    found: dict[int, set[int]] = {}
    pairs: list[tuple[int, int]] = []
    if KeepApart.LINE_MANAGER in rules:
        pairs += [(n, staff[p.line_manager_id]) for n, p in enumerate(people) if p.line_manager_id in staff]
    if KeepApart.PAIRS in rules:
        for pair in problem.apart:
            known = sorted(staff[name] for name in pair if name in staff)
            pairs += [(known[0], known[1])] if len(known) == 2 else []
    for a, b in pairs:
        if a != b:
            found.setdefault(a, set()).add(b)
            found.setdefault(b, set()).add(a)
    return {person: np.array(sorted(others), dtype=np.int64) for person, others in found.items()}


def trainers_apart(
    rules: frozenset[KeepApart], people: tuple[Person, ...], staff: dict[str, int], trainers: tuple[Trainer, ...]
) -> dict[int, Ints]:
    if KeepApart.TRAINER_TEAM not in rules:
        return {}
    found = {}
    for number, trainer in enumerate(trainers):
        if trainer.staff_id in staff:
            team = people[staff[trainer.staff_id]].team
            found[number] = np.array(
                [n for n, p in enumerate(people) if p.line_manager_id == trainer.staff_id or (team and p.team == team)],
                dtype=np.int64,
            )
    return found


def given_groups(
    problem: Problem, strand: Strand, slots: Slots, trainers: tuple[Trainer, ...], venues: tuple[Venue, ...]
) -> tuple[GivenGroup, ...]:
    trainer_ids = {trainer.trainer_id: number for number, trainer in enumerate(trainers)}
    venue_ids = {venue.venue_id: number for number, venue in enumerate(venues)}
    sessions: dict[str, list[GivenSession]] = {}
    for session in problem.given:
        if session.strand == strand.strand_id:
            sessions.setdefault(session.group_id, []).append(session)
    found = []
    for group_id, rows in sorted(sessions.items()):
        rows.sort(key=lambda row: (row.start, row.session_id))
        places = [row.places for row in rows if row.places is not None]
        pairs = [(minute_of(slots.origin, row.start), minute_of(slots.origin, row.end)) for row in rows]
        found.append(
            GivenGroup(
                group_id=group_id,
                sessions=tuple(rows),
                slots=tuple(slots.index[pair] for pair in pairs),
                venues=tuple(venue_ids.get(row.venue_id, -1) for row in rows),
                trainers=tuple(tuple(trainer_ids[t] for t in row.trainer_ids if t in trainer_ids) for row in rows),
                places=min([strand.max_size, *places]),
            )
        )
    return tuple(found)
