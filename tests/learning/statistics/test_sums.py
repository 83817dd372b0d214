"""Sums published side by side: what whoever adds and subtracts them must not be able to have."""

from __future__ import annotations

from itertools import combinations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from learning.statistics.disclosure.sums import Published, choose_shown, published
from learning.statistics.disclosure.sums.field import whole_space
from learning.statistics.disclosure.sums.light import UndecidedError, light_word

LEAST = 5


def system(*sums: tuple[int, ...], people: tuple[int, ...]) -> Published:
    """Sums over kinds of people; hiding one loses the people that it speaks of."""
    counts_for = np.array(sums, dtype=np.int64)
    return Published(counts_for, np.array(people), (counts_for != 0) @ np.array(people) * 100 + 1)


def has_light(counts_for: np.ndarray, people: np.ndarray, least: int) -> bool:
    """By looking at every small set of kinds: outside of it a combination may vanish, and inside it not."""
    rank = np.linalg.matrix_rank(counts_for) if counts_for.size else 0
    kinds = range(len(people))
    few = (
        list(some) for size in range(1, least) for some in combinations(kinds, size) if people[list(some)].sum() < least
    )
    return any(np.linalg.matrix_rank(np.delete(counts_for, some, axis=1)) < rank for some in few)


def hidden(of: Published) -> list[int]:
    return np.flatnonzero(choose_shown(of, LEAST).hidden).tolist()


def test_lines_of_enough_people_are_shown_with_their_total() -> None:
    assert hidden(system((1, 1, 1), (1, 0, 0), (0, 1, 0), (0, 0, 1), people=(5, 6, 9))) == []


def test_the_cheapest_other_line_hides_a_rest_of_a_few() -> None:
    total, first, second = (1, 1, 1), (1, 0, 0), (0, 1, 0)
    assert hidden(system(total, first, second, people=(8, 7, 3))) == [2]


def test_two_breakdowns_are_looked_at_together() -> None:
    """Trainers 1 and 2 lead all of strand A but 2 people: A less both trainers would be those two."""
    strand_a, strand_b = (1, 1, 1, 0), (0, 0, 0, 1)
    trainers = (1, 0, 0, 0), (0, 1, 0, 0)
    found = hidden(system(strand_a, strand_b, *trainers, people=(20, 6, 2, 30)))
    assert found == [3]


def test_nearly_the_same_people_are_not_shown_twice() -> None:
    assert hidden(system((1, 1), (1, 0), people=(40, 2))) == [1]
    assert hidden(system((1, 1), (1, 0), people=(40, 5))) == []


def test_a_weighted_sum_beside_an_unweighted_one_parts_two_hidden_lines() -> None:
    """Total and shown line leave the sum over 3 + 4 people; the weighted total adds a second equation for the two."""
    total, shown, weighted = (1, 1, 1), (1, 0, 0), (4, 5, 6)
    assert hidden(system(total, shown, people=(20, 3, 4))) == []
    assert len(hidden(system(total, shown, weighted, people=(20, 3, 4)))) == 1


def test_combinations_over_a_few_people_in_many_kinds_are_found() -> None:
    """Four sums, each of the same 20 people and a stranger, and the 20 alone: any two of them tell of strangers."""
    strangers = np.hstack([np.ones((4, 1), dtype=np.int64), np.eye(4, dtype=np.int64)])
    rest = np.array([[1, 0, 0, 0, 0]])
    of = Published(np.vstack([strangers, rest]), np.array([20, 1, 1, 1, 1]), np.array([9, 9, 9, 9, 1]))
    assert 4 in hidden(of)
    assert len(hidden(of)) == 4


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.lists(st.integers(0, 1), min_size=6, max_size=6), min_size=1, max_size=6),
    st.lists(st.integers(1, 7), min_size=6, max_size=6),
)
def test_what_is_shown_has_no_light_combination_and_nothing_cheaper_does(
    sums: list[list[int]], people: list[int]
) -> None:
    counts_for, number = np.array(sums), np.array(people)
    prices = (counts_for @ number) * 100 + 1
    choice = choose_shown(Published(counts_for, number, prices), LEAST)
    assert not has_light(counts_for[~choice.hidden], number, LEAST)
    lost = prices[choice.hidden].sum()
    assert choice.best
    for size in range(len(sums) + 1):
        for some in combinations(range(len(sums)), size):
            if prices[list(some)].sum() < lost:
                assert has_light(np.delete(counts_for, list(some), axis=0), number, LEAST)


@settings(max_examples=150, deadline=None)
@given(
    st.integers(1, 8).flatmap(
        lambda width: st.tuples(
            st.lists(st.lists(st.integers(-2, 2), min_size=width, max_size=width), min_size=1, max_size=6),
            st.lists(st.integers(1, 4), min_size=width, max_size=width),
        )
    )
)
def test_a_light_combination_is_found_where_there_is_one(drawn: tuple[list[list[int]], list[int]]) -> None:
    counts_for, people = np.array(drawn[0]), np.array(drawn[1])
    try:
        word = light_word(whole_space(counts_for), people, LEAST)
    except UndecidedError:
        return
    assert (word is not None) == has_light(counts_for, people, LEAST)
    if word is not None:
        assert has_light(counts_for[word], people, LEAST)


def test_people_who_count_alike_are_taken_together() -> None:
    of = published(np.array([[1, 1, 0, 1], [0, 0, 0, 1]]), np.array([1, 1]))
    assert sorted(of.people.tolist()) == [1, 2]
    assert of.counts_for.shape == (2, 2)
