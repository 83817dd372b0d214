"""Estimators against figures that others published, to the digits that they gave."""

from __future__ import annotations

import numpy as np
import pytest

from learning.statistics.change import paired_change
from learning.statistics.clusters import cluster_errors, half_width, naive_error, p_value
from learning.statistics.icc import intraclass_correlation
from learning.statistics.margins import minimum_detectable_effect, wilson_interval
from learning.statistics.multiplicity import benjamini_hochberg, holm
from learning.statistics.reliability import krippendorff_alpha
from learning.statistics.sign_and_rank import stuart_maxwell, stuart_maxwell_of, wilcoxon
from tests.learning.statistics.apiclus1 import API00

SLEEP = np.array(
    [
        [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0],
        [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4],
    ]
)
"""Student (1908), doi 10.2307/2331554, as in R's data set `sleep`: hours gained with each of two drugs."""

DYESTUFF = np.array(
    [
        [1545, 1440, 1440, 1520, 1580],
        [1540, 1555, 1490, 1560, 1495],
        [1595, 1550, 1605, 1510, 1560],
        [1445, 1440, 1595, 1465, 1545],
        [1595, 1630, 1515, 1635, 1625],
        [1520, 1455, 1450, 1480, 1445],
    ],
    dtype=float,
)
"""Davies and Goldsmith (1972), as in lme4's `Dyestuff`: six batches, five samples of each."""


def test_people_without_groups_have_the_paired_t_interval_of_sleep() -> None:
    """R: t.test(extra ~ group, paired) gives t = 4.0621, df = 9, p = 0.002833, interval 0.7001142 to 2.4598858."""
    everyone = np.arange(10)
    change = paired_change(SLEEP[0], SLEEP[1], everyone, everyone)
    assert [change.low[0], change.high[0]] == pytest.approx([0.7001142, 2.4598858], abs=5e-8)
    assert change.df[0] == pytest.approx(9)
    assert change.mean_change[0] / change.se_naive[0] == pytest.approx(4.0621, abs=5e-5)
    assert change.se_cr2[0] == pytest.approx(change.se_naive[0])
    assert p_value(change.mean_change, change.se_cr2, change.df)[0] == pytest.approx(0.002833, abs=5e-7)


def test_clusters_of_the_survey_package_have_its_error() -> None:
    """R, survey: svymean(~api00, svydesign(id = ~dnum, weights = ~pw, data = apiclus1)) gives 644.169398907104 with an
    error of 23.7790107208869; with fpc = ~fpc (15 of 757 districts) the error is 23.5422406937812."""
    values = np.array([value for schools in API00.values() for value in schools], dtype=float)
    districts = np.repeat(np.arange(len(API00)), [len(schools) for schools in API00.values()])
    assert (len(values), len(API00)) == (183, 15)
    assert values.mean() == pytest.approx(644.169398907104, rel=1e-12)
    error = cluster_errors(values[:, None], districts).cr1[0]
    assert error == pytest.approx(23.7790107208869, rel=1e-12)
    assert error * np.sqrt(1 - 15 / 757) == pytest.approx(23.5422406937812, rel=1e-12)


def test_wilcoxon_of_sleep_is_approximate_and_says_so() -> None:
    """R: wilcox.test(..., paired = TRUE) gives p = 0.009091 with its warnings about ties and zeroes."""
    test = wilcoxon(SLEEP[1] - SLEEP[0])
    assert test.n == 9
    assert test.p == pytest.approx(0.009091, abs=5e-7)
    assert test.mode.startswith("normal approximation")


def test_wilcoxon_of_depression_scores_is_exact() -> None:
    """Hollander and Wolfe (1973), in R's help of wilcox.test: V = 40, one-sided p = 0.01953 (10 of 512)."""
    before = np.array([1.83, 0.50, 1.62, 2.48, 1.68, 1.88, 1.55, 3.06, 1.30])
    after = np.array([0.878, 0.647, 0.598, 2.05, 1.06, 1.29, 1.06, 3.14, 1.29])
    test = wilcoxon(before - after)
    assert (test.statistic, test.mode) == (40, "exact")
    assert test.p == pytest.approx(20 / 512)


def test_icc_of_dyestuff() -> None:
    """Variance components 1764.05 between and 2451.25 within batches (lme4, REML; equal to ANOVA when balanced)."""
    icc = intraclass_correlation(DYESTUFF.ravel(), np.repeat(np.arange(6), 5))
    assert icc[0] == pytest.approx(1764.05 / (1764.05 + 2451.25), rel=1e-9)


def test_icc_of_shrout_and_fleiss() -> None:
    """Shrout and Fleiss (1979), doi 10.1037/0033-2909.86.2.420: ICC(1,1) = .17."""
    ratings = np.array([[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]], float)
    icc = intraclass_correlation(ratings.ravel(), np.repeat(np.arange(6), 4))
    assert icc[0] == pytest.approx(0.17, abs=0.005)
    between, within = 4 * ratings.mean(axis=1).var(ddof=1), ratings.var(axis=1, ddof=1).mean()
    assert icc[0] == pytest.approx((between - within) / (between + 3 * within), rel=1e-12)


THROMBOLYSIS = np.array(
    [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.324, 0.4262, 0.5719, 0.6528, 0.759, 1.0]
)


def test_benjamini_and_hochberg_find_four_where_bonferroni_finds_three() -> None:
    """Benjamini and Hochberg (1995), section 4.1, doi 10.1111/j.2517-6161.1995.tb02031.x, at 0.05."""
    assert (benjamini_hochberg(THROMBOLYSIS) <= 0.05).sum() == 4
    assert (holm(THROMBOLYSIS) <= 0.05).sum() == 3
    assert benjamini_hochberg(THROMBOLYSIS)[3] == pytest.approx(0.0095 * 15 / 4)


def test_adjusting_leaves_out_what_was_not_tested_and_knows_no_order() -> None:
    mixed = np.array([0.03, np.nan, 0.01, 0.04, 0.005])
    assert holm(mixed) == pytest.approx([0.06, np.nan, 0.03, 0.06, 0.02], nan_ok=True)
    assert benjamini_hochberg(mixed) == pytest.approx([0.04, np.nan, 0.02, 0.04, 0.02], nan_ok=True)


VISION = np.array([[1520, 266, 124, 66], [234, 1512, 432, 78], [117, 362, 1772, 205], [36, 82, 179, 492]], float)
"""Unaided vision of 7,477 women, right eye by left eye: Stuart (1955), doi 10.1093/biomet/42.3-4.412."""


def test_stuart_maxwell_of_womens_vision() -> None:
    """Chi-squared 11.96 with 3 degrees of freedom (11.957, p = 0.007533 in later software)."""
    test = stuart_maxwell_of(VISION)
    assert test.statistic == pytest.approx(11.957, abs=5e-4)
    assert test.p == pytest.approx(0.007533, abs=5e-6)
    assert (test.n, test.df) == (7477, 3)


def test_stuart_maxwell_of_people_is_that_of_their_table() -> None:
    before, after = (axis.ravel() for axis in np.indices((4, 4)))
    people = VISION.ravel().astype(int)
    test = stuart_maxwell(np.repeat(before, people).astype(float), np.repeat(after, people).astype(float))
    assert test.statistic == pytest.approx(stuart_maxwell_of(VISION).statistic)


CODERS = np.array(
    [
        [1, 2, 3, 3, 2, 1, 4, 1, 2, np.nan, np.nan, np.nan],
        [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, np.nan, 3],
        [np.nan, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, np.nan],
        [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, np.nan],
    ]
)


@pytest.mark.parametrize(("level", "alpha"), [("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849)])
def test_krippendorffs_own_example(level: str, alpha: float) -> None:
    """Krippendorff, Computing Krippendorff's Alpha-Reliability (2011), part C: four coders, twelve units, gaps."""
    assert krippendorff_alpha(CODERS, level) == pytest.approx(alpha, abs=5e-4)


@pytest.mark.parametrize(
    ("positive", "n", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_wilson_intervals_of_newcombe(positive: int, n: int, low: float, high: float) -> None:
    """Newcombe (1998), Table I, method 3: doi 10.1002/(SICI)1097-0258(19980430)17:8<857::AID-SIM777>3.0.CO;2-E."""
    assert wilson_interval(positive, n) == pytest.approx((low, high), abs=5e-5)


def test_minimum_detectable_effect_of_a_paired_test() -> None:
    """Cohen's medium effect, 80 % power: R's pwr.t.test(d = 0.5, power = 0.8, type = "paired") gives n = 33.36713."""
    assert minimum_detectable_effect(33.36713, 33.36713, 1.0) == pytest.approx(0.5, rel=1e-6)


def general(x: np.ndarray, cluster: np.ndarray, power: float) -> tuple[float, float]:
    """Standard error and degrees of freedom from the matrix definition, for any design: here a column of ones.

    Bell and McCaffrey (2002); Pustejovsky and Tipton (2018), doi 10.1080/07350015.2016.1247004, equations 5 and 11.
    """
    n = len(x)
    design = np.ones((n, 1))
    bread = np.linalg.inv(design.T @ design)
    rest = np.eye(n) - design @ bread @ design.T
    residual = rest @ x
    meat, columns = 0.0, []
    for g in np.unique(cluster):
        here = cluster == g
        values, vectors = np.linalg.eigh(rest[np.ix_(here, here)])
        adjust = vectors @ np.diag(values**power) @ vectors.T
        meat += (design[here].T @ adjust @ residual[here]).item() ** 2
        columns.append((rest[here].T @ adjust @ design[here] @ bread).ravel())
    gram = np.array(columns) @ np.array(columns).T
    return bread.item() * meat**0.5, np.trace(gram) ** 2 / (gram**2).sum()


def test_cluster_errors_are_the_general_ones() -> None:
    rng = np.random.default_rng(3)
    for clusters in (2, 4, 9):
        cluster = np.concatenate([np.arange(clusters), rng.integers(clusters, size=40)])
        x = rng.normal(size=clusters)[cluster] + rng.normal(size=cluster.size)
        errors = cluster_errors(x, cluster)
        cr2, df = general(x, cluster, -0.5)
        cr3, _ = general(x, cluster, -1.0)
        assert errors.cr2[0] == pytest.approx(cr2, rel=1e-9)
        assert errors.cr3[0] == pytest.approx(cr3, rel=1e-9)
        assert errors.df[0] == pytest.approx(df, rel=1e-9)
        sums = np.array([(x - x.mean())[cluster == g].sum() for g in range(clusters)])
        assert errors.cr1[0] == pytest.approx((clusters / (clusters - 1) * (sums**2).sum()) ** 0.5 / x.size, rel=1e-9)


def test_equal_clusters_have_one_degree_of_freedom_less_than_there_are() -> None:
    rng = np.random.default_rng(5)
    x, cluster = rng.normal(size=60), np.repeat(np.arange(6), 10)
    errors = cluster_errors(x, cluster)
    of_means = naive_error(x.reshape(6, 10).mean(axis=1))
    assert errors.df[0] == pytest.approx(5)
    assert errors.cr2[0] == pytest.approx(of_means[0])
    assert half_width(errors.cr2, errors.df)[0] == pytest.approx(2.570581836 * of_means[0], rel=1e-9)
