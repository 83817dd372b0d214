"""Weights for who did not answer: population over answers, by directorate and whether somebody manages people."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from learning.statistics.arrays import Floats, Ints, quotient

SMALLEST_CELL = 10
TRIMMED_AT = 3.0
"""Times the median weight: Potter (1990), Proc. Survey Research Methods Section, ASA, 225-230, on why to trim."""

Cell = tuple[Hashable, Hashable]
"""Directorate and whether somebody is a manager."""


@dataclass(frozen=True, slots=True)
class Weights:
    """A weight for each answer; the merged cells, each with the cells that it is made of; how many were trimmed."""

    weights: Floats
    cells: tuple[tuple[Cell, ...], ...]
    trimmed: int


def nonresponse_weights(
    cells: Sequence[Cell], population: Mapping[Cell, int], smallest: int = SMALLEST_CELL
) -> Weights:
    """N_h / n_h for the cell of each answer, cells with under ``smallest`` answers merged, trimmed at three medians.

    ``population`` counts the people of each cell (attended, or invited: the caller names which). A small cell joins the
    other cell of its directorate; a directorate still too small joins the smallest other one. An answer of a cell that
    ``population`` does not know raises ValueError, as does more answers than people in a cell.
    """
    answers = dict.fromkeys(population, 0)
    for cell in cells:
        if cell not in answers:
            raise ValueError(f"an answer is of {cell}, of which the population says nothing")
        answers[cell] += 1
    crowded = [cell for cell, number in answers.items() if number > population[cell]]
    if crowded:
        raise ValueError(f"more answers than people: {crowded}")
    merged = _merged(answers, smallest)
    weight_of: dict[Cell, float] = {}
    for block in merged:
        given = sum(answers[cell] for cell in block)
        people = sum(population[cell] for cell in block)
        weight_of.update(dict.fromkeys(block, people / given if given else 0.0))
    weights = np.array([weight_of[cell] for cell in cells], dtype=np.float64)
    if not weights.size:
        return Weights(weights, merged, 0)
    most = TRIMMED_AT * float(np.median(weights))
    return Weights(np.minimum(weights, most), merged, int((weights > most).sum()))


def _merged(answers: Mapping[Cell, int], smallest: int) -> tuple[tuple[Cell, ...], ...]:
    def size(block: Sequence[Cell]) -> int:
        return sum(answers[cell] for cell in block)

    by_directorate: dict[Hashable, list[Cell]] = {}
    for cell in sorted(answers, key=repr):
        by_directorate.setdefault(cell[0], []).append(cell)
    blocks: list[list[Cell]] = []
    for of_directorate in by_directorate.values():
        small = any(answers[cell] < smallest for cell in of_directorate)
        blocks += [of_directorate] if small else [[cell] for cell in of_directorate]
    while len(blocks) > 1:
        blocks.sort(key=lambda block: (size(block), repr(block)))
        if size(blocks[0]) >= smallest:
            break
        blocks[:2] = [blocks[0] + blocks[1]]
    return tuple(tuple(block) for block in blocks)


def weighted_mean(values: Floats, weights: Floats) -> float:
    """Of those who answered; NaN without weight."""
    known = ~np.isnan(values)
    total = float(weights[known].sum())
    return float((values[known] * weights[known]).sum() / total) if total > 0 else float("nan")


def effective_number(weights: Floats) -> float:
    """How many equally weighted answers the weighted ones are worth: (sum w)^2 / sum w^2, Kish (1965)."""
    squares = float((weights**2).sum())
    return float(weights.sum()) ** 2 / squares if squares > 0 else 0.0


def rates(answered: Ints, invited: Ints) -> Floats:
    """Response rates; NaN where nobody was invited. Say beside them who counts as invited."""
    return quotient(answered.astype(np.float64), invited.astype(np.float64))
