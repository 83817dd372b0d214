"""Tables protected: nobody can find out what is protected, and no more is lost than must be."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from learning.statistics.disclosure import (
    CountTable,
    flat_axis,
    intervals,
    nested_axis,
    primary_cells,
    suppress,
    system_of,
)
from learning.statistics.disclosure.primary import bounded_share
from learning.statistics.disclosure.protecting import protect
from learning.statistics.disclosure.roll_up import roll_up
from learning.statistics.disclosure.rounding import to_nearest
from scheduler.errors import FolderError
from tests.attack_figures import attack, can_differ, known_to_attacker, release_of


def table_of_counts(*rows: list[int]) -> CountTable:
    counts = np.array(rows, dtype=np.int64)
    names = ([str(place) for place in range(size)] for size in counts.shape)
    return CountTable(tuple(flat_axis(column, values) for column, values in zip("ab", names, strict=True)), counts)


def test_margins_and_labels() -> None:
    table = table_of_counts([1, 20], [30, 40])
    assert dict(zip(table.labels(), table.values.tolist(), strict=True))[("total", "1")] == 60
    assert table.values[0] == 91


def test_attacker_finds_the_intervals_worked_out_by_hand() -> None:
    """A 2 x 2 block hidden: 3 can be 0 to 8, as 5 in the same row goes down to 0 and nothing else binds."""
    table = table_of_counts([3, 5, 50], [12, 13, 50], [50, 50, 50])
    labels = list(table.labels())
    hidden = np.zeros(len(labels), dtype=np.bool_)
    for label in (("0", "0"), ("0", "1"), ("1", "0"), ("1", "1")):
        hidden[labels.index(label)] = True
    found = {
        labels[cell]: (interval.low, interval.high) for cell, interval in intervals(system_of(table), hidden).items()
    }
    assert found == {("0", "0"): (0, 8), ("0", "1"): (0, 8), ("1", "0"): (7, 15), ("1", "1"): (10, 18)}


def test_example_of_fischetti_and_salazar() -> None:
    """Fischetti and Salazar-Gonzalez (2001), doi 10.1198/016214501753209054: the table of Willenborg and de Waal (1996)
    with one sensitive cell, its least suppression, and what an attacker is left with."""
    table = table_of_counts([20, 50, 10], [8, 19, 22], [17, 32, 12])
    labels = list(table.labels())
    targets = np.zeros(len(labels), dtype=np.bool_)
    targets[labels.index(("1", "2"))] = True
    found = suppress(system_of(table), targets)
    assert {labels[cell] for cell in np.flatnonzero(found.hidden)} == {("1", "2"), ("1", "0"), ("2", "0"), ("2", "2")}
    assert (found.loss, found.proven) == (59, True)
    interval = intervals(system_of(table), found.hidden)[labels.index(("1", "2"))]
    assert (interval.low, interval.high, interval.exact) == (5, 30, True)


def test_example_of_statistics_norway() -> None:
    """Langsrud (2024), doi 10.1007/978-3-031-69651-0_6: the first example of GaussSuppression, with the data
    `example1` of SSBtools for 2014 (young and old in Iceland, Portugal and Spain) and its one small cell primary."""
    table = table_of_counts([2, 0, 5], [3, 4, 6])
    labels = list(table.labels())
    targets = np.zeros(len(labels), dtype=np.bool_)
    targets[labels.index(("0", "1"))] = True
    found = suppress(system_of(table), targets)
    assert {labels[cell] for cell in np.flatnonzero(found.hidden)} == {("0", "0"), ("0", "1"), ("1", "0"), ("1", "1")}
    assert (found.loss, found.proven) == (9, True)


def test_lone_hidden_cell_is_found_out_by_subtraction() -> None:
    table = table_of_counts([3, 15], [12, 13])
    hidden = np.zeros(table.values.size, dtype=np.bool_)
    hidden[list(table.labels()).index(("0", "0"))] = True
    (interval,) = intervals(system_of(table), hidden).values()
    assert (interval.low, interval.high) == (3, 3)


@pytest.mark.parametrize("seed", range(6))
def test_least_loss_is_that_of_trying_everything(seed: int) -> None:
    counts = np.random.default_rng(seed).choice([0, 2, 5, 12, 15, 30], size=(2, 3)).tolist()
    table = table_of_counts(*counts)
    targets = primary_cells(table, 10)
    chosen = suppress(system_of(table), targets)
    assert chosen.proven
    others = np.flatnonzero(~targets)[1:]
    losses = []
    for bits in product((False, True), repeat=others.size):
        hidden = targets.copy()
        hidden[others] = bits
        losses.append((int(table.values[hidden].sum()), hidden))
    for loss, hidden in sorted(losses, key=lambda entry: entry[0]):
        if loss >= chosen.loss:
            break
        found = intervals(system_of(table), hidden)
        assert any(found[int(cell)].width < 1 for cell in np.flatnonzero(targets)), loss


def test_hidden_cells_of_each_line_sum_to_the_least() -> None:
    table = table_of_counts([3, 2, 20, 40], [30, 35, 41, 28], [25, 36, 29, 50])
    system = system_of(table)
    hidden = suppress(system, primary_cells(table, 10), line_min=10).hidden
    for total, children in system.lines:
        parts = children[hidden[children]]
        assert not parts.size or hidden[total] or table.values[parts].sum() >= 10
    loose = suppress(system, primary_cells(table, 10)).loss
    assert loose <= table.values[hidden].sum()


def test_teams_within_directorates_protect_each_other() -> None:
    axis = nested_axis(("directorate", "team"), [("D1", "T1"), ("D1", "T2"), ("D2", "T3"), ("D2", "T4")])
    table = CountTable((axis,), np.array([4, 20, 30, 40], dtype=np.int64))
    protected = protect(table, threshold=10, line_min=10)
    hidden = {label for cell, label in enumerate(table.labels()) if protected.suppression.hidden[cell]}
    assert hidden == {("D1", "T1"), ("D1", "T2")}


def test_same_table_is_protected_the_same_way_twice() -> None:
    table = table_of_counts(*np.random.default_rng(3).poisson(14, size=(8, 6)).tolist())
    first, second = (protect(table, threshold=10, line_min=10).suppression.hidden for _ in range(2))
    assert (first == second).all()


def test_second_release_protects_what_the_first_hid() -> None:
    table = table_of_counts([3, 15, 20], [12, 13, 40], [50, 60, 70])
    first = protect(table, threshold=10, line_min=0, hide=[{"a": "2", "b": "2"}])
    second = protect(table, threshold=10, line_min=0, earlier=release_of(first))
    knows = known_to_attacker(table, [first, second])
    assert can_differ(table, knows, ("2", "2"), 70)
    assert can_differ(table, knows, ("0", "0"), 3)


def test_what_came_out_cannot_be_hidden_later() -> None:
    table = table_of_counts([3, 15, 20], [12, 13, 40], [50, 60, 70])
    first = protect(table, threshold=10, line_min=0)
    with pytest.raises(FolderError, match="cannot be taken back"):
        protect(table, threshold=10, line_min=0, hide=[{"a": "2", "b": "2"}], earlier=release_of(first))


def test_release_of_other_people_is_refused() -> None:
    first = protect(table_of_counts([30, 15], [12, 13]), threshold=10, line_min=0)
    with pytest.raises(FolderError, match="other people"):
        protect(table_of_counts([31, 15], [12, 13]), threshold=10, line_min=0, earlier=release_of(first))


def test_table_of_a_single_small_group_is_refused() -> None:
    with pytest.raises(FolderError, match="given away by the grand total"):
        protect(table_of_counts([4]), threshold=10, line_min=0)


def test_small_rest_of_a_line_makes_a_cell_primary_where_asked() -> None:
    table = table_of_counts([3, 95])
    labels = list(table.labels())
    assert not primary_cells(table, 10)[labels.index(("0", "1"))]
    assert primary_cells(table, 10, complement=True)[labels.index(("0", "1"))]


@pytest.mark.parametrize(
    ("positive", "said"), [(0, "fewer than 5 %"), (9, "fewer than 5 %"), (10, None), (195, "more than 95 %")]
)
def test_share_near_nobody_or_everybody_is_bounded(positive: int, said: str | None) -> None:
    assert bounded_share(positive, 200, 10) == said


def test_no_protected_cell_of_random_tables_is_found_out() -> None:
    attacked = attack(tables=40, seed=1)
    assert attacked.cells > 100
    assert attacked.found_out == 0


def test_values_with_few_people_are_taken_together() -> None:
    axis = nested_axis(("directorate", "team"), [("D1", "T1"), ("D1", "T2"), ("D1", "T3"), ("D2", "T4"), ("D2", "T5")])
    table = CountTable((axis,), np.array([4, 20, 30, 40, 50], dtype=np.int64))
    rolled = roll_up(table, "team", 10)
    found = dict(zip(rolled.labels(), rolled.values.tolist(), strict=True))
    assert found["D1", "others"] == 24
    assert found["D1", "T3"] == 30
    assert found["D2", "T4"] == 40
    assert found["total", "total"] == 144
    assert not protect(rolled, threshold=10, line_min=10).suppression.hidden.any()
    with pytest.raises(KeyError):
        roll_up(table, "directorate", 10)


@pytest.mark.parametrize(("count", "said"), [(0, 0), (2, 0), (3, 5), (7, 5), (8, 10), (12, 10), (13, 15)])
def test_counts_are_told_to_the_nearest_five(count: int, said: int) -> None:
    assert to_nearest(count, 5) == said
    assert to_nearest(count, 1) == count
