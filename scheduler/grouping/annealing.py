"""Annealing: exchanges drawn by what they cost, at a temperature that falls.

Each step takes one unit and looks at many exchanges of it at once; which one is made, or none, is drawn
with the weights of the Boltzmann distribution (a heat bath over exchanges: simulated annealing without
refusals, Kirkpatrick, Gelatt and Vecchi 1983, doi 10.1126/science.220.4598.671). When the temperature
has fallen, the search begins again from the best grouping, less hot (iterated local search).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from scheduler.grouping.budget import Budget
from scheduler.grouping.costs import Floats, Ints
from scheduler.grouping.exchanges import (
    Block,
    Exchange,
    block_exchanges,
    combination_of,
    make,
    rotations,
    single_exchanges,
)
from scheduler.grouping.tables import Tables

PARTNERS = 256
"""How many single people an exchange is weighed against at once."""
GROUPS_ASKED = 6
"""In how many other groups a combination of the same size is looked for."""
ALIKE = 48
"""How many units of the same size an exchange is weighed against."""
NOBODY = np.zeros(0, dtype=np.int64)
RING = 24
"""How many second and third people a ring of three is looked for among."""
NOTHING = 1e-9
HOT, HOT_ALIKE, COLD = 0.35, 0.07, 1e-4
"""The first and the last temperature, as parts of what an exchange costs or gains on average. Which value
groups share where they should be alike is decided by the first grouping, and must not melt away."""
LAPS = 3
"""How often the temperature falls: each time from less high, and from the best grouping so far."""


@dataclass
class Search:
    """A grouping that is being improved, and the best one so far."""

    tables: Tables
    rng: np.random.Generator
    singles: Ints = field(init=False)
    alike: dict[int, Ints] = field(init=False)
    """Size -> units of that size."""
    noise: Floats = field(init=False)
    best: Ints = field(init=False)
    least: float = field(init=False)

    def __post_init__(self) -> None:
        sizes = self.tables.ground.unit_size
        self.singles = np.flatnonzero(sizes == 1)
        self.alike = {int(size): np.flatnonzero(sizes == size) for size in np.unique(sizes)}
        self.noise = self.rng.gumbel(size=1 << 15)
        self.keep()

    def keep(self) -> None:
        self.best, self.least = self.tables.place.copy(), self.tables.total

    def draw(self, more: Floats, temperature: float) -> int | None:
        """One of the exchanges by its weight; None for staying, which weighs as much as one that costs nothing."""
        at = int(self.rng.integers(len(self.noise) - len(more) - 1))
        noise = self.noise[at : at + len(more) + 1]
        weighed = noise[1:] - more / temperature
        chosen = int(weighed.argmax())
        return chosen if weighed[chosen] > noise[0] else None


def anneal(search: Search, budget: Budget) -> None:
    """Improve until the budget is spent; the best grouping stays in the search."""
    scale = typical_cost(search)
    while not budget.spent():
        lap, along = divmod(min(budget.fraction(), 1 - 1e-9) * LAPS, 1.0)
        if along == 0.0 or lap != budget.lap:
            budget.lap = int(lap)
            search.tables = Tables(search.tables.ground, search.best.copy())
        hot = (HOT_ALIKE if search.tables.ground.alike else HOT) * 0.5**lap
        temperature = scale * hot * (COLD / hot) ** along
        for unit in search.rng.permutation(len(search.tables.place)).tolist():
            step(search, unit, temperature)
            if search.tables.total < search.least - NOTHING:
                search.keep()
            if budget.take() or search.least <= NOTHING:
                return


def typical_cost(search: Search) -> float:
    """What an exchange of two single people costs, roughly: the scale of temperatures."""
    ground, found = search.tables.ground, []
    for unit in search.rng.permutation(search.singles)[:20].tolist():
        more = np.abs(single_exchanges(search.tables, unit, search.singles))
        found += more[(more > 0) & (more < ground.even / 2)].tolist()
    return float(np.mean(found)) if found else 1.0


def step(search: Search, unit: int, temperature: float) -> None:
    alone = search.tables.ground.unit_size[unit] == 1
    chance = search.rng.random()
    if alone and len(search.singles) > 1 and chance < 0.85:
        exchange = single_exchange(search, unit, temperature)
    elif alone and chance < 0.9 and len(search.singles) > 2:
        exchange = rotation(search, unit, temperature)
    else:
        exchange = block_exchange(search, unit, temperature)
    if exchange is not None:
        make(search.tables, exchange)


def single_exchange(search: Search, unit: int, temperature: float) -> Exchange | None:
    others = search.singles
    if len(others) > PARTNERS:
        others = others[search.rng.integers(len(others), size=PARTNERS)]
    more = single_exchanges(search.tables, unit, others)
    place = search.tables.place
    chosen = search.draw(more, temperature)
    if chosen is None or place[others[chosen]] == place[unit]:
        return None
    other = int(others[chosen])
    return Exchange((((unit,), int(place[other])), ((other,), int(place[unit]))), float(more[chosen]))


def rotation(search: Search, unit: int, temperature: float) -> Exchange | None:
    second, third = search.rng.choice(search.singles, size=(2, min(RING, len(search.singles))))
    more = rotations(search.tables, unit, second, third)
    chosen = search.draw(more.ravel(), temperature)
    if chosen is None or not np.isfinite(more.ravel()[chosen]):
        return None
    one, two, three = unit, int(second[chosen // len(third)]), int(third[chosen % len(third)])
    place = search.tables.place
    homes = int(place[one]), int(place[two]), int(place[three])
    moves = (((one,), homes[1]), ((two,), homes[2]), ((three,), homes[0]))
    return Exchange(moves, float(more.ravel()[chosen]))


def block_exchange(search: Search, unit: int, temperature: float) -> Exchange | None:
    """Let a unit, or it and another of its group, change places with others of the same size together."""
    place = search.tables.place
    block: Block = (unit,)
    mates = search.tables.members(int(place[unit]))
    if search.rng.random() < 0.3 and len(mates) > 1:
        mate = int(mates[search.rng.integers(len(mates))])
        block = (unit,) if mate == unit else (unit, mate)
    others = list(partners(search, block))
    if not others:
        return None
    more = block_exchanges(search.tables, block, others)
    chosen = search.draw(more, temperature)
    if chosen is None:
        return None
    units, group = others[chosen]
    return Exchange(((block, group), (units, int(place[unit]))), float(more[chosen]))


def partners(search: Search, block: Block) -> Iterator[tuple[Block, int]]:
    """Blocks of other groups with as many people, and nobody at all where sizes could come out better."""
    tables, rng = search.tables, search.rng
    ground, home = tables.ground, int(tables.place[block[0]])
    size = int(ground.unit_size[list(block)].sum())
    for other in rng.permutation(search.alike.get(size, NOBODY))[:ALIKE].tolist():
        if tables.place[other] != home:
            yield (other,), int(tables.place[other])
    groups = ground.task.groups
    for group in rng.integers(groups, size=GROUPS_ASKED).tolist():
        if group == home:
            continue
        if size > 1:
            found = combination_of(tables, group, size, rng)
            if found is not None and len(found) > 1:
                yield found, group
        broken = tables.total >= ground.breach
        # To a larger group, or for others of another size, only where a broken rule may be mended by it.
        if tables.counts[group, -2] < tables.counts[home, -2] or broken:
            yield (), group
        members = tables.members(group)
        if broken and len(members):
            yield (int(members[rng.integers(len(members))]),), group
