"""A plan keeps every count true, whatever is done to it, and a copy of it stays as it was."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from scheduler.engine.answer import answer
from scheduler.engine.copies import MANY_CLOSED, snapshot
from scheduler.engine.plan import Plan, close_group, join, leave, open_group
from tests.scheduler.engine.recount import wrong_counts
from tests.scheduler.engine.small import open_at, plan_with, random_plan, seats, strand_of
from tests.scheduler.explain.small import people, problem, strand

SEEDS = st.integers(0, 60)
ACTIONS = st.lists(st.tuples(st.sampled_from(["join", "leave", "open", "close"]), st.integers(0, 10**6)), max_size=25)
"""What is done, and a number that says to whom."""


def act(plan: Plan, action: str, choice: int) -> None:
    """Do something at random, allowed by the rules or not: counts are true either way."""
    strand = plan.strands[choice % len(plan.strands)]
    choice //= len(plan.strands)
    open_groups = strand.open_groups().tolist()
    if action == "join" and len(strand.unplaced) and open_groups:
        person = int(strand.unplaced[choice % len(strand.unplaced)])
        fitting = open_groups
        if strand.arrays.team_based:
            fitting = [g for g in open_groups if strand.label[g] in (-1, strand.arrays.unit[person])]
        if fitting:
            join(plan, strand, person, fitting[choice % len(fitting)])
    elif action == "leave" and (strand.place >= 0).any():
        sitting = (strand.place >= 0).nonzero()[0]
        leave(plan, strand, int(sitting[choice % len(sitting)]))
    elif action == "open" and len(strand.arrays.columns):
        column = strand.arrays.columns[choice % len(strand.arrays.columns)]
        slots = tuple(int(slot) for slot in column)
        venue = choice % (len(plan.instance.venues) + 1) - 1
        trainers = tuple({choice % len(plan.instance.trainers), choice // 7 % len(plan.instance.trainers)})
        open_group(plan, strand, slots, (venue,) * len(slots), (trainers,) * len(slots))
    elif action == "close":
        empty = [group for group in open_groups if not strand.size[group]]
        if empty:
            close_group(plan, strand, empty[choice % len(empty)])


@given(SEEDS, ACTIONS)
@settings(max_examples=40)
def test_counts_stay_true_through_any_changes(seed: int, actions: list[tuple[str, int]]) -> None:
    plan = random_plan(seed)
    for action, choice in actions:
        act(plan, action, choice)
    assert wrong_counts(plan) == []


@given(SEEDS, ACTIONS)
@settings(max_examples=30)
def test_changing_a_copy_leaves_the_plan_as_it_was(seed: int, actions: list[tuple[str, int]]) -> None:
    plan = random_plan(seed)
    before, made = seats(plan), answer(plan)
    copy = snapshot(plan)
    for action, choice in actions:
        act(copy, action, choice)
    assert seats(plan) == before
    assert answer(plan) == made
    assert wrong_counts(plan) == []


@given(SEEDS, ACTIONS)
@settings(max_examples=30)
def test_copy_means_the_same_schedule(seed: int, actions: list[tuple[str, int]]) -> None:
    plan = random_plan(seed)
    for action, choice in actions:
        act(plan, action, choice)
    assert answer(snapshot(plan)) == answer(plan)


def test_copy_drops_many_closed_groups_and_keeps_everybody_where_they_are() -> None:
    plan = plan_with(problem([strand()], people(6)), ("talk", 0, ["P1", "P2"]))
    talk = strand_of(plan, "talk")
    for _ in range(2 * MANY_CLOSED):
        close_group(plan, talk, open_at(plan, talk, 3))
    last = open_at(plan, talk, 5)
    join(plan, talk, 4, last)
    before = answer(plan)

    copy = snapshot(plan)

    assert len(strand_of(copy, "talk").slots) == 2
    assert len(talk.slots) == 2 * MANY_CLOSED + 2
    assert answer(copy) == before
    assert wrong_counts(copy) == []
    joined = strand_of(copy, "talk")
    join(copy, joined, 5, int(joined.place[4]))
    assert joined.size[joined.place[4]] == 2
    assert talk.size[last] == 1


def test_group_takes_trainer_and_venue_and_gives_them_back() -> None:
    plan = plan_with(problem([strand()], people(4)))
    talk = strand_of(plan, "talk")
    assert plan.trainer_ok.all()

    group = open_at(plan, talk, 0)
    assert not plan.trainer_ok[0, 0]
    assert plan.trainer_ok[0, 1:].all()
    assert plan.venue_busy[0].tolist() == [1] + [0] * 9
    assert plan.trainer_load[0] == 1

    close_group(plan, talk, group)
    assert plan.trainer_ok.all()
    assert not plan.venue_busy.any()
    assert plan.trainer_load[0] == 0
