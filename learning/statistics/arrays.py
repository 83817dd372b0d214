"""Sums over people, item by item, where NaN means not answered."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


def as_columns(values: Floats) -> Floats:
    """People by items; a plain list of people becomes one column."""
    array = np.asarray(values, dtype=np.float64)
    return array[:, None] if array.ndim == 1 else array


def quotient(above: Floats | float, below: Floats | float) -> Floats:
    """``above / below``, NaN where the lower part is not a positive number."""
    above, below = np.broadcast_arrays(np.asarray(above, dtype=np.float64), np.asarray(below, dtype=np.float64))
    result = np.full(above.shape, np.nan)
    np.divide(above, below, out=result, where=below > 0)
    return result


def counts(values: Floats) -> Floats:
    """How many people answered each item."""
    number: Floats = np.sum(~np.isnan(values), axis=0).astype(np.float64)
    return number


def means(values: Floats) -> Floats:
    return quotient(np.nansum(values, axis=0), counts(values))


def deviations(values: Floats) -> Floats:
    """Standard deviations with n - 1; NaN under two answers. A column without spread gives exactly 0."""
    centred = values - means(values)
    spread = np.sqrt(quotient(np.nansum(centred**2, axis=0), counts(values) - 1))
    absent = np.isnan(values)
    highest = np.max(np.where(absent, -np.inf, values), axis=0, initial=-np.inf)
    lowest = np.min(np.where(absent, np.inf, values), axis=0, initial=np.inf)
    return np.where((highest == lowest) & ~np.isnan(spread), 0.0, spread)


def sums_by(labels: Ints, values: Floats) -> Floats:
    """Labels by items: the sum of each item's values among the people with a label."""
    groups = int(labels.max()) + 1 if labels.size else 0
    columns = values.shape[1]
    places = labels[:, None] * columns + np.arange(columns)
    total = np.bincount(places.ravel(), weights=np.nan_to_num(values).ravel(), minlength=groups * columns)
    return total.reshape(groups, columns).astype(np.float64)


def counts_by(labels: Ints, values: Floats) -> Floats:
    return sums_by(labels, (~np.isnan(values)).astype(np.float64))
