"""The intervals an attacker is left with, cell by cell, over whole tables."""

from __future__ import annotations

import numpy as np

from learning.statistics.disclosure.attacker import NEARLY, Attacker
from learning.statistics.disclosure.exact import Interval, exact_interval
from learning.statistics.disclosure.system import System
from learning.statistics.disclosure.tables import Mask


def intervals(system: System, hidden: Mask) -> dict[int, Interval]:
    """Each hidden cell -> the interval that an attacker can find.

    Linear bounds are rounded inwards; where no whole table in hand attains both, the exact search has the last word.
    Raises ContradictoryFactsError where no table agrees with what is shown.
    """
    attacker = Attacker(system, hidden)
    found = {}
    for cell in (int(place) for place in np.flatnonzero(hidden & attacker.free)):
        low = int(np.ceil(attacker.least_of({cell: 1.0}).bound - NEARLY))
        high = int(np.floor(-attacker.least_of({cell: -1.0}).bound + NEARLY))
        attained = (int(attacker.least[cell]), int(attacker.most[cell])) == (low, high)
        found[cell] = Interval(low, high, exact=True) if attained else exact_interval(attacker, cell)
    return found
