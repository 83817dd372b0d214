"""Every comparison by directorate, strand, manager and trainer of the later answer."""

from __future__ import annotations

import math
from collections.abc import Sequence

from learning.statistics.analysis.comparing import BREAKDOWNS, Comparison, with_levels
from learning.statistics.analysis.estimates import Figures, changes, figures_of, why_no_interval
from learning.statistics.analysis.keeping_back import Kept
from learning.statistics.answers.table import Answers
from learning.statistics.change import Change

Line = dict[str, object]


def breakdowns(
    comparison: Comparison, answers: Answers, kept: Sequence[Kept], with_lines: Sequence[bool]
) -> tuple[list[Line], list[Line]]:
    """Lines with their figures (None where held back or without answers), and why some are held back.

    Only of the same people: between different people a breakdown would compare who answered.
    """
    shown: list[Line] = []
    held: list[Line] = []
    levels = bool(with_levels([comparison]))
    for by in BREAKDOWNS:
        codes, names = comparison.labels_after.texts[by]
        of_line = [changes(comparison, answers, people=codes == code) for code in range(len(names))]
        for place in (place for place, wanted in enumerate(with_lines) if wanted):
            for code, name in enumerate(names):
                line: Line = {"by": by, "value": name, "item": answers.items[place], "estimate": comparison.name}
                reason = kept[place].get(("line", comparison.name, by, name)) if of_line[code].n[place] else None
                figures, figure, reason = _figures(of_line[code], place, answers, reason)
                shown.append({**line, "figures": figures if levels else without_levels(figures)})
                if figure:
                    held.append({**line, "figure": figure, "reason": reason})
    return shown, held


def _figures(change: Change, place: int, answers: Answers, reason: str | None) -> tuple[Figures | None, str, str]:
    """Figures, then what of them is held back (or nothing), and why."""
    if reason is not None:
        return None, "all", reason
    if not change.n[place]:
        return None, "", ""
    figures = figures_of(change, place, on_scale=bool(answers.on_scale[place]))
    if math.isnan(change.low[place]):
        return figures, "interval", why_no_interval(figures, paired=True)
    return figures, "", ""


def without_levels(figures: Figures | None) -> Figures | None:
    """The same without percent positive before and after."""
    return None if figures is None else {**figures, "positive_before": None, "positive_after": None}
