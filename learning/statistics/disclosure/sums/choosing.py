"""Which sums to keep back, so that no combination of the others speaks of a few: the least loss, by integer programme.

An implicit hitting set (Moreno-Centeno and Karp 2013, doi 10.1287/opre.1120.1139): each light combination that is
found asks that one of its sums be hidden; the programme picks the cheapest set that heeds all found so far, until
what it leaves has no light combination.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from ortools.sat.python import cp_model

from learning.statistics.disclosure.sums.field import Ints, whole_space
from learning.statistics.disclosure.sums.light import UndecidedError, light_word
from learning.statistics.disclosure.sums.published import Published

EFFORT = 2.0
"""The integer programme's deterministic time for one choice; about a second each."""


@dataclass(frozen=True, slots=True)
class Choice:
    """``hidden`` of the sums. ``best``: nothing cheaper is safe. What is shown is proven safe either way."""

    hidden: NDArray[np.bool_]
    best: bool


def choose_shown(sums: Published, least: int) -> Choice:
    """Hide what must be hidden for no combination of the rest to touch 1 to ``least`` - 1 people."""
    demands: list[list[int]] = []
    hidden = np.zeros(len(sums.prices), dtype=np.bool_)
    best = True
    while True:
        word, decided = _light_among(sums, np.flatnonzero(~hidden), least)
        if not word:
            return Choice(hidden, best)
        demands.append(word)
        hidden, proven = _cheapest(sums.prices, demands)
        best = best and decided and proven


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
    for place in sorted(word.tolist(), key=lambda place: -int(sums.prices[shown[place]])):
        rest = [other for other in kept if other != place]
        if rest and _has_light(counts_for[rest], sums.people, least):
            kept = rest
    return np.array(kept, dtype=np.int64)


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
