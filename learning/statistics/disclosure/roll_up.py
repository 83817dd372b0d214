"""Roll-up instead of blanks: values with few people taken together, before anything is hidden."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from learning.statistics.disclosure.tables import Axis, Counts, CountTable, flat_axis, nested_axis

OTHERS = "others"


def roll_up(table: CountTable, column: str, threshold: int) -> CountTable:
    """The table with the values of a column that have fewer than ``threshold`` people as one, `OTHERS`.

    Where those together are still fewer, the next smallest joins them. Within an outer column each of its values has
    its own others; an outer column itself is not rolled up (KeyError, as for an unknown one).
    """
    place = next((number for number, axis in enumerate(table.axes) if axis.columns[-1] == column), None)
    if place is None:
        raise KeyError(column)
    axis = table.axes[place]
    sizes = np.moveaxis(table.counts, place, 0).reshape(len(axis.leaves), -1).sum(axis=1)
    names = [axis.nodes[leaf] for leaf in axis.leaves]
    new = [_renamed(name, _few(names, sizes, name[:-1], threshold)) for name in names]
    return _merged(table, place, axis, new)


def _few(
    names: Sequence[tuple[str, ...]], sizes: Counts, outer: tuple[str, ...], threshold: int
) -> set[tuple[str, ...]]:
    """The values within an outer one that go together."""
    within = sorted((int(size), name) for name, size in zip(names, sizes, strict=True) if name[:-1] == outer)
    few = {name for size, name in within if size < threshold}
    together = sum(size for size, name in within if name in few)
    for size, name in within:
        if not few or (together >= threshold and len(few) > 1):
            break
        if name not in few:
            few.add(name)
            together += size
    return few if len(few) > 1 else set()


def _renamed(name: tuple[str, ...], few: set[tuple[str, ...]]) -> tuple[str, ...]:
    return (*name[:-1], OTHERS) if name in few else name


def _merged(table: CountTable, place: int, axis: Axis, new: Sequence[tuple[str, ...]]) -> CountTable:
    labels = list(dict.fromkeys(new))
    if len(axis.columns) == 1:
        whole = flat_axis(axis.columns[0], [label[0] for label in labels])
    else:
        whole = nested_axis((axis.columns[0], axis.columns[1]), [(label[0], label[1]) for label in labels])
    at = {whole.nodes[leaf]: number for number, leaf in enumerate(whole.leaves)}
    along = np.moveaxis(table.counts, place, 0)
    counts = np.zeros((len(at), *along.shape[1:]), dtype=np.int64)
    np.add.at(counts, [at[label] for label in new], along)
    axes = (*table.axes[:place], whole, *table.axes[place + 1 :])
    return CountTable(axes, np.ascontiguousarray(np.moveaxis(counts, 0, place)))
