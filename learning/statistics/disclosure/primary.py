"""Which cells must not be told by themselves: small counts, those with a small rest, and those asked for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from learning.statistics.disclosure.tables import CountTable, Mask


def primary_cells(
    table: CountTable, threshold: int, hide: Sequence[Mapping[str, str]] = (), *, complement: bool = False
) -> Mask:
    """Published cells from 1 to ``threshold`` - 1, and those that ``hide`` names by column and value.

    A column that an entry of ``hide`` does not name stands at its total. A count of 0 tells of nobody. With
    ``complement`` a cell is also primary where those of its line outside of it number 1 to ``threshold`` - 1: whoever
    subtracts it from the total has them. The grand total is never primary.
    Hundepool et al. (2012), Statistical Disclosure Control, doi 10.1002/9781118348239, section 4.2 (threshold rule).
    """
    values = table.values
    found = (values > 0) & (values < threshold)
    if complement:
        for total, children in table.lines():
            rest = values[total] - values[children]
            found[children[(rest > 0) & (rest < threshold)]] = True
    places = {label: place for place, label in enumerate(table.labels())}
    for where in hide:
        found[places[tuple(where.get(column, "total") for column in table.columns)]] = True
    found[0] = False
    return found


def bounded_share(positive: int, n: int, threshold: int) -> str | None:
    """How a share of a sensitive item is told where nobody or everybody, or nearly so, said yes; else None.

    Everyone in a group with 0 % or 100 % is known to have answered so, however large the group is (group disclosure,
    Hundepool et al. 2012, section 1.3), so that only a bound is told.
    """
    if positive < threshold:
        return f"fewer than {_percent(threshold, n)} %"
    if n - positive < threshold:
        return f"more than {100 - _percent(threshold, n)} %"
    return None


def _percent(part: int, whole: int) -> int:
    return int(np.ceil(100 * part / whole)) if whole > part else 100
