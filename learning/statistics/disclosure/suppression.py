"""Choose what else to hide, so that no protected cell can be found out, and lose as little as possible.

Rounds of a master programme and an attacker, after Fischetti and Salazar-Gonzalez (2001),
doi 10.1198/016214501753209054.
A safe choice is in hand from the start; if the effort is spent before the best is proven, the best safe one is returned
and the gap told.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from learning.statistics.disclosure.cuts import unsafe
from learning.statistics.disclosure.greedy import Paths, repair
from learning.statistics.disclosure.master import Master, add_cut, choose, master_of, prices_of
from learning.statistics.disclosure.system import System
from learning.statistics.disclosure.tables import Counts, Mask

EFFORT = 30.0
ROUND_EFFORT = 6.0
CUTS_A_ROUND = 300
ATTACK_EFFORT = 0.0005
"""What a cut counts for in effort, so that the end of the search does not depend on the machine."""


class CannotProtectError(Exception):
    """No choice protects: ``cells`` are given away by the grand total or by what is known, or nothing meets a line's
    least sum (``cells`` is empty)."""

    def __init__(self, cells: Sequence[int]) -> None:
        super().__init__(f"cells {list(cells)} cannot be protected")
        self.cells = tuple(cells)


@dataclass(frozen=True)
class Suppression:
    """``hidden`` of the system's cells; ``loss`` is the sum of hidden counts, ``bound`` is under every safe loss."""

    hidden: Mask
    targets: Mask
    loss: int
    bound: int
    proven: bool
    rounds: int

    @property
    def gap(self) -> float:
        """How far the loss may be above the least there is, as a share of it; 0 when proven best."""
        return 0.0 if self.proven else (self.loss - self.bound) / max(self.loss, 1)


def suppress(
    system: System, targets: Mask, *, line_min: int = 0, width: int = 1, effort: float = EFFORT, seed: int = 0
) -> Suppression:
    """Hide ``targets`` and the cheapest others, so that each target's interval is at least ``width`` wide.

    In each line that has a shown total the hidden parts sum to at least ``line_min``. Same input, same answer. Raises
    CannotProtectError where hiding everything but what is known would not do.
    """
    cells = np.flatnonzero(targets)
    _refuse_the_impossible(system, cells, line_min, width)
    prices = prices_of(system)
    if not cells.size:
        return Suppression(targets.copy(), targets, 0, 0, proven=True, rounds=0)
    paths = Paths(system, prices)
    best = repair(system, paths, targets, cells, line_min, width)
    master = master_of(system, targets, line_min)
    bound, spent, rounds, proven = 0, 0.0, 0, False
    while spent < effort and not proven:
        rounds += 1
        top = int(prices[best].sum())
        choice = choose(master, top, None, min(ROUND_EFFORT, effort - spent), seed)
        spent += choice.spent
        bound = max(bound, choice.bound)
        if choice.hidden is None:
            proven = choice.best
            bound = top if proven else bound
            break
        cuts = _ask(system, master, choice.hidden, targets, line_min, width)
        spent += cuts * ATTACK_EFFORT + 0.01
        mended = choice.hidden if not cuts else repair(system, paths, choice.hidden, cells, line_min, width)
        if int(prices[mended].sum()) < top:
            best = mended
        proven = bound >= int(prices[best].sum()) or (not cuts and choice.best)
    price = int(prices[best].sum())
    return _result(system, best, targets, price if proven else bound, proven, rounds)


def _ask(system: System, master: Master, hidden: Mask, targets: Mask, line_min: int, width: int) -> int:
    """Cuts for what an attacker finds out; where lines must hide enough, none may lean on a cell that can be had."""
    cuts = unsafe(system, hidden, np.flatnonzero(targets), width, CUTS_A_ROUND)
    for cut in cuts:
        add_cut(master, cut, wanted_always=True)
    if cuts or not line_min:
        return len(cuts)
    leaning = unsafe(system, hidden, np.flatnonzero(hidden & ~targets), 1, CUTS_A_ROUND)
    for cut in leaning:
        add_cut(master, cut, wanted_always=False)
    return len(leaning)


def _refuse_the_impossible(system: System, cells: Counts, line_min: int, width: int) -> None:
    lost = [int(cell) for cell in cells if not system.open[cell]]
    if not lost and cells.size:
        lost = [cut.cell for cut in unsafe(system, system.open, cells, width)]
    if lost:
        raise CannotProtectError(lost)
    for total, children in system.lines:
        if cells.size and not system.open[total] and system.open[children].any() and system.values[total] < line_min:
            raise CannotProtectError(())


def _result(system: System, hidden: Mask, targets: Mask, bound: int, proven: bool, rounds: int) -> Suppression:
    loss = int(np.abs(system.values[hidden]).sum())
    least = loss if proven else min(loss, bound // (int(system.open.sum()) + 1))
    return Suppression(hidden, targets, loss, least, proven, rounds)
