"""From a file of answers to results: against a second, plain computation, and what must always hold."""

from __future__ import annotations

import json
from pathlib import Path
from statistics import mean, stdev
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from learning.statistics.analysis.estimates import KEYS
from learning.statistics.analysis.holding_back import held_lines
from learning.statistics.change import Change
from tests.learning.statistics.programmes import Row, results, rows


def by_person(found: list[Row], item: str, wave: str) -> dict[str, tuple[int, Row]]:
    """Number of the person -> answer and row; skipped questions left out."""
    return {str(row[0])[1:]: (int(str(row[-1])), row) for row in found if row[1:8:6] == (wave, item) and row[-1] != ""}


def test_linked_figures_are_those_of_a_plain_computation(tmp_path: Path) -> None:
    found = rows()
    figures = results(tmp_path, found)["items"]["P"]["estimates"]["linked"]
    before, after = by_person(found, "P", "baseline"), by_person(found, "P", "post")
    linked = [person for person in after if person in before and after[person][1][2]]
    x = [25 * (after[person][0] - before[person][0]) for person in linked]
    n, mu = len(x), mean(x)
    halves = {}
    for column, name in ((4, "trainer"), (3, "group")):
        clusters: dict[object, list[float]] = {}
        for person, change in zip(linked, x, strict=True):
            clusters.setdefault(after[person][1][column], []).append(change)
        se = sum(sum(c - mu for c in of) ** 2 / (1 - len(of) / n) for of in clusters.values()) ** 0.5 / n
        halves[name] = (se, len(clusters))
    assert figures["n"] == n
    assert figures["mean_change"] == pytest.approx(mu, rel=1e-12)
    assert figures["se_naive"] == pytest.approx(stdev(x) / n**0.5, rel=1e-12)
    se, clusters_number = halves[figures["cluster_by"]]
    assert (figures["se_cr2"], figures["clusters"]) == (pytest.approx(se, rel=1e-12), clusters_number)
    assert figures["d_z"] == pytest.approx(mu / stdev(x), rel=1e-12)
    spread = (stdev(25 * before[p][0] for p in linked) + stdev(25 * after[p][0] for p in linked)) / 2
    assert figures["d_av"] == pytest.approx(mu / spread * (1 - 3 / (4 * (n - 1) - 1)), rel=1e-12)
    assert figures["positive_after"] == pytest.approx(100 * mean(after[p][0] >= 4 for p in linked), rel=1e-12)
    assert figures["low"] < mu < figures["high"]


def test_unlinked_takes_nobody_who_is_linked(tmp_path: Path) -> None:
    found = rows(people=300, missing=0.3)
    figures = results(tmp_path, found)["items"]["Q"]["estimates"]["unlinked"]
    sides = [
        [25 * value for value, row in by_person(found, "Q", wave).values() if not row[2]]
        for wave in ("baseline", "post")
    ]
    assert figures["n"] == min(map(len, sides))
    assert figures["mean_change"] == pytest.approx(mean(sides[1]) - mean(sides[0]))
    assert figures["se_naive"] == pytest.approx(sum(stdev(side) ** 2 / len(side) for side in sides) ** 0.5)
    assert all(figures[key] is None for key in ("clusters", "cluster_by", "low", "high", "d_z"))


def test_shape_is_complete_and_strict_json(tmp_path: Path) -> None:
    found = results(tmp_path, rows())
    json.dumps(found, allow_nan=False)
    for item in found["items"].values():
        assert list(item["estimates"]) == ["linked", "looking_back", "unlinked"]
        assert item["later"] == {
            wave: {"linked": None, "looking_back": None, "unlinked": None} for wave in ("follow_up", "year_on")
        }
        assert tuple(item["estimates"]["looking_back"]) == KEYS
    assert len(KEYS) == len(Change.__dataclass_fields__)


def test_under_the_base_everything_is_held_back_and_said(tmp_path: Path) -> None:
    few = results(tmp_path, rows(people=9, missing=0))
    assert few["items"]["P"]["estimates"]["linked"] is None
    assert {(held["item"], held["estimate"], held["figure"]) for held in few["suppressed"]} == {
        (item, estimate, "all") for item in "PQ" for estimate in ("linked", "looking_back")
    }
    assert results(tmp_path, rows(people=9, missing=0), min_base=9)["items"]["P"]["estimates"]["linked"]["n"] == 9
    with pytest.raises(ValueError, match="5 or more"):
        results(tmp_path, rows(people=9), min_base=4)


def test_fewer_than_four_clusters_give_no_interval_and_say_so(tmp_path: Path) -> None:
    found = results(tmp_path, rows(people=30, missing=0))
    figures = found["items"]["P"]["estimates"]["linked"]
    assert (figures["low"], figures["high"], figures["clusters"]) == (None, None, 3)
    assert figures["se_cr2"] is not None
    assert ("P", "linked", "interval") in {(h["item"], h["estimate"], h["figure"]) for h in found["suppressed"]}


def test_item_on_numbers_is_in_its_own_unit_and_has_no_percent_positive(tmp_path: Path) -> None:
    plain = results(tmp_path, rows(missing=0))["items"]["P"]["estimates"]["linked"]
    shifted = [(*row[:-1], float(str(row[-1])) * 10 + 0.5) for row in rows(missing=0)]
    figures = results(tmp_path, shifted)["items"]["P"]["estimates"]["linked"]
    assert figures["mean_change"] == pytest.approx(plain["mean_change"] / 25 * 10)
    assert figures["positive_before"] is figures["positive_after"] is None


@settings(max_examples=15, deadline=None)
@given(st.randoms(use_true_random=False))
def test_order_of_rows_never_changes_results(chance) -> None:
    found = rows(people=60)
    with TemporaryDirectory() as folder:
        first = results(Path(folder), found)
        chance.shuffle(found)
        assert results(Path(folder), found) == first


@given(st.lists(st.integers(0, 60), max_size=8), st.integers(0, 12), st.integers(5, 15))
def test_what_is_held_back_cannot_be_had_by_subtraction(sizes: list[int], unknown: int, base: int) -> None:
    held = held_lines(sizes, unknown, base)
    shown = [size for place, size in enumerate(sizes) if place not in held and size]
    assert all(size >= base for size in shown)
    hidden = unknown + sum(sizes[place] for place in held)
    assert not shown or hidden == 0 or (hidden >= base and len(held) + (unknown > 0) >= 2)


def test_breakdown_holds_back_a_small_directorate_and_the_next(tmp_path: Path) -> None:
    found = [(*row[:5], "Small" if str(row[0])[1:] in set("12345") else row[5], *row[6:]) for row in rows(missing=0)]
    given_back = results(tmp_path, found)
    lines = {
        line["value"]: line["figures"]
        for line in given_back["breakdowns"]
        if (line["by"], line["item"], line["estimate"]) == ("directorate", "P", "linked")
    }
    assert lines["Small"] is None
    assert sum(figures is None for figures in lines.values()) == 2
    assert sum(number is None for number in given_back["response"]["post"]["directorate"].values()) == 2


def test_known_effect_is_recovered_at_the_stated_rate(tmp_path: Path) -> None:
    """40 programmes of numbers with a true change of 2: at 95 % fewer than 33 successes have a chance under 0.2 %."""
    recovered = 0
    for seed in range(40):
        found = [
            (*row[:-1], f"{float(str(row[-1])) * 0.1 + 100 + (2 if row[1] == 'post' else 0):.4f}")
            for row in rows(people=80, effect=0.0, seed=seed, missing=0)
        ]
        figures = results(tmp_path, found)["items"]["P"]["estimates"]["linked"]
        recovered += figures["low"] <= 2 <= figures["high"]
    assert recovered >= 33


def test_distribution_is_held_back_where_the_linked_are_all_but_a_few(tmp_path: Path) -> None:
    """Three people without a code: what they said at the post wave is all answers less the linked ones."""
    found = [
        (*row[:2], "" if str(row[0])[1:] in set("123") else row[2], *row[3:]) for row in rows(people=60, missing=0)
    ]
    given_back = results(tmp_path, found)
    assert given_back["items"]["P"]["estimates"]["linked"]["n"] == 57
    assert given_back["distributions"]["P"]["post"] is None
    assert results(tmp_path, rows(people=60, missing=0))["distributions"]["P"]["post"]["n"] == 60
