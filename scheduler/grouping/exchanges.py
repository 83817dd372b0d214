"""Exchanges: people, whole units and combinations of them that could change places, and what that costs."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from scheduler.grouping.costs import Floats, Ints, unlike_heads
from scheduler.grouping.tables import Tables

Block = tuple[int, ...]
"""Units of one group that move together; none at all where somebody only comes."""


@dataclass(frozen=True)
class Exchange:
    """Units that move, each to a group."""

    moves: tuple[tuple[Block, int], ...]
    more: float
    """What the exchange costs more; below 0 it helps. Where groups should be alike, at most so much."""


def single_exchanges(tables: Tables, one: int, others: Ints) -> Floats:
    """(others,) what it costs more if a unit of one person changes places with each other one.

    An exchange within a group costs nothing.
    """
    ground = tables.ground
    columns = ground.columns
    person, people = ground.units[one][0], ground.first[others]
    home, theirs = int(tables.place[one]), tables.place[others]
    own, their = columns[person], columns[people]
    width = tables.counts.shape[1]
    rows = (theirs * width)[:, None]
    more = tables.leaving[home].take(own) + tables.coming[home].take(their)
    more += tables.leaving.ravel().take(rows + their) + tables.coming.ravel().take(rows + own)
    more[their == own] = 0.0
    result: Floats = more @ np.ones(len(own))
    if tables.foes_in is not None:
        result += ground.breach * foes_met(tables, one, others)
    result[theirs == home] = 0.0
    return result


def foes_met(tables: Tables, one: int, others: Ints) -> Ints:
    """(others,) how many more pairs to be kept apart sit together after an exchange."""
    assert tables.foes_in is not None
    home, theirs = int(tables.place[one]), tables.place[others]
    more = tables.foes_in[theirs, one] + tables.foes_in[home, others]
    more = more - tables.foes_in[home, one] - tables.foes_in[theirs, others]
    # Where the two are each other's foes, both leave the other behind.
    mutual = tables.ground.foes.get(one, ())
    return np.asarray(more - 2 * sum((others == foe).astype(np.int64) for foe in mutual))


def block_exchanges(tables: Tables, block: Block, others: list[tuple[Block, int]]) -> Floats:
    """(others,) what it costs more if the block changes places with each block of another group."""
    ground = tables.ground
    home = int(tables.place[block[0]])
    own = ground.unit_counts[list(block)].sum(axis=0)
    groups = np.array([group for _, group in others])
    their = np.zeros((len(others), len(own)), dtype=np.int64)
    for row, (units, _) in enumerate(others):
        for unit in units:
            their[row] += ground.unit_counts[unit]
    more = changed_costs(tables, home, own, groups, their)
    if tables.foes_in is not None:
        more += ground.breach * np.array([foes_of_blocks(tables, block, each, group) for each, group in others])
    return more


def changed_costs(tables: Tables, home: int, own: Ints, groups: Ints, their: Ints) -> Floats:
    """(groups,) what ``home`` and each group pay more if ``own`` goes there and ``their`` comes here, by column."""
    ground = tables.ground
    base = np.arange(len(own)) * ground.price.shape[1]
    price = ground.price.ravel()
    more: Floats = -tables.cost[home] - tables.cost[groups]
    for counts in (tables.counts[home] - own + their, tables.counts[groups] + own - their):
        more += price.take(base + counts).sum(axis=1)
        for part, weight in ground.alike:
            more += weight * unlike_heads(counts[:, part])
    return more


def foes_of_blocks(tables: Tables, block: Block, other: Block, group: int) -> int:
    """How many more pairs to be kept apart sit together if two blocks change places."""
    home, foes = int(tables.place[block[0]]), tables.ground.foes
    target = {**dict.fromkeys(block, group), **dict.fromkeys(other, home)}
    more = 0
    for unit, to in target.items():
        for foe in foes.get(unit, ()):
            before = int(tables.place[foe]) == int(tables.place[unit])
            after = target.get(foe, int(tables.place[foe])) == to
            # A pair of which both move is met twice.
            more += (2 if foe not in target else 1) * (int(after) - int(before))
    return more // 2


def rotations(tables: Tables, one: int, second: Ints, third: Ints) -> Floats:
    """(second, third) what it costs more if three single people move on in a ring.

    ``one`` takes the place of a second, who takes that of a third, who takes that of ``one``; all three
    must come from groups of their own.
    """
    home = int(tables.place[one])
    ring = replacing(tables, np.array([one]), third)[0][None, :] + replacing(tables, second, np.array([one]))
    more: Floats = ring + replacing(tables, third, second).T
    same = (tables.place[second][:, None] == tables.place[third][None, :]) | (tables.place[third] == home)[None, :]
    more[same | (tables.place[second] == home)[:, None]] = np.inf
    return more


def replacing(tables: Tables, leavers: Ints, comers: Ints) -> Floats:
    """(leavers, comers) what the group of each leaver pays more if each comer takes the leaver's place."""
    ground = tables.ground
    out, into = ground.columns[ground.first[leavers]], ground.columns[ground.first[comers]]
    groups = tables.place[leavers]
    leaving = np.take_along_axis(tables.leaving[groups], out, axis=1)
    coming = tables.coming[groups[:, None, None], into[None, :, :]]
    more = np.where(out[:, None, :] == into[None, :, :], 0.0, leaving[:, None, :] + coming)
    result: Floats = more.sum(axis=2)
    if tables.foes_in is not None:
        met = tables.foes_in[groups[:, None], comers[None, :]] - tables.foes_in[groups, leavers][:, None]
        for row, leaver in enumerate(leavers.tolist()):
            for foe in ground.foes.get(leaver, ()):
                met[row] -= comers == foe
        result += ground.breach * met
    return result


def combination_of(tables: Tables, group: int, size: int, rng: np.random.Generator) -> Block | None:
    """Units of the group, in chance order as they fit, that make up the size together; None if they do not."""
    taken: list[int] = []
    sizes = tables.ground.unit_size
    for unit in rng.permutation(tables.members(group)).tolist():
        fits = int(sizes[unit])
        if fits <= size:
            taken.append(unit)
            size -= fits
            if not size:
                return tuple(taken)
    return None


def make(tables: Tables, exchange: Exchange) -> None:
    """Carry an exchange out."""
    touched = {int(tables.place[unit]) for units, _ in exchange.moves for unit in units}
    groups = np.array(sorted(touched | {group for _, group in exchange.moves}))
    before, together = float(tables.cost[groups].sum()), tables.foes_together()
    for units, group in exchange.moves:
        tables.move(units, group)
    tables.refresh(groups)
    more = float(tables.cost[groups].sum()) - before
    tables.total += more + tables.ground.breach * (tables.foes_together() - together)
