"""Grouping people: rules kept, units whole, sizes even, the best found where it is known."""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduler.grouping import (
    Alike,
    AtMost,
    Different,
    GroupingError,
    GroupingTask,
    Mix,
    NotAlone,
    Shares,
    group_people,
)
from tests.scheduler.grouping.tasks import (
    counted_breaches,
    counted_cost,
    counted_uneven,
    members,
    random_task,
    split_units,
)


@given(st.integers(0, 10**6))
@settings(max_examples=60)
def test_what_is_told_is_what_a_count_from_scratch_says(seed: int) -> None:
    task = random_task(seed)
    found = group_people(task, steps=60, seed=seed)
    assert len(found.place) == task.people
    assert set(found.place) <= set(range(task.groups))
    assert split_units(task, found.place) == []
    assert found.cost == pytest.approx(counted_cost(task, found.place), abs=1e-6)
    assert found.uneven == counted_uneven(task, found.place)
    assert found.breaches == counted_breaches(task, found.place)


@pytest.mark.parametrize("seed", range(12))
def test_nothing_better_is_left_on_tiny_tasks(seed: int) -> None:
    """Against every way to seat seven people in two groups: rules first, then even sizes, then the aims."""
    task = random_task(seed, people=7, groups=2)
    ways = [way for way in product(range(2), repeat=7) if not split_units(task, way)]
    worth = min((counted_breaches(task, w), counted_uneven(task, w), round(counted_cost(task, w), 6)) for w in ways)
    found = group_people(task, steps=800, seed=seed)
    assert (found.breaches, found.uneven, round(found.cost, 6)) == worth


def test_units_of_two_find_the_one_way_that_leaves_nobody_with_their_like() -> None:
    """Three pairs AB, CD, EF and singles A to F in three groups of four: each pair sits with the four others' half.

    Every value occurs twice, once in a pair and once alone; with nobody beside their like the cost is 0.
    """
    task = GroupingTask(
        {"kind": list("ABCDEFABCDEF")}, 3, (Mix("kind"),), together=["ab", "ab", "cd", "cd", "ef", "ef", *[""] * 6]
    )
    found = group_people(task, steps=400)
    assert (found.cost, found.uneven, found.breaches) == (0, 0, 0)
    assert split_units(task, found.place) == []


def test_unit_is_exchanged_for_as_many_single_people() -> None:
    """A unit of three fills a group; only all three singles of the other group could sit in its place."""
    task = GroupingTask({"kind": list("AAABBBAB")}, 2, (Mix("kind"),), together=["u", "u", "u", *[""] * 5])
    found = group_people(task, steps=400)
    # Three A with one B, three B with one A: 3 + 3 pairs; any other way to seat the unit costs more.
    assert found.cost == min(6, found.cost) == 6


def test_nobody_is_alone_where_that_can_be() -> None:
    task = GroupingTask({"affinity": ["X", "X", "Y", "Y", "", "", "", ""]}, 2, (NotAlone("affinity"),))
    assert group_people(task, steps=200).cost == 0


def test_limits_and_pairs_apart_come_before_aims() -> None:
    """Being together would leave nobody alone, but the rules want them apart."""
    task = GroupingTask(
        {"affinity": ["X", "X", "", ""]}, 2, (NotAlone("affinity"), AtMost("affinity", 1)), apart=frozenset({(2, 3)})
    )
    found = group_people(task, steps=200)
    assert (found.breaches, found.cost) == (0, 2)
    assert found.place[2] != found.place[3]


def test_sizes_are_even_though_the_aim_would_have_them_otherwise() -> None:
    """Alike people would cost least in groups of one and of five."""
    task = GroupingTask({"kind": list("AAAAAB")}, 2, (Mix("kind"),))
    assert sorted(map(len, members(group_people(task, steps=200).place, 2))) == [3, 3]


def test_units_that_let_no_size_be_even_are_kept_whole_all_the_same() -> None:
    task = GroupingTask({"kind": list("AABBCC")}, 4, (Mix("kind"),), together=list("AABBCC"))
    found = group_people(task, steps=200)
    assert split_units(task, found.place) == []
    assert found.uneven == counted_uneven(task, found.place) > 0


def test_shares_follow_the_whole() -> None:
    """Eight of twelve are A, so of six four."""
    task = GroupingTask({"kind": list("AAAAAAAABBBB")}, 2, (Shares("kind"),))
    found = group_people(task, steps=200)
    assert found.cost == 0
    assert [sum(task.attributes["kind"][p] == "A" for p in inside) for inside in members(found.place, 2)] == [4, 4]


def test_groups_are_alike_or_all_different_where_that_is_wanted() -> None:
    values = list("ABCABCABC")
    assert group_people(GroupingTask({"kind": values}, 3, (Alike("kind"),)), steps=300).cost == 0
    assert group_people(GroupingTask({"kind": values}, 3, (Different("kind"),)), steps=300).cost == 0


@given(st.integers(0, 10**6))
@settings(max_examples=25)
def test_order_of_people_changes_nothing(seed: int) -> None:
    task = replace(random_task(seed), apart=frozenset())
    order = Random(seed).sample(range(task.people), task.people)
    other = replace(
        task,
        attributes={name: [values[p] for p in order] for name, values in task.attributes.items()},
        together=[task.together[p] for p in order],
    )
    one, two = group_people(task, steps=40), group_people(other, steps=40)

    def portrait(task: GroupingTask, place: tuple[int, ...]) -> list[list[tuple[str, ...]]]:
        rows = list(zip(*task.attributes.values(), task.together, strict=True))
        return [sorted(rows[p] for p in inside) for inside in members(place, task.groups)]

    assert portrait(task, one.place) == portrait(other, two.place)


def test_search_ends_when_told() -> None:
    asked: list[int] = []

    def stop() -> bool:
        asked.append(1)
        return len(asked) > 3

    found = group_people(random_task(3, people=20, groups=4), stop=stop)
    assert found.steps <= 3


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"groups": 0}, "6 people cannot be put into 0 groups"),
        ({"largest": 2}, "6 people do not fit into 2 groups of 1 to 2"),
        ({"smallest": 4}, "6 people do not fit into 2 groups of 4 to 6"),
        ({"aims": (Mix("rank"),)}, "The aim Mix names the attribute 'rank', which is not among"),
        (
            {"together": ["u"] * 4 + [""] * 2, "largest": 3},
            "The unit 'u' has 4 people, but no group may have more than 3",
        ),
        ({"together": ["u"]}, "Every attribute needs one value for each person, but kind has 6, together has 1"),
        ({"apart": frozenset({(1, 9)})}, "The pair 1, 9 to be kept apart does not name two people"),
        ({"apart": frozenset({(0, 1)}), "together": ["u", "u", *[""] * 4]}, "People 0 and 1 are to be kept apart, but"),
    ],
)
def test_task_that_cannot_be_is_refused_with_the_reason(change: dict[str, object], sentence: str) -> None:
    task = GroupingTask({"kind": list("AABBCC")}, 2, (Mix("kind"),))
    with pytest.raises(GroupingError, match="^" + sentence):
        group_people(replace(task, **change))
