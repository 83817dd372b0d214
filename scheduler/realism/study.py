"""Needs and supplies of every strand, worked out once for the whole report."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from scheduler.realism.groups import FewestGroups, fewest_groups, given_places, largest_group
from scheduler.realism.supply import Supply, fewest_weeks, supply_trainers, supply_venues
from scheduler.realism.survey import StrandSurvey, open_tables, survey_strands

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scheduler.problem import Person, Problem, Strand


@dataclass(frozen=True, slots=True, eq=False)
class StrandStudy:
    """What one strand needs at least, and what there is at most if it had everything to itself."""

    strand: Strand
    survey: StrandSurvey
    fewest: FewestGroups
    sessions: int
    trainers: Supply
    venues: Supply
    seats: int

    @property
    def title(self) -> str:
        return self.strand.title or self.strand.strand_id

    @property
    def trainer_sessions(self) -> int:
        """Those still to be found: the trainers of a given timetable are not asked for again."""
        return 0 if self.strand.given else self.sessions * self.strand.trainers

    @property
    def trainer_minutes(self) -> int:
        return self.trainer_sessions * self.strand.duration_minutes

    @property
    def seats_needed(self) -> int:
        """A seat for each person at each meeting; in a given timetable, a place in one group."""
        return self.fewest.people * (1 if self.strand.given else self.strand.meetings)


@dataclass(frozen=True, slots=True, eq=False)
class JointStudy:
    """Several strands that share trainers and venues."""

    strands: tuple[StrandStudy, ...]
    trainers: Supply
    venues: Supply

    @property
    def trainer_sessions(self) -> int:
        return sum(study.trainer_sessions for study in self.strands)

    @property
    def venue_sessions(self) -> int:
        return sum(study.sessions for study in self.strands if not study.strand.given)


def study_strands(problem: Problem) -> tuple[StrandStudy, ...]:
    """The study of each strand, in the programme's order."""
    surveys = survey_strands(open_tables(problem))
    return tuple(_study(problem, survey) for survey in surveys.values())


def study_jointly(problem: Problem, studies: Sequence[StrandStudy]) -> JointStudy:
    """The strands together: each hour of a trainer and of a venue counts once."""
    surveys = [study.survey for study in studies]
    return JointStudy(tuple(studies), supply_trainers(problem, surveys), supply_venues(problem, surveys))


def people_to_place(problem: Problem, survey: StrandSurvey) -> list[Person]:
    return [problem.people[row] for row in survey.people[survey.to_place]]


def _study(problem: Problem, survey: StrandSurvey) -> StrandStudy:
    strand = survey.strand
    fewest = fewest_groups(problem, strand, people_to_place(problem, survey))
    trainers, venues = supply_trainers(problem, [survey]), supply_venues(problem, [survey])
    sessions = (
        _fewest_given_sessions(problem, strand, fewest.groups) if strand.given else fewest.groups * strand.meetings
    )
    return StrandStudy(
        strand, survey, fewest, sessions, trainers, venues, count_seats(problem, strand, trainers, venues)
    )


def _fewest_given_sessions(problem: Problem, strand: Strand, groups: int) -> int:
    """The sessions of so many standing groups, those that meet least often first."""
    meetings: dict[str, int] = {}
    for session in problem.given:
        if session.strand == strand.strand_id:
            meetings[session.group_id] = meetings.get(session.group_id, 0) + 1
    return sum(sorted(meetings.values())[:groups])


def count_seats(problem: Problem, strand: Strand, trainers: Supply, venues: Supply) -> int:
    """The most seats: every session that can be led, in the largest venues that are open."""
    if strand.given:
        return sum(given_places(problem, strand))
    most = largest_group(problem, strand)
    held = [
        (min(most, most if venue.capacity is None else venue.capacity), int(sessions))
        for venue, sessions in zip(problem.venues, venues.by_row, strict=True)
    ]
    left = trainers.sessions // strand.trainers if strand.trainers else venues.sessions
    seats = 0
    for places, sessions in sorted(held, reverse=True):
        seats += places * min(sessions, left)
        left -= min(sessions, left)
    return seats


def weeks_of(study: StrandStudy | JointStudy) -> tuple[int, int]:
    """(fewest weeks that could hold the sessions, weeks with any usable start)."""
    needs = study.trainer_sessions
    sessions = study.venue_sessions if isinstance(study, JointStudy) else _own_sessions(study)
    taught = [int(np.sum(week)) for week in study.trainers.by_week().values()]
    housed = [int(np.sum(week)) for week in study.venues.by_week().values()]
    needed = max(fewest_weeks(taught, needs), fewest_weeks(housed, sessions))
    return needed, sum(1 for sessions in housed if sessions)


def _own_sessions(study: StrandStudy) -> int:
    return 0 if study.strand.given else study.sessions
