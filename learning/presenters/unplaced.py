"""People without a place: how many, why, in which strands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from learning.models import Strand
from learning.presenters.words import count, number

REASONS = {
    "prerequisite": ("An earlier strand is missing", "A place in the earlier strand comes first: see their other row."),
    "availability": (
        "No time or venue suits them",
        "Check pattern, absences and site, or add a start time or venue that suits.",
    ),
    "clash": ("Only at the time of another of their sessions", "Add a start time, or move one of their sessions."),
    "grouping": (
        "The grouping rules or service cover",
        "Ease a rule, or add sessions when few of their team are away.",
    ),
    "capacity": (
        "Trainers, venues or group sizes do not reach",
        "Add trainer hours, venues or start times, or allow larger groups.",
    ),
}


@dataclass(frozen=True, slots=True)
class Cause:
    """A reason in a strand: ``share`` is of all rows without a place, in hundredths."""

    strand: str
    code: str
    place: int
    reason: str
    help: str
    people: int
    share: float


def causes(counts: Mapping[tuple[str, str], int], strands: Mapping[str, tuple[int, Strand]]) -> Sequence[Cause]:
    """The reasons by strand, the most people first."""
    whole = max(1, sum(counts.values()))
    rows = []
    for (strand_id, reason), people in counts.items():
        place, strand = strands.get(strand_id, (0, None))
        words, what = REASONS.get(reason, (reason, ""))
        title, code = (strand.title, strand.code) if strand else (strand_id, "")
        rows.append(Cause(title, code, place, words, what, people, 100 * people / whole))
    return sorted(rows, key=lambda row: (-row.people, row.strand))


def unplaced_heading(people: int) -> str:
    """The finding: "63 people have no place"."""
    if not people:
        return "Everybody has a place"
    return f"{count(people, 'person', 'people')} {'has' if people == 1 else 'have'} no place"


def unplaced_lead(summary: Mapping[str, Mapping[str, Mapping[str, object]]]) -> str:
    """How sure that is: how many places are given, and how many could be."""
    entry = summary.get("aims", {}).get("placed", {})
    value, bound = entry.get("value"), entry.get("bound")
    if not isinstance(value, int | float) or not isinstance(bound, int | float):
        return "No bound is known for this schedule."
    if value >= bound:
        return f"{number(value)} places are given. More cannot be given under the rules as they stand; this is proven."
    given = f"{number(value)} places are given; at most {number(bound)} can be"
    return f"{given}, so {number(bound - value)} may still be found."
