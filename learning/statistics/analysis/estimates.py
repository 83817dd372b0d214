"""A comparison as the figures of every item, each given, undefined, or held back with the reason."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np

from learning.statistics.analysis.comparing import Comparison
from learning.statistics.analysis.keeping_back import Kept
from learning.statistics.answers.table import Answers
from learning.statistics.arrays import Floats
from learning.statistics.change import Change, paired_change, unlinked_change
from learning.statistics.clusters import FEWEST_CLUSTERS

Figures = dict[str, object]
KEYS = (
    "n",
    "clusters",
    "cluster_by",
    *(field.name for field in fields(Change) if field.name not in {"n", "clusters", "by_trainer"}),
)
WHOLE = ("n", "clusters")


@dataclass(frozen=True, slots=True)
class HeldBack:
    """A figure that is not shown: ``all`` of an estimate, or its ``interval``."""

    item: str
    estimate: str
    figure: str
    reason: str


def changes(comparison: Comparison, answers: Answers, *, people: Floats | None = None) -> Change:
    """Figures of every item; ``people`` (true or false for each) of a paired comparison narrows it to some."""
    if not comparison.paired:
        return unlinked_change(comparison.before, comparison.after, answers.unit)
    labels = comparison.labels_after
    chosen = slice(None) if people is None else people.astype(np.bool_)
    before, after = comparison.before[chosen], comparison.after[chosen]
    return paired_change(before, after, labels.trainer[chosen], labels.group[chosen], answers.unit)


def figures_of(change: Change, item: int, *, on_scale: bool) -> Figures:
    """One item's figures as plain values, None for undefined; percent positive only on 1 to 5."""
    plain: Figures = {}
    for key in KEYS:
        if key == "cluster_by":
            by_trainer = float(change.by_trainer[item])
            plain[key] = None if math.isnan(by_trainer) else "trainer" if by_trainer else "group"
            continue
        value = float(getattr(change, key)[item])
        if not math.isfinite(value) or (key.startswith("positive") and not on_scale):
            plain[key] = None
        else:
            plain[key] = int(value) if key in WHOLE else value
    return plain


def estimates(
    comparison: Comparison, answers: Answers, min_base: int, kept: Sequence[Kept]
) -> tuple[list[Figures | None], list[HeldBack]]:
    """For each item its figures, or None; and what is held back, ``kept`` included."""
    change = changes(comparison, answers)
    found: list[Figures | None] = []
    held: list[HeldBack] = []
    for place, item in enumerate(answers.items):
        n = int(change.n[place])
        if n < min_base:
            found.append(None)
            if n:
                side = "" if comparison.paired else " on the smaller side"
                reason = f"fewer than {min_base} answers{side}"
                held.append(HeldBack(item, comparison.name, "all", reason))
            continue
        if ("estimate", comparison.name) in kept[place]:
            found.append(None)
            held.append(HeldBack(item, comparison.name, "all", kept[place]["estimate", comparison.name]))
            continue
        figures = figures_of(change, place, on_scale=bool(answers.on_scale[place]))
        found.append(figures)
        if figures["low"] is None:
            held.append(HeldBack(item, comparison.name, "interval", why_no_interval(figures, paired=comparison.paired)))
    return found, held


def why_no_interval(figures: Figures, *, paired: bool) -> str:
    if not paired:
        return "nothing joins the people of the two sides, so the error that groups bring is not known"
    if figures["clusters"] is None:
        return "neither trainer nor group is known"
    return f"fewer than {FEWEST_CLUSTERS} trainers and fewer than {FEWEST_CLUSTERS} groups"
