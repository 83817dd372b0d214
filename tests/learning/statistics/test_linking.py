"""Codes that people made themselves: who is linked, who is not, and how many links chance would make."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.statistics.linking import Links, link

CODE = "a-b-c-d-e"


def linked(before: list[str], after: list[str], groups: tuple[list[str], list[str]] | None = None) -> Links:
    groups = groups or (["G"] * len(before), ["G"] * len(after))
    return link(before, after, *groups)


def pairs(links: Links) -> set[tuple[int, int]]:
    return set(zip(links.before.tolist(), links.after.tolist(), strict=True))


def test_same_code_links_across_groups() -> None:
    links = linked(["x", "y"], ["y", "z"], (["G", "H"], ["J", "J"]))
    assert pairs(links) == {(1, 0)}
    assert (links.exact, links.one_off) == (1, 0)


def test_one_element_off_links_in_one_group_alone() -> None:
    assert linked([CODE], ["a-b-X-d-e"]).one_off == 1
    assert linked([CODE], ["a-b-X-d-e"], (["G"], ["H"])).one_off == 0
    assert linked([CODE], ["a-b-X-d-e"], ([""], [""])).one_off == 0


@pytest.mark.parametrize("other", ["a-b-X-Y-e", "a-b-c-d", "a-b-c-d-e-f", "b-a-c-d-e"])
def test_two_elements_off_or_another_length_links_nobody(other: str) -> None:
    assert pairs(linked([CODE], [other])) == set()


def test_four_elements_match_exactly_or_not_at_all() -> None:
    assert pairs(linked(["a-b-c-d"], ["a-b-c-X"])) == set()


def test_two_candidates_on_either_side_link_nobody() -> None:
    assert pairs(linked([CODE], ["a-b-X-d-e", "a-b-Y-d-e"])) == set()
    assert pairs(linked(["a-b-X-d-e", "a-b-Y-d-e"], [CODE])) == set()


def test_exact_partner_is_no_rival() -> None:
    assert pairs(linked([CODE, "a-b-X-d-e"], [CODE, "a-b-Y-d-e"])) == {(0, 0), (1, 1)}


def test_code_borne_twice_links_nobody_and_remains_a_rival() -> None:
    assert pairs(linked([CODE, CODE], [CODE])) == set()
    links = linked([CODE], ["a-b-X-d-e", "a-b-X-d-e", "a-b-Y-d-e"])
    assert pairs(links) == set()
    assert links.borne_twice == 2


codes = st.lists(
    st.sampled_from(["", "x", *(f"{a}-{b}-c-d-{e}" for a in "aA" for b in "bB" for e in "eE")]), max_size=8
)


@given(codes, codes, st.randoms(use_true_random=False))
def test_nobody_has_two_partners_and_order_changes_nothing(before: list[str], after: list[str], chance) -> None:
    links = linked(before, after)
    assert len(set(links.before.tolist())) == len(links.before)
    assert len(set(links.after.tolist())) == len(links.after)
    assert all(before.count(before[b]) == 1 and after.count(after[a]) == 1 for b, a in pairs(links))
    mixed = chance.sample(range(len(after)), len(after))
    other = linked(before, [after[place] for place in mixed])
    assert {(b, mixed[a]) for b, a in pairs(other)} == pairs(links)
    assert other.expected_false == pytest.approx(links.expected_false)


def test_expected_false_links_are_about_as_many_as_chance_makes() -> None:
    """Two waves of entirely different people: every link is false."""
    rng = np.random.default_rng(2)
    expected, made = 0.0, 0
    for _ in range(40):
        sides = [["-".join(map(str, row)) for row in rng.integers(0, 6, (60, 5))] for _ in range(2)]
        links = linked(*sides)
        expected, made = expected + links.expected_false, made + len(links.before)
    assert made == pytest.approx(expected, rel=0.25)
