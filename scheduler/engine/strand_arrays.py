"""One strand as arrays."""

from __future__ import annotations

import numpy as np

from scheduler.engine.columns import candidate_columns, tailored_columns
from scheduler.engine.ground import Ground, numbered
from scheduler.engine.instance import NO_LIMIT, GivenGroup, Limit, StrandArrays
from scheduler.engine.slots import Bools, Ints, minute_of, permitted_pairs
from scheduler.problem import TAGS, GivenSession, GroupingRule, KeepApart, Person, Problem, Strand


def strand_arrays(ground: Ground, number: int) -> StrandArrays:
    """The strand's audience, candidate starts and rules in numbers."""
    problem, people, staff = ground.problem, ground.people, ground.staff
    strand = problem.strands[number]
    grouping, after = strand.grouping, strand.after
    mixed = grouping.rule is GroupingRule.MIXED
    audience = audience_mask(problem, strand, people)
    together, unit_of = units_together(grouping.keep_together, audience, people)
    return StrandArrays(
        number=number,
        strand=strand,
        audience=audience,
        columns=strand_columns(ground, strand, audience),
        limits=tuple(
            Limit(*numbered([p.value(column) for p in people]), most)
            for column, most in sorted(grouping.max_same.items() if mixed else ())
        ),
        mixing=tuple(
            (*numbered([p.value(column) for p in people]), float(weight))
            for column, weight in sorted(grouping.mix.items() if mixed else ())
            if weight
        ),
        own=team_values(ground, grouping.fields[:1]),
        unit=team_values(ground, grouping.fields[-1:]),
        alone=numbered([p.value(grouping.not_alone) for p in people]) if grouping.not_alone else None,
        together=together,
        unit_of=unit_of,
        foes=people_apart(problem, grouping.keep_apart, people, staff),
        trainer_foes=trainers_apart(ground, grouping.keep_apart),
        may_deliver=np.array([strand.strand_id in t.strands for t in ground.trainers], dtype=bool),
        prerequisites=tuple(ground.strand_ids[name] for name in after.strands) if after else (),
        min_gap_days=after.min_days if after else 0,
        max_gap_days=after.max_days if after and after.max_days is not None else NO_LIMIT,
        given=given_groups(ground, strand),
        locked={
            staff[lock.staff_id]: lock.group_id
            for lock in problem.locks
            if lock.strand == strand.strand_id and lock.group_id and lock.staff_id in staff
        },
    )


def team_values(ground: Ground, fields: tuple[str, ...]) -> Ints:
    """(people,) the number of their value in a field of a team-based strand; blanks are a value of their own."""
    if not fields:
        return np.zeros(len(ground.people), dtype=np.int64)
    return numbered([person.value(fields[0]) for person in ground.people], blank=None)[0]


def strand_columns(ground: Ground, strand: Strand, audience: Bools) -> Ints:
    """Candidate sets of starts; none for a given timetable."""
    if strand.given:
        return np.zeros((0, 1), dtype=np.int64)
    slots, problem = ground.slots, ground.problem
    starts = np.array([slots.index[pair] for pair in permitted_pairs(problem, strand, slots.origin)], dtype=np.int64)
    rest = problem.break_minutes if strand.trainers else 0
    columns = candidate_columns(slots, starts, strand.meetings, strand.gap_days, rest)
    if strand.meetings == 1:
        return columns
    deliver = [n for n, t in enumerate(ground.trainers) if strand.trainers and strand.strand_id in t.strands]
    rooms = [n for n, v in enumerate(ground.venues) if v.mode in strand.modes]
    free = np.concatenate([ground.person_free[audience], ground.trainer_free[deliver], ground.venue_open[rooms]])
    return tailored_columns(slots, starts, strand.meetings, strand.gap_days, rest, free, columns)


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


def trainers_apart(ground: Ground, rules: frozenset[KeepApart]) -> dict[int, Ints]:
    if KeepApart.TRAINER_TEAM not in rules:
        return {}
    people, staff, found = ground.people, ground.staff, {}
    for number, trainer in enumerate(ground.trainers):
        if trainer.staff_id in staff:
            team = people[staff[trainer.staff_id]].team
            found[number] = np.array(
                [n for n, p in enumerate(people) if p.line_manager_id == trainer.staff_id or (team and p.team == team)],
                dtype=np.int64,
            )
    return found


def given_groups(ground: Ground, strand: Strand) -> tuple[GivenGroup, ...]:
    trainer_ids = {trainer.trainer_id: number for number, trainer in enumerate(ground.trainers)}
    venue_ids = {venue.venue_id: number for number, venue in enumerate(ground.venues)}
    slots = ground.slots
    sessions: dict[str, list[GivenSession]] = {}
    for session in ground.problem.given:
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
