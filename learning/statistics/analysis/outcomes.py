"""Outcomes: the items of a domain as one number for each person, and all figures of it.

A person's number is the mean of those items of the domain that they answered (in pairs: both times), items where
agreeing is unwanted turned round. Percent positive of a domain is the mean of its items' percent positive.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from learning.statistics.analysis.breakdowns import breakdowns, without_levels
from learning.statistics.analysis.comparing import Comparison
from learning.statistics.analysis.estimates import Figures, changes, estimates
from learning.statistics.analysis.keeping_back import Kept
from learning.statistics.analysis.rolled_up import rolled_up
from learning.statistics.answers.questions import Question, domains
from learning.statistics.answers.table import LATER_WAVES, Answers
from learning.statistics.arrays import Bools, Floats, counts, means
from learning.statistics.clusters import p_value
from learning.statistics.items import percent_positive
from learning.statistics.margins import detectable
from learning.statistics.multiplicity import benjamini_hochberg, holm

ESTIMATES = ("linked", "looking_back", "unlinked")
Line = dict[str, object]


@dataclass(frozen=True, slots=True)
class Outcomes:
    """Domains in place of items: ``answers`` has them as its items, ``compared`` as its columns.

    ``places`` are, for each domain, the columns of its items; ``positive`` for each comparison percent positive before
    and after of each domain.
    """

    answers: Answers
    compared: tuple[Comparison, ...]
    members: tuple[tuple[Question, ...], ...]
    positive: tuple[tuple[Floats, Floats], ...]


def outcomes_of(
    answers: Answers, compared: Sequence[Comparison], questions: Sequence[Question], min_base: int
) -> Outcomes:
    """Every comparison with a column for each domain."""
    found = domains(questions)
    place = {item: number for number, item in enumerate(answers.items)}
    columns = [[place[question.item_id] for question in of_domain] for of_domain in found.values()]
    scales = tuple(answers.scales[of_domain[0]] for of_domain in columns)
    turned = np.zeros(len(answers.items), dtype=np.bool_)
    turned[[place[question.item_id] for question in questions if question.reversed]] = True
    domain_answers = Answers(tuple(found), scales, answers.waves)
    kept, positive = [], []
    for comparison in compared:
        sides = _sides(comparison, turned)
        kept.append(replace(comparison, before=_joined(sides[0], columns), after=_joined(sides[1], columns)))
        positive.append((_positive(sides[0], columns, min_base), _positive(sides[1], columns, min_base)))
    return Outcomes(domain_answers, tuple(kept), tuple(map(tuple, found.values())), tuple(positive))


def _sides(comparison: Comparison, turned: Bools) -> tuple[Floats, Floats]:
    """Answers before and after, turned where agreeing is unwanted; of pairs only what was answered both times."""
    before, after = (np.where(turned, 6 - side, side) for side in (comparison.before, comparison.after))
    if not comparison.paired:
        return before, after
    both = ~np.isnan(before) & ~np.isnan(after)
    return np.where(both, before, np.nan), np.where(both, after, np.nan)


def _joined(side: Floats, columns: list[list[int]]) -> Floats:
    if not columns:
        return np.empty((len(side), 0))
    return np.column_stack([means(side[:, of_domain].T) for of_domain in columns])


def _positive(side: Floats, columns: list[list[int]], min_base: int) -> Floats:
    """NaN where an item of the domain has fewer than ``min_base`` answers: all its items count, or it is not said."""
    of_items = np.where(counts(side) >= min_base, percent_positive(side), np.nan)
    return np.array([of_items[of_domain].mean() for of_domain in columns])


def outcome_results(
    outcomes: Outcomes, min_base: int, kept: Sequence[Kept], lines_of: Sequence[Comparison], *, primary: bool
) -> dict[str, object]:
    """``outcomes``, what of them is held back, and their breakdowns (those of ``lines_of``), in the shape of
    results.json.

    ``primary`` says that the outcomes were named beforehand: their p values are adjusted by Holm, otherwise by
    Benjamini and Hochberg.
    """
    by_wave: dict[tuple[str, str], list[Figures | None]] = {}
    held: list[Line] = []
    lines: list[Line] = []
    held_lines: list[Line] = []
    together: list[Line] = []
    for comparison, positive in zip(outcomes.compared, outcomes.positive, strict=True):
        found, without = estimates(comparison, outcomes.answers, min_base, kept)
        by_wave[comparison.wave, comparison.estimate] = _with_levels(found, comparison, positive, outcomes.answers)
        held += [
            {"outcome": each.item, "estimate": each.estimate, "figure": each.figure, "reason": each.reason}
            for each in without
        ]
    for comparison in lines_of:
        shown, hidden = breakdowns(comparison, outcomes.answers, kept, [True] * len(kept))
        lines += [_named(line) for line in shown]
        held_lines += [_named(line) for line in hidden]
        together += [_named(line) for line in rolled_up(comparison, outcomes.answers, kept, min_base)]
    tests = _tests(outcomes, min_base, kept, primary=primary)
    return {
        "outcomes": [
            {
                "outcome": name,
                "items": [question.item_id for question in outcomes.members[place]],
                "level": outcomes.members[place][0].level,
                "scale": outcomes.answers.scales[place],
                "estimates": {estimate: by_wave["post", estimate][place] for estimate in ESTIMATES},
                "later": {
                    wave: {estimate: _or_none(by_wave.get((wave, estimate)), place) for estimate in ESTIMATES}
                    for wave in LATER_WAVES
                },
                "test": tests[place],
                "detectable": _detectable(by_wave["post", "linked"][place]),
            }
            for place, name in enumerate(outcomes.answers.items)
        ],
        "outcomes_suppressed": held,
        "outcome_breakdowns": lines,
        "outcome_breakdowns_suppressed": held_lines,
        "outcome_together": together,
    }


def _detectable(figures: Figures | None) -> float | None:
    """The smallest true change that answers like these find four times in five; None without an interval."""
    if figures is None or figures["low"] is None:
        return None
    error, df = figures["se_cr2"], figures["df"]
    assert isinstance(error, float)
    assert isinstance(df, float)
    return detectable(error, df) if error > 0 else 0.0


def _or_none(figures: list[Figures | None] | None, place: int) -> Figures | None:
    return figures[place] if figures else None


def _named(line: Line) -> Line:
    """A line of a breakdown; percent positive is that of items, so a domain's line has none."""
    renamed = {"outcome" if key == "item" else key: value for key, value in line.items()}
    figures = renamed.get("figures")
    assert figures is None or isinstance(figures, dict)
    return {**renamed, "figures": without_levels(figures)}


def _with_levels(
    found: list[Figures | None], comparison: Comparison, positive: tuple[Floats, Floats], answers: Answers
) -> list[Figures | None]:
    """Figures with what was before and after: percent positive, and means in index points (or the item's own unit)."""
    whole: list[Figures | None] = []
    sides = (comparison.before, comparison.after)
    levels = [(means(side) - answers.on_scale) * answers.unit for side in sides]
    for place, figures in enumerate(found):
        if figures is None:
            whole.append(None)
            continue
        shares = [float(side[place]) if answers.on_scale[place] else None for side in positive]
        before, after = (float(level[place]) for level in levels)
        more = {"mean_before": before, "mean_after": after}
        whole.append({**figures, "positive_before": shares[0], "positive_after": shares[1], **more})
    return whole


def _tests(outcomes: Outcomes, min_base: int, kept: Sequence[Kept], *, primary: bool) -> list[Line | None]:
    """p of the linked change after the session, as its interval has it, and adjusted for the number of outcomes."""
    change = changes(outcomes.compared[0], outcomes.answers)
    shown = (change.n >= min_base) & ~np.isnan(change.low)
    shown &= [("estimate", outcomes.compared[0].name) not in held for held in kept]
    p = np.where(shown, p_value(change.mean_change, change.se_cr2, change.df), np.nan)
    adjusted = holm(p) if primary else benjamini_hochberg(p)
    family = "primary" if primary else "exploratory"
    return [
        {"p": float(p[place]), "p_adjusted": float(adjusted[place]), "family": family} if shown[place] else None
        for place in range(len(p))
    ]
