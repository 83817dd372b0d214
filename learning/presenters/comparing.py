"""Two schedules side by side, figure by figure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from learning.domain.releases import Difference
from learning.models import Strand
from learning.presenters.aims import MORE_IS_BETTER, NAMES, words
from learning.presenters.words import count, number


@dataclass(frozen=True, slots=True)
class Row:
    """A figure in both schedules; ``judgement`` says which is better: ``first``, ``second`` or nothing."""

    figure: str
    first: str
    second: str
    judgement: str = ""


def compared(
    first: Mapping[str, Any], second: Mapping[str, Any], strands: Sequence[Strand], asked: frozenset[str]
) -> Sequence[Row]:
    """Every aim that something asks for, then each strand's figures, of two summaries."""
    rows = []
    for aim, name in NAMES.items():
        one, other = (summary.get("aims", {}).get(aim, {}).get("value") for summary in (first, second))
        if aim in asked and (one is not None or other is not None):
            rows.append(Row(name, words(aim, one), words(aim, other), _better(aim, one, other)))
    for strand in strands:
        one, other = (summary.get("strands", {}).get(strand.strand_id, {}) for summary in (first, second))
        for key, label in (("placed", "people with a place"), ("groups", "groups"), ("last_day", "last session")):
            if one.get(key) is not None or other.get(key) is not None:
                aim = "finish" if key == "last_day" else "groups"
                rows.append(Row(f"{strand.title}: {label}", words(aim, one.get(key)), words(aim, other.get(key))))
    return rows


def _better(aim: str, one: Any, other: Any) -> str:
    if one is None or other is None or one == other:
        return ""
    second = other > one if aim in MORE_IS_BETTER else other < one
    return "second" if second else "first"


def moved_words(difference: Difference) -> str:
    """How many people would notice."""
    return (
        f"{count(difference.moved, 'person', 'people')} would have another date or place, "
        f"{number(difference.placed)} would get one, {number(difference.lost)} would lose theirs."
    )
