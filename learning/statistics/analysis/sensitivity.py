"""Beside the linked change after the session: tests by sign and rank, p values adjusted for their number."""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from dataclasses import asdict

import numpy as np

from learning.statistics.analysis.comparing import Comparison
from learning.statistics.analysis.estimates import changes
from learning.statistics.analysis.keeping_back import Kept
from learning.statistics.answers.table import Answers
from learning.statistics.clusters import p_value
from learning.statistics.effect_sizes import net_improved, rank_biserial
from learning.statistics.multiplicity import benjamini_hochberg, holm
from learning.statistics.sign_and_rank import sign_test, stuart_maxwell, wilcoxon


def sensitivity(
    comparison: Comparison, answers: Answers, primary: Collection[str], min_base: int, kept: Sequence[Kept]
) -> dict[str, dict[str, object] | None]:
    """For each item its tests, None where its linked change is held back.

    p is that of the reported interval (clusters known to the error). Adjusted by Holm among the ``primary`` items,
    by Benjamini-Hochberg among the others, which are exploratory.
    """
    change = changes(comparison, answers)
    enough = (change.n >= min_base) & [("estimate", comparison.name) not in held for held in kept]
    shown = enough & ~np.isnan(change.low)
    p = np.where(shown, p_value(change.mean_change, change.se_cr2, change.df), np.nan)
    first = np.array([item in primary for item in answers.items], dtype=np.bool_)
    adjusted = np.where(first, holm(np.where(first, p, np.nan)), benjamini_hochberg(np.where(first, np.nan, p)))
    x = (comparison.after - comparison.before) * answers.unit
    found: dict[str, dict[str, object] | None] = {}
    for place, item in enumerate(answers.items):
        if not enough[place]:
            found[item] = None
            continue
        on_scale = bool(answers.on_scale[place])
        maxwell = stuart_maxwell(comparison.before[:, place], comparison.after[:, place]) if on_scale else None
        found[item] = {
            "wilcoxon": asdict(wilcoxon(x[:, place])),
            "sign": asdict(sign_test(x[:, place])),
            "stuart_maxwell": asdict(maxwell) if maxwell else None,
            "rank_biserial": rank_biserial(x[:, place]),
            "net_improved": float(net_improved(x[:, place])[0]),
            "p": float(p[place]),
            "p_adjusted": float(adjusted[place]),
            "family": "primary" if first[place] else "exploratory",
        }
    return found


def without_nan(value: object) -> object:
    """The same with None for every number that is not finite: what strict JSON can say."""
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, dict):
        return {key: without_nan(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [without_nan(item) for item in value]
    return value
