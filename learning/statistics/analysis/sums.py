"""Every sum over people that an analysis publishes of one measure in one wave, as whoever subtracts sees them.

A measure is an item, or a domain of items. Means, shares and changes are sums over a known number of people, so that
a difference of two of them is the sum over those whom only one of the two speaks of.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from learning.statistics.analysis.comparing import BREAKDOWNS, Comparison
from learning.statistics.arrays import Bools, Ints

Key = tuple[str, ...]
"""What is shown or held back as one: ("estimate", name), ("line", name, by, value), ("distribution", wave), ("means",
wave), ("side", by, value), ("weighted",)."""
DEAR = {"linked": 4, "looking_back": 2, "unlinked": 1}
MORE_THAN_LINES = 10**9
"""What an estimate of all people is worth beside lines of breakdowns: it is kept back last."""


@dataclass(frozen=True, slots=True)
class Sum:
    """``people`` are rows of the wave's responses; ``counts_for`` what each counts for, 1 where None."""

    key: Key
    people: Ints
    price: int
    counts_for: Ints | None = None


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a comparison in a wave: ``rows`` are its responses, ``answered`` is those by measures."""

    comparison: Comparison
    rows: Ints
    answered: Bools


def sides_in(wave: str, compared: Sequence[Comparison]) -> Iterator[Side]:
    """The sides that a wave has in the comparisons; pairs count where both answers are there."""
    for comparison in compared:
        known = (~np.isnan(comparison.before), ~np.isnan(comparison.after))
        both = known[0] & known[1] if comparison.paired else None
        if comparison.wave_before == wave:
            yield Side(comparison, comparison.rows_before, known[0] if both is None else both)
        if comparison.wave == wave:
            yield Side(comparison, comparison.rows_after, known[1] if both is None else both)


def estimate_sums(side: Side, place: int) -> Iterator[Sum]:
    comparison = side.comparison
    price = DEAR[comparison.estimate] * MORE_THAN_LINES
    yield Sum(("estimate", comparison.name), side.rows[side.answered[:, place]], price)


def line_sums(side: Side, place: int) -> Iterator[Sum]:
    """A line for each value of each breakdown."""
    for by in BREAKDOWNS:
        yield from _by_code(side, place, *side.comparison.labels_after.texts[by], ("line", side.comparison.name, by))


def side_sums(side: Side, place: int, columns: Mapping[str, str]) -> Iterator[Sum]:
    """The arms, and those who came to each number of sessions; ``columns`` by "arm" and "dose"."""
    for by, column in columns.items():
        yield from _by_code(side, place, *side.comparison.labels_after.texts[column], ("side", by))


def _by_code(side: Side, place: int, codes: Ints, names: Sequence[str], key: Key) -> Iterator[Sum]:
    answered = side.answered[:, place]
    rows, labels = side.rows[answered], codes[answered]
    order = np.argsort(labels, kind="stable")
    ends = np.searchsorted(labels[order], np.arange(len(names) + 1))
    for code in range(len(names)):
        people = rows[order[ends[code] : ends[code + 1]]]
        yield Sum((*key, names[code]), people, max(len(people), 1))
