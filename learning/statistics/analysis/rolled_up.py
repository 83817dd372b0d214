"""Lines of a breakdown that cannot be shown alone, shown together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from learning.statistics.analysis.comparing import BREAKDOWNS, Comparison
from learning.statistics.analysis.estimates import changes, figures_of
from learning.statistics.analysis.keeping_back import Kept
from learning.statistics.answers.table import Answers
from learning.statistics.arrays import Bools

Line = dict[str, object]


def rolled_up(comparison: Comparison, answers: Answers, kept: Sequence[Kept], min_base: int) -> list[Line]:
    """For each measure and breakdown the figures of all whose line is held back, and of those whose line is unknown.

    That is the whole less the lines that are shown: whoever subtracts has it already, and it is of enough people.
    """
    found: list[Line] = []
    for by in BREAKDOWNS:
        rest = _not_shown(comparison, answers, kept, by)
        change = changes(replace(comparison, before=np.where(rest, comparison.before, np.nan)), answers)
        codes, names = comparison.labels_after.texts[by]
        both = rest & ~np.isnan(comparison.before) & ~np.isnan(comparison.after)
        for place, measure in enumerate(answers.items):
            values = sorted({names[code] for code in codes[both[:, place]].tolist() if code >= 0})
            unknown = bool((codes[both[:, place]] < 0).any())
            if not values or len(values) + unknown < 2 or change.n[place] < min_base:
                continue
            if ("estimate", comparison.name) in kept[place]:
                continue
            figures = figures_of(change, place, on_scale=bool(answers.on_scale[place]))
            line: Line = {"by": by, "values": values, "unknown": unknown, "outcome": measure}
            found.append({**line, "estimate": comparison.name, "figures": figures})
    return found


def _not_shown(comparison: Comparison, answers: Answers, kept: Sequence[Kept], by: str) -> Bools:
    """People by measures: whose line is not shown."""
    codes, names = comparison.labels_after.texts[by]
    held = np.array(
        [[("line", comparison.name, by, name) in each for each in kept] for name in names], dtype=np.bool_
    ).reshape(len(names), len(answers.items))
    unknown = np.ones((1, len(answers.items)), dtype=np.bool_)
    return np.vstack([held, unknown])[codes]
