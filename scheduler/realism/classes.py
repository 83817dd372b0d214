"""People of few times or few places: are there seats at those times and places for all of them?"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from scheduler.problem import Mode
from scheduler.realism.study import count_seats
from scheduler.realism.supply import supply_trainers, supply_venues

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable

    from scheduler.problem import Person, Problem
    from scheduler.realism.diaries import BoolArray, IntArray
    from scheduler.realism.study import StrandStudy
    from scheduler.realism.survey import StrandSurvey

SCARCEST = 2
"""How many classes of a strand are worked out in full."""


@dataclass(frozen=True, slots=True)
class ClassSeats:
    """The seats that people of one kind need, and the most that there are for them."""

    whom: str
    needed: int
    available: int


def scarcest_classes(problem: Problem, study: StrandStudy) -> list[ClassSeats]:
    """The classes with the fewest suitable starts and venues a head, and their seats.

    A class shares a working pattern, or modes, sites and needs. Each of its people takes a seat at a
    start and in a venue that suit at least one of them, so those seats, counted as if nobody else
    wanted them, are an upper bound. Which classes are looked at is a guess; their figures are not.
    """
    if study.strand.given or not study.fewest.groups:
        return []
    rows = np.flatnonzero(study.survey.to_place)
    crowded = sorted(_classes(problem, study, rows), key=lambda members: -_crowding(study, members))
    return [_seats_of(problem, study, members) for members in crowded[:SCARCEST]]


def _classes(problem: Problem, study: StrandStudy, rows: IntArray) -> Iterable[IntArray]:
    classes: dict[Hashable, list[int]] = {}
    for row in rows.tolist():
        person = problem.people[study.survey.people[row]]
        if person.pattern:
            classes.setdefault(person.pattern, []).append(row)
        if person.modes or person.sites or person.needs:
            classes.setdefault((person.modes, person.sites, person.needs), []).append(row)
    return [np.array(members, dtype=np.int64) for members in classes.values()]


def _crowding(study: StrandStudy, members: IntArray) -> float:
    """People for each start and venue that suit them."""
    return len(members) / (1 + int(_narrowed(study.survey, members).venues.sum()))


def _narrowed(survey: StrandSurvey, members: IntArray) -> StrandSurvey:
    """The survey at the starts and in the venues that suit any of the members."""
    suit: BoolArray = np.any(survey.attends[members], axis=0)
    reach: BoolArray = np.any(survey.reaches[members], axis=0)
    return replace(survey, trainers=survey.trainers & suit, venues=survey.venues & suit & reach[:, None])


def _seats_of(problem: Problem, study: StrandStudy, members: IntArray) -> ClassSeats:
    survey = study.survey
    narrowed = _narrowed(survey, members)
    trainers, venues = supply_trainers(problem, [narrowed]), supply_venues(problem, [narrowed])
    persons = [problem.people[survey.people[row]] for row in members]
    seats = count_seats(problem, study.strand, trainers, venues)
    return ClassSeats(_describe(persons), len(members) * study.strand.meetings, seats)


def _describe(persons: list[Person]) -> str:
    """What the people share, in words: a pattern as the table has it, or modes, sites and needs."""
    first = persons[0]
    shared = []
    if first.pattern and all(person.pattern == first.pattern for person in persons):
        shared.append(f"who work {first.value('pattern') or 'part of the week'}")
    else:
        if len(first.modes) == 1:
            shared.append("who come online only" if Mode.ONLINE in first.modes else "who come in person only")
        if first.sites:
            shared.append(f"who can go to {' or '.join(sorted(first.sites))} only")
        if first.needs:
            shared.append(f"who need {' and '.join(sorted(first.needs))}")
    number = "the person" if len(persons) == 1 else f"the {len(persons):,} people"
    return f"{number} {' and '.join(shared)}".rstrip()
