"""No valid schedule, however it came about, beats a bound of its own or of another one like it."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduler.bounds import AIMS_TO_RAISE, Bound, Value, bounds
from scheduler.folder import read_folder
from scheduler.measures import measure
from scheduler.problem import Aim, Grouping, GroupingRule, KeepApart, Person, Problem, Strand, Trainer
from scheduler.referee import judge
from scheduler.schedule import Allocation, Schedule, Session
from tests.random_folders import write_random_folder
from tests.scheduler.realism.tiny import MONDAY, problem, strand
from tests.scheduler.referee.naive import naive_schedule

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

SEEDS = range(50)
TRIES_A_FOLDER = 2
Reached = dict[Aim, Value]
Blocks = list[list[int]]


def beats(aim: Aim, value: Value, bound: Value) -> bool:
    """Whether a value is better than what is said to be the limit."""
    if value is None or bound is None:
        return False
    return value > bound if aim in AIMS_TO_RAISE else value < bound  # type: ignore[operator]


def beaten(order: Sequence[Aim], of: Reached, proven: Mapping[Aim, Bound], by: Reached) -> list[Aim]:
    """The aims in which a schedule that reaches ``by`` beats the bounds of one that reaches ``of``.

    The bound of an aim binds only who reaches the same in all aims before it.
    """
    found = []
    for aim in order:
        if beats(aim, by[aim], proven[aim].value):
            found.append(aim)
        if by[aim] != of[aim]:
            break
    return found


@pytest.mark.parametrize("seed", SEEDS)
def test_bounds_hold_on_a_random_folder(seed: int, tmp_path: Path) -> None:
    write_random_folder(tmp_path, seed)
    one = read_folder(tmp_path).problem
    schedules = [naive_schedule(one, 100 * seed + number) for number in range(TRIES_A_FOLDER)]
    valid = [schedule for schedule in schedules if judge(one, schedule).valid]
    if not valid:
        pytest.skip("the greedy schedules cannot keep this folder's locks")
    reached = [dict(measure(one, schedule).aims) for schedule in valid]
    for schedule, own in zip(valid, reached, strict=True):
        proven = bounds(one, schedule)
        assert [beaten(one.order, own, proven, other) for other in reached] == [[]] * len(valid)
        assert all(proven[aim].proof.endswith(".") for aim in one.order)


def test_bounds_are_tried_where_they_are_reached(tmp_path: Path) -> None:
    """Bounds far away from every schedule would hold without being right."""
    best: Counter[Aim] = Counter()
    for seed in SEEDS:
        write_random_folder(tmp_path / f"{seed}", seed)
        one = read_folder(tmp_path / f"{seed}").problem
        schedule = naive_schedule(one, seed)
        measures = measure(one, schedule)
        if measures.aims[Aim.PLACED]:
            found = bounds(one, schedule, measures=measures)
            best.update(aim for aim, bound in found.items() if bound.best and bound.value is not None)
    assert min(best[aim] for aim in Aim) >= 1, best


@st.composite
def small_problems(draw: st.DrawFn) -> Problem:
    """One strand for up to six people who are always free, with a venue and a start for every group."""
    least = draw(st.integers(1, 3))
    rule = draw(st.sampled_from(GroupingRule))
    limits = st.dictionaries(st.sampled_from(["team", "grade"]), st.integers(1, 3), min_size=1)
    max_same = draw(limits) if rule is GroupingRule.MIXED else {}
    fields = draw(st.sampled_from([("team",), ("team", "grade")])) if rule is GroupingRule.TEAM else ()
    grouping = Grouping(
        rule,
        max_same=max_same,
        fields=fields,
        keep_apart=frozenset({KeepApart.LINE_MANAGER}) if draw(st.booleans()) else frozenset(),
        keep_together="unit" if rule is not GroupingRule.TEAM and draw(st.booleans()) else "",
        mix=dict.fromkeys(max_same, 1),
        not_alone=draw(st.sampled_from(["", "grade"])),
    )
    staff = [
        Person(
            f"E{number}",
            {
                "team": draw(st.sampled_from(["", "a", "b"])),
                "grade": draw(st.sampled_from(["", "x", "y"])),
                "unit": draw(st.sampled_from(["", "", "u"])),
            },
            line_manager_id=draw(st.sampled_from(["", "E0", "E1"])),
        )
        for number in range(draw(st.integers(1, 6)))
    ]
    talk = strand(min_size=least, max_size=least + draw(st.integers(0, 3)), grouping=grouping)
    trainers = tuple(Trainer(f"T{number}", frozenset({"talk"})) for number in range(draw(st.integers(1, 2))))
    order = draw(st.permutations(list(Aim)))
    return problem([talk], staff, trainers=trainers, order=tuple(order))


def ways_to_group(people: int) -> Iterator[Blocks]:
    """Every way to put people into groups; the first block holds those who are left out."""
    if not people:
        yield [[]]
        return
    for blocks in ways_to_group(people - 1):
        for number in range(len(blocks)):
            yield [[*block, people - 1] if at == number else block for at, block in enumerate(blocks)]
        yield [*blocks, [people - 1]]


def permitted(one: Problem, groups: Blocks) -> bool:
    """The rules about a group, written once more and as plainly as can be."""
    talk, staff = one.strands[0], one.people
    rules = talk.grouping
    unit = {number for number, person in enumerate(staff) if person.value("unit") == "u"}
    for group in groups:
        members = [staff[number] for number in group]
        ids = {person.staff_id for person in members}
        alike = [
            Counter(person.value(column) for person in members if person.value(column)).most_common(1)
            for column in rules.max_same
        ]
        if not talk.min_size <= len(group) <= talk.max_size:
            return False
        if any(top and top[0][1] > most for top, most in zip(alike, rules.max_same.values(), strict=True)):
            return False
        if rules.rule is GroupingRule.TEAM and len({person.value(rules.fields[-1]) for person in members}) > 1:
            return False
        if rules.keep_together and unit & set(group) and not unit <= set(group):
            return False
        managed = any(person.line_manager_id in ids - {person.staff_id} for person in members)
        if KeepApart.LINE_MANAGER in rules.keep_apart and managed:
            return False
    return True


def held(one: Problem, groups: Blocks) -> Schedule:
    """The groups, one after the other, trainers in turn."""
    talk: Strand = one.strands[0]
    starts = [datetime.combine(MONDAY + timedelta(days=day), at) for day in range(5) for at in talk.start_times]
    sessions, rows = [], []
    for number, group in enumerate(groups):
        start = starts[number // len(one.trainers)]
        leads = one.trainers[number % len(one.trainers)].trainer_id
        sessions.append(
            Session(f"S{number}", "talk", f"G{number}", 1, start, start + timedelta(hours=1), "ONLINE", (leads,))
        )
        rows += [Allocation(one.people[member].staff_id, "talk", f"G{number}") for member in group]
    return Schedule(tuple(sessions), tuple(rows))


@settings(max_examples=60, deadline=None)
@given(small_problems())
def test_bounds_hold_against_every_schedule_of_a_small_problem(one: Problem) -> None:
    ways = [groups for _, *groups in ways_to_group(len(one.people)) if permitted(one, groups)]
    schedules = {tuple(measure(one, s).aims.values()): s for s in (held(one, groups) for groups in ways)}
    reached = [dict(zip(Aim, values, strict=True)) for values in schedules]
    for own, schedule in zip(reached[:25], schedules.values(), strict=False):
        proven = bounds(one, schedule)
        assert [beaten(one.order, own, proven, other) for other in reached] == [[]] * len(reached)
