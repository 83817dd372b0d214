"""No valid schedule beats a bound that leans on an exact model, and on tiny cases the models are exact."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduler.bounds import Facts, bounds
from scheduler.bounds.ground import Ground
from scheduler.folder import read_folder
from scheduler.measures import measure
from scheduler.problem import Grouping, GroupingRule, KeepApart, Person, Problem
from scheduler.proofs.meetings import open_times
from scheduler.proofs.prove import prove
from scheduler.proofs.teams import fact_of_unit
from scheduler.referee import judge
from scheduler.schedule import Schedule
from tests.random_folders import write_random_folder
from tests.scheduler.bounds.test_nothing_beats_a_bound import (
    beaten,
    held,
    permitted,
    small_problems,
    ways_to_group,
)
from tests.scheduler.realism.tiny import problem, strand, works_on
from tests.scheduler.referee.naive import naive_schedule

if TYPE_CHECKING:
    from pathlib import Path

SEEDS = range(30)


def proven(one: Problem) -> Facts:
    facts = Facts()
    for fact in prove(one):
        facts = facts.beside(fact)
    return facts


@pytest.mark.parametrize("seed", SEEDS)
def test_facts_hold_on_a_random_folder(seed: int, tmp_path: Path) -> None:
    write_random_folder(tmp_path, seed)
    one = read_folder(tmp_path).problem
    facts = proven(one)
    schedules = [naive_schedule(one, 100 * seed + number) for number in range(2)]
    valid = [schedule for schedule in schedules if judge(one, schedule).valid]
    reached = [dict(measure(one, schedule).aims) for schedule in valid]
    for schedule, own in zip(valid, reached, strict=True):
        sharper = bounds(one, schedule, facts=facts)
        assert [beaten(one.order, own, sharper, other) for other in reached] == [[]] * len(valid)


@settings(max_examples=40, deadline=None)
@given(small_problems())
def test_facts_hold_against_every_schedule_of_a_small_problem(one: Problem) -> None:
    facts = proven(one)
    ways = [groups for _, *groups in ways_to_group(len(one.people)) if permitted(one, groups)]
    schedules = {tuple(measure(one, s).aims.items()): s for s in (held(one, groups) for groups in ways)}
    reached = [dict(values) for values in schedules]
    for own, schedule in zip(reached[:25], schedules.values(), strict=False):
        sharper = bounds(one, schedule, facts=facts)
        assert [beaten(one.order, own, sharper, other) for other in reached] == [[]] * len(reached)


@st.composite
def units(draw: st.DrawFn) -> Problem:
    """One unit of up to six people in two teams who work on one or both of two days."""
    least = draw(st.integers(1, 3))
    apart = frozenset({KeepApart.LINE_MANAGER}) if draw(st.booleans()) else frozenset()
    days = st.sampled_from([(0,), (1,), (0, 1)])
    staff = [
        Person(
            f"E{number}",
            {"team": draw(st.sampled_from(["a", "b"])), "unit": "u"},
            pattern=works_on(*draw(days)),
            line_manager_id=draw(st.sampled_from(["", "E0"])),
        )
        for number in range(draw(st.integers(least, 6)))
    ]
    rules = Grouping(GroupingRule.TEAM, fields=("team", "unit"), keep_apart=apart)
    return problem([strand(min_size=least, max_size=least + draw(st.integers(0, 3)), grouping=rules)], staff)


@settings(max_examples=60, deadline=None)
@given(units())
def test_the_model_of_a_unit_agrees_with_every_way_to_group_it(one: Problem) -> None:
    known, talk = Ground(one, measure(one, Schedule())), one.strands[0]
    rows = known.reaches["talk"].rows.tolist()
    reached = [
        (
            sum(len(group) for group in groups if len({one.people[rows[member]].team for member in group}) == 1),
            len(groups),
        )
        for left, *groups in ways_to_group(len(rows))
        if not left and all(could_meet(one, [rows[member] for member in group]) for group in groups)
    ]
    fact = fact_of_unit(known, talk, open_times(known, talk), "u", range(len(rows))) if rows else None
    if not reached or fact is None:
        # The model proves nothing only where it finds no way either.
        assert not reached
        return
    most = max(pure for pure, _ in reached)
    fewest = [min(groups for pure, groups in reached if pure >= most - fewer) for fewer in range(most + 1)]
    exact = not talk.grouping.keep_apart
    assert fact.most == most if exact else fact.most >= most
    if fact.most == most:
        told = [fact.groups[min(fewer, len(fact.groups) - 1)] for fewer in range(most + 1)]
        assert told == fewest if exact else all(low <= high for low, high in zip(told, fewest, strict=True))


def could_meet(one: Problem, group: list[int]) -> bool:
    """One group: its size, a day on which everybody works, and nobody with their line manager."""
    talk, members = one.strands[0], [one.people[row] for row in group]
    ids = {person.staff_id for person in members}
    managed = any(person.line_manager_id in ids - {person.staff_id} for person in members)
    if not talk.min_size <= len(group) <= talk.max_size or (managed and talk.grouping.keep_apart):
        return False
    return any(all(p.pattern is not None and p.pattern.windows[day] for p in members) for day in (0, 1))
