"""Weights, margins, spread, contrasts, effect sizes, alpha and rounding: by hand, or by their definitions."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from scipy.stats import ttest_ind

from learning.statistics.contrasts import contrast
from learning.statistics.effect_sizes import d_av, hedges_correction, net_improved, rank_biserial
from learning.statistics.items import index_points, percent_positive, rounded, theme_positive
from learning.statistics.margins import margin, minimum_detectable_effect
from learning.statistics.reliability import cronbach_alpha, krippendorff_alpha
from learning.statistics.sign_and_rank import sign_test, wilcoxon
from learning.statistics.spread import spread
from learning.statistics.weights import effective_number, nonresponse_weights, weighted_mean


def test_weights_bring_answers_back_to_the_population() -> None:
    cells = [("A", True)] * 20 + [("A", False)] * 40 + [("B", False)] * 10
    found = nonresponse_weights(cells, {("A", True): 40, ("A", False): 60, ("B", False): 20})
    assert sorted(set(found.weights)) == [1.5, 2.0]
    assert found.weights.sum() == 120
    assert found.trimmed == 0


def test_small_cells_join_their_directorate_and_then_the_smallest_other() -> None:
    cells = [("A", True)] * 9 + [("A", False)] * 11 + [("B", True)] * 4 + [("C", True)] * 12 + [("D", True)] * 30
    people = {("A", True): 18, ("A", False): 22, ("B", True): 8, ("C", True): 40, ("D", True): 30, ("E", True): 5}
    found = nonresponse_weights(cells, people)
    assert {frozenset(block) for block in found.cells} == {
        frozenset({("A", True), ("A", False)}),
        frozenset({("B", True), ("C", True), ("E", True)}),
        frozenset({("D", True)}),
    }
    assert found.weights[0] == 2
    assert found.weights[20] == (8 + 40 + 5) / 16


def test_weights_are_trimmed_at_three_times_the_median() -> None:
    cells = [("A", True)] * 30 + [("B", True)] * 10
    found = nonresponse_weights(cells, {("A", True): 30, ("B", True): 100})
    assert (found.weights.max(), found.trimmed) == (3, 10)
    assert effective_number(found.weights) == pytest.approx(60**2 / (30 + 90))
    assert weighted_mean(np.array([1.0] * 30 + [np.nan] * 9 + [4.0]), found.weights) == pytest.approx(42 / 33)


@pytest.mark.parametrize("population", [{("B", True): 5}, {("A", True): 1}])
def test_answers_that_the_population_cannot_hold_are_refused(population: dict[tuple[str, bool], int]) -> None:
    with pytest.raises(ValueError):
        nonresponse_weights([("A", True)] * 2, population)


def test_margin_shrinks_as_more_of_the_staff_answer() -> None:
    assert margin(0.5, 400, 4500) == pytest.approx(1.959963985 * (0.25 / 400 * 4100 / 4499) ** 0.5, rel=1e-9)
    assert margin(0.5, 4500, 4500) == 0


def test_minimum_detectable_effect_grows_with_the_likeness_inside_groups() -> None:
    alone = minimum_detectable_effect(400, 40, 20.0)
    assert minimum_detectable_effect(400, 40, 20.0, icc=0.1) == pytest.approx(alone * 1.9**0.5)


@pytest.mark.parametrize(
    ("done", "light", "lowest", "apart"), [((80, 160, 560), "green", 0.8, 0.0), ((40, 180, 580), "amber", 0.4, 0.05)]
)
def test_spread_is_judged_beside_the_rate(done: tuple[int, ...], light: str, lowest: float, apart: float) -> None:
    """80 % of units of 100, 200 and 700: in proportion, and not."""
    found = spread(done, (100, 200, 700), 0.8)
    assert (found.rate, found.light, found.lowest, found.lowest_unit) == (0.8, light, lowest, 0)
    assert found.dissimilarity == pytest.approx(apart)


def test_sixteen_of_twenty_is_at_least_but_not_over_80_percent() -> None:
    assert spread((16,), (20,), 0.8).light == "green"
    assert spread((16,), (20,), 0.8, over=True).light == "red"


def test_contrast_of_people_alone_is_welchs_and_randomised_only_with_a_seed() -> None:
    rng = np.random.default_rng(4)
    arms = rng.normal(0, 1, 30), rng.normal(1, 2, 20)
    alone = np.arange(30), np.arange(20)
    found = contrast(arms, alone, drawn_at_random=True, seed=7)
    welch = ttest_ind(arms[1], arms[0], equal_var=False)
    assert found.difference / found.se == pytest.approx(welch.statistic)
    assert found.df == pytest.approx(welch.df)
    assert (found.low, found.high) == pytest.approx(tuple(welch.confidence_interval()))
    assert found.wording == "randomised"
    for drawn, seed in ((True, None), (False, 7)):
        assert contrast(arms, alone, drawn_at_random=drawn, seed=seed).wording.startswith("not randomised")


def test_contrast_with_three_clusters_in_an_arm_has_no_interval() -> None:
    arms = np.arange(12.0), np.arange(12.0)
    found = contrast(arms, (np.arange(12) % 3, np.arange(12) % 4), drawn_at_random=False, seed=None)
    assert np.isnan(found.low)
    assert not np.isnan(found.se)


def test_effect_sizes_by_hand() -> None:
    """Ranks of |3|, |-1|, |2|: 3, 1, 2; two up, one down, one the same."""
    change = np.array([3.0, -1.0, 2.0, 0.0, np.nan])
    assert rank_biserial(change) == pytest.approx(4 / 6)
    assert net_improved(change)[0] == 0.25
    assert hedges_correction(9) == pytest.approx(1 - 3 / 35)
    before, after = np.array([1.0, 2.0, 3.0, 9.0]), np.array([2.0, 4.0, 6.0, np.nan])
    assert d_av(before, after)[0] == pytest.approx(2 / 1.5 * (1 - 3 / 7))


def test_cronbach_alpha_in_exact_fractions() -> None:
    answers = [[1, 2, 2], [3, 3, 4], [4, 4, 5], [2, 3, 3], [5, 4, 5]]

    def variance(column: list[int]) -> Fraction:
        middle = Fraction(sum(column), len(column))
        return sum(((value - middle) ** 2 for value in column), Fraction()) / (len(column) - 1)

    parts = sum(variance([row[item] for row in answers]) for item in range(3))
    exact = Fraction(3, 2) * (1 - parts / variance([sum(row) for row in answers]))
    skipped = np.array([*answers, [1, 5, np.nan]], dtype=float)
    assert cronbach_alpha(skipped) == pytest.approx(float(exact), rel=1e-12)
    assert np.isnan(cronbach_alpha(np.ones((5, 3))))


def test_krippendorff_alpha_is_undefined_where_nothing_varies() -> None:
    assert np.isnan(krippendorff_alpha(np.ones((2, 4)), "nominal"))
    assert krippendorff_alpha(np.array([[1.0, 2, 3], [1, 2, 3]]), "ordinal") == 1


def test_tests_without_a_change_have_no_p() -> None:
    assert np.isnan(wilcoxon(np.zeros(5)).p)
    assert np.isnan(sign_test(np.array([np.nan])).p)
    assert sign_test(np.array([1.0, 2, 3, -1])).p == pytest.approx(10 / 16)


def test_items_and_rounding() -> None:
    answers = np.array([[1.0, 4.0], [5.0, np.nan], [4.0, 3.0]])
    assert index_points(answers)[1, 0] == 100
    assert percent_positive(answers) == pytest.approx([200 / 3, 50])
    assert theme_positive(answers) == pytest.approx((200 / 3 + 50) / 2)
    assert [rounded(figure) for figure in (0.5, 1.5, 2.5, 2.4999, -0.5, -2.5)] == [1, 2, 3, 2, 0, -2]
