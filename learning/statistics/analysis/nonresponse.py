"""Who answered of those who attended, and what changes when answers are weighted for those who did not."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from learning.statistics.analysis.comparing import Comparison
from learning.statistics.analysis.keeping_back import Kept
from learning.statistics.analysis.outcomes import Outcomes
from learning.statistics.answers.attended import Attended
from learning.statistics.answers.table import Answers
from learning.statistics.arrays import Floats
from learning.statistics.weights import effective_number, nonresponse_weights, weighted_mean

Line = dict[str, object]


def rates(answers: Answers, attended: Attended | None, shown: Mapping[str, Mapping[str, int | None]]) -> Line | None:
    """Of each wave the answers, the base that they are a share of, and the rate; None without head-counts.

    ``shown`` are answers by wave and directorate as they are told elsewhere, None where held back: both tell the same.
    """
    if attended is None:
        return None
    waves: dict[str, object] = {}
    for name, wave in answers.waves.items():
        waves[name] = {
            "responses": len(wave),
            "base": attended.total,
            "rate": len(wave) / attended.total if attended.total else None,
            "directorate": {
                directorate: _rate(shown[name].get(directorate, 0), base)
                for directorate, base in attended.directorates().items()
            },
        }
    return {"of": "attended", "waves": waves}


def _rate(answered: int | None, base: int) -> Line:
    known = answered is not None and 0 < base >= answered
    return {"responses": answered, "base": base, "rate": answered / base if known and answered is not None else None}


@dataclass(frozen=True, slots=True)
class PairWeights:
    """A weight for each linked pair after the session, 0 where its cell is not known to the head-counts."""

    weights: Floats
    by: list[str]
    cells: int
    trimmed: int


def pair_weights(comparison: Comparison, attended: Attended | None, min_base: int) -> PairWeights | None:
    """Weights by directorate and manager; None without head-counts."""
    if attended is None:
        return None
    cells = _cells(comparison, attended)
    known = np.array([cell in attended.people for cell in cells], dtype=np.bool_)
    population: dict[tuple[Hashable, Hashable], int] = dict(attended.people.items())
    found = nonresponse_weights([cell for cell in cells if cell in population], population, min_base)
    whole = np.zeros(len(cells))
    whole[known] = found.weights
    by = ["directorate", "is_manager"] if attended.by_manager else ["directorate"]
    return PairWeights(whole, by, len(found.cells), found.trimmed)


def weighted(outcomes: Outcomes, weights: PairWeights | None, kept: Sequence[Kept]) -> Line | None:
    """The linked change after the session of each outcome, weighted by directorate and manager, beside unweighted.

    Both are of the same people: those whose cell is known to the head-counts. None without head-counts.
    """
    if weights is None:
        return None
    comparison = outcomes.compared[0]
    known = weights.weights > 0
    change = (comparison.after - comparison.before) * outcomes.answers.unit
    figures = {
        outcome: None if ("weighted",) in kept[place] else _figures(change[known, place], weights.weights[known])
        for place, outcome in enumerate(outcomes.answers.items)
    }
    return {
        "by": weights.by,
        "cells": weights.cells,
        "trimmed": weights.trimmed,
        "not_weighted": int((~known).sum()),
        "outcomes": figures,
    }


def _cells(comparison: Comparison, attended: Attended) -> list[tuple[str, str]]:
    labels = comparison.labels_after.texts
    texts = []
    for by in ("directorate", "is_manager"):
        codes, names = labels[by]
        texts.append([names[code] if code >= 0 else "" for code in codes.tolist()])
    return list(map(attended.cell, *texts))


def _figures(change: Floats, weights: Floats) -> Line:
    answered = ~np.isnan(change)
    return {
        "n": int(answered.sum()),
        "unweighted": float(change[answered].mean()),
        "weighted": weighted_mean(change, weights),
        "effective_n": effective_number(weights[answered]),
    }
