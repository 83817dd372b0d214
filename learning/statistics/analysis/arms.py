"""Differences between arms, and between those who came to more or fewer sessions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict

import numpy as np

from learning.statistics.analysis.design import Design
from learning.statistics.analysis.keeping_back import Kept
from learning.statistics.analysis.outcomes import Outcomes
from learning.statistics.arrays import Floats, Ints
from learning.statistics.contrasts import contrast

Line = dict[str, object]
SHARED = "groups hold people of both, so the error that groups bring is not known"


def contrasts(outcomes: Outcomes, design: Design, kept: Sequence[Kept]) -> list[Line]:
    """For each outcome every arm (and dose) against the first in order of name: the linked change after the session.

    ``figures`` is None where one of the two is held back, and ``reason`` says why.
    """
    found: list[Line] = []
    for by, column in design.sides.items():
        for place, outcome in enumerate(outcomes.answers.items):
            held = {key[-1]: reason for key, reason in kept[place].items() if key[:2] == ("side", by)}
            lines = _of_outcome(outcomes, place, column, design.seed if by == "arm" else None, held)
            found += [{"by": by, "column": column, "outcome": outcome, **line} for line in lines]
    return found


def _of_outcome(outcomes: Outcomes, place: int, column: str, seed: int | None, held: Mapping[str, str]) -> list[Line]:
    comparison = outcomes.compared[0]
    codes, names = comparison.labels_after.texts[column]
    change = (comparison.after[:, place] - comparison.before[:, place]) * outcomes.answers.unit[place]
    known = ~np.isnan(change)
    sizes = [int((known & (codes == code)).sum()) for code in range(len(names))]
    group = comparison.labels_after.group
    group = np.where(group < 0, group.max(initial=-1) + 1, group).astype(np.int64)
    lines: list[Line] = []
    for second in range(1, len(names)):
        empty = not (sizes[0] and sizes[second])
        reason = "no answers in one of them" if empty else held.get(names[0]) or held.get(names[second]) or ""
        sides = (known & (codes == 0), known & (codes == second))
        figures = None if reason else _figures(change, group, sides, seed)
        lines.append({"first": names[0], "second": names[second], "figures": figures, "reason": reason})
    return lines


def _figures(change: Floats, group: Ints, sides: tuple[Floats, Floats], seed: int | None) -> Line:
    first, second = (side.astype(np.bool_) for side in sides)
    found = contrast(
        (change[first], change[second]),
        (group[first], group[second]),
        drawn_at_random=seed is not None,
        seed=seed,
    )
    line = {**asdict(found), "n": list(found.n), "clusters": list(found.clusters), "why_no_interval": ""}
    if np.intersect1d(group[first], group[second]).size:
        return {**line, "se": None, "df": None, "low": None, "high": None, "why_no_interval": SHARED}
    if np.isnan(found.low):
        line["why_no_interval"] = "fewer than 4 groups in one of them"
    return line
