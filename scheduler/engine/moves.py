"""Moves: changes of a plan that take some groups apart and put their people back better.

Every move works on a copy; `improve.py` keeps the copy if no aim is worse (large neighbourhood
search, Shaw 1998, doi 10.1007/3-540-49481-2_30).
"""

from __future__ import annotations

import numpy as np

from scheduler.engine.chains import find_chain
from scheduler.engine.first import fill
from scheduler.engine.flow import reallocate
from scheduler.engine.objective import table_of
from scheduler.engine.plan import Plan, StrandPlan, close_group, leave
from scheduler.engine.settle import Stop, place_unit, settle


def take_apart(plan: Plan, strand: StrandPlan, group: int) -> bool:
    """Close a group and leave its members without one; False if it is given or holds locked people."""
    members = strand.members(group)
    if not strand.open[group] or strand.given[group] >= 0 or strand.frozen[members].any():
        return False
    for person in members.tolist():
        leave(plan, strand, person)
    close_group(plan, strand, group)
    return True


def refill(plan: Plan, rng: np.random.Generator, stop: Stop) -> None:
    """Put everybody back who has no group, in every strand."""
    for number in plan.instance.order:
        strand = plan.strands[number]
        if len(strand.unplaced):
            settle(plan, strand, stop, may_open=False, most_visited=60)
            fill(plan, strand, rng, stop)
            settle(plan, strand, stop, most_visited=200)


def retime(plan: Plan, rng: np.random.Generator, stop: Stop) -> None:
    """Take apart a few groups that meet close together and make them anew."""
    remake(plan, [s for s in plan.strands if not s.arrays.strand.given and s.open.any()], rng, stop)


def remake(plan: Plan, strands: list[StrandPlan], rng: np.random.Generator, stop: Stop) -> None:
    if not strands:
        return
    strand = strands[int(rng.integers(len(strands)))]
    groups = strand.open_groups()
    centre = int(rng.choice(groups))
    near = groups[np.argsort(np.abs(strand.first_start[groups] - strand.first_start[centre]), kind="stable")]
    for group in near[: int(rng.integers(1, 4))].tolist():
        take_apart(plan, strand, group)
    refill(plan, rng, stop)


def retime_teams(plan: Plan, rng: np.random.Generator, stop: Stop) -> None:
    """Take apart groups of a team-based strand that share a unit, mixed ones first, and make them anew."""
    strands = [s for s in plan.strands if s.arrays.team_based and not s.arrays.strand.given and s.open.any()]
    if not strands:
        return
    strand = strands[int(rng.integers(len(strands)))]
    groups = strand.open_groups()
    table = table_of(strand, strand.arrays.own, int(strand.arrays.own.max(initial=0)) + 1)[groups]
    mixed = table.max(axis=1) < table.sum(axis=1)
    unit = int(strand.label[int(rng.choice(groups[mixed] if mixed.any() else groups))])
    same = strand.label[groups] == unit
    teams = strand.arrays.own[np.isin(strand.place, groups[same & mixed])]
    # Groups of the teams whose members sit in shared groups could take them in, if made anew.
    related = same & (mixed | (table[:, teams].sum(axis=1) > 0 if len(teams) else False))
    chosen = groups[related]
    count = min(len(chosen), int(rng.integers(2, 7)))
    for group in rng.choice(chosen, size=count, replace=False).tolist():
        take_apart(plan, strand, int(group))
    refill(plan, rng, stop)


def fewer(plan: Plan, rng: np.random.Generator, _stop: Stop) -> None:
    """Close one group, rather a small one, and find its members seats in those that stand."""
    choices = [(s, int(g)) for s in plan.strands for g in s.open_groups() if not s.frozen[s.members(int(g))].any()]
    if not choices:
        return
    spare = np.array([s.arrays.strand.max_size - s.size[g] for s, g in choices], dtype=float)
    strand, group = choices[int(rng.choice(len(choices), p=(spare + 0.1) / (spare + 0.1).sum()))]
    close_and_seat(plan, strand, group)


def fewer_at_once(plan: Plan, rng: np.random.Generator, _stop: Stop) -> None:
    """Close several small groups of a strand that has more than its sizes ask for, and seat everybody by a flow."""
    spare = [(s, int(s.open.sum()) - -(-int((s.place >= 0).sum()) // s.arrays.strand.max_size)) for s in plan.strands]
    choices = [(s, count) for s, count in spare if count > 0 and not s.arrays.team_based]
    if not choices:
        return
    strand, most = choices[int(rng.integers(len(choices)))]
    # Now all that could go, now half of them, now a quarter: whatever turns out to hold is kept.
    count = max(1, most >> int(rng.integers(0, 5)))
    groups = [g for g in strand.open_groups().tolist() if not strand.frozen[strand.members(g)].any()]
    rank = {group: strand.size[group] + 3 * rng.random() for group in groups}
    for group in sorted(groups, key=lambda g: rank[g])[:count]:
        for person in strand.members(group).tolist():
            leave(plan, strand, person)
        close_group(plan, strand, group)
    reallocate(plan, strand)
    for unit in strand.arrays.together:
        if strand.place[unit[0]] < 0:
            place_unit(plan, strand, unit.tolist())


def close_and_seat(plan: Plan, strand: StrandPlan, group: int) -> bool:
    """Close a group and seat its members in others; stops at the first who finds none, or at a lock."""
    if strand.frozen[strand.members(group)].any():
        return False
    for person in strand.members(group).tolist():
        leave(plan, strand, person)
    close_group(plan, strand, group)
    return seat_all(plan, strand)


def sooner(plan: Plan, rng: np.random.Generator, stop: Stop) -> None:
    """Take apart the groups that meet last, and sometimes others, and make them anew before that day."""
    last = max((int(s.last_day[s.open].max()) for s in plan.strands if s.open.any()), default=0)
    for strand in plan.strands:
        late = [int(g) for g in strand.open_groups() if strand.last_day[g] == last]
        if strand.arrays.strand.given and not all(close_and_seat(plan, strand, group) for group in late):
            return
        if not late or strand.arrays.strand.given:
            continue
        others = strand.open_groups()
        extra = rng.choice(others, size=min(int(rng.integers(0, 3)), len(others)), replace=False).tolist()
        for group in {*late, *map(int, extra)}:
            if not take_apart(plan, strand, group):
                return
        fill(plan, strand, rng, stop, latest_day=last - 1)
        seat_all(plan, strand)


def seat_all(plan: Plan, strand: StrandPlan) -> bool:
    """Seat everybody without a group in groups that stand; gives up at the first for whom there is none."""
    closed = np.zeros(len(strand.size), dtype=bool)
    for person in strand.unplaced.tolist():
        if strand.place[person] >= 0:
            continue
        unit = int(strand.arrays.unit_of[person])
        if unit >= 0:
            if not place_unit(plan, strand, strand.arrays.together[unit].tolist()):
                return False
        elif find_chain(plan, strand, person, closed, 100) is None:
            return False
    return True
