"""Which sums to keep back, so that no combination of the others speaks of a few: the least loss, by integer programme.

An implicit hitting set (Moreno-Centeno and Karp 2013, doi 10.1287/opre.1120.1139): each light combination that is
found asks that one of its sums be hidden; the programme picks the cheapest set that heeds all found so far, until
what it leaves has no light combination.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from ortools.sat.python import cp_model

from learning.statistics.disclosure.sums.field import Ints, whole_space
from learning.statistics.disclosure.sums.light import UndecidedError, light_word
from learning.statistics.disclosure.sums.published import OUT, Published

MOST_ROUNDS = 40
"""After so many rounds, and where the search for a light combination gives up, sums in doubt are hidden at once."""
EFFORT = 2.0
"""The integer programme's deterministic time for one choice; about a second each."""


@dataclass(frozen=True, slots=True)
class Choice:
    """``hidden`` of the sums. ``best``: nothing cheaper is safe. What is shown is proven safe either way."""

    hidden: NDArray[np.bool_]
    best: bool


class AlreadyOutError(Exception):
    """Sums that came out before tell of a few by themselves."""


def choose_shown(sums: Published, least: int) -> Choice:
    """Hide what must be hidden for no combination of the rest to touch 1 to ``least`` - 1 people.

    Raises AlreadyOutError.
    """
    demands = list(_nearly_the_same(sums, least))
    hidden, best = _cheapest(sums.prices, demands)
    rounds = 0
    while True:
        word, decided = _light_among(sums, np.flatnonzero(~hidden), least)
        if not word:
            return Choice(hidden, best)
        free = np.flatnonzero(~hidden & (sums.prices != OUT))
        demand = [place for place in word if sums.prices[place] != OUT]
        if not demand and decided:
            raise AlreadyOutError
        if not demand and not free.size:
            return Choice(hidden, best=False)
        rounds += 1
        surely = decided and rounds < MOST_ROUNDS
        demands += [demand] if surely else _in_doubt(sums, demand or free.tolist())
        hidden, proven = _cheapest(sums.prices, demands)
        best = best and decided and proven and rounds < MOST_ROUNDS


def _in_doubt(sums: Published, places: list[int]) -> list[list[int]]:
    """Demands that hide all of them but the dearest; that too where it is alone."""
    in_order = sorted(places, key=lambda place: int(sums.prices[place]))
    return [[place] for place in in_order[: max(len(in_order) - 1, 1)]]


def _nearly_the_same(sums: Published, least: int) -> Iterator[list[int]]:
    """Of two sums that differ by a few people one must be hidden: most of what must be known at once."""
    plain = np.flatnonzero((sums.counts_for == sums.counts_for.astype(bool)).all(axis=1))
    within = sums.counts_for[plain]
    shared = (within * sums.people) @ within.T
    size = np.diag(shared)
    differ = size[:, None] + size[None, :] - 2 * shared
    for first, second in np.argwhere(np.triu((differ > 0) & (differ < least))).tolist():
        pair = [int(plain[place]) for place in (first, second) if sums.prices[plain[place]] != OUT]
        if pair:
            yield pair


def _light_among(sums: Published, shown: Ints, least: int) -> tuple[list[int], bool]:
    """The sums of a light combination of ``shown``, no one of which it could do without; and whether it is certain."""
    counts_for = sums.counts_for[shown]
    space = whole_space(counts_for)
    try:
        word = light_word(space, sums.people, least)
    except UndecidedError as error:
        return shown[error.sums].tolist(), False
    if word is None:
        return [], True
    return shown[_fewest(counts_for, word, sums, shown, least)].tolist(), True


def _fewest(counts_for: Ints, word: Ints, sums: Published, shown: Ints, least: int) -> Ints:
    """Leave out sums of the word, the dearest first, as long as the others still have a light combination."""
    kept = word.tolist()
    for place in sorted(word.tolist(), key=lambda place: -_worth(int(sums.prices[shown[place]]))):
        rest = [other for other in kept if other != place]
        if rest and _has_light(counts_for[rest], sums.people, least):
            kept = rest
    return np.array(kept, dtype=np.int64)


def _worth(price: int) -> int:
    """What is out already is done without first of all."""
    return np.iinfo(np.int64).max if price == OUT else price


def _has_light(counts_for: Ints, people: Ints, least: int) -> bool:
    try:
        return light_word(whole_space(counts_for), people, least) is not None
    except UndecidedError:
        return False


def _cheapest(prices: Ints, demands: list[list[int]]) -> tuple[NDArray[np.bool_], bool]:
    model = cp_model.CpModel()
    wanted = sorted({place for demand in demands for place in demand})
    hide = {place: model.new_bool_var("") for place in wanted}
    for demand in demands:
        model.add_bool_or([hide[place] for place in demand])
    model.minimize(sum(int(prices[place]) * variable for place, variable in hide.items()))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = 0
    solver.parameters.max_deterministic_time = EFFORT
    status = solver.solve(model)
    hidden = np.zeros(len(prices), dtype=np.bool_)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        hidden[wanted] = True
        return hidden, False
    hidden[[place for place, variable in hide.items() if solver.value(variable)]] = True
    return hidden, status == cp_model.OPTIMAL
