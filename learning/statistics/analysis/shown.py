"""For items and for outcomes what of them is shown: one decision for both, as one can be subtracted from the other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from learning.statistics.analysis.comparing import Comparison, broken_down
from learning.statistics.analysis.design import Design
from learning.statistics.analysis.keeping_back import COMPLEMENT, Kept, Plan, keep_back
from learning.statistics.analysis.outcomes import Outcomes
from learning.statistics.analysis.sums import Key
from learning.statistics.answers.table import Answers
from learning.statistics.arrays import Bools, Floats
from learning.statistics.linking import Links

BESIDE_DOMAIN = "beside its outcome it would give away fewer than {base} who answered only some of its items"


@dataclass(frozen=True, slots=True)
class Shown:
    """``items`` and ``outcomes``: what is held back of each. ``item_lines``: the items that are broken down.

    An item of an outcome with several is not: the outcome is. ``cautions`` are estimates of all people that are shown
    and together with the other estimates of their wave tell of a few.
    """

    items: Sequence[Kept]
    outcomes: Sequence[Kept]
    item_lines: Sequence[bool]
    cautions: Sequence[dict[str, str]]


def decide(
    answers: Answers,
    compared: Sequence[Comparison],
    links: Mapping[str, Links],
    outcomes: Outcomes,
    design: Design,
    weights: Floats | None,
    min_base: int,
    *,
    strict: bool,
) -> Shown:
    """What an analysis shows. ``strict``: estimates of all people too are held back where they would tell of a few."""
    responses = {name: len(wave) for name, wave in answers.waves.items()}
    several = {question.item_id for members in outcomes.members if len(members) > 1 for question in members}
    item_lines = [item not in several for item in answers.items]
    plan = Plan(compared, broken_down(compared, min_base), item_lines, design.sides, weights, answers, links)
    items = [dict(held) for held in keep_back(plan, responses, min_base)]
    of_outcomes = _of_outcomes(answers, outcomes, items, plan, responses, min_base)
    cautions: list[dict[str, str]] = []
    if not strict:
        reason = COMPLEMENT.format(base=min_base)
        cautions += _released("item", answers.items, items, reason)
        cautions += _released("outcome", outcomes.answers.items, of_outcomes, reason)
    _hold_items_beside_outcomes(compared, answers, outcomes, items, min_base)
    return Shown(items, of_outcomes, item_lines, cautions)


def _of_outcomes(
    answers: Answers,
    outcomes: Outcomes,
    items: list[dict[Key, str]],
    plan: Plan,
    responses: Mapping[str, int],
    base: int,
) -> list[dict[Key, str]]:
    """An outcome of one item is that item; the others are looked at by themselves."""
    lines = broken_down(outcomes.compared, base)
    several = [len(members) > 1 for members in outcomes.members]
    own = Plan(outcomes.compared, lines, [True] * len(several), plan.sides, plan.weights)
    found = keep_back(own, responses, base) if any(several) else [{} for _ in several]
    place = {item: number for number, item in enumerate(answers.items)}
    return [
        dict(found[number]) if several[number] else dict(items[place[members[0].item_id]])
        for number, members in enumerate(outcomes.members)
    ]


def _released(kind: str, names: Sequence[str], kept: Sequence[dict[Key, str]], reason: str) -> list[dict[str, str]]:
    """Take estimates out of what is held back for ``reason``, and say which they are."""
    found = []
    for name, held in zip(names, kept, strict=True):
        keys = [key for key, why in held.items() if key[0] == "estimate" and why == reason]
        found += [{kind: name, "estimate": key[1], "reason": held.pop(key)} for key in keys]
    return found


def _hold_items_beside_outcomes(
    compared: Sequence[Comparison], answers: Answers, outcomes: Outcomes, items: list[dict[Key, str]], min_base: int
) -> None:
    """Where a few answered only some items of an outcome, its items are held back: less is lost than the outcome."""
    place = {item: number for number, item in enumerate(answers.items)}
    for members in outcomes.members:
        columns = [place[question.item_id] for question in members]
        for comparison in compared:
            for known in _known(comparison):
                partly = known[:, columns].any(axis=1) & ~known[:, columns].all(axis=1)
                if 0 < int(partly.sum()) < min_base:
                    for column in columns:
                        items[column]["estimate", comparison.name] = BESIDE_DOMAIN.format(base=min_base)


def _known(comparison: Comparison) -> tuple[Bools, ...]:
    before, after = ~np.isnan(comparison.before), ~np.isnan(comparison.after)
    return (before & after,) if comparison.paired else (before, after)
