"""Who answered of those who attended, and what changes when answers are weighted for those who did not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable

import numpy as np

from learning.statistics.analysis.holding_back import held_lines
from learning.statistics.analysis.outcomes import Outcomes
from learning.statistics.answers.attended import Attended
from learning.statistics.answers.table import Answers
from learning.statistics.arrays import Floats
from learning.statistics.weights import effective_number, nonresponse_weights, weighted_mean

Line = dict[str, object]


def rates(answers: Answers, attended: Attended | None, min_base: int) -> Line | None:
    """Of each wave the answers, the base that they are a share of, and the rate; None without head-counts."""
    if attended is None:
        return None
    waves: dict[str, object] = {}
    for name, wave in answers.waves.items():
        answered = Counter(wave.attributes["directorate"])
        bases = attended.directorates()
        elsewhere = sum(number for directorate, number in answered.items() if directorate not in bases)
        held = held_lines([answered[directorate] for directorate in bases], elsewhere, min_base)
        waves[name] = {
            "responses": len(wave),
            "base": attended.total,
            "rate": len(wave) / attended.total if attended.total else None,
            "directorate": {
                directorate: _rate(None if place in held else answered[directorate], base)
                for place, (directorate, base) in enumerate(bases.items())
            },
        }
    return {"of": "attended", "waves": waves}


def _rate(answered: int | None, base: int) -> Line:
    known = answered is not None and 0 < base >= answered
    return {"responses": answered, "base": base, "rate": answered / base if known and answered is not None else None}


def weighted(outcomes: Outcomes, attended: Attended | None, min_base: int) -> Line | None:
    """The linked change after the session of each outcome, weighted by directorate and manager, beside unweighted.

    Both are of the same people: those whose cell is known to the head-counts. None without head-counts.
    """
    if attended is None:
        return None
    comparison = outcomes.compared[0]
    cells = _cells(outcomes, attended)
    known = np.array([cell in attended.people for cell in cells], dtype=np.bool_)
    population: dict[tuple[Hashable, Hashable], int] = dict(attended.people.items())
    chosen = [cell for cell in cells if cell in population]
    found = nonresponse_weights(chosen, population, min_base)
    change = (comparison.after - comparison.before) * outcomes.answers.unit
    figures = {
        outcome: _figures(change[known, place], found.weights, min_base)
        for place, outcome in enumerate(outcomes.answers.items)
    }
    return {
        "by": ["directorate", "is_manager"] if attended.by_manager else ["directorate"],
        "cells": len(found.cells),
        "trimmed": found.trimmed,
        "not_weighted": int((~known).sum()),
        "outcomes": figures,
    }


def _cells(outcomes: Outcomes, attended: Attended) -> list[tuple[str, str]]:
    labels = outcomes.compared[0].labels_after.texts
    texts = []
    for by in ("directorate", "is_manager"):
        codes, names = labels[by]
        texts.append([names[code] if code >= 0 else "" for code in codes.tolist()])
    return list(map(attended.cell, *texts))


def _figures(change: Floats, weights: Floats, min_base: int) -> Line | None:
    answered = ~np.isnan(change)
    n = int(answered.sum())
    if n < min_base:
        return None
    return {
        "n": n,
        "unweighted": float(change[answered].mean()),
        "weighted": weighted_mean(change, weights),
        "effective_n": effective_number(weights[answered]),
    }
