"""Costs: what a group pays for having so many members of one value, as tables to look up."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from scheduler.grouping.task import Alike, AtMost, Different, Mix, NotAlone, Shares, Wanted

Ints: TypeAlias = NDArray[np.int64]
Floats: TypeAlias = NDArray[np.float64]
Bools: TypeAlias = NDArray[np.bool_]


def coded(values: Sequence[str]) -> tuple[Ints, tuple[str, ...]]:
    """(people,) the number of each one's value, -1 for a blank; and the values in their order."""
    names = tuple(sorted(set(values) - {""}))
    number = {name: at for at, name in enumerate(names)}
    return np.array([number.get(value, -1) for value in values], dtype=np.int64), names


def aim_table(aim: Wanted, values: Sequence[str], groups: int, most: int) -> Floats:
    """(values, most + 1) what a group pays for each number of members who share the value.

    For a limit: the heads above it. For `Alike` nothing: what a group pays hangs on all values at once.
    """
    codes, names = coded(values)
    heads = np.bincount(codes[codes >= 0], minlength=len(names))
    count = np.arange(most + 1, dtype=float)
    match aim:
        case Mix():
            weight = one_over_variance(heads, len(codes)) if aim.standardised else np.ones(len(names))
            return np.outer(weight * aim.weight, count * (count - 1) / 2)
        case NotAlone():
            return np.tile(aim.weight * (count == 1), (len(names), 1))
        case Different():
            return np.tile(aim.weight * np.maximum(0, count - 1), (len(names), 1))
        case Alike():
            return np.zeros((len(names), most + 1))
        case AtMost():
            return np.tile(np.maximum(0, count - aim.most), (len(names), 1))
        case Shares():
            wanted = np.round(heads / len(codes) * (len(codes) / groups))
            counted = np.array([name not in aim.left_out for name in names], dtype=float)
            return np.asarray(aim.weight * counted[:, None] * np.abs(count[None, :] - wanted[:, None]))


def one_over_variance(heads: Ints, people: int) -> Floats:
    """For each value one over the sample variance of the indicator of having it; 0 where all or nobody has it."""
    variance = heads * (people - heads) / max(1, people * (people - 1))
    return np.divide(1.0, variance, out=np.zeros(len(heads)), where=variance > 0)


def uneven_heads(people: int, groups: int, size: Ints) -> Ints:
    """For each size the heads beyond, or short of, the sizes that are even."""
    low, over = divmod(people, groups)
    return np.asarray(np.maximum(0, low - size) + np.maximum(0, size - low - (over > 0)))


def wrong_heads(smallest: int, largest: int, size: Ints) -> Ints:
    """For each size the heads beyond, or short of, the sizes that are permitted."""
    return np.asarray(np.maximum(0, smallest - size) + np.maximum(0, size - largest))


def unlike_heads(counts: Ints) -> Ints:
    """(rows, values) members by value -> (rows,) how many do not have the value that most have."""
    return np.asarray(counts.sum(axis=1) - counts.max(axis=1, initial=0))
