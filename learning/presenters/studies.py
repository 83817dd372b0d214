"""Who is short of what, and what would place whom, for a page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from learning.presenters.words import count, number

MOST_REMEDIES_EACH = 4


@dataclass(frozen=True, slots=True)
class RemedyCard:
    """A change that was verified: ``places`` of ``of`` are filled by it; ``chosen`` if it is in the cheapest set."""

    id: str
    sentence: str
    places: int
    of: int
    cost: int
    chosen: bool

    @property
    def share(self) -> float:
        return 100 * self.places / max(1, self.of)


@dataclass(frozen=True, slots=True)
class BottleneckCard:
    """People of one strand who are short of the same thing."""

    people: int
    strand: str
    code: str
    place: int
    sentence: str
    sure: str
    remedies: Sequence[RemedyCard]


@dataclass(frozen=True, slots=True)
class StudyPage:
    """``together`` are the sentences of the cheapest set."""

    left: int
    complete: bool
    longer: int
    cards: Sequence[BottleneckCard]
    others: Sequence[RemedyCard]
    together: Sequence[str]
    together_words: str


def study_page(report: Mapping[str, Any], strands: Mapping[str, tuple[int, Any]]) -> StudyPage:
    """The report of a study, its bottlenecks with what helps them."""
    together = report.get("cheapest_set") or {}
    chosen = {remedy["sentence"] for remedy in together.get("remedies", [])}
    remedies = {remedy["id"]: remedy for remedy in report.get("remedies", [])}
    shown: set[str] = set()
    cards = []
    for each in report.get("bottlenecks", []):
        helping = [remedies[one] for one in each["remedies"] if one in remedies]
        helping.sort(key=lambda remedy: (-_helped(remedy, each), remedy["cost"]))
        shown |= {remedy["id"] for remedy in helping[:MOST_REMEDIES_EACH]}
        place, strand = strands.get(each["strand"], (0, None))
        cards.append(
            BottleneckCard(
                people=len(each["left"]),
                strand=strand.title if strand else each["strand"],
                code=strand.code if strand else "",
                place=place,
                sentence=each["sentence"],
                sure="proven" if each["proven"] else "beside this schedule",
                remedies=[
                    _card(remedy, _helped(remedy, each), len(each["left"]), chosen)
                    for remedy in helping[:MOST_REMEDIES_EACH]
                ],
            )
        )
    others = [remedy for remedy in report.get("remedies", []) if remedy["id"] not in shown]
    return StudyPage(
        left=len(report.get("left", [])),
        complete=bool(report.get("complete")),
        longer=len(report.get("longer_search", [])),
        cards=cards,
        others=[_card(remedy, len(remedy["places"]), len(report.get("left", [])), chosen) for remedy in others],
        together=[remedy["sentence"] for remedy in together.get("remedies", [])],
        together_words=_together(together),
    )


def progress_words(progress: Mapping[str, Any]) -> str:
    """How far a study has come."""
    if not progress.get("stage"):
        return "The study begins."
    done = (
        f": {number(progress['done'])} of {number(progress['of'])} kinds of change tried" if progress.get("of") else ""
    )
    return f"{str(progress['stage']).capitalize()}{done}."


def _helped(remedy: Mapping[str, Any], bottleneck: Mapping[str, Any]) -> int:
    left = set(bottleneck["left"])
    return sum(place["strand"] == bottleneck["strand"] and place["staff_id"] in left for place in remedy["places"])


def _card(remedy: Mapping[str, Any], places: int, of: int, chosen: set[str]) -> RemedyCard:
    return RemedyCard(remedy["id"], remedy["sentence"], places, of, remedy["cost"], remedy["sentence"] in chosen)


def _together(together: Mapping[str, Any]) -> str:
    if not together:
        return ""
    left = len(together.get("left", []))
    rest = f"; nothing was found for {count(left, 'place')}" if left else ""
    return f"They fill {count(len(together.get('places', [])), 'place')}{rest}."
