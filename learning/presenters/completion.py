"""Completion in words and bars: rates, and how far units of the organisation are apart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import quantiles

from learning.domain.completion import Standing, State
from learning.presenters.words import count, number, percentage

LOWEST = 25
"""So many units of a strand stand on a page, those with the lowest rates; a table has all."""
UNITS = {"directorate": "Directorate", "team": "Team", "site": "Site", "grade": "Grade"}
STATE_WORDS = {
    State.COMPLETED: "Completed",
    State.TO_COME: "Date to come",
    State.NO_PLACE: "No place",
    State.MISSED: "Missed",
    State.NOT_RECORDED: "Register not filled in",
}


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit in a strand. ``rate`` is the share of its people who have completed it, 0 to 100."""

    name: str
    people: int
    completed: int
    to_come: int
    behind: int

    @property
    def rate(self) -> float:
        return 100 * self.completed / self.people if self.people else 0.0

    @property
    def words(self) -> str:
        return percentage(self.completed / self.people) if self.people else "nobody"


@dataclass(frozen=True, slots=True)
class Progress:
    """A strand: all its people as one unit, then its units, the lowest rate first; ``spread`` says how far apart."""

    strand_id: str
    title: str
    whole: Unit
    units: Sequence[Unit]
    spread: str


def progress_of(standing: Standing, unit_of: Mapping[str, str]) -> Progress:
    """``unit_of`` says for each staff id to what unit they belong."""
    people: dict[str, list[State]] = {}
    for staff_id, state in standing.people.items():
        people.setdefault(unit_of.get(staff_id, "") or "not said", []).append(state)
    units = sorted((_unit(name, states) for name, states in people.items()), key=lambda one: (one.rate, one.name))
    whole = _unit("Everybody", list(standing.people.values()))
    return Progress(standing.strand.strand_id, standing.strand.title, whole, units, spread_words(units))


def spread_words(units: Sequence[Unit]) -> str:
    """Lowest, highest, and between what rates the middle half of the units lies."""
    if len(units) < 2 or units[0].rate == units[-1].rate:
        return ""
    lowest, highest = units[0], units[-1]
    apart = f"From {lowest.words} ({lowest.name}) to {highest.words} ({highest.name})"
    if len(units) < 4:
        return f"{apart}."
    first, _, third = quantiles([unit.rate for unit in units], n=4, method="inclusive")
    return (
        f"{apart}; the middle half of {count(len(units), 'unit')} lies between {number(first)}% and {number(third)}%."
    )


def _unit(name: str, states: Sequence[State]) -> Unit:
    return Unit(
        name,
        len(states),
        sum(state is State.COMPLETED for state in states),
        sum(state is State.TO_COME for state in states),
        sum(state not in (State.COMPLETED, State.TO_COME) for state in states),
    )
