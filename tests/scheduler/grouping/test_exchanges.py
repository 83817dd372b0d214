"""Exchanges: what is told before one is made is what it brings, whatever is exchanged."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduler.grouping.exchanges import Exchange, block_exchanges, make, rotations, single_exchanges
from scheduler.grouping.packing import as_groups, pack
from scheduler.grouping.tables import Tables, build_ground
from tests.scheduler.grouping.tasks import counted_breaches, counted_cost, counted_uneven, random_task


def whole(tables: Tables) -> float:
    """Everything that a grouping pays, counted from scratch."""
    ground, place = tables.ground, as_groups(tables.ground, tables.place)
    rules = ground.breach * counted_breaches(ground.task, place) + ground.even * counted_uneven(ground.task, place)
    return counted_cost(ground.task, place) + rules


def tables_of(seed: int) -> Tables:
    return pack(build_ground(random_task(seed)), np.random.default_rng(seed))


def true_after(tables: Tables, exchange: Exchange) -> None:
    """Make it, and see that costs and counts are those of a count from scratch."""
    before = whole(tables)
    make(tables, exchange)
    brought = whole(tables) - before
    if tables.ground.alike:
        assert brought <= exchange.more + 1e-6
    else:
        assert brought == pytest.approx(exchange.more, rel=1e-9, abs=1e-6)
    fresh = Tables(tables.ground, tables.place.copy())
    assert tables.total == pytest.approx(fresh.total)
    for name in ("counts", "cost", "leaving", "coming"):
        assert np.allclose(getattr(tables, name), getattr(fresh, name)), name
    assert (tables.foes_in is None) == (fresh.foes_in is None)
    assert tables.foes_in is None or (tables.foes_in == fresh.foes_in).all()


@given(st.integers(0, 10**6), st.integers(0, 10**6))
@settings(max_examples=60)
def test_two_people_change_places(seed: int, choice: int) -> None:
    tables, rng = tables_of(seed), np.random.default_rng(choice)
    singles = np.flatnonzero(tables.ground.unit_size == 1)
    if len(singles) < 2:
        return
    one, other = rng.choice(singles, size=2, replace=False).tolist()
    more = single_exchanges(tables, one, singles)[int(np.flatnonzero(singles == other)[0])]
    true_after(tables, Exchange((((one,), int(tables.place[other])), ((other,), int(tables.place[one]))), float(more)))


@given(st.integers(0, 10**6), st.integers(0, 10**6))
@settings(max_examples=60)
def test_blocks_change_places(seed: int, choice: int) -> None:
    """Some units of one group against some of another, or against nobody."""
    tables, rng = tables_of(seed), np.random.default_rng(choice)
    if len(set(tables.place.tolist())) < 2:
        return
    home, there = rng.choice(np.unique(tables.place), size=2, replace=False).tolist()
    ours, theirs = tables.members(home), tables.members(there)
    block = tuple(rng.permutation(ours)[: int(rng.integers(1, len(ours) + 1))].tolist())
    others = tuple(rng.permutation(theirs)[: int(rng.integers(0, len(theirs) + 1))].tolist())
    more = block_exchanges(tables, block, [(others, there)])[0]
    true_after(tables, Exchange(((block, there), (others, home)), float(more)))


@given(st.integers(0, 10**6), st.integers(0, 10**6))
@settings(max_examples=60)
def test_three_people_move_on_in_a_ring(seed: int, choice: int) -> None:
    tables, rng = tables_of(seed), np.random.default_rng(choice)
    singles = rng.permutation(np.flatnonzero(tables.ground.unit_size == 1))
    if len(singles) < 3:
        return
    more = rotations(tables, int(singles[0]), singles, singles)
    for second, third in np.argwhere(np.isfinite(more))[:1].tolist():
        one, two, three = int(singles[0]), int(singles[second]), int(singles[third])
        homes = [int(tables.place[unit]) for unit in (one, two, three)]
        assert len(set(homes)) == 3
        moves = (((one,), homes[1]), ((two,), homes[2]), ((three,), homes[0]))
        true_after(tables, Exchange(moves, float(more[second, third])))
